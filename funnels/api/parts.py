"""Addresses below `opportunities/{opportunity}/`: read and written through the opportunity."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from rest_framework.request import Request

from funnels.models import Opportunity
from funnels.rules import may_record
from portal.api.resource import Resource
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class PartOfOpportunity(Resource):
    door = PERSONAL

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about a body before its opportunity is known to be there."""
        super().initial(request, *args, **kwargs)
        _found = self.opportunity

    @cached_property
    def opportunity(self) -> Opportunity:
        found = Opportunity.objects.visible_to(self.person).filter(pk=self.kwargs["opportunity"]).first()
        if found is None:
            raise Http404
        return found

    def may_add(self) -> Verdict:
        return may_record(self.person, self.opportunity)

    def may_change(self, record: Any) -> Verdict:
        return self.may_add()

"""Addresses below `charters/{charter}/`: read and written through the charter."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from rest_framework.request import Request

from charters.models import Charter
from charters.rules import may_write
from portal.api.resource import Resource
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class OfCharter(Resource):
    door = PERSONAL

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about a body before its charter is known to be there."""
        super().initial(request, *args, **kwargs)
        _found = self.charter

    @cached_property
    def charter(self) -> Charter:
        found = Charter.objects.visible_to(self.person).filter(pk=self.kwargs["charter"]).first()
        if found is None:
            raise Http404
        return found

    def may_add(self) -> Verdict:
        return may_write(self.person, self.charter)

    def may_change(self, record: Any) -> Verdict:
        return self.may_add()

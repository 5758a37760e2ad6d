"""Choosing who may read one's old sessions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Person


class ShareForm(PortalForm):
    reader = OneOf(label=_("Who may read them?"))

    def __init__(self, *args: Any, readers: Iterable[Person], **options: Any):
        super().__init__(*args, **options)
        self.fields["reader"].offer(readers, label=lambda one: one.name, empty=_("Choose one of your managers"))  # type: ignore[attr-defined]

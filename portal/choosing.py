"""Choosing one or several records from a list that is in memory already: no query of the form's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = ("", "")
CHOOSE = _("Choose one of the list.")


class OneOf(forms.ChoiceField):
    """Cleans to the record itself, or to None when nothing is chosen."""

    default_error_messages = {"invalid_choice": CHOOSE, "required": CHOOSE}

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.records: dict[str, Any] = {}

    def offer(self, records: Iterable[Any], *, label: Callable[[Any], str] = str, empty: Any = None) -> None:
        """`empty` is the words for choosing nothing; without it the first record stands there."""
        records = list(records)
        self.records = {str(record.pk): record for record in records}
        first = [("", empty)] if empty is not None else []
        self.choices = [*first, *((str(record.pk), label(record)) for record in records)]

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if hasattr(value, "pk") else value

    def clean(self, value: Any) -> Any:
        return self.records.get(super().clean(value))


class SeveralOf(forms.MultipleChoiceField):
    """Cleans to the list of chosen records."""

    default_error_messages = {"invalid_choice": CHOOSE, "required": CHOOSE}

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.records: dict[str, Any] = {}

    def offer(self, records: Iterable[Any], *, label: Callable[[Any], str] = str) -> None:
        self.records = {str(record.pk): record for record in records}
        self.choices = [(key, label(record)) for key, record in self.records.items()]

    def prepare_value(self, value: Any) -> Any:
        return [str(one.pk) if hasattr(one, "pk") else one for one in value or []]

    def clean(self, value: Any) -> Any:
        return [self.records[key] for key in super().clean(value)]

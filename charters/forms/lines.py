"""A list of short texts, typed one a line."""

from __future__ import annotations

from typing import Any

from django import forms


class Lines(list[str]):
    """Reads as it is typed."""

    def __str__(self) -> str:
        return "\n".join(self)


class LinesField(forms.CharField):
    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return str(Lines(value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Lines:
        return Lines(line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip())

"""The forms' common ground: our controls, our wording, errors where they belong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.refusals import Invalid, Refusal

REQUIRED = _("Fill this in.")


class Dressed:
    """Mixed into both kinds of form: the kit's classes on every control, no browser validation."""

    use_required_attribute = False
    fields: dict[str, forms.Field]
    refusal: Refusal | None = None  # what the domain said, once asked

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def refuse(self, refusal: Invalid) -> None:
        """Show what the domain would not accept at the fields it names; what has no field stands on top."""
        for name, messages in refusal.errors.items():
            field = name.split(".")[-1]
            for message in messages:
                self.add_error(field if field in self.fields else None, str(message))  # type: ignore[attr-defined]


def _dress(field: forms.Field) -> None:
    if "required" not in field.error_messages or field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = REQUIRED
    widget = field.widget
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)):
        return
    widget.attrs["class"] = " ".join(filter(None, [widget.attrs.get("class", ""), "input"]))
    if isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 2)
    if isinstance(field, forms.DecimalField):
        field.widget = forms.TextInput({**widget.attrs, "inputmode": "decimal", "autocomplete": "off"})


class PortalForm(Dressed, forms.Form):
    pass


class PortalModelForm(Dressed, forms.ModelForm):
    pass

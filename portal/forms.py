"""The forms' common ground: our controls, our wording, errors where they belong."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.refusals import Invalid, Refusal

FieldT = TypeVar("FieldT", bound=forms.Field)

# By the code of the validator that refuses: a field takes its words from here whatever set the limit.
LIMITS: dict[str, Any] = {
    "min_value": _("Enter %(limit_value)s or more."),
    "max_value": _("Enter at most %(limit_value)s."),
    "min_length": ngettext_lazy(
        "Enter at least %(limit_value)d character.", "Enter at least %(limit_value)d characters.", "limit_value"
    ),
    "max_length": ngettext_lazy(
        "Enter at most %(limit_value)d character; this has %(show_value)d.",
        "Enter at most %(limit_value)d characters; this has %(show_value)d.",
        "limit_value",
    ),
    "max_digits": ngettext_lazy("Enter at most %(max)d digit.", "Enter at most %(max)d digits.", "max"),
    "max_decimal_places": ngettext_lazy(
        "Enter at most %(max)d digit after the decimal point.",
        "Enter at most %(max)d digits after the decimal point.",
        "max",
    ),
    "max_whole_digits": ngettext_lazy(
        "Enter at most %(max)d digit before the decimal point.",
        "Enter at most %(max)d digits before the decimal point.",
        "max",
    ),
}
WORDING: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Fill this in."), **LIMITS},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")},
    forms.ModelChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")},
    forms.MultipleChoiceField: {"required": _("Choose at least one."), "invalid_list": _("Choose from the list.")},
    forms.ModelMultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_list": _("Choose from the list."),
        "invalid_pk_value": _("Choose from the list."),
    },
    forms.DateField: {"required": _("Enter a date."), "invalid": _("Enter a date such as 2026-11-27.")},
    forms.EmailField: {
        "required": _("Enter an e-mail address."),
        "invalid": _("Enter an e-mail address such as name@example.com."),
    },
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": _("Choose another file: this one is empty."),
        "max_length": ngettext_lazy(
            "Choose a file with a name of at most %(max)d character.",
            "Choose a file with a name of at most %(max)d characters.",
            "max",
        ),
    },
}


class MoneyField(forms.DecimalField):
    """An amount in the currency of its record."""


class Dressed:
    """Mixed into both kinds of form: the kit's classes on every control, no browser validation."""

    use_required_attribute = False
    fields: dict[str, forms.Field]
    refusal: Refusal | None = None  # what the domain said, once asked

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def refuse(self, refusal: Invalid) -> None:
        """Show what the domain would not accept at the fields it names; what has no field stands on top."""
        for name, messages in refusal.errors.items():
            field = name.split(".")[-1]
            for message in messages:
                self.add_error(field if field in self.fields else None, str(message))  # type: ignore[attr-defined]


def dress(field: forms.Field) -> None:
    """The kit's class, wording and kind of control. For a field that joins a form later."""
    _word(field)
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


def _word(field: forms.Field) -> None:
    """Say what to do, where the field itself says nothing of its own."""
    defaults: dict[str, Any] = {}
    ours: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults |= vars(kind).get("default_error_messages", {})
        ours |= WORDING.get(kind, {})
    field.error_messages |= {
        code: message for code, message in ours.items() if field.error_messages.get(code) == defaults.get(code)
    }


def if_asked(field: FieldT) -> FieldT:
    """A field that a choice beside it asks for: the form itself refuses it when empty, so nothing calls it optional."""
    field.if_asked = True  # type: ignore[attr-defined]
    return field


class PortalForm(Dressed, forms.Form):
    pass


class VersionedForm(PortalForm):
    """Of a record that somebody else may change meanwhile: it sends back the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PortalModelForm(Dressed, forms.ModelForm):
    pass

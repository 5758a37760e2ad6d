"""The forms of upward feedback: the marks, a cycle, the statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.feedback.statements import FORMS, LONGEST, MARKS, worded
from coaching.models import FeedbackTemplate
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm, dress
from portal.models import Team


class MarksForm(PortalForm):
    """A mark for each statement. Nothing of it is kept on the device or offered again."""

    def __init__(self, *args: Any, statements: Mapping[str, str], **options: Any):
        super().__init__(*args, **options)
        for code, text in statements.items():
            self.fields[code] = forms.TypedChoiceField(
                label=text, choices=list(MARKS.items()), coerce=int, widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )  # fmt: skip

    @property
    def marks(self) -> dict[str, int]:
        return dict(self.cleaned_data)


class CycleForm(PortalForm):
    team = OneOf(label=_("Branch"), help_text=_("Everybody in this team and below is asked about their own manager."))
    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput)
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput,
        help_text=_("Figures are made on the day after. Nobody can bring it forward."),
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]


class WordsForm(VersionedForm):
    """A text for each statement of both forms; `statements` reads them back."""

    def __init__(self, *args: Any, template: FeedbackTemplate, **options: Any):
        super().__init__(*args, **options)
        self.initial["version"] = template.version
        for form in FORMS:
            for number, (code, text) in enumerate(worded(template.statements, form).items(), start=1):
                field = forms.CharField(
                    label=_("Statement %(number)d") % {"number": number}, required=False, max_length=LONGEST, initial=text
                )  # fmt: skip
                dress(field)
                self.fields[f"{form}-{code}"] = field

    def parts(self) -> list[tuple[str, list[Any]]]:
        """The fields of each form, for the page."""
        return [(form, [one for one in self if one.name.startswith(f"{form}-")]) for form in FORMS]

    @property
    def statements(self) -> dict[str, dict[str, str]]:
        read: dict[str, dict[str, str]] = {form: {} for form in FORMS}
        for name, text in self.cleaned_data.items():
            form, dash, code = name.partition("-")
            if dash:
                read[form][code] = text
        return read

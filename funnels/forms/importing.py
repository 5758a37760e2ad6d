"""The steps of an import that a person fills in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funnels.importing.fields import fields_of
from funnels.importing.questions import Question
from funnels.models import ImportBatch
from funnels.models.importing import ImportKind
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm
from portal.models import Team
from portal.refusals import Invalid
from portal.teamtree import flat, forest

SAMPLE_WORDS = 40


class NewImportForm(PortalForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What the file holds"), choices=ImportKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV up to 50 MB, or XLSX up to 20 MB, with a header row.")
    )
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        max_length=60,
        help_text=gettext_lazy("Such as “Salesforce”. Take the same name each time: records are found again by it."),
    )
    team = OneOf(
        label=gettext_lazy("For the team"), help_text=gettext_lazy("Owners and teams are looked for in it and below.")
    )

    def __init__(self, *args: Any, teams: Sequence[Team], sources: Iterable[str], **options: Any):
        super().__init__(*args, **options)
        nodes = {node.team.pk: node for node in flat(forest(teams))}
        self.fields["team"].offer(  # type: ignore[attr-defined]
            (node.team for node in nodes.values()), label=lambda team: "\u2003" * nodes[team.pk].depth + team.name
        )
        self.sources = list(sources)
        self.fields["source"].widget.attrs |= {"list": "sources", "autocomplete": "off"}
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"

    def ask_for_the_file_again(self) -> None:
        """No browser keeps a chosen file when the form comes back for another reason."""
        if self.errors and "file" in self.files and "file" not in self.errors:
            self.add_error("file", _("Choose the file again: it is not kept while something else is missing."))


class ColumnsForm(VersionedForm):
    """One choice per field: the column that holds it."""

    def __init__(self, *args: Any, batch: ImportBatch, **options: Any):
        super().__init__(*args, **options)
        columns = [(column["name"], _column_with_samples(column)) for column in batch.header]
        for one in fields_of(batch.kind):
            empty = _("Choose a column") if one.required else _("Not in this file")
            self.fields[one.name] = forms.ChoiceField(
                label=str(one.label),
                choices=[("", empty), *columns],
                required=one.required,
                help_text=str(one.hint),
                widget=forms.Select(attrs={"class": "input"}),
                error_messages={"required": _("Choose the column that holds it.")},
            )

    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if name != "version" and column}


def _column_with_samples(column: dict[str, Any]) -> str:
    samples = ", ".join(column["samples"])
    shown = samples if len(samples) <= SAMPLE_WORDS else samples[: SAMPLE_WORDS - 1] + "…"
    return f"{column['name']} · {shown}" if shown else _("%(name)s · empty") % {"name": column["name"]}


class WordsForm(VersionedForm):
    """One choice per question; the fields are numbered, since words may be anything."""

    def __init__(self, *args: Any, questions: Sequence[Question], **options: Any):
        super().__init__(*args, **options)
        self.questions = questions
        for number, question in enumerate(questions):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=_label_of(question),
                choices=[("", _("Choose")), *_offered(question)],
                initial=question.proposal,
                help_text=question.hint,
                widget=forms.Select(attrs={"class": "input"}),
                error_messages={"required": question.request},
            )

    def answers(self) -> dict[str, dict[str, str]]:
        given: dict[str, dict[str, str]] = {}
        for number, question in enumerate(self.questions):
            given.setdefault(question.topic, {})[question.word] = self.cleaned_data[f"q{number}"]
        return given

    def refuse(self, refusal: Invalid) -> None:
        """The domain names questions by topic and word."""
        numbers = {question.key: f"q{number}" for number, question in enumerate(self.questions)}
        super().refuse(Invalid({numbers.get(key, key): texts for key, texts in refusal.errors.items()}))

    def fresh(self) -> list[forms.BoundField]:
        return [self[f"q{number}"] for number, question in enumerate(self.questions) if not question.settled]

    def settled(self) -> list[forms.BoundField]:
        return [self[f"q{number}"] for number, question in enumerate(self.questions) if question.settled]


def _label_of(question: Question) -> str:
    if not question.count:
        return str(question.label)
    text = ngettext("%(label)s “%(word)s” (%(count)d row)", "%(label)s “%(word)s” (%(count)d rows)", question.count)
    return text % {"label": question.label, "word": question.word, "count": question.count}


def _offered(question: Question) -> list[tuple[str, Any]]:
    """The options, and the proposal where a long list leaves it out."""
    options = list(question.options)
    if question.proposal and question.proposal not in dict(options):
        options.append((question.proposal, question.proposal))
    return options

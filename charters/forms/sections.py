"""The sections that are texts and settings of the charter itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.forms.lines import LinesField
from charters.models import Charter
from charters.people import sponsors
from portal.choosing import OneOf
from portal.forms import PortalModelForm


class SectionForm(PortalModelForm):
    """Its fields are named by the model; whether the values hold is the domain's to say."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, charter: Charter, today: date, **options: Any):
        self.today = today
        options.setdefault("initial", self.start(charter))
        super().__init__(*args, **options)
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint
        self.offer(charter)
        for field in self.fields.values():
            field.in_draft = True  # type: ignore[attr-defined]

    @classmethod
    def start(cls, charter: Charter) -> dict[str, Any]:
        """What the form shows at first, and what it says now where somebody else was quicker."""
        names = [name for name in cls.base_fields if name != "version"]
        return {name: getattr(charter, name) for name in names} | {"version": charter.version}

    def offer(self, charter: Charter) -> None:
        """Fill the lists to choose from."""

    def _post_clean(self) -> None:
        """The domain judges the values when its verb is called."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class HeadForm(SectionForm):
    parent = OneOf(label=_("Serves the charter"), required=False)
    hints = {"parent": _("From the top down: the organisation's, then sales, then the function or region.")}

    class Meta:
        model = Charter
        fields = ["title"]

    def offer(self, charter: Charter) -> None:
        known = Charter.objects.everything(reason="published charters are everybody's to read").published()
        above = known.exclude(lineage=charter.lineage).exclude(kind="mission").order_by("title", "-revision")
        found = list(above.select_related("team"))
        if charter.parent and charter.parent not in found:
            found.insert(0, charter.parent)
        self.fields["parent"].offer(found, label=titled, empty=_("None: it stands at the top"))  # type: ignore[attr-defined]


def titled(charter: Charter) -> str:
    return _("%(title)s · version %(revision)d") % {"title": charter.title, "revision": charter.revision}


class ScopeForm(SectionForm):
    in_scope = LinesField(label=_("In scope now"))
    later = LinesField(label=_("Later"), required=False)
    not_ours = LinesField(label=_("Not ours"), required=False)
    hints = {
        "context": _("What is true of our situation, and why this charter exists now."),
        "in_scope": _("One a line. Does it help salespeople perform, and is it best done here?"),
        "not_ours": _("One a line. What people ask for and others do better."),
    }

    class Meta:
        model = Charter
        fields = ["context"]

    field_order = ["in_scope", "later", "not_ours", "context"]


class TagLineForm(SectionForm):
    hints = {"tag_line": _("One short line that the audience repeats: from what to what.")}

    class Meta:
        model = Charter
        fields = ["tag_line"]


class VisionForm(SectionForm):
    hints = {
        "vision": _("Where. The future state in a sentence or two: from what to what, for whom."),
        "serves_parent": _("Which part of the vision above this carries, in words."),
    }

    class Meta:
        model = Charter
        fields = ["vision", "serves_parent"]

    def offer(self, charter: Charter) -> None:
        if charter.parent_id is None:
            del self.fields["serves_parent"]


class MappingForm(SectionForm):
    hints = {"serves_parent": _("Which part of the charter above this sales mission carries, in words.")}

    class Meta:
        model = Charter
        fields = ["serves_parent"]


class MissionForm(SectionForm):
    hints = {
        "mission": _("How, from today to the vision. First: what do we do?"),
        "mission_how": _("By which way of working?"),
        "mission_difference": _("What would be missing without us?"),
    }

    class Meta:
        model = Charter
        fields = ["mission", "mission_how", "mission_difference"]


class PurposeForm(SectionForm):
    principles = LinesField(label=_("Guiding principles"), required=False)
    hints = {
        "purpose": _("Why. No figures: those belong to objectives."),
        "principles": _("One a line. What decides when two good things collide?"),
    }

    class Meta:
        model = Charter
        fields = ["purpose"]


class MeasuresForm(SectionForm):
    hints = {"effectiveness_from": _("Only where everything offered is new: until then milestones count first.")}

    class Meta:
        model = Charter
        fields = ["effectiveness_from"]


class GovernanceForm(SectionForm):
    sponsor = OneOf(label=_("Sponsor"), required=False, help_text=_("The sales leader who approves it, alone."))

    class Meta:
        model = Charter
        fields = ["review_days", "review_rhythm", "effective_on", "risks"]

    field_order = ["sponsor"]

    def offer(self, charter: Charter) -> None:
        people = sponsors(charter, self.today)
        self.fields["sponsor"].offer(people, empty=_("Nobody yet"))  # type: ignore[attr-defined]

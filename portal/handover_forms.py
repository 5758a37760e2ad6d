"""Who takes over what: for everything at once, or item by item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import VersionedForm
from portal.handover import Item, Successors
from portal.models import Membership, Person, Team
from portal.people_forms import ROLE_HINT, TeamField, kept_teams, roles_for
from portal.roles import Role

MOST_SINGLE = 30  # beyond that, one select for each makes a page nobody fills in


def successors_for(viewer: Person, leaving: Person, near: set[UUID]) -> dict[str, tuple[Person, str]]:
    """Colleagues in the teams that the viewer keeps, with a team of theirs, by id: those in the teams `near` first."""
    rows = Membership.objects.on(viewer.organisation.today()).filter(person__is_active=True).exclude(person=leaving)
    if not viewer.is_administrator:
        rows = rows.filter(team_id__in=viewer.reach.teams(Role.STEWARD))
    ordered = rows.select_related("person", "team").order_by("person__name", "starts_on")
    found: dict[str, tuple[Person, str]] = {}
    for row in sorted(ordered, key=lambda row: row.team_id not in near):
        found.setdefault(str(row.person_id), (row.person, f"{row.person.name} · {row.team.name}"))
    return found


class FollowingChoice(forms.ChoiceField):
    """May stay empty and then follows another choice; what is still missing is the form's to say."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class HandoverForm(VersionedForm):
    """Titles are shown of what the viewer may read; the rest is counted and follows the choice for everything."""

    all_to = FollowingChoice(label=_("Everything open goes to"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Kept in the history. You can leave it empty.")
    )

    def __init__(
        self,
        *args: Any,
        viewer: Person,
        leaving: Person,
        items: Sequence[Item],
        takes_along: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        self.readable = [item for item in self.items if viewer.reach.holds(item.team_id)]
        self.candidates = successors_for(viewer, leaving, {item.team_id for item in self.items}) if items else {}
        if takes_along and self.items:
            label = _("%(name)s takes them along") % {"name": leaving.name}
            self.candidates = {str(leaving.pk): (leaving, label)} | self.candidates
        self._offer(takes_along)

    def _offer(self, takes_along: bool) -> None:
        if not self.items:
            del self.fields["all_to"]
            return
        choices: list[tuple[str, Any]] = [(key, label) for key, (_person, label) in self.candidates.items()]
        everything = self.fields["all_to"]
        assert isinstance(everything, forms.ChoiceField)
        everything.choices = choices if takes_along else [("", _("Choose a person")), *choices]
        for item in self.single:
            self.fields[self.key(item)] = FollowingChoice(
                label=item.title,
                choices=[("", _("As chosen above")), *choices],
                widget=forms.Select(attrs={"class": "input"}),
            )

    @property
    def single(self) -> list[Item]:
        return self.readable if len(self.readable) <= MOST_SINGLE else []

    @property
    def hidden_count(self) -> int:
        return len(self.items) - len(self.readable)

    @staticmethod
    def key(item: Item) -> str:
        return f"item_{item.id}"

    def rows(self) -> list[tuple[Item, forms.BoundField]]:
        return [(item, self[self.key(item)]) for item in self.single]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "all_to" in self.errors or values.get("all_to"):
            return values
        if len(self.single) < len(self.items):
            self.add_error("all_to", _("Choose who takes over."))
        for item in self.single:
            if not values.get(self.key(item)) and self.key(item) not in self.errors:
                self.add_error(self.key(item), _("Choose who takes over %(title)s.") % {"title": item.title})
        return values

    def given(self) -> dict[str, Any]:
        """Of a valid form: what its verb wants to know."""
        known = {"to", "role", "on", "until", "reason", "version"}
        values = {name: value for name, value in self.cleaned_data.items() if name in known}
        return values | {"successors": self.successors()}

    def successors(self) -> Successors:
        """Of a valid form: who takes each item."""
        everything = self.cleaned_data.get("all_to")
        chosen: dict[UUID, str | None] = {
            item.id: self.cleaned_data.get(self.key(item)) or everything for item in self.items
        }
        return {item: self.candidates[key][0] for item, key in chosen.items() if key}


class EndForm(HandoverForm):
    until = forms.DateField(
        label=_("No longer in the team from"),
        help_text=_("Today or an earlier day."),
        error_messages={"required": _("Enter the day.")},
    )

    field_order = ["until"]


class MoveForm(HandoverForm):
    to = TeamField(label=_("To team"), empty_label=_("Choose a team"), error_messages={"required": _("Choose a team.")})
    role = forms.ChoiceField(label=_("Role there"), help_text=ROLE_HINT)
    on = forms.DateField(
        label=_("From"),
        help_text=_("Today or an earlier day. What happened before stays with the former team."),
        error_messages={"required": _("Enter the day.")},
    )

    field_order = ["to", "role", "on"]

    def __init__(self, *args: Any, viewer: Person, teams: list[Team] | None = None, **kwargs: Any):
        super().__init__(*args, viewer=viewer, takes_along=True, **kwargs)
        team, role = self.fields["to"], self.fields["role"]
        assert isinstance(team, TeamField)
        assert isinstance(role, forms.ChoiceField)
        team.offer(kept_teams(viewer) if teams is None else teams)
        role.choices = roles_for(viewer)


class LeaveForm(HandoverForm):
    """Everything is said by the hand-over and the reason."""

"""What stewards and administrators fill in about people and teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm, VersionedForm
from portal.models import Person, Team
from portal.models.team import TeamKind
from portal.roles import Role
from portal.teamtree import flat, forest

INDENT = "\u2003"


class TeamField(forms.ModelChoiceField):
    """A choice among teams, indented as in their tree."""

    def __init__(self, **options: Any):
        super().__init__(queryset=Team.objects.none(), **options)
        self.among: dict[str, Team] = {}

    def offer(self, teams: Iterable[Team]) -> None:
        nodes = flat(forest(teams))
        self.among = {str(node.team.pk): node.team for node in nodes}
        empty = [("", self.empty_label)] if not self.required or len(nodes) != 1 else []
        self.choices = [*empty, *((str(node.team.pk), INDENT * node.depth + node.team.name) for node in nodes)]

    def to_python(self, value: Any) -> Team | None:
        if value in self.empty_values:
            return None
        key = str(value.pk) if isinstance(value, Team) else str(value)
        if key not in self.among:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.among[key]


def kept_teams(person: Person) -> list[Team]:
    """The teams whose people this person keeps."""
    teams = Team.objects.current().order_by("name")
    return list(teams if person.is_administrator else teams.with_ids(person.reach.teams(Role.STEWARD)))


def roles_for(person: Person) -> list[tuple[str, Any]]:
    return [choice for choice in Role.choices if person.is_administrator or choice[0] != Role.MANAGER]


ROLE_HINT = _(
    "Members work on their opportunities. Managers do so for the team and all below. "
    "Stewards keep funnels, imports and people."
)


class PlaceForm(PortalForm):
    """A team and a role in it."""

    team = TeamField(label=_("Team"), empty_label=_("Choose a team"), error_messages={"required": _("Choose a team.")})
    role = forms.ChoiceField(label=_("Role"), initial=Role.MEMBER, help_text=ROLE_HINT)

    def __init__(self, *args: Any, viewer: Person, teams: list[Team] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        team, role = self.fields["team"], self.fields["role"]
        assert isinstance(team, TeamField)
        assert isinstance(role, forms.ChoiceField)
        team.offer(kept_teams(viewer) if teams is None else teams)
        role.choices = roles_for(viewer)


class InviteForm(PlaceForm):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address such as ida.berg@example.com."),
        },
    )

    field_order = ["name", "email", "team", "role"]


class JoinForm(PlaceForm):
    starts_on = forms.DateField(label=_("From"), error_messages={"required": _("Enter the first day.")})


class RowForm(InviteForm):
    """One of several; what the roles mean is said once above them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = ""


class AddressForm(PortalForm):
    email = InviteForm.base_fields["email"]


class PersonForm(VersionedForm):
    name = InviteForm.base_fields["name"]
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        error_messages=InviteForm.base_fields["email"].error_messages,
    )

    def __init__(self, *args: Any, with_email: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_email:
            del self.fields["email"]


class TeamForm(PortalForm):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind.choices, initial=TeamKind.TEAM)
    parent = TeamField(label=_("Belongs to"), required=False, empty_label=_("No team above"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Person, team: Team | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, TeamField)
        parent.required = not viewer.is_administrator and (team is None or team.parent_id is not None)
        parent.error_messages["required"] = _("Choose the team that it belongs to.")
        below = {branch.pk for branch in team.branch()} if team else set()
        offered = [other for other in kept_teams(viewer) if other.pk not in below]
        if team and team.parent and team.parent not in offered:
            offered.append(team.parent)
        parent.offer(offered)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "kind", "parent")}

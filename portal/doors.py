"""Every route says who may open it. A route without a door stops the start (portal/checks.py).

A door is the outer rule: signed in or not, which role. What a person sees behind it comes from
the scope of each query, and what they may do from the app's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal import formats
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import ALLOWED, Verdict, allowed_if, denied

View = Callable[..., Any]


@dataclass(frozen=True)
class Door:
    """`name` is public, personal, role, team or administrators; `roles` narrows role and team doors."""

    name: str
    roles: frozenset[Role] = field(default=frozenset())

    def admits(self, person: Any, *, team_id: UUID | None = None) -> Verdict:
        if self.name == "public":
            return ALLOWED
        if not person.is_authenticated:
            return denied(_("Sign in first."))
        if self.name == "administrators":
            return allowed_if(person.is_administrator, _("Only administrators can open this."))
        if self.name == "role":
            return allowed_if(person.reach.anywhere(*self.roles), self._who())
        if self.name == "team":
            return allowed_if(team_id is not None and person.reach.holds(team_id, *self.roles), self._who())
        return ALLOWED

    def _who(self) -> str:
        names = {Role.MEMBER: _("members"), Role.MANAGER: _("managers"), Role.STEWARD: _("stewards")}
        wanted = [names[role] for role in Role if role in self.roles] or list(names.values())
        return _("Only %(roles)s of this team or of a team above can open this.") % {"roles": formats.listed(wanted)}


PUBLIC = Door("public")
PERSONAL = Door("personal")
ADMINISTRATORS = Door("administrators")


def role_door(*roles: Role) -> Door:
    """For people who hold one of the roles in any team."""
    return Door("role", frozenset(roles))


def team_door(*roles: Role) -> Door:
    """For people who hold one of the roles (any, when none is named) on the team in the address."""
    return Door("team", frozenset(roles))


def behind(door: Door) -> Callable[[View], View]:
    """Guard a page with `door`; anonymous people are led to the sign-in page and back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if door.name != "public" and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            team = _team_of(door, kwargs)
            verdict = door.admits(request.user, team_id=team.pk if team else None)
            if not verdict:
                raise PermissionDenied(verdict.reason)
            return view(request, *args, **kwargs)

        guarded.door = door  # type: ignore[attr-defined]
        return guarded

    return decorate


def _team_of(door: Door, kwargs: dict[str, Any]) -> Team | None:
    """Replace `team_id` from the address by its team."""
    if door.name != "team":
        return None
    kwargs["team"] = get_object_or_404(Team.objects.current(), pk=kwargs.pop("team_id"))
    return kwargs["team"]


public_page = behind(PUBLIC)
personal_page = behind(PERSONAL)
administrators_page = behind(ADMINISTRATORS)


def role_page(*roles: Role) -> Callable[[View], View]:
    return behind(role_door(*roles))


def team_page(*roles: Role) -> Callable[[View], View]:
    return behind(team_door(*roles))


def signed_in(request: HttpRequest) -> Person:
    """The person behind a request that a door has let in."""
    assert isinstance(request.user, Person)
    return request.user

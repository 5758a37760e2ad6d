"""The charters' own refusals, each listing what would be needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.refusals import Refusal, WrongState

if TYPE_CHECKING:
    from charters.models import Charter

__all__ = ["CharterFixed", "CharterIncomplete", "ParentNotApproved", "SponsorOnly", "WrongState"]


class SponsorOnly(Refusal):
    """Approval cannot be delegated (HTTP 403)."""

    code = "sponsor-only"
    status = 403

    def __init__(self, charter: Charter):
        name = charter.sponsor
        super().__init__(
            _("Only its sponsor, %(name)s, can approve this charter.") % {"name": name}
            if name
            else _("Only its sponsor can approve a charter. Name one first.")
        )


class ParentNotApproved(Refusal):
    """No charter before the one it serves (HTTP 409)."""

    code = "parent-not-approved"

    def __init__(self, detail: str | Promise, *, parent: Any = None, current: Any = None):
        super().__init__(detail, extra={"parent": parent, "current_parent": current})


class CharterIncomplete(Refusal):
    """Something that approval takes is missing (HTTP 409)."""

    code = "incomplete"

    def __init__(self, missing: Sequence[Mapping[str, Any]]):
        count = len(missing)
        super().__init__(
            ngettext("%(count)d thing is missing.", "%(count)d things are missing.", count) % {"count": count},
            extra={"missing": list(missing)},
        )
        self.missing = list(missing)


class CharterFixed(Refusal):
    """What was approved never changes (HTTP 409)."""

    code = "charter-approved"

    def __init__(self) -> None:
        super().__init__(
            _("This version is approved and never changes. Revise it: that drafts the next version."),
            extra={"verb": "revise"},
        )

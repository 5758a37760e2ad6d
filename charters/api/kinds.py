"""The problem types that only the charters' addresses answer with."""

from django.utils.translation import gettext_lazy as _

from portal.api.kinds import Kind

PROBLEMS = [
    Kind(
        "sponsor-only",
        403,
        _("The sponsor's decision"),
        _("Only the sponsor that the charter names can approve it."),
    ),
    Kind(
        "parent-not-approved",
        409,
        _("The charter above comes first"),
        _(
            "`parent` is the charter that this one serves; `current_parent` its newest approved version, if there is one."
        ),
    ),
    Kind(
        "incomplete",
        409,
        _("Something that approval takes is missing"),
        _("`missing` lists each gap: its section, what to do, and the part that it is about."),
    ),
    Kind(
        "charter-approved",
        409,
        _("Approved, and so never edited"),
        _("revise/ drafts the next version, which can be edited. Progress has addresses of its own."),
    ),
]

"""The problem types that only the funnels' addresses answer with."""

from django.utils.translation import gettext_lazy as _

from portal.api.kinds import Kind

PROBLEMS = [
    Kind(
        "commitments-missing",
        409,
        _("The customer has not committed yet"),
        _("`missing` lists each commitment that leaving the stage takes, its state, and who can give it."),
    ),
    Kind(
        "managers-only",
        403,
        _("A manager's decision"),
        _("Only managers of the opportunity's team or of a team above can override."),
    ),
    Kind(
        "not-as-seen",
        409,
        _("No longer as you saw them"),
        _("`refused` names the opportunities that changed or cannot be changed. Nothing was changed."),
    ),
    Kind(
        "funnel-in-use",
        409,
        _("In use, and so never edited"),
        _("revise/ drafts the next version, which can be edited and then activated."),
    ),
    Kind(
        "no-funnel",
        409,
        _("No funnel serves this team"),
        _("A steward sets one up from the template and activates it."),
    ),
]

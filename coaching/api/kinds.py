"""The problem types that only coaching's addresses answer with."""

from django.utils.translation import gettext_lazy as _

from portal.api.kinds import Kind

PROBLEMS = [
    Kind(
        "form-in-use",
        409,
        _("This version is in use"),
        _("What was observed by it must go on meaning what it meant. Use revise/: it drafts the next version."),
    ),
    Kind(
        "review-first",
        409,
        _("Earlier commitments come first"),
        _("`due` lists what the two had promised until that day: say what became of it, then add new ones."),
    ),
    Kind(
        "ballot-used",
        409,
        _("You have answered already"),
        _("An answer counts once and cannot be changed: nobody knows which one is yours."),
    ),
]

"""The problem types that only coaching's addresses answer with."""

from django.utils.translation import gettext_lazy as _

from portal.api.kinds import Kind

PROBLEMS = [
    Kind(
        "review-first",
        409,
        _("Earlier commitments come first"),
        _("`due` lists what the two had promised until that day: say what became of it, then add new ones."),
    ),
]

"""What could be clearer in a commitment while it is typed. Nothing is stored, and nothing is refused because of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from coaching.models.words import SHORT
from coaching.verblist import verbs_here
from coaching.wording import remarks
from portal.doors import personal_page
from portal.views.page import page

WHAT = "-what"
FIELD = "what"  # evidence and day stand below, and are often filled in later


@personal_page
@require_POST
def wording(request: HttpRequest) -> HttpResponse:
    """Of the field that is named; the others of the form come along and are not read."""
    name = request.GET.get("field", "")
    words = request.POST.get(name, "")[:SHORT] if name.endswith(WHAT) else ""
    found = remarks(words, verbs=verbs_here(get_language() or "")) if words.strip() else []
    context = {"remarks": [one for one in found if one.field == FIELD]}
    return page(request, "coaching/_wording.html", context, fragment="coaching/_wording.html")

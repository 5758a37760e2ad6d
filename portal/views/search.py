"""Search, as a page and inside the dialog that Ctrl K opens."""

from django.http import HttpRequest, HttpResponse

from portal.doors import personal_page, signed_in
from portal.search import LEAST_CHARACTERS, search
from portal.views.page import page


@personal_page
def results(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    hits = search(signed_in(request), words)
    context = {"words": words, "hits": hits, "short": len(words) < LEAST_CHARACTERS, "least": LEAST_CHARACTERS}
    return page(request, "portal/search.html", context, fragment=_fragment(request))


def _fragment(request: HttpRequest) -> str:
    """The results alone while typing; the dialog with its field when it opens."""
    return "portal/_search_results.html" if "q" in request.GET else "portal/_search_dialog.html"

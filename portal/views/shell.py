"""What browsers ask of a page's frame."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.doors import public_page
from portal.models import Organisation

PAPER = "#f6f5f1"  # the token bg


@public_page
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Lets a phone keep the portal among its apps, under the name that the organisation gave it."""
    name = Organisation.current().product_name
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "start_url": reverse("home"),
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [{"src": static("portal/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )

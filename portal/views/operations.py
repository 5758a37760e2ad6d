"""What a load balancer or an orchestrator asks. Neither answer names a host, a version or a person."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.doors import public_page
from portal.health import faults


@public_page
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@public_page
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can serve: database, migrations, rules and broker."""
    found = faults()
    return JsonResponse(
        {"status": "failing", "faults": found} if found else {"status": "ok"}, status=503 if found else 200
    )

"""What a load balancer, an orchestrator or a monitor asks. No answer names a host or a person."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.doors import public_page
from portal.health import look
from portal.metrics import CONTENT_TYPE, measured

BY_A_PROXY = {"HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP"}


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
    """This process can serve: database, migrations, rules and broker are well, and mail leaves in time."""
    health = look(at=timezone.now())
    answer = {"status": "failing", "faults": health.faults} if health.faults else {"status": "ok"}
    return JsonResponse(answer | ({"mail": health.quiet} if health.quiet else {}), status=503 if health.faults else 200)


@public_page
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus. To whoever may not read them there is nothing here."""
    if not _may_measure(request):
        raise Http404
    return HttpResponse(measured(at=timezone.now()), content_type=CONTENT_TYPE)


def _may_measure(request: HttpRequest) -> bool:
    """Who knows METRICS_TOKEN; where none is set, who asks from the inside and not through the proxy."""
    if settings.METRICS_TOKEN:
        expected = f"Bearer {settings.METRICS_TOKEN}"
        return constant_time_compare(request.headers.get("Authorization", ""), expected)
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_private and BY_A_PROXY.isdisjoint(request.META)

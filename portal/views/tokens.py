"""A person's own API tokens. The secret is shown once, in the answer that makes it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.doors import personal_page, signed_in
from portal.settings_forms import TokenForm
from portal.tokens.models import Token
from portal.views.refusing import accepted, answer


@personal_page
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    form = TokenForm(request.POST or None)
    issued: list[tuple[Token, str]] = []
    if accepted(form, lambda: issued.append(Token.issue(person, **form.cleaned_data, by=person, at=now))):
        form = TokenForm()
    mine = [(token, token.holds_at(now)) for token in Token.objects.filter(user=person).order_by("-created")]
    return answer(request, "portal/tokens.html", form, secret=issued[0][1] if issued else "", tokens=mine)


@personal_page
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    token = get_object_or_404(Token, user=person, public_id=pk)
    token.revoke(by=person, at=timezone.now())
    messages.success(request, _("The token %(name)s no longer opens anything.") % {"name": token.name})
    return redirect("portal:tokens")

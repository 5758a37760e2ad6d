"""Who is asking: a bearer token, or the session of a signed-in browser."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from portal.models import Person
from portal.refusals import Refusal
from portal.tokens.models import Token

REFUSED = _("This token is unknown, revoked or expired.")


class BearerToken(TokenAuthentication):
    """Reads the token by its digest together with its person, in one statement."""

    def authenticate_credentials(self, token: bytes) -> tuple[Person, Token]:
        found = self._find(token)
        now = timezone.now()
        if found is None or not found.holds_at(now) or not found.user.is_active:
            raise AuthenticationFailed(REFUSED)
        if found.last_used_on != now.date():
            Token.objects.filter(pk=found.pk).update(last_used_on=now.date())
        return found.user, found

    def _find(self, token: bytes) -> Token | None:
        try:
            digest = hash_token(token.decode("ascii"))
        except UnicodeDecodeError:
            return None
        return Token.with_digest(digest)


class ForgedRequest(Refusal):
    code = "csrf-failed"
    status = 403


class BrowserSession(SessionAuthentication):
    """The session that the pages use; writing needs the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise ForgedRequest(_("Writing with a session needs the CSRF token in X-CSRFToken.")) from error


def is_read_only(auth: Any) -> bool:
    """Whether the request came with a token that may only read."""
    return isinstance(auth, Token) and not auth.may_write

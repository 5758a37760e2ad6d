"""How allauth signs people in: by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest

from portal.models import Organisation

QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """That somebody signed in or out shows by itself."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Letters name the portal as the organisation does."""
        return super().render_mail(template_prefix, email, {"organisation": Organisation.current(), **context}, headers)

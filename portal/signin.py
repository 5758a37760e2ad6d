"""How allauth signs people in: by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any) -> None:
        """That somebody signed in or out shows by itself."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

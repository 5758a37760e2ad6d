"""The outer rule of every API address: its door, and what a read-only token leaves shut."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from portal.api.authentication import is_read_only
from portal.refusals import Refusal

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ReadOnlyToken(Refusal):
    code = "read-only-token"
    status = 403


class BehindDoor(BasePermission):
    """Asks the `door` that the view names (portal/doors.py)."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        door = view.door  # type: ignore[attr-defined]
        verdict = door.admits(request.user)
        if not verdict and not request.user.is_authenticated:
            raise NotAuthenticated
        verdict.or_refuse()
        if request.method not in SAFE_METHODS and is_read_only(request.auth):
            raise ReadOnlyToken(_("This token may only read."))
        return True

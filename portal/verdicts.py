"""The answer of a rule: allowed, or refused with the reason that page and API show."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise `reason` says who may, or what is missing."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Raise the 403 that shows the reason."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


ALLOWED = Verdict(True)


def denied(reason: str | Promise) -> Verdict:
    return Verdict(False, reason)


def allowed_if(condition: bool, reason: str | Promise) -> Verdict:
    return ALLOWED if condition else denied(reason)

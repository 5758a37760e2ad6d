"""What a domain verb raises when it will not act. Page and API turn each into its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A rule of the domain says no. `code` names the problem type; `extra` lists what is missing."""

    code = "refused"
    status = 409

    def __init__(self, detail: str | Promise, *, code: str | None = None, extra: Mapping[str, Any] | None = None):
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.extra = dict(extra or {})


class Stale(Refusal):
    """Somebody changed the record since the caller read it (HTTP 412)."""

    code = "stale"
    status = 412

    def __init__(self, record: Any, seen: int):
        super().__init__(
            _("Somebody changed this since you opened it. Look at the current version, then try again."),
            extra={"seen_version": seen, "current_version": record.version},
        )
        self.record = record


class Invalid(Refusal):
    """A value cannot be accepted (HTTP 400). `errors` holds field names and their messages."""

    code = "invalid"
    status = 400

    def __init__(self, errors: Mapping[str, str | Promise | Sequence[str | Promise]]):
        super().__init__(_("Some values cannot be accepted."))
        self.errors = {
            field: [messages] if isinstance(messages, (str, Promise)) else list(messages)
            for field, messages in errors.items()
        }


class WrongState(Refusal):
    """The verb does not fit the record's present state (HTTP 409)."""

    code = "wrong-state"

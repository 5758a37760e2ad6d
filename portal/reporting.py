"""What administrators are mailed of an error: where it happened. Never what people typed, searched for or read."""

from __future__ import annotations

import traceback
from types import TracebackType
from typing import Any

from django.http import HttpRequest


class WhereItHappened:
    """In the place of django.views.debug.ExceptionReporter, which shows forms, queries and local variables.

    The message of an exception may quote what was typed, so its kind has to do; the log has the message.
    """

    def __init__(
        self,
        request: HttpRequest | None,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
        is_email: bool = False,
    ) -> None:
        self.request = request
        self.error = exc_value if isinstance(exc_value, BaseException) else None  # a text where nothing was raised

    def get_traceback_text(self) -> str:
        where = f"{self.request.method} {self.request.path}" if self.request else "outside a request"
        return "\n".join([where, *self._chain(self.error)])

    get_traceback_html = get_traceback_text

    def _chain(self, error: Any) -> list[str]:
        """Each error with the one that led to it, the first one last."""
        told = []
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            told.append(f"{type(error).__module__}.{type(error).__qualname__}")
            told += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return told

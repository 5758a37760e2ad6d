"""Logs: a line of JSON per event when hosted, words for people in debug. Ids and codes, never content."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

from portal.settings import env

PRIVATE = re.compile(r"(\?|/key/|/begin/|/stop/|/act/).+")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def without_content(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Queries hold what people searched for; the addresses of one-time links let in whoever reads them."""
    event.pop("user_agent", None)
    if "request" in event:
        event["request"] = PRIVATE.sub(r"\1…", str(event["request"]))
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_content,
]
FOR_PEOPLE: list[Any] = [structlog.dev.ConsoleRenderer()]
AS_JSON: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def configuration(level: str, *, readable: bool) -> dict[str, Any]:
    """For settings.LOGGING; structlog's own events take the same way."""
    if level not in LEVELS:
        raise env.refuse("LOG_LEVEL", f"one of {', '.join(LEVELS)}")
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [ProcessorFormatter.remove_processors_meta, *(FOR_PEOPLE if readable else AS_JSON)],
            }
        },
        "filters": {"hosted": {"()": "django.utils.log.RequireDebugFalse"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "administrators": {
                "class": "django.utils.log.AdminEmailHandler",
                "level": "ERROR",
                "filters": ["hosted"],
                "reporter_class": "portal.reporting.WhereItHappened",
            },
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["administrators"], "propagate": True},
            "django.request": {"level": "ERROR"},  # refusals are in the line of the request already
            "django.server": {"handlers": [], "propagate": True},
        },
    }

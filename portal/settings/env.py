"""Readers for the environment that refuse a bad value by its name.

Every reader looks at NAME first, then at the file that NAME_FILE points to, so that secrets
need not stand in the environment itself.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def refuse(name: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} must be {expected}. See .env.example.")


def read(name: str, default: str = "") -> str:
    """The raw value of NAME, or the stripped content of the file named by NAME_FILE."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise refuse(f"{name}_FILE", f"a readable file ({error.strerror})") from error


def text(name: str, default: str | None = None, *, expected: str = "set") -> str:
    value = read(name, "") or default
    if value is None:
        raise refuse(name, expected)
    return value


def flag(name: str, *, default: bool) -> bool:
    value = read(name, str(default)).strip().lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise refuse(name, "one of 1, 0, true, false, yes, no, on, off")


def number(name: str, default: int, *, least: int = 0) -> int:
    value = read(name, str(default))
    try:
        parsed = int(value)
    except ValueError as error:
        raise refuse(name, "a whole number") from error
    if parsed < least:
        raise refuse(name, f"a whole number of at least {least}")
    return parsed


def choice(name: str, default: str, among: set[str]) -> str:
    value = read(name, "") or default
    if value not in among:
        raise refuse(name, f"one of {', '.join(sorted(among))}")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    value = read(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def url(name: str, default: str, *, schemes: set[str]) -> str:
    value = read(name, default)
    if value and urlsplit(value).scheme not in schemes:
        raise refuse(name, f"an address that begins with {', '.join(sorted(schemes))}")
    return value.rstrip("/")


def database(name: str, default: str) -> dict[str, Any]:
    value = url(name, default, schemes={"postgres", "postgresql", "sqlite"})
    try:
        return dict(environ.Env.db_url_config(value))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise refuse(name, "an address such as postgres://user:password@host:5432/name") from error


def mail(name: str, default: str) -> Mapping[str, object]:
    value = url(
        name, default, schemes={"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "memorymail", "filemail"}
    )
    try:
        return dict(environ.Env.email_url_config(value))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise refuse(name, "an address such as smtp://user:password@host:587") from error

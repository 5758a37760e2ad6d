"""What docker-compose.yml says, with its variables filled in as docker does it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.house.source import ROOT

FILE = ROOT / "docker-compose.yml"
INNERMOST = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?:(:[-?])([^{}]*))?\}")
COMMAND = re.compile(r"^CMD (\[.+\])$", re.MULTILINE)


def filled(text: str, values: Mapping[str, str]) -> str:
    """With ${NAME}, ${NAME:-what stands for it} and ${NAME:?why it must be set}; one may stand inside another."""

    def fill(found: re.Match[str]) -> str:
        name, sign, rest = found.groups()
        value = values.get(name, "")
        if not value and sign == ":?":
            raise LookupError(f"{name} {rest}")
        return value or (rest if sign == ":-" else "")

    while (once := INNERMOST.sub(fill, text)) != text:
        text = once
    return text.replace("$$", "$")


def composed(values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = _each(yaml.safe_load(FILE.read_text("utf-8")), values)
    return found


def _each(part: Any, values: Mapping[str, str]) -> Any:
    """Texts inside are filled in, as they are."""
    if isinstance(part, dict):
        return {name: _each(value, values) for name, value in part.items()}
    if isinstance(part, list):
        return [_each(value, values) for value in part]
    return filled(part, values) if isinstance(part, str) else part


def command_of(service: Mapping[str, Any]) -> list[str]:
    """What a service runs: its own command, or the one of the image."""
    own = service.get("command")
    if own is None:
        found = COMMAND.search((ROOT / "Dockerfile").read_text("utf-8"))
        assert found
        own = ast.literal_eval(found[1])
    return [str(word) for word in own]

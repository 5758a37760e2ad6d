"""A form as a browser would send it: read from the page, with what the page put into it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

VOID = {"checkbox", "radio"}
BUTTONS = {"submit", "button", "image", "reset", "file"}
Fields = list[tuple[str, str]]


class Forms(HTMLParser):
    """Every POST form of a page as (action, fields)."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Fields]] = []
        self.fields: Fields | None = None
        self.select: str = ""
        self.options: list[tuple[str, bool]] = []
        self.textarea: str = ""
        self.text: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = [] if known.get("method", "").lower() == "post" else None
            if self.fields is not None:
                self.found.append((known.get("action", ""), self.fields))
        elif self.fields is not None:
            self._control(tag, known)

    def _control(self, tag: str, known: dict[str, str]) -> None:
        name, kind = known.get("name", ""), known.get("type", "text")
        if tag == "input" and name and kind not in BUTTONS and (kind not in VOID or "checked" in known):
            self._add(name, known.get("value", "on" if kind in VOID else ""))
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option":
            self.options.append((known.get("value", ""), "selected" in known))
        elif tag == "textarea":
            self.textarea, self.text = name, []

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected] or [value for value, _ in self.options[:1]]
            for value in chosen:
                self._add(self.select, value)
            self.select = ""
        elif tag == "textarea" and self.textarea:
            self._add(self.textarea, "".join(self.text).removeprefix("\n"))
            self.textarea = ""

    def _add(self, name: str, value: str) -> None:
        if self.fields is not None:
            self.fields.append((name, value))


def filled_in(content: str, path: str, changes: dict[str, Any]) -> Fields:
    """The page's own form for `path` with some values changed; only the changes where it has none."""
    own = [fields for action, fields in Forms(content).found if action.partition("?")[0] in ("", path)]
    best = max(own, key=lambda fields: sum(name in dict(fields) for name in changes), default=[])
    kept = [(name, value) for name, value in best if name not in changes]
    return kept + [(name, str(value)) for name, value in changes.items()]

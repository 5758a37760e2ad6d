"""A page of ours as a PDF, made of what stands in the page and in our stylesheet alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

STYLESHEET = "portal/app.css"
LAYER = re.compile(r"^@layer [a-z]+ \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
LAYER_ORDER = re.compile(r"^@layer [a-z, ]+;\n", re.MULTILINE)


class PdfUnavailable(RuntimeError):
    """The library or what it needs of the system (Pango) is missing."""


def as_pdf(html: str) -> bytes:
    """Raises PdfUnavailable where PDFs cannot be made; printing from the browser still works there."""
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - slow to load, and needs libraries that may be missing
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    styles = CSS(string=paper_styles(), url_fetcher=only_here)
    content: bytes = HTML(string=html, url_fetcher=only_here).write_pdf(stylesheets=[styles])
    return content


def only_here(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"{url} is not read: a PDF is made of what stands in the page.")


@cache
def paper_styles() -> str:
    """The stylesheet as a printer reads it: in light, and without layers, in whose order it is written."""
    found = finders.find(STYLESHEET)
    assert isinstance(found, str)
    return plain(Path(found).read_text(encoding="utf-8"))


def plain(css: str) -> str:
    css = LAYER.sub(r"\1", LAYER_ORDER.sub("", css))
    return _light(css)


def _light(css: str) -> str:
    """Each light-dark(one, other) becomes its first colour; either may hold parentheses."""
    out, at = [], 0
    while (start := css.find("light-dark(", at)) >= 0:
        out.append(css[at:start])
        first, end = _arguments(css, start + len("light-dark("))
        out.append(first)
        at = end
    return "".join([*out, css[at:]])


def _arguments(css: str, at: int) -> tuple[str, int]:
    """The first argument, and the place behind the closing parenthesis."""
    depth, begin, first = 1, at, ""
    while depth:
        character = css[at]
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 1 and not first:
            first = css[begin:at].strip()
        at += 1
    return first, at

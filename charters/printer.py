"""The PDF printer. Loaded by charters/paper.py when it is needed: it is slow to load, and Pango may be missing."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLESHEET = "portal/paper.css"
FONT = "build/inter.woff2"

logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells of every icon that it leaves out
logging.getLogger("fontTools").setLevel(logging.ERROR)


class OnlyHere(URLFetcher):
    """Reads the portal's font; everything else is refused, whatever the text of a charter may ask for."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.endswith(f"/{FONT}"):
            raise ValueError(f"{url} is not read.")
        return URLFetcherResponse(url, _path(FONT).read_bytes(), {"Content-Type": "font/woff2"})


def printed(html: str) -> bytes:
    fonts, fetcher = FontConfiguration(), OnlyHere()
    styles = CSS(string=_styles(), base_url="file:///", url_fetcher=fetcher, font_config=fonts)
    content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[styles], font_config=fonts)
    return content


@cache
def _styles() -> str:
    return _path(STYLESHEET).read_text(encoding="utf-8")


def _path(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)

"""A page of ours as a PDF."""

from __future__ import annotations

import re
from importlib import import_module

PRINTER = "charters.printer"
LANE = re.compile(r'<svg class="lane[^>]*>')
LANE_STYLE = """<style>
text { font-family: Inter, sans-serif; font-size: 10px; font-weight: 600; fill: #2848b0 }
line { stroke: #e4e1d9 } .today { stroke: #c8321f; stroke-width: 1.5 } .months text { fill: #6b675e } rect { fill: #d3dcf7 }
.late rect { fill: #fcebe8 } .late text { fill: #ad2318 } .done rect { fill: #e5f3ea } .done text { fill: #16683c }
.dropped rect { fill: #efede7 } .dropped text { fill: #56534b }
</style>"""  # the printer colours a drawing by what stands inside it


class PdfUnavailable(RuntimeError):
    """The printer or what it needs of the system (Pango) is missing."""


def as_pdf(html: str) -> bytes:
    """Raises PdfUnavailable where PDFs cannot be made; printing from the browser still works there."""
    try:
        printer = import_module(PRINTER)
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    content: bytes = printer.printed(LANE.sub(lambda lane: lane[0] + LANE_STYLE, html))
    return content

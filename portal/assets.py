"""Fonts and icons come from Python packages and are cut to what the pages use; no third-party file is committed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

import fontpkg_inter
import lucide
from fontTools import subset
from fontTools.ttLib import TTFont

BUILT: Final = Path(__file__).parent / "static" / "build"
FONT: Final = Path(fontpkg_inter.__file__).parent / "files" / "Inter[opsz,wght].ttf"
ICON_ARCHIVE: Final = Path(lucide.__file__).parent / "lucide.zip"
ICONS: Final = frozenset(
    """
    archive arrow-left arrow-right arrow-up-down badge-check bookmark briefcase building-2 calendar check chevron-down
    chevron-left chevron-right chevron-up circle circle-check circle-dashed circle-question-mark circle-x clock compass
    download ellipsis eye file-text flag funnel git-branch handshake history house info key-round link list-checks
    list-filter lock log-out mail message-square minus monitor-smartphone package pause pencil plus rotate-ccw search
    settings shield-check split square-kanban table-2 target trash-2 triangle-alert undo-2 upload user user-plus users
    wrench x
    """.split()
)
RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20BF), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2265),
)  # fmt: skip


def build(*, anew: bool = False) -> list[Path]:
    """Write what is missing or older than this file; returns what was written."""
    BUILT.mkdir(parents=True, exist_ok=True)
    makers = {BUILT / "inter.woff2": _write_font, BUILT / "icons.svg": _write_icons}
    written = [path for path in makers if anew or _is_old(path)]
    for path in written:
        makers[path](path)
    return written


def missing() -> list[str]:
    return [name for name in ("inter.woff2", "icons.svg") if not (BUILT / name).exists()]


def _is_old(path: Path) -> bool:
    return not path.exists() or path.stat().st_mtime < Path(__file__).stat().st_mtime


def _write_font(path: Path) -> None:
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "calt", "tnum", "ccmp", "locl", "mark"])
    font = TTFont(FONT)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(path)


def _write_icons(path: Path) -> None:
    with zipfile.ZipFile(ICON_ARCHIVE) as archive:
        symbols = [_symbol(name, archive.read(f"{name}.svg").decode()) for name in sorted(ICONS)]
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n', encoding="utf-8")


def _symbol(name: str, svg: str) -> str:
    inner = re.sub(r"\s+", " ", svg[svg.index(">") + 1 : svg.rindex("</svg>")]).replace("> <", "><").strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )

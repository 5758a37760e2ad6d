"""Cuts the font and the icons out of their packages to what the pages use; no third-party file is committed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import fontpkg_inter
import lucide
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from portal import assets

INTER: Final = Path(fontpkg_inter.__file__).parent / "files" / "Inter[opsz,wght].ttf"
LUCIDE: Final = Path(lucide.__file__).parent / "lucide.zip"
FEATURES: Final = ["kern", "liga", "calt", "tnum", "ccmp", "locl", "mark"]
RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20BF), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2265),
)  # fmt: skip


def build(*, anew: bool = False) -> list[Path]:
    """Write what is missing or older than what it is made from; returns what was written."""
    makers: dict[Path, Callable[[Path], None]] = {assets.FONT: _write_font, assets.SPRITE: _write_icons}
    assets.BUILT.mkdir(parents=True, exist_ok=True)
    written = [path for path in makers if anew or _is_old(path)]
    for path in written:
        unfinished = path.with_suffix(".part")
        makers[path](unfinished)
        unfinished.replace(path)
    return written


def _is_old(path: Path) -> bool:
    sources = (Path(__file__), Path(assets.__file__), INTER, LUCIDE)
    return not path.exists() or path.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _write_font(path: Path) -> None:
    """Latin letters, signs and currencies in every weight, drawn for reading sizes."""
    font = TTFont(INTER)
    cutter = subset.Subsetter(subset.Options(layout_features=FEATURES))
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"opsz": 14}, inplace=True)
    font.flavor = "woff2"
    font.save(path)


def _write_icons(path: Path) -> None:
    with zipfile.ZipFile(LUCIDE) as archive:
        symbols = [_symbol(name, archive.read(f"{name}.svg").decode()) for name in sorted(assets.ICONS)]
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n', encoding="utf-8")


def _symbol(name: str, svg: str) -> str:
    inner = re.sub(r"\s+", " ", svg[svg.index(">") + 1 : svg.rindex("</svg>")]).replace("> <", "><").strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )

"""What the pages need from Python packages: one font, and a closed list of icons. portal/foundry.py cuts them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

BUILT: Final = Path(__file__).parent / "static" / "build"
FONT: Final = BUILT / "inter.woff2"
SPRITE: Final = BUILT / "icons.svg"
ICONS: Final = frozenset(
    """
    archive arrow-left arrow-right arrow-up-down badge-check bookmark briefcase building-2 calendar check chevron-down
    chevron-left chevron-right chevron-up circle circle-check circle-dashed circle-question-mark circle-x clock compass
    download ellipsis eye file-text flag funnel git-branch handshake history house info key-round keyboard link
    list-checks list-filter lock log-out mail message-square minus monitor-smartphone package pause pencil plus
    rotate-ccw search settings shield-check split square-kanban table-2 target trash-2 triangle-alert undo-2 upload user
    user-plus users wrench x
    """.split()
)


def missing() -> list[str]:
    return [path.name for path in (FONT, SPRITE) if not path.exists()]

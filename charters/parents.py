"""Which charter a new one should serve: the nearest above, from the team upwards."""

from __future__ import annotations

from typing import Final

from charters.choices import CharterKind
from charters.models import Charter
from portal.models import Team

NEAREST: Final = (
    CharterKind.FUNCTION, CharterKind.REGION, CharterKind.SALES, CharterKind.ORGANISATION,
)  # fmt: skip


def proposed_parent(team: Team, kind: str) -> Charter | None:
    """None for the one at the top, and where nothing above is approved yet."""
    if kind == CharterKind.ORGANISATION:
        return None
    line = team.line()
    known = Charter.objects.everything(reason="published charters are everybody's to read").published()
    serving = [one for one in known.filter(team__in=line, kind__in=_above(kind)) if _may_serve(one, team, kind)]
    ordered = sorted(
        serving, key=lambda one: (line.index(one.team_id), NEAREST.index(CharterKind(one.kind)), -one.revision)
    )
    return ordered[0] if ordered else None


def _above(kind: str) -> tuple[CharterKind, ...]:
    return NEAREST[-1:] if kind == CharterKind.SALES else NEAREST


def _may_serve(one: Charter, team: Team, kind: str) -> bool:
    """A function or region does not serve another charter of its own team's kind."""
    lasting = kind in (CharterKind.FUNCTION, CharterKind.REGION)
    return not (lasting and one.team_id == team.pk and one.kind in (CharterKind.FUNCTION, CharterKind.REGION))

"""What can be read is legible, in light and in dark; what is sent stays small."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

from tests.portal.ui.stylesheet import STYLESHEET, THEMES, colours, contrast

CSS = STYLESHEET.read_text(encoding="utf-8")
COLOURS = colours(CSS)
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "accent-ink")
        for ground in ("bg", "surface", "raised", "sunken", "hover")
    ),
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("column", "inset")),
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("here", "quiet")),
    *(
        (f"{tone}-ink", ground)
        for tone in ("ok", "warn", "bad")
        for ground in ("surface", "bg", "hover", f"{tone}-soft")
    ),
    *(("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad")),
    *(
        ("ink", "accent-soft"),
        ("accent-ink", "accent-soft"),
        ("warn-ink", "column"),
        ("bad-ink", "inset"),
        ("warn-ink", "inset"),
    ),
    *((f"on-heat-{heat}", f"heat-{heat}") for heat in (1, 2, 3)),
    *(("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-inverse", "inverse"), ("bg", "ink")),
]
SIGNS = [
    *((line, ground) for line in ("line-strong",) for ground in ("surface", "bg", "raised")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "accent") for ground in ("surface", "bg")),
    *(("on-ok", "ok"), ("on-accent", "accent"), ("accent-ink", "surface")),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "bad")),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT, ids="-on-".join)
def test_text_stands_out_at_least_four_and_a_half_to_one(ink: str, ground: str, theme: str) -> None:
    at = THEMES.index(theme)
    assert contrast(COLOURS[ink][at], COLOURS[ground][at]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS, ids="-on-".join)
def test_borders_of_controls_and_signs_stand_out_at_least_three_to_one(sign: str, ground: str, theme: str) -> None:
    at = THEMES.index(theme)
    assert contrast(COLOURS[sign][at], COLOURS[ground][at]) >= 3


def test_the_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    assert set(re.findall(r"var\((--[\w-]+)\)", CSS)) <= defined


def test_every_token_is_used() -> None:
    defined = set(re.findall(r"(?m)(--[\w-]+):", CSS))
    assert defined - set(re.findall(r"var\((--[\w-]+)\)", CSS)) == set()


def test_no_rule_shouts() -> None:
    assert "!important" not in CSS


def _sent(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_stylesheet_takes_at_most_12_kb() -> None:
    assert _sent(STYLESHEET) <= 12 * 1024


def test_stylesheet_htmx_and_script_take_less_than_40_kb() -> None:
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-4.min.js"
    assert _sent(STYLESHEET, STYLESHEET.with_name("page.js"), htmx) < 40 * 1024

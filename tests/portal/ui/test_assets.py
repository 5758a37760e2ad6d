"""Font and icons are cut once, and the start says when they are missing."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from portal import assets, foundry
from portal.checks import fonts_and_icons_are_built


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    monkeypatch.setattr(assets, "FONT", tmp_path / "inter.woff2")
    monkeypatch.setattr(assets, "SPRITE", tmp_path / "icons.svg")
    return tmp_path


def test_what_is_up_to_date_is_left_alone(elsewhere: Path) -> None:
    assert [path.name for path in foundry.build()] == ["inter.woff2", "icons.svg"]
    assert foundry.build() == []
    assets.SPRITE.unlink()
    assert [path.name for path in foundry.build()] == ["icons.svg"]


def test_the_sprite_holds_every_icon_that_a_page_may_name(elsewhere: Path) -> None:
    foundry._write_icons(assets.SPRITE)
    symbols = ElementTree.parse(assets.SPRITE).getroot()
    assert {symbol.get("id") for symbol in symbols} == assets.ICONS
    assert all(len(symbol) for symbol in symbols)


def test_the_font_speaks_latin_in_every_weight() -> None:
    foundry.build()
    font = TTFont(assets.FONT)
    letters = font.getBestCmap()
    assert all(ord(letter) in letters for letter in "AzßøŁőŽ€£₽…–’→−≤ 0123456789")
    assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    assert assets.FONT.stat().st_size < 60_000


def test_the_start_warns_when_they_are_missing(elsewhere: Path) -> None:
    font, icons = fonts_and_icons_are_built(None)
    assert ("inter.woff2" in font.msg, "icons.svg" in icons.msg) == (True, True)
    assert "build_assets" in str(font.hint)


def test_the_start_is_silent_when_they_are_there(elsewhere: Path) -> None:
    for path in (assets.FONT, assets.SPRITE):
        path.touch()
    assert fonts_and_icons_are_built(None) == []

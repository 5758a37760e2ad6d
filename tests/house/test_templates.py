"""What no template may hold: styles and scripts in line, classes that do not exist, words that nobody can translate."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

from tests.house.source import APPS, ROOT
from tests.portal.ui.stylesheet import STYLESHEET, classes

WITHOUT_TRANSLATION = re.compile(r"styleguide|(^|/)500\.html$|/mail/|\.txt$")
MAIL = re.compile(r"/mail/")  # mail programs know no stylesheet and no page
INLINE = re.compile(r"<[^>]*\s(style\s*=|on[a-z]+\s*=)[^>]*>|<style\b", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
ATTRIBUTES_IN_WORDS = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"')
NAMES = {"CSV", "XLSX"}  # the same in every language
MARKUP = re.compile(r"<!--.*?-->|<(?:kbd|code|pre)[^>]*>.*?</(?:kbd|code|pre)>|<[^>]*>|&\w+;", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")


def templates() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("templates/**/*.html")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def without_tags(source: str) -> str:
    return re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", " ", source, flags=re.DOTALL)


def untranslated(source: str) -> Iterator[str]:
    """Words of the template that stand outside translate and blocktranslate."""
    plain: list[str] = []
    inside = False
    for token in Lexer(source).tokenize():
        inside = _in_translation(token, inside)
        plain.append(token.contents if token.token_type is TokenType.TEXT and not inside else "")
    text = "\0".join(plain)
    for attribute in ATTRIBUTES_IN_WORDS.findall(text):
        yield from WORD.findall(attribute)
    yield from WORD.findall(MARKUP.sub(" ", text))


def _in_translation(token: Token, inside: bool) -> bool:
    if token.token_type is not TokenType.BLOCK:
        return inside
    name = token.contents.split()[0]
    return name in ("blocktranslate", "comment") or (inside and name not in ("endblocktranslate", "endcomment"))


def test_nothing_is_styled_or_scripted_in_line() -> None:
    found = [
        f"{name}: {hit[0][:60]}"
        for name, source in templates()
        if not MAIL.search(name) and (hit := INLINE.search(without_tags(source)))
    ]
    assert found == []


def test_scripts_come_from_files() -> None:
    bad = [
        name
        for name, source in templates()
        for script in SCRIPT.finditer(source)
        if script["body"].strip() or "src=" not in script["attributes"]
    ]
    assert bad == []


def test_scripts_carry_the_nonce_of_the_request() -> None:
    pages = [(name, source) for name, source in templates() if "portal/app.css" in source]
    assert pages
    assert [
        n for n, source in pages for s in SCRIPT.finditer(source) if "request.csp_nonce" not in s["attributes"]
    ] == []


def test_every_class_is_one_of_the_stylesheet() -> None:
    known = classes(STYLESHEET.read_text(encoding="utf-8"))
    unknown = [
        f"{name}: {css}"
        for name, source in templates()
        if not MAIL.search(name)
        for attribute in re.findall(r'\sclass="([^"]*)"', without_tags(source))
        for css in attribute.split()
        if css not in known
    ]
    assert unknown == []


def test_every_word_can_be_translated() -> None:
    words = [
        f"{name}: {word}"
        for name, source in templates()
        if not WITHOUT_TRANSLATION.search(name)
        for word in untranslated(source)
        if word not in NAMES
    ]
    assert words == []


def test_the_search_for_untranslated_words_finds_them() -> None:
    source = '<p title="Held">{% translate "Kept" %} said{% blocktranslate %}Also kept{% endblocktranslate %}</p>'
    assert list(untranslated(source)) == ["Held", "said"]


def test_no_page_reaches_outside_the_host() -> None:
    outside = re.compile(r'(?:src|href|action)="(?:https?:)?//(?!www\.w3\.org)')
    assert [name for name, source in templates() if outside.search(source)] == []


def test_partial_templates_are_named_so() -> None:
    whole = re.compile(r"{% extends|<!doctype|^$", re.IGNORECASE)
    kit = {path.name for path in Path(ROOT / "portal" / "templates" / "ui").iterdir()}
    misnamed = [
        name
        for name, source in templates()
        if not whole.search(source) and not Path(name).name.startswith("_") and Path(name).name not in kit
    ]
    assert misnamed == []

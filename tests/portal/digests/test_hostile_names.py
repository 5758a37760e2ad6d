"""Five hundred names and texts that would like to be something else in a mail."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from itertools import cycle, islice, product
from typing import Any

from portal.digests import mime
from portal.digests.composing import _told
from portal.digests.promises import Item, Section
from portal.ids import time_ordered_id
from portal.models import Organisation, Person
from tests.portal.digests.conftest import MONDAY

TRICKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='https://evil.example'>Click</a>",
    "\"><a href=https://evil.example>", "</td></tr></table><a href=//evil.example>", "[evil](https://evil.example)",
    "\r\nBcc: all@acme.example", "\nSubject: Another", "\r\n\r\n<h1>Body</h1>", "%0d%0aBcc: x@evil.example",
    "\u2028Bcc: x@evil.example", "\x0bBcc: x@evil.example", "\x85Bcc: x@evil.example", "=?utf-8?q?=0ABcc=3A_x?=",
    "{{ settings.SECRET_KEY }}", "{% load x %}", "javascript:alert(1)", "&lt;b&gt;", "<!--", "]]>", "<style>*{}</style>",
    "\u202eelpmaxe.live", "\x07", "\r\n.\r\nMAIL FROM:<x@evil.example>", ".", "<base href=https://evil.example>",
    "\"Nils\" <x@evil.example>", "x@evil.example,", "(comment)", "\\", "<svg onload=alert(1)>", "--=boundary",
]  # fmt: skip
AROUND = ["{}", "Nils {}", "{} Berg", "a{}b", "{0}{0}", " {} ", "«{}»", "Æ{}", "{}" + "x" * 60, "🙂{}", "\t{}", "{}\r", "'{}'",
          "\"{}\"", "{}\n{}", "{0}, {0}"]  # fmt: skip
NAMES = list(islice((around.format(trick, trick) for around, trick in product(AROUND, TRICKS)), 500))
OURS = re.compile(r"^http://testserver/(opportunities/x/|digests/stop/[\w:\-.]+/|digests/[\w-]{36}/|)$")
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Auto-Submitted", "MIME-Version", "Content-Type",
]  # fmt: skip


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "background")]
        assert not any(name.startswith("on") for name, _value in attrs)


def test_the_mail_holds_the_links_and_headers_of_the_template_and_no_others(db: None) -> None:
    Organisation.objects.create(name="Acme", time_zone="Europe/Oslo")
    texts = cycle(NAMES[::-1])
    for name in NAMES:
        Organisation.objects.update(product_name=name[:40])
        person = Person(name=name[:120], email="nils@acme.example", time_zone="Europe/Oslo")
        title = next(texts)
        item = Item("x", person.pk, title, "/opportunities/x/", lead=name, detail=title, mark=name)
        section = Section("overdue", name, [item, item], 9, title)
        content: dict[str, Any] = {"headline": title, "day": MONDAY.date(), "sections": [_told(section, MONDAY.date())]}
        raw = mime.write(person, time_ordered_id(), title, content, MONDAY)
        found = message_from_bytes(raw, policy=policy.default)
        assert list(found.keys()) == HEADERS
        assert [one.addr_spec for one in found["To"].addresses] == ["nils@acme.example"]
        assert [one.addr_spec for one in found["From"].addresses] == ["portal@localhost"]
        plain, html = found.iter_parts()  # type: ignore[attr-defined]
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        links = Links()
        links.feed(html.get_content())
        assert [one for one in links.addresses if not OURS.match(one)] == []
        assert len(links.addresses) == 5
        assert not links.tags & {"script", "img", "svg", "base", "iframe", "form"}


def test_there_are_five_hundred_of_them() -> None:
    assert len(set(NAMES)) == 500

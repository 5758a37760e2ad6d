"""A letter's bytes: plain text and HTML side by side, everything in it, nothing fetched from anywhere."""

from __future__ import annotations

import re
from binascii import b2a_qp
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from portal.digests.acting import LABELS
from portal.digests.links import absolute, act_address, host, stop_address
from portal.models import Person

UNQUOTED = re.compile(r"[^\w .&-]")  # what a name of an address would need quotes for


def message_id(digest: UUID) -> str:
    return f"<{digest}@{host()}>"


def write(person: Person, digest: UUID, subject: str, content: dict[str, Any], at: datetime) -> bytes:
    """With CRLF at the end of each line. The same values give the same bytes."""
    stop = stop_address(person.pk)
    context = _context(person, digest, content, stop)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _from(person.organisation.product_name)
    mail["To"] = Address(addr_spec=person.email or "")
    mail["Subject"] = one_line(subject)
    mail["Date"] = format_datetime(at.astimezone(person.zone))
    mail["Message-ID"] = message_id(digest)
    mail["List-ID"] = f"<digest.{host()}>"
    mail["List-Unsubscribe"] = f"<{stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = f'multipart/alternative; boundary="={digest.hex}"'
    mail.attach(_part("plain", get_template("portal/mail/digest.txt").render(context)))
    mail.attach(_part("html", get_template("portal/mail/digest.html").render(context)))
    return mail.as_bytes()


def _part(kind: str, text: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(b2a_qp(text.encode(), istext=True).decode("ascii"))
    return part


def _from(product: str) -> Address:
    """Names stand in no other header: what folds long quoted names loses the quotes."""
    name = " ".join(UNQUOTED.sub(" ", product).split())
    return Address(display_name=name, addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def one_line(text: str) -> str:
    """What was typed into a name cannot begin another header, not even as an encoded word."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(plain.replace("=?", "= ?").split())


def _links(digest: UUID, item: dict[str, Any]) -> dict[str, Any]:
    """The address of the page, and those that act without signing in unless the setting is off."""
    acts = [
        {"label": LABELS[verb], "address": act_address(digest, item["key"], verb)}
        for verb in (item["acts"] if settings.MAIL_ACTIONS else [])
    ]
    return {"address": absolute(item["address"]), "acts": acts}


def _context(person: Person, digest: UUID, content: dict[str, Any], stop: str) -> dict[str, Any]:
    ask = content.get("ask")
    sections = [
        section
        | {"address": absolute(section["address"]) if section["address"] else ""}
        | {"items": [item | _links(digest, item) for item in section["items"]]}
        for section in content["sections"]
    ]
    return {
        "product": person.organisation.product_name,
        "headline": content["headline"],
        "day": content["day"],
        "as_of": content.get("as_of", ""),
        "sections": sections,
        "ask": ask | {"address": absolute(ask["address"])} if ask else None,
        "home": absolute("/"),
        "copy": absolute(reverse("portal:digest", args=[digest])),
        "stop": stop,
        "when": _("each %(weekday)s at %(hour)02d:00") % {
            "weekday": WEEKDAYS[person.digest_weekday - 1],
            "hour": person.digest_hour,
        },
    }  # fmt: skip

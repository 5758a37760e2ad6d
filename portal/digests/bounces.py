"""Mail that comes back: its return path names the digest, so that nobody has to guess whose it was."""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings

from portal.digests.models import Digest
from portal.digests.models.subscription import HARD, SOFT, bounced

SIGNED: Final = re.compile(r"\+([0-9a-f]{32})\.([0-9a-f]{16})@")
HEADERS: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients")


def return_path(digest: UUID) -> str:
    """bounces+<digest>.<signature>@host of MAIL_BOUNCES; the sender's own address where none is set."""
    if not settings.MAIL_BOUNCES:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    local, _at, host = settings.MAIL_BOUNCES.partition("@")
    return f"{local}+{digest.hex}.{_signature(digest)}@{host}"


def _signature(digest: UUID) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"bounce" + digest.bytes, sha256).hexdigest()[:16]


def digest_of(address: str) -> UUID | None:
    """None when it is no return path of ours."""
    found = SIGNED.search(address.lower())
    if found is None:
        return None
    digest = UUID(found[1])
    return digest if hmac.compare_digest(found[2], _signature(digest)) else None


def accept(report: bytes, *, at: datetime, to: str = "") -> str:
    """What a mail server piped to us. Returns in a word what came of it: counted, delayed, or unknown."""
    mail = message_from_bytes(report, policy=policy.default)
    addresses = [
        to,
        *(address for _name, address in getaddresses([str(one) for name in HEADERS for one in mail.get_all(name, [])])),
    ]
    pk = next((found for address in addresses if (found := digest_of(address))), None)
    digest = Digest.objects.filter(pk=pk).select_related("recipient").first() if pk else None
    if digest is None:
        return "unknown"
    points = _points(mail)
    if points:
        bounced(digest.recipient, points=points, at=at)
    return "counted" if points else "delayed"


def _points(mail: EmailMessage | Message) -> int:
    """By the delivery report (RFC 3464): 5.x.x counts double, 4.x.x once, a mere delay not at all."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            text = part.as_string()
            if re.search(r"(?im)^Action:\s*(delayed|relayed|delivered|expanded)", text):
                return 0
            return HARD if re.search(r"(?im)^Status:\s*5\.", text) else SOFT
    return SOFT

"""No lost update: whoever writes says which version they read (RFC 9110, sections 8.8.3 and 13.1.1)."""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from portal.models import Versioned
from portal.refusals import Refusal, Stale

TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*')


class VersionRequired(Refusal):
    code = "version-required"
    status = 428


def etag(version: int) -> str:
    return f'"{version}"'


def seen_versions(request: Request) -> list[int]:
    """The versions that If-Match names. A weak tag names none, since writing compares strongly."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        raise VersionRequired(_("Send If-Match with the ETag of the version that you read."))
    tags = [TAG.fullmatch(part) for part in header.split(",")]
    if not all(tags):
        raise ParseError(_('If-Match takes entity tags, such as "3".'))
    return [int(tag[2]) for tag in tags if tag and not tag[1] and tag[2].isdecimal() and len(tag[2]) < 10]


def require(record: Versioned, seen: list[int]) -> None:
    """Raise Stale unless one of the seen versions is the current one."""
    if record.version not in seen:
        raise Stale(record, seen[0] if seen else 0)

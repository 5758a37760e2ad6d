"""The kit's small parts. Each takes a closed list of attributes: an unknown one is an error where it stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal import browsers, formats
from portal.assets import ICONS
from portal.models import Person
from portal.templatetags.closed import known, part

register = template.Library()
TONES = ("", "ok", "warn", "bad", "info")
SIZES = ("", "lg")
AVATAR_HUES = 6
MOST_SEGMENTS = 8


@cache
def _sprite() -> str:
    """Where the icons lie. It never changes while a process runs, and a page asks for it dozens of times."""
    return static("build/icons.svg")


@part(register)
def icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """One of portal.assets.ICONS. Hidden from screen readers unless it carries a label."""
    if not label:
        return _mute_icon(name, size)
    css, address = _drawn(name, size)
    return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, address)


@cache
def _mute_icon(name: str, size: str) -> SafeString:
    """There are few, and a page shows dozens of them."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', *_drawn(name, size))


def _drawn(name: str, size: str) -> tuple[str, str]:
    """Its class and its address."""
    known("icon", name, tuple(sorted(ICONS)))
    known("size", size, SIZES)
    return "icon icon-lg" if size else "icon", f"{_sprite()}#{name}"


@part(register)
def badge(text: Any, *, tone: str = "", icon_name: str = "") -> SafeString:
    known("tone", tone, TONES)
    return format_html('<span class="badge {}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text)


@part(register)
def avatar(person: Person | None, *, size: str = "") -> SafeString:
    """Initials in a colour of the person's own; decoration beside the name."""
    known("size", size, SIZES)
    if person is None:
        return format_html('<span class="avatar none {}" aria-hidden="true">?</span>', size)
    hue = crc32(person.pk.bytes) % AVATAR_HUES + 1
    return format_html('<span class="avatar h{} {}" aria-hidden="true">{}</span>', hue, size, person.initials)


@part(register)
def who(person: Person | None, *, size: str = "") -> SafeString:
    name = person.name if person else _("nobody yet")
    return format_html('<span class="who">{}<span class="truncate">{}</span></span>', avatar(person, size=size), name)


@part(register)
def meter(done: int, total: int, *, label: str | Promise = "") -> SafeString:
    """ "2 of 3" with one segment each; many are drawn as eight."""
    shown = min(total, MOST_SEGMENTS)
    lit = done if total <= MOST_SEGMENTS else round(done * MOST_SEGMENTS / total)
    segments = format_html_join("", '<i class="{}"></i>', (("on" if index < lit else "",) for index in range(shown)))
    words = _("%(done)d of %(total)d") % {"done": done, "total": total}
    hidden = format_html('<span class="vh"> {}</span>', label) if label else ""
    return format_html(
        '<span class="meter"><span class="segs" aria-hidden="true">{}</span>{}{}</span>', segments, words, hidden
    )


@part(register)
def progress(done: int, total: int, *, label: str | Promise) -> SafeString:
    return format_html(
        '<progress class="progress" max="{}" value="{}" aria-label="{}"></progress>', max(total, 1), done, label
    )


@part(register)
def money(amount: Decimal | None, currency: str) -> str:
    return formats.money(amount, currency)


@part(register)
def money_short(amount: Decimal | None, currency: str) -> str:
    return formats.money_short(amount, currency)


@part(register)
def hours(minutes: int, target: int | None = None) -> str:
    """ "38.5 h", or "38.5 of 104 h" beside a target in minutes; never broken before the unit."""
    if not target:
        return _("%(hours)s\u00a0h") % {"hours": formats.hours(minutes)}
    return _("%(hours)s of %(target)s\u00a0h") % {"hours": formats.hours(minutes), "target": formats.hours(target)}


@part(register, takes_context=True)
def day(context: template.Context, value: date | datetime | None) -> SafeString | str:
    """ "Fri 27 Nov", for a moment with its hour; the year only when it is not the reader's."""
    today = context.get("today")
    if value is None:
        return formats.day(None)
    words = formats.moment(value, today) if isinstance(value, datetime) else formats.day(value, today)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@part(register, takes_context=True)
def due(context: template.Context, value: date | None) -> SafeString:
    """A date as it stands to the reader's today: late and soon in their tones, always in words."""
    today = context["today"]
    return format_html('<span class="{}">{}</span>', formats.due_tone(value, today), formats.due(value, today))


@part(register, takes_context=True)
def ago(context: template.Context, value: date | None) -> str:
    return formats.ago(value, context["today"]) if value else _("never")


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string with some parameters changed; empty ones leave it."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@part(register, takes_context=True)
def sort_header(context: template.Context, name: str, label: str, *, number: bool = False) -> SafeString:
    """A column heading that is a link; says which way the table is sorted."""
    current = context["request"].GET.get("sort", context.get("sort", ""))
    up, down = current == name, current == f"-{name}"
    state = "ascending" if up else "descending" if down else "none"
    mark = icon("chevron-up" if up else "chevron-down") if up or down else ""
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}">{}{}</a></th>',
        "num" if number else "", state, query(context, sort=f"-{name}" if up else name, after=""), label, mark,
    )  # fmt: skip


@register.filter
def browser(user_agent: str) -> str:
    return browsers.named(user_agent)

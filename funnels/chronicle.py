"""What happened to a funnel's definitions, in sentences."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funnels.choices import Enforcement
from funnels.models import Funnel
from portal.chronicle import Line
from portal.models import Event

MOST = 30
SENTENCES: Final = {
    "copied_from_template": (gettext_lazy("Copied from the template"), "file-text"),
    "revised": (gettext_lazy("Drafted as the next version"), "git-branch"),
    "activated": (gettext_lazy("Put into use"), "badge-check"),
    "retired": (gettext_lazy("Taken out of use"), "archive"),
    "brought_back": (gettext_lazy("Brought back"), "undo-2"),
    "renamed": (gettext_lazy("Renamed"), "pencil"),
    "stage_added": (gettext_lazy("Stage added"), "plus"),
    "stage_edited": (gettext_lazy("Stage changed"), "pencil"),
    "stage_shifted": (gettext_lazy("Stage moved"), "arrow-up-down"),
    "stage_removed": (gettext_lazy("Stage removed"), "trash-2"),
    "commitment_added": (gettext_lazy("Commitment added"), "plus"),
    "commitment_edited": (gettext_lazy("Commitment changed"), "pencil"),
    "commitment_shifted": (gettext_lazy("Commitment moved"), "arrow-up-down"),
    "commitment_removed": (gettext_lazy("Commitment removed"), "trash-2"),
    "actions_set": (gettext_lazy("Suggested actions changed"), "list-checks"),
    "migration_started": (gettext_lazy("Moving open opportunities to this version began"), "arrow-right"),
}


def of_funnel(funnel: Funnel) -> list[Line]:
    """The newest first."""
    events = Event.objects.about(funnel).select_related("by", "remark")[:MOST]
    return [_line(event) for event in events]


def changes_since(funnel: Funnel, seen: int) -> list[Line]:
    """What others changed after version `seen`: each version has left one entry."""
    return of_funnel(funnel)[: max(funnel.version - seen, 0)]


def _line(event: Event) -> Line:
    title, icon = SENTENCES.get(event.verb, ("", "info"))
    said = _detail(event)
    who = _("by %(name)s") % {"name": event.actor} if event.by else ""
    return Line(event.at, str(title) or _other(event), " · ".join(filter(None, [said, who, event.reason])), icon)


def _other(event: Event) -> str:
    if event.verb == "enforcement_changed":
        return str(Enforcement(event.after["enforcement"]).label)
    if event.verb == "migration_finished":
        count = event.after["done"]
        said = ngettext(
            "%(count)d open opportunity moved to this version",
            "%(count)d open opportunities moved to this version",
            count,
        )
        return said % {"count": count}
    return event.verb


def _detail(event: Event) -> str:
    told = {**event.before, **event.after}
    return str(told.get("name") or told.get("statement") or told.get("code") or "")

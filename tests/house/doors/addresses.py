"""How a route's address is filled: by the noun before each parameter and the verb behind it."""

from __future__ import annotations

import re
from typing import Any

from tests.house.doors.places import Place

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")

# Keyed by the segment before the parameter; "noun/verb" goes before "noun", and "noun/" is the record itself.
NOUNS = {
    "people": "person",
    "people/edit": "quiet",
    "people/invitation": "quiet",
    "people/leave": "quiet",
    "people/join": "quiet",
    "people/come-back": "gone",
    "people/withdraw-administration": "admin",
    "memberships": "membership",
    "teams": "team",
    "teams/archive": "empty",
    "teams/restore": "shut",
    "tokens": "token",
    "digests": "digest",
    "accounts": "account",
    "accounts/restore": "account_archived",
    "contacts": "contact",
    "contacts/restore": "contact_archived",
    "products": "product",
    "products/restore": "product_archived",
    "opportunities": "opportunity",
    "opportunities/advance": "ready",
    "opportunities/reopen": "closed",
    "opportunities/restore": "archived",
    "opportunities/undo": "moved",
    "opportunities/unpark": "parked",
    "commitments": "commitment",
    "influences": "influence",
    "meetings": "meeting",
    "overrides": "override",
    "opportunities/close": "opportunity",
    "views": "view",
    "funnel": "draft",
    "definitions": "draft",
    "definitions/": "funnel",
    "definitions/revise": "plain",
    "definitions/retire": "plain",
    "definitions/rule": "plain",
    "definitions/bring-back": "retired",
    "definitions/migrate": "funnel",
    "migrations": "migration",
    "stages": "stage",
    "asked": "definition",
    "funnels": "draft",
    "funnels/": "funnel",
    "funnels/revise": "plain",
    "funnels/migrate": "funnel",
    "funnels/migrations": "former",
    "import-receipts": "receipt",
    "imports": "batch_done",
    "imports/columns": "batch_read",
    "imports/words": "batch_read",
    "imports/run": "batch_checked",
    "imports/refused": "batch_done",
    "organisation": "organisation",
    "team": "team",
    "charters": "charter_draft",
    "charters/approve": "charter_review",
    "charters/send-back": "charter_review",
    "charters/activate": "charter_approved",
    "charters/bring-back": "charter_retired",
    "charters/revise": "charter_plain",
    "charters/review": "charter_plain",
    "charters/ask": "charter_plain",
    "<slug:kind>": "goal",
    "charters/entrust": "charter_plain",
    "charters/acknowledge": "charter_plain",
    "charters/acknowledgements": "charter_plain",
    "charters/questions": "charter_plain",
    "charters/versions": "charter_former",
    "charters/sales-missions": "charter_bare",
    "charters/sales-missions/<uuid:id>": "charter_mission",
    "goals": "goal",
    "objectives": "draft_objective",
    "objectives/accept": "objective",
    "objectives/hand-over": "objective",
    "objectives/standing": "objective",
    "objectives/measure": "objective",
    "objectives/history": "objective",
    "objectives/measurements": "objective",
    "targets": "target",
    "strategies": "strategy",
    "tactics": "draft_tactic",
    "tactics/done": "tactic",
    "tactics/drop": "tactic",
    "tactics/redate": "tactic",
    "tactics/hand-over": "tactic",
    "tactics/reopen": "tactic_done",
    "services": "service",
    "measures": "draft_measure",
    "measures/measurements": "measure",
    "measures/measure": "measure",
    "measures/history": "measure",
    "connections": "connection",
    "stakeholders": "stakeholder",
    "sales-missions": "sales_mission",
    "measurements": "measurement",
    "questions": "question",
    "realignments": "realignment",
    "briefs": "brief_draft",
    "strategy-briefs": "brief_draft",
    "strategy-briefs/revise": "brief",
    "strategy-briefs/acknowledge": "brief",
    "strategy-briefs/acknowledgements": "brief",
    "strategy-briefs/trainings": "brief",
    "strategy-briefs/coverage": "brief",
    "priorities": "priority",
    "priorities/training": "priority_published",
    "briefs/revise": "brief",
    "briefs/acknowledge": "brief",
    "standards": "team",
    "absences": "absence",
    "coaching-cadences": "cadence",
    "coaching-absences": "absence",
    "reading-grants": "grant",
    "grants": "grant",
    "rhythms": "cadence",
    "sessions": "coaching_session",
    "sessions/move": "coaching_plan",
    "sessions/calendar.ics": "coaching_plan",
    "sessions/excuse": "coaching_plan",
    "sessions/call-off": "coaching_plan",
    "promises": "coaching_commitment",
    "promises/reopen": "coaching_settled",
    "coaching-sessions": "coaching_session",
    "coaching-sessions/hold": "coaching_plan",
    "coaching-sessions/move": "coaching_plan",
    "coaching-sessions/excuse": "coaching_plan",
    "coaching-sessions/cancel": "coaching_plan",
    "coaching-commitments": "coaching_commitment",
    "coaching-commitments/reopen": "coaching_settled",
    "feedback": "feedback",
    "strategy-feedback": "feedback",
    "observations": "observation",
    "forms": "form_draft",
    "forms/revise": "form_plain",
    "forms/retire": "form_plain",
    "forms/bring-back": "form_retired",
    "observation-forms": "form_draft",
    "observation-forms/revise": "form_plain",
    "observation-forms/retire": "form_plain",
    "observation-forms/bring-back": "form_retired",
    "ballots": "box",
    "feedback-ballots": "box",
    "from-above": "from_above",
    "feedback-from-above": "from_above",
    "results": "person",
    "feedback-results": "result",
    "together": "together",
    "cycles": "cycle",
    "feedback-cycles": "cycle",
    "practices": "practice",
    "practices/stop": "practice_used",
    "practices/restore": "practice_gone",
    "best-practices": "practice",
    "best-practices/stop-using": "practice_used",
    "best-practices/restore": "practice_gone",
}
WORDS = {
    ("coaching-weak-verbs", "language"): "en",
    ("phrase-lists", "language"): "en",
    ("begin", "token"): "not-a-token",
    ("stop", "token"): "not-a-token",
    ("act", "token"): "not-a-token",
    ("<str:token>", "verb"): "done",
    ("weeks", "week"): "2026-11-16",
    ("first-run", "code"): "people",
    ("problems", "code"): "not-found",
    ("column", "code"): "nowhere",
    ("check", "kind"): "stage",
    ("parts", "kind"): "goals",
    ("write", "name"): "vision",
    ("phrases", "language"): "en",
    ("table", "kind"): "xlsx",
}
SPECIAL = {
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "accounts/password/reset/key/1-nobody-knows-this/",
    "admin/r/<path:content_type_id>/<path:object_id>/": "admin/r/1/{team}/",
    "admin/^(?P<app_label>portal|funnels)/$": "admin/portal/",
    "admin/(?P<url>.*)$": "admin/nowhere/",
    "api/": "api/nowhere/",
}


class CannotFill(LookupError):
    """The walker does not know what to put into an address: tell `NOUNS` or `WORDS`."""


def fill(pattern: str, place: Place) -> str:
    """The address of a route for a place."""
    if pattern in SPECIAL:
        return "/" + SPECIAL[pattern].format(**place.ids)
    if "(?P<" in pattern:
        raise CannotFill(f"{pattern!r} is a regular expression: name an address for it in SPECIAL")
    segments = pattern.split("/")
    return "/" + "/".join(_filled(segments, index, place) for index in range(len(segments)))


def _filled(segments: list[str], index: int, place: Place) -> str:
    segment = segments[index]
    found = PARAMETER.search(segment)
    if not found:
        return segment
    return segment.replace(found[0], str(_value(segments, index, found["name"], place)))


def _value(segments: list[str], index: int, name: str, place: Place) -> Any:
    before = segments[index - 1] if index else ""
    if (before, name) in WORDS:
        return WORDS[before, name]
    key = key_of(segments, index)
    if key not in place.ids:
        raise CannotFill(f"{'/'.join(segments)!r}: nothing is known for {name!r} after {before!r}")
    return place.ids[key]


def key_of(segments: list[str], index: int) -> str:
    noun = segments[index - 1] if index else ""
    verb = "/".join(segments[index + 1 :]).rstrip("/")
    return NOUNS.get(f"{noun}/{verb}") or NOUNS.get(noun, "")


def subject(pattern: str) -> str:
    """What the route is about, for its version: the last parameter's record."""
    segments = pattern.split("/")
    keys = [key_of(segments, index) for index, segment in enumerate(segments) if PARAMETER.search(segment)]
    return keys[-1] if keys else ""

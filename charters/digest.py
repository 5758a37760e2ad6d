"""What the charters have to say in a digest: tactics and reviews due, and what others wait for. A fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.acting import TACTIC, acts, verbs_for
from charters.choices import CharterState
from charters.models import Charter, Question, StrategyFeedback, TacticProgress
from portal.digests.audience import Audience
from portal.digests.promises import OWN, Item, Kinds, Section, keys_among
from portal.models import Person

__all__ = ["acts", "promises", "sections", "still_open", "theirs"]

REVIEW: Final = "charter"
READ: Final = "digests of the people whom these rows name"

Found = dict[UUID, list[Any]]


def promises(audience: Audience) -> Found:
    """The tactics that somebody has taken on, and the reviews of charters that they answer for."""
    found: Found = {}
    last = audience.last_friday
    for one in _tactics(Q(owner__in=audience.people, due_on__lte=last)):
        if one.owner_id and one.due_on and audience.is_soon(one.owner_id, one.due_on):
            found.setdefault(one.owner_id, []).append(_tactic(one))
    for charter in _reviews(Q(owner__in=audience.people, review_due_on__lte=last)):
        if charter.owner_id and charter.review_due_on and audience.is_soon(charter.owner_id, charter.review_due_on):
            found.setdefault(charter.owner_id, []).append(_review(charter))
    return found


def still_open(kinds: Kinds, today: date) -> list[Item]:
    found = []
    if keys := kinds.get(TACTIC):
        found += [_tactic(one) for one in _tactics(Q(tactic__lineage__in=keys, due_on__lt=today))]
    if keys := kinds.get(REVIEW):
        found += [_review(one) for one in _reviews(Q(pk__in=keys, review_due_on__lt=today))]
    return found


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    found = {}
    if TACTIC in kinds:
        found[TACTIC] = keys_among(TacticProgress.objects.visible_to(person), kinds[TACTIC], "tactic__lineage")
    if REVIEW in kinds:
        found[REVIEW] = keys_among(Charter.objects.visible_to(person), kinds[REVIEW])
    return found


def _tactics(wanted: Q) -> Iterable[TacticProgress]:
    rows = TacticProgress.objects.everything(reason=READ).open().filter(wanted)
    active = rows.filter(tactic__charter__state=CharterState.ACTIVE)
    return active.select_related("tactic__charter__owner").order_by("due_on", "id")


def _reviews(wanted: Q) -> Iterable[Charter]:
    return Charter.objects.everything(reason=READ).active().filter(wanted).order_by("review_due_on", "id")


def _tactic(one: TacticProgress) -> Item:
    charter = one.tactic.charter
    return Item(
        kind=TACTIC,
        key=one.tactic.lineage,
        title=one.tactic.step,
        detail=charter.title,
        address=reverse("charters:charter", args=[charter.pk]),
        due_on=one.due_on,
        owner=one.owner_id,
        team=charter.team_id,
        redated=one.redated,
        version=one.version,
        acts=verbs_for(one),
    )


def _review(charter: Charter) -> Item:
    return Item(
        kind=REVIEW,
        key=charter.pk,
        title=_("Review of the charter"),
        lead=charter.title,
        address=reverse("charters:charter", args=[charter.pk]),
        due_on=charter.review_due_on,
        owner=charter.owner_id,
        team=charter.team_id,
    )


def sections(audience: Audience) -> Found:
    """What others wait for: approvals, questions and feedback."""
    found: Found = {}
    for person, lines in _approvals(audience).items():
        found.setdefault(person, []).append(_asked("approvals", _("Wait for your approval"), lines, "?need=waiting"))
    for person, lines in _answers(audience).items():
        found.setdefault(person, []).append(_asked("answers", _("Wait for your answer"), lines))
    return found


def _asked(code: str, title: str, lines: list[Item], need: str = "") -> Section:
    fact = ngettext("%(count)d thing waits for you", "%(count)d things wait for you", len(lines)) % {
        "count": len(lines)
    }
    return Section(code, title, lines, len(lines), fact, reverse("charters:list") + need, tone="warn", block=OWN)


def _approvals(audience: Audience) -> Found:
    found: Found = {}
    rows = Charter.objects.everything(reason=READ).filter(state=CharterState.IN_REVIEW, sponsor__in=audience.people)
    for one in rows.select_related("team").order_by("id"):
        line = Item(REVIEW, one.pk, one.title, reverse("charters:charter", args=[one.pk]), detail=one.team.name)
        found.setdefault(one.sponsor_id, []).append(line)
    return found


def _answers(audience: Audience) -> Found:
    found: Found = {}
    asked = Question.objects.everything(reason=READ).open().filter(charter__owner__in=audience.people)
    for one in asked.select_related("charter", "asked_by").order_by("id"):
        line = Item(
            REVIEW, one.charter_id, _("A question of %(name)s") % {"name": one.asked_by.name},
            reverse("charters:charter", args=[one.charter_id]), lead=one.charter.title,
        )  # fmt: skip
        found.setdefault(one.charter.owner_id, []).append(line)
    said = StrategyFeedback.objects.everything(reason=READ).open().filter(owner__in=audience.people)
    for feedback in said.select_related("author").order_by("answer_due_on", "id"):
        title = _("Feedback of %(name)s on the strategy") % {"name": feedback.author.name}
        line = Item("strategyfeedback", feedback.pk, title, reverse("charters:feedback"), due_on=feedback.answer_due_on)
        found.setdefault(feedback.owner_id, []).append(line)
    return found

"""Logging and planning a session: the two people, the facts, what was said, what was promised, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from charters.models import StrategicPriority
from coaching.choices import MAX_COMMITMENTS, CommitmentState, SessionState, Side
from coaching.models import (
    CoachingCommitment,
    CoachingSession,
    CommitmentWords,
    PrivateNote,
    SessionOpportunity,
    SessionPriority,
    SessionWords,
)
from coaching.models.words import follow
from coaching.refusals import ReviewFirst, WrongState
from funnels.models import Opportunity, Stage, StageEvent
from funnels.models.funnel import outline_of
from portal.access import reach_of
from portal.models import Membership, Person, Team
from portal.refusals import Invalid
from portal.roles import Role

EARLY_STAGES = 2  # the first two stages of a funnel


@dataclass(frozen=True)
class Promise:
    """What one of the two will do by a day, and how it will be seen to be done."""

    what: str
    due_on: date
    side: str = Side.COACHEE
    seen_by: str = ""
    opportunity: Opportunity | None = None


@dataclass(frozen=True)
class Review:
    """What became of an earlier commitment. `on` is the day on which that was seen, most often before the session."""

    commitment: CoachingCommitment
    state: str
    reason: str = ""
    on: date | None = None

    def seen_on(self, today: date) -> date:
        """What was kept is taken to be kept by its day, unless somebody says another; the rest is seen today."""
        usual = min(self.commitment.due_on, today) if self.state == CommitmentState.KEPT else today
        return self.on or usual


@dataclass(frozen=True)
class Log:
    """A session as its coach writes it down. `facts` and `words` are fields of CoachingSession and SessionWords."""

    facts: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    opportunities: Sequence[Opportunity] = ()
    priorities: Sequence[StrategicPriority] = ()
    reviews: Sequence[Review] = ()
    promises: Sequence[Promise] = ()


def log_session(
    log: Log, *, coach: Person, coachee: Person, at: datetime, sent_as: UUID | None = None
) -> CoachingSession:
    """A session that took place. What was sent before under the same `sent_as` is answered with what it became."""
    known = already_sent(coach, sent_as)
    if known is not None:
        return known
    try:
        return _logged(log, coach, coachee, at, sent_as)
    except IntegrityError:
        known = already_sent(coach, sent_as)
        if known is None:
            raise
        return known


@transaction.atomic
def _logged(log: Log, coach: Person, coachee: Person, at: datetime, sent_as: UUID | None) -> CoachingSession:
    session = _begun(log.facts, coach, coachee, at, state=SessionState.HELD, sent_as=sent_as)
    refuse_future(session, at)
    session.full_clean(exclude=["coach", "coachee", "team", "cadence", "sent_as"])
    session.save()
    session.note("logged", by=coach, at=at, after=_told(session))
    _fill(session, log, at)
    return session


@transaction.atomic
def plan_session(
    facts: Mapping[str, Any],
    *,
    coach: Person,
    coachee: Person,
    at: datetime,
    opportunities: Sequence[Opportunity] = (),
    by: Person | None = None,
) -> CoachingSession:
    """A session to come. `by` is the coach, or nobody when a rhythm plans it."""
    session = _begun(facts, coach, coachee, at, state=SessionState.PLANNED)
    session.was_planned = True
    if session.held_at <= at:
        raise Invalid({"held_at": _("Enter a time in the future.")})
    session.full_clean(exclude=["coach", "coachee", "team", "cadence", "sent_as"])
    session.save()
    link(session, opportunities)
    session.note("planned", by=by, at=at, after=_told(session))
    return session


@transaction.atomic
def hold(
    session: CoachingSession,
    log: Log,
    *,
    by: Person,
    at: datetime,
    version: int | None = None,
    sent_as: UUID | None = None,
) -> None:
    """A planned session took place. `sent_as` lets a phone send it twice, as with `log_session`."""
    session.lock(version=version)
    if session.state != SessionState.PLANNED:
        raise WrongState(_("This session is not planned any more."))
    before = {"held_at": session.held_at, "state": session.state}
    session.assign(dict(log.facts) | {"sent_as": sent_as})
    session.set_time(session.held_at)
    session.team = team_of(session.coach, session.coachee, session.held_on) or session.team
    session.state = SessionState.HELD
    refuse_future(session, at)
    session.full_clean(exclude=["coach", "coachee", "team", "cadence", "sent_as"])
    session.keep("state", "team", "held_at", "held_on", "minutes", "channel", "kind", "next_on", "sent_as")
    follow(session)
    session.note("held", by=by, at=at, before=before, after=_told(session))
    session.links.all().delete()
    _fill(session, log, at)


def already_sent(coach: Person, sent_as: UUID | None) -> CoachingSession | None:
    """A phone may send the same session twice, when it did not hear the first answer."""
    if sent_as is None:
        return None
    own = CoachingSession.objects.visible_to(coach).filter(coach=coach)
    found: CoachingSession | None = own.filter(sent_as=sent_as).first()
    return found


def team_of(coach: Person, coachee: Person, day: date) -> Team | None:
    """The coachee's team on that day that the coach managed then, itself or from above."""
    held = Membership.objects.on(day).filter(person=coachee, role__in=[Role.MEMBER, Role.MANAGER])
    reach = coach.reach if day == coach.organisation.today() else reach_of(coach.pk, day)
    managed = held.filter(team_id__in=reach.teams(Role.MANAGER))
    first = managed.select_related("team").order_by("-starts_on", "pk").first()
    return first.team if first else None


def team_or_refuse(coach: Person, coachee: Person, day: date, at: datetime) -> Team:
    """As `team_of`. Whoever works there today is the right person, and the day is what to change."""
    team = team_of(coach, coachee, day)
    if team is not None:
        return team
    if team_of(coach, coachee, coach.organisation.today(at)) is not None:
        raise Invalid({"held_at": _("Enter a day on which this person worked in one of your teams.")})
    raise Invalid({"coachee": _("Choose somebody who worked in one of your teams on that day.")})


def due_between(coach: Person, coachee: Person, day: date) -> list[CoachingCommitment]:
    """Commitments of the two, of both sides, whose day has come and that nobody has settled."""
    rows = CoachingCommitment.objects.visible_to(coach).between(coach, coachee).due(day)
    return list(rows.select_related("session", "owner"))


def stage_at(opportunity: Opportunity, moment: datetime) -> Stage:
    """The stage that it was in then: of its last move until that moment, or the one it began in."""
    moves = StageEvent.objects.everything(reason="the stage at a moment").filter(opportunity=opportunity)
    then = moves.filter(at__lte=moment).order_by("at", "id").select_related("to_stage").last()
    first = then or moves.order_by("at", "id").select_related("to_stage").first()
    return first.to_stage if first and first.to_stage else opportunity.stage


def is_early(stage: Stage) -> bool:
    """Whether it is one of the first stages of its funnel."""
    first = outline_of(stage.funnel_id).stages[:EARLY_STAGES]
    return stage.pk in {one.id for one in first}


def link(session: CoachingSession, opportunities: Iterable[Opportunity]) -> None:
    for opportunity in dict.fromkeys(opportunities):
        stage = stage_at(opportunity, session.held_at)
        SessionOpportunity.objects.create(
            session=session, opportunity=opportunity, stage=stage, early=is_early(stage)
        )  # fmt: skip


def serve(session: CoachingSession, priorities: Iterable[StrategicPriority]) -> None:
    for priority in dict.fromkeys(priorities):
        SessionPriority.objects.create(session=session, priority=priority)


def _begun(
    facts: Mapping[str, Any], coach: Person, coachee: Person, at: datetime, *, state: str, sent_as: UUID | None = None
) -> CoachingSession:
    session = CoachingSession(**facts, coach=coach, coachee=coachee, state=state, sent_as=sent_as)
    session.set_time(session.held_at)
    session.team = team_or_refuse(coach, coachee, session.held_on, at)
    return session


def _fill(session: CoachingSession, log: Log, at: datetime) -> None:
    """Earlier commitments first, then what was said, then new ones."""
    words = {name: text for name, text in log.words.items() if text.strip()}
    refuse_without_focus(words.get("focus", ""))
    _review(session, log, at)
    SessionWords.of_session(session).tell(**words)
    if log.note.strip():
        PrivateNote.of_session(session).write(log.note)
    link(session, log.opportunities)
    serve(session, log.priorities)
    promise(session, log.promises, by=session.coach, at=at)


def _review(session: CoachingSession, log: Log, at: datetime) -> None:
    answered = {review.commitment.pk for review in log.reviews}
    if any(review.commitment.session.pair != session.pair for review in log.reviews):
        raise Invalid({"reviews": _("Only commitments of the two of you are reviewed.")})
    left = [one for one in due_between(session.coach, session.coachee, session.held_on) if one.pk not in answered]
    if left and log.promises:
        raise ReviewFirst(left)
    coach, today = session.coach, session.coach.today_at(at)
    for review in log.reviews:
        on = review.seen_on(today)
        review.commitment.settle(review.state, reason=review.reason, on=on, by=coach, at=at, settled_in=session)


def promise(session: CoachingSession, promises: Sequence[Promise], *, by: Person, at: datetime) -> None:
    if len(promises) > MAX_COMMITMENTS:
        raise Invalid({"commitments": _("Agree on %(most)d at most; fewer are kept.") % {"most": MAX_COMMITMENTS}})
    for number, one in enumerate(promises):
        errors = {}
        if not one.what.strip():
            errors[f"commitments.{number}.what"] = _("Say what will be done.")
        if one.due_on < session.held_on:
            errors[f"commitments.{number}.due_on"] = _("Enter a day after the session.")
        if errors:
            raise Invalid(errors)
        _keep_promise(session, one, by=by, at=at)


def _keep_promise(session: CoachingSession, one: Promise, *, by: Person, at: datetime) -> None:
    owner = session.coachee if one.side == Side.COACHEE else session.coach
    commitment = CoachingCommitment(
        session=session, side=one.side, owner=owner, due_on=one.due_on, first_due_on=one.due_on,
        opportunity=one.opportunity,
    )  # fmt: skip
    commitment.save()
    words = CommitmentWords(
        commitment=commitment, session=session, coach=session.coach, coachee=session.coachee, held_at=session.held_at,
        what=one.what.strip(), seen_by=one.seen_by.strip(),
    )  # fmt: skip
    words.clean_fields(exclude=["commitment", "session", "coach", "coachee"])
    words.save()
    commitment.note("made", by=by, at=at, after={"side": one.side, "due_on": one.due_on, "session": session.pk})


def refuse_without_focus(focus: str) -> None:
    if not focus.strip():
        raise Invalid({"focus": _("Say in a few words what the session was about.")})


def refuse_future(session: CoachingSession, at: datetime) -> None:
    if session.held_at > at:
        raise Invalid({"held_at": _("Enter a time that is not in the future; plan what is still to come.")})


def _told(session: CoachingSession) -> dict[str, Any]:
    """The facts that an event keeps."""
    names = ("coach_id", "coachee_id", "held_at", "minutes", "channel", "kind", "was_planned")
    return {name.removesuffix("_id"): getattr(session, name) for name in names}

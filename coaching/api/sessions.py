"""Coaching sessions: logged by the coach, confirmed by the coachee; what was said is told to the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import rules
from coaching.api.session import (
    ChangedSession,
    HeldSession,
    NewSession,
    PlannedSession,
    SessionShape,
    as_log,
    facts_of,
    text,
    words_of,
)
from coaching.api.told import Told, tell_sessions
from coaching.choices import MAX_MINUTES, STANDINGS, Channel, Excuse, Kind
from coaching.correcting import correct, keep_note
from coaching.models import CoachingSession
from coaching.recording import hold, log_session, plan_session
from funnels.models import Opportunity
from portal.api.fields import Moment
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.reading import Answer
from portal.api.resource import Created, Edited, Retrieved, Values, verb
from portal.api.shapes import Closed
from portal.doors import PERSONAL
from portal.verdicts import Verdict

ME = _("An id, or “me”")


class SessionFilters(Filters):
    coach = PersonFilter("coach", label=ME)
    coachee = PersonFilter("coachee", label=ME)
    team = IdFilter("team")
    state = ChoicesFilter(method="by_state", choices=STANDINGS)
    kind = ChoicesFilter("kind", choices=Kind.choices)
    channel = ChoicesFilter("channel", choices=Channel.choices)
    held_from = DayFilter("held_on", "gte")
    held_to = DayFilter("held_on", "lte")
    answered = FlagFilter(
        "acknowledged_at", "isnull", exclude=True, label=_("The coachee has said what they say of it")
    )
    opportunity = IdFilter(method="by_opportunity")

    def by_state(self, rows: Any, name: str, states: list[str]) -> Any:
        return rows.standing(states, self.person.organisation.today())

    def by_opportunity(self, rows: Any, name: str, key: Any) -> Any:
        """Only of those that the person may read."""
        return rows.filter(links__opportunity__in=Opportunity.objects.visible_to(self.person).filter(pk=key))


class Acknowledge(Closed):
    took_place = serializers.BooleanField()
    minutes = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_MINUTES, help_text="As the coach says when left out."
    )
    agrees = serializers.BooleanField(
        default=True, help_text="False: it took place, and was not as it is written down."
    )
    useful = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=5)
    comment = text()


class Move(Closed):
    held_at = Moment(help_text="In the future.")


class ExcuseInput(Closed):
    excuse = serializers.ChoiceField(choices=Excuse.choices)


class PrivateText(Closed):
    text = serializers.CharField(allow_blank=True, max_length=4000)


class OwnView(Closed):
    own_view = serializers.CharField(max_length=4000)


class SessionsTold(Told):
    door = PERSONAL
    shape = SessionShape

    def rows(self) -> QuerySet[CoachingSession]:
        found: QuerySet[CoachingSession] = CoachingSession.objects.visible_to(self.person)
        return found

    def tell(self, answers: Sequence[Answer]) -> None:
        tell_sessions(answers, self.person)

    def may_add(self) -> Verdict:
        return rules.may_log(self.person)


class Sessions(SessionsTold, Retrieved, Created, Edited):
    """Coach, coachee and managers of the coachee's team and above know that it took place. What was said is there for the
    two, and for whom the coachee lets read; for everybody else these fields are absent.
    """

    entry = NewSession
    changes = ChangedSession
    filters = SessionFilters
    orderings = {"id": "id", "held_at": "held_at", "created_at": "created_at"}
    usual = "-held_at"

    def may_change(self, record: CoachingSession) -> Verdict:
        return rules.may_change(self.person, record)

    def add(self, values: Values) -> CoachingSession:
        coachee = values.pop("coachee")
        values.setdefault("held_at", self.now)
        rules.may_coach(self.person, coachee, at=values["held_at"]).or_refuse()
        return log_session(as_log(values), coach=self.person, coachee=coachee, at=self.now)

    def edit(self, record: CoachingSession, values: Values) -> None:
        words, about = words_of(values), {name: values.pop(name, None) for name in ("opportunities", "priorities")}
        correct(record, facts_of(values), words, **about, by=self.person, at=self.now, version=record.version)

    @verb(Acknowledge, rule=rules.may_acknowledge)
    def acknowledge(self, session: CoachingSession, values: Values) -> None:
        """By the coachee, once: only then does it count, with the minutes that the coachee states."""
        session.acknowledge(**values, by=self.person, at=self.now, version=session.version)

    @verb(HeldSession)
    def hold(self, session: CoachingSession, values: Values) -> None:
        """A planned session took place."""
        values.setdefault("held_at", min(session.held_at, self.now))
        values.setdefault("opportunities", [link.opportunity for link in session.links.select_related("opportunity")])
        hold(session, as_log(values), by=self.person, at=self.now, version=session.version)

    @verb(Move)
    def move(self, session: CoachingSession, values: Values) -> None:
        """Another time for a planned session."""
        session.move_to(values["held_at"], by=self.person, at=self.now, version=session.version)

    @verb(ExcuseInput)
    def excuse(self, session: CoachingSession, values: Values) -> None:
        """It will not take place, and is left out of what was planned."""
        session.pardon(values["excuse"], by=self.person, at=self.now, version=session.version)

    @verb()
    def cancel(self, session: CoachingSession, values: Values) -> None:
        """It did not take place, and stays in what was planned."""
        session.call_off(by=self.person, at=self.now, version=session.version)

    @verb(OwnView, rule=rules.may_prepare)
    def prepare(self, session: CoachingSession, values: Values) -> None:
        """The coachee's own view, before the coach's: until the session was answered."""
        session.prepare(**values, by=self.person, at=self.now, version=session.version)

    @verb(PrivateText)
    def note(self, session: CoachingSession, values: Values) -> None:
        """The coach's own note, at any time. The session's version stays as it is."""
        keep_note(session, values["text"], by=self.person, at=self.now)


class Plan(SessionsTold, Created):
    """A session to come."""

    entry = PlannedSession
    home = "coaching-sessions"

    def add(self, values: Values) -> CoachingSession:
        coachee, about = values.pop("coachee"), values.pop("opportunities", [])
        rules.may_coach(self.person, coachee).or_refuse()
        return plan_session(
            values, coach=self.person, coachee=coachee, opportunities=about, by=self.person, at=self.now
        )

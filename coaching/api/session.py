"""A coaching session from outside: its facts, what some readers are told beside them, and what is written."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters.api.briefs import PriorityBrief, priorities
from charters.choices import BriefState
from charters.models import StrategicPriority
from coaching.choices import MAX_COMMITMENTS, MAX_MINUTES, SETTLED, STANDINGS, Channel, Excuse, Kind, Side
from coaching.models import CoachingCommitment, CoachingSession, SessionOpportunity, SessionPriority
from coaching.models.words import LONG, SHORT, SPOKEN
from coaching.recording import Log, Promise, Review
from funnels.api.briefs import StageBrief
from funnels.api.commitments import OpportunityBrief
from funnels.models import Opportunity
from portal.api.briefs import PersonBrief, TeamBrief, everybody
from portal.api.fields import Confided, Day, Derived, Moment, Related
from portal.api.resource import Values
from portal.api.shapes import Brief, Closed, Shape
from portal.models import Person
from portal.scoping import read_by

OUTCOMES = [(one.value, one.label) for one in SETTLED]
OF_THE_TWO = "Only for coach and coachee, and for whom the coachee lets read."


opportunities = read_by(Opportunity)


def commitments(person: Person) -> QuerySet[CoachingCommitment]:
    found: QuerySet[CoachingCommitment] = CoachingCommitment.objects.visible_to(person).select_related("session")
    return found


def text(most: int = LONG) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=most)


def minutes(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=MAX_MINUTES, **options)


def about() -> serializers.ListField:
    """Opportunities that it was about."""
    one = Related(OpportunityBrief, within=opportunities)
    return serializers.ListField(child=one, required=False, max_length=20)


def served() -> serializers.ListField:
    """Priorities that it was about."""
    one = Related(PriorityBrief, within=published_priorities)
    return serializers.ListField(
        child=one,
        required=False,
        max_length=10,
        help_text="Strategic priorities of published briefs that it was about.",
    )


def published_priorities(person: Person) -> QuerySet[StrategicPriority]:
    return priorities(person).filter(brief__state=BriefState.PUBLISHED)


def confided(help_text: str = OF_THE_TWO) -> Confided:
    return Confided(serializers.CharField(), help_text=help_text)


class SessionOpportunityShape(Brief):
    """An opportunity that it was about. `early`: it was in one of the first two stages of its funnel at that moment."""

    opportunity = Confided(OpportunityBrief(), help_text="Only for those who may read the opportunity.")
    stage = Confided(StageBrief(), help_text="The stage at that moment, for those who may read the funnel.")

    class Meta:
        model = SessionOpportunity
        fields = ["id", "early", "opportunity", "stage"]


class SessionPriorityShape(Brief):
    """A strategic priority that it was about."""

    priority = Related(PriorityBrief)

    class Meta:
        model = SessionPriority
        fields = ["id", "priority"]


class PromiseShape(Brief):
    """Whose promise it is, by when, and what became of it; the texts are absent for all but the two."""

    owner = Related(PersonBrief)
    what = confided()
    seen_by = confided()
    reason = confided()
    opportunity = Confided(OpportunityBrief(), help_text="Only for those who may read the opportunity.")

    class Meta:
        model = CoachingCommitment
        fields = [
            "id", "version", "side", "owner", "due_on", "first_due_on", "redated", "state", "settled_on", "what",
            "seen_by", "reason", "opportunity",
        ]  # fmt: skip


class SessionShape(Shape):
    """`counted_minutes` are those that the coachee confirmed: nothing counts before. `agreed_minutes` are what the
    coachee stated. A held session without `acknowledged_at` is a claim of its coach. A planned one whose day has passed
    shows as `not_held`.
    """

    state = serializers.ChoiceField(choices=STANDINGS, read_only=True)
    planned = serializers.BooleanField(source="was_planned", read_only=True)
    excuse = Derived(
        lambda excuse: excuse or None, "excuse", of=serializers.ChoiceField(choices=Excuse.choices, allow_null=True)
    )
    coach = Related(PersonBrief)
    coachee = Related(PersonBrief)
    team = Related(TeamBrief)
    opportunities = serializers.ListSerializer(child=SessionOpportunityShape(), source="links", read_only=True)
    priorities = serializers.ListSerializer(child=SessionPriorityShape(), source="served", read_only=True)
    commitments = serializers.ListSerializer(child=PromiseShape(), read_only=True)
    useful = Confided(
        serializers.IntegerField(min_value=1, max_value=5, allow_null=True), help_text="Only for coach and coachee."
    )
    focus = confided()
    own_view = confided()
    observed = confided()
    strengths = confided()
    goal = confided()
    reality = confided()
    options = confided()
    way_forward = confided()
    comment = confided()
    private_note = confided("Only for the coach.")

    class Meta:
        model = CoachingSession
        fields = [
            "id", "version", "state", "held_at", "held_on", "minutes", "channel", "kind", "planned", "excuse", "next_on",
            "acknowledged_at", "took_place", "agreed_minutes", "agrees", "counted_minutes", "created_at", "coach",
            "coachee", "team", "opportunities", "priorities", "commitments", "useful", "focus", "own_view", "observed", "strengths",
            "goal", "reality", "options", "way_forward", "comment", "private_note",
        ]  # fmt: skip
        read_only_fields = fields


class PromiseInput(Closed):
    side = serializers.ChoiceField(choices=Side.choices, default=Side.COACHEE)
    what = serializers.CharField(max_length=SHORT)
    due_on = Day()
    seen_by = text(SHORT)
    opportunity = Related(OpportunityBrief, within=opportunities, required=False, allow_null=True)


class ReviewInput(Closed):
    """What became of a commitment that the two made before. Missed and dropped ones take a reason."""

    commitment = Related(PromiseShape, within=commitments)
    state = serializers.ChoiceField(choices=OUTCOMES)
    reason = text(SHORT)
    on = Day(
        required=False,
        help_text="When that was seen, never in the future. When left out: today; for a kept one the day it was due by, "
        "where that came before.",
    )


class Said(Closed):
    focus = serializers.CharField(max_length=SHORT)
    own_view = text()
    observed = text()
    strengths = text()
    goal = text()
    reality = text()
    options = text()
    way_forward = text()


class AfterIt(Closed):
    """What comes with a session that took place."""

    next_on = Day(required=False, allow_null=True)
    private_note = text()
    reviews = ReviewInput(many=True, required=False, max_length=100)
    commitments = PromiseInput(many=True, required=False, max_length=MAX_COMMITMENTS)


class NewSession(Said, AfterIt):
    """One that took place; what is still to come goes to `plan/`. `planned`: the two had agreed to meet.

    Earlier commitments that are due are reviewed (`reviews`) before new ones are added.
    """

    coachee = Related(PersonBrief, within=everybody)
    held_at = Moment(required=False, help_text="Now when left out; never in the future.")
    minutes = minutes()
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.IN_PERSON)
    kind = serializers.ChoiceField(choices=Kind.choices)
    planned = serializers.BooleanField(default=False)
    opportunities = about()
    priorities = served()


class PlannedSession(Closed):
    coachee = Related(PersonBrief, within=everybody)
    held_at = Moment(help_text="In the future.")
    minutes = minutes()
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.IN_PERSON)
    kind = serializers.ChoiceField(choices=Kind.choices)
    opportunities = about()


class HeldSession(Said, AfterIt):
    """A planned one took place. Facts that are left out stay as they were planned."""

    held_at = Moment(required=False, help_text="As planned when left out, or now; never in the future.")
    minutes = minutes(required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    opportunities = about()
    priorities = served()


class ChangedSession(Said):
    held_at = Moment()
    minutes = minutes()
    channel = serializers.ChoiceField(choices=Channel.choices)
    kind = serializers.ChoiceField(choices=Kind.choices)
    planned = serializers.BooleanField()
    next_on = Day(allow_null=True)
    opportunities = about()
    priorities = served()

    class Meta:
        verbs = {
            "private_note": _("Use note/."),
            "commitments": _("Use the verbs of coaching-commitments/."),
            "reviews": _("Use the verbs of coaching-commitments/."),
            "coachee": _("A session stays with the two whose it is."),
            "state": _("Use hold/, excuse/ or cancel/."),
        }


def facts_of(values: Values) -> Values:
    """What remains once `words_of` and the parts were taken out."""
    renamed = {"was_planned": values["planned"]} if "planned" in values else {}
    return {name: value for name, value in values.items() if name != "planned"} | renamed


def words_of(values: Values) -> dict[str, str]:
    """Take the texts out of the values."""
    return {name: values.pop(name) for name in SPOKEN if name in values}


def as_log(values: Values) -> Log:
    """What came in, as the domain takes it."""
    words, note = words_of(values), values.pop("private_note", "")
    reviews = [Review(**one) for one in values.pop("reviews", [])]
    promises = [Promise(**one) for one in values.pop("commitments", [])]
    opportunities = values.pop("opportunities", [])
    served = values.pop("priorities", [])
    return Log(facts_of(values), words, note, opportunities, served, reviews, promises)

"""Observations of somebody with a customer: that they took place for those who may know, what was seen for the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import rules
from coaching.api.session import opportunities
from coaching.api.told import Told
from coaching.choices import LEVELS, WITH_CUSTOMERS, ObservationState, Setting, Side
from coaching.models import CoachingSession, Observation, ObservationForm, ObservationWords
from coaching.models.observation_words import SENTENCE, Mark
from coaching.models.words import LONG
from coaching.observing import observe
from coaching.practices import own_sessions
from funnels.api.briefs import StageBrief
from funnels.api.commitments import OpportunityBrief
from funnels.models import Stage
from portal.api.briefs import PersonBrief, TeamBrief, everybody
from portal.api.fields import Confided, Derived, Moment, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.reading import Answer
from portal.api.resource import Created, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Shape
from portal.doors import PERSONAL
from portal.models import Person
from portal.scoping import read_by
from portal.verdicts import Verdict

ME = _("An id, or “me”")


class FormBrief(Brief):
    class Meta:
        model = ObservationForm
        fields = ["id", "name", "revision"]


class SessionOfObservation(Brief):
    class Meta:
        model = CoachingSession
        fields = ["id", "held_on"]


class MarkShape(Closed):
    """What was seen of one item of the form, by its code; the level is null where it could not be seen."""

    item = serializers.CharField(max_length=40)
    level = serializers.IntegerField(allow_null=True, min_value=min(LEVELS), max_value=max(LEVELS))
    evidence = serializers.CharField(allow_blank=True, default="", max_length=SENTENCE)


class ViewShape(Closed):
    """What one of the two saw. `side` is the observer's (`coach`) or that of whoever was observed (`coachee`)."""

    side = serializers.ChoiceField(choices=Side.choices)
    comment = serializers.CharField()
    marks = serializers.ListField(child=MarkShape())


def with_customer(setting: str) -> bool:
    return setting in WITH_CUSTOMERS


class ObservationShape(Shape):
    """`views` are there for the two: one's own from the first level on, the other's once both are in."""

    observer = Related(PersonBrief)
    coachee = Related(PersonBrief)
    team = Related(TeamBrief)
    form = Related(FormBrief)
    session = Related(SessionOfObservation, allow_null=True)
    with_customer = Derived(with_customer, "setting", of=serializers.BooleanField())
    opportunity = Confided(OpportunityBrief(), help_text="Only for those who may read the opportunity.")
    stage = Confided(StageBrief(), help_text="The stage at that moment, for those who may read the opportunity.")
    views = Confided(
        serializers.ListField(child=ViewShape()), help_text="Only for the two, and for whom the coachee lets read."
    )

    class Meta:
        model = Observation
        fields = [
            "id", "version", "setting", "held_at", "held_on", "state", "observer_gave_at", "coachee_gave_at",
            "declined_at", "observer", "coachee", "team", "form", "session", "with_customer", "opportunity", "stage",
            "views",
        ]  # fmt: skip
        verbs = {"state": _("Use give/, decline/ or withdraw/."), "views": _("Use give/.")}


forms = read_by(ObservationForm)


class NewObservation(Closed):
    """`form` is one in use for the team of whoever is observed; `held_at` is now when left out."""

    coachee = Related(PersonBrief, within=everybody)
    form = Related(FormBrief, within=forms)
    setting = serializers.ChoiceField(choices=Setting.choices)
    held_at = Moment(required=False)
    opportunity = Related(OpportunityBrief, within=opportunities, required=False, allow_null=True)
    session = Related(SessionOfObservation, within=own_sessions, required=False, allow_null=True)


class Giving(Closed):
    """An item that is left out was not seen. The lowest and the highest level need `evidence`."""

    marks = serializers.ListField(child=MarkShape(), max_length=20)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=LONG)


class ObservationFilters(Filters):
    observer = PersonFilter("observer", label=ME)
    coachee = PersonFilter("coachee", label=ME)
    team = IdFilter("team")
    form = IdFilter("form")
    setting = ChoicesFilter("setting", choices=Setting.choices)
    state = ChoicesFilter("state", choices=ObservationState.choices)
    held_from = DayFilter("held_on", "gte")
    held_to = DayFilter("held_on", "lte")
    waiting = FlagFilter(method="by_waiting", label=_("Whether it waits for what you saw"))
    opportunity = IdFilter(method="by_opportunity", label=_("An opportunity that you read"))

    def by_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        waiting = Observation.objects.visible_to(self.person).waiting_for(self.person).values("pk")
        return rows.filter(pk__in=waiting) if wanted else rows.exclude(pk__in=waiting)

    def by_opportunity(self, rows: Any, name: str, key: Any) -> Any:
        return rows.filter(opportunity__in=opportunities(self.person).filter(pk=key).values("pk"))


class Observations(Told, Retrieved, Created):
    """The two, and managers above: that it took place. Levels and sentences are between the two, each hidden from the
    other until both are in or the coachee has declined.
    """

    door = PERSONAL
    shape = ObservationShape
    entry = NewObservation
    filters = ObservationFilters
    orderings = {"held_at": "held_at", "id": "id"}
    usual = "-held_at"

    def rows(self) -> QuerySet[Observation]:
        found: QuerySet[Observation] = Observation.objects.visible_to(self.person)
        return found

    def tell(self, answers: Sequence[Answer]) -> None:
        tell_views(answers, self.person)
        tell_opportunities(answers, self.person)

    def may_add(self) -> Verdict:
        return rules.may_log(self.person)

    def add(self, values: Values) -> Observation:
        coachee = values.pop("coachee")
        values.setdefault("held_at", self.now)
        rules.may_observe(self.person, coachee, at=values["held_at"]).or_refuse()
        return observe(values, observer=self.person, coachee=coachee, at=self.now)

    @verb(Giving, rule=rules.may_give)
    def give(self, observation: Observation, values: Values) -> None:
        """What you saw, for your side. It can be given anew until both are in."""
        marks = [Mark(**one) for one in values["marks"]]
        comment = values.get("comment", "")
        observation.give(marks, comment, by=self.person, at=self.now, version=observation.version)

    @verb(rule=rules.may_decline)
    def decline(self, observation: Observation, values: Values) -> None:
        """By whoever was observed: no view of their own."""
        observation.decline(by=self.person, at=self.now, version=observation.version)

    @verb(rule=rules.may_withdraw_observation)
    def withdraw(self, observation: Observation, values: Values) -> None:
        """By the observer, while it is open: it was begun by mistake."""
        observation.withdraw(by=self.person, at=self.now, version=observation.version)


def tell_views(answers: Sequence[Answer], person: Person) -> None:
    """Only what this person may read; for everybody but the two and their readers the field is absent."""
    words: Any = ObservationWords.objects.visible_to(person).filter(observation__in=[one["id"] for one in answers])
    views: dict[str, list[Answer]] = defaultdict(list)
    for one in words.order_by("side"):
        marks = [{"item": mark.item, "level": mark.level, "evidence": mark.evidence} for mark in one.told.values()]
        views[str(one.observation_id)].append({"side": one.side, "comment": one.comment, "marks": marks})
    for answer in answers:
        key, pair = str(answer["id"]), {str(answer[side]["id"]) for side in ("observer", "coachee")}
        if key in views or str(person.pk) in pair:
            answer["views"] = views[key]


def tell_opportunities(answers: Sequence[Answer], person: Person) -> None:
    rows = Observation.objects.everything(reason="of observations that are read")
    rows = rows.filter(pk__in=[one["id"] for one in answers], opportunity__in=opportunities(person))
    told = {str(one.pk): one for one in rows.select_related("opportunity", "stage")}
    for answer in answers:
        row = told.get(str(answer["id"]))
        if row is not None:
            answer["opportunity"] = {"id": row.opportunity.pk, "name": row.opportunity.name}
            answer["stage"] = stage_of(row.stage)


def stage_of(stage: Stage) -> Answer:
    return {name: getattr(stage, name) for name in StageBrief.Meta.fields}

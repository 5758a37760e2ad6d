"""Best practices: told across teams, adopted and judged by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import practices, rules
from coaching.api.told import Told
from coaching.choices import Problem
from coaching.models import BestPractice, CoachingSession, PracticeAdoption
from coaching.models.echoing import share
from funnels.api.briefs import StageBrief
from funnels.choices import CustomerPhase
from funnels.models import Opportunity, Stage
from portal.api.briefs import PersonBrief, TeamBrief
from portal.api.fields import Confided, Day, Derived, Related
from portal.api.filtering import ChoicesFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.reading import Answer
from portal.api.resource import Created, Edited, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Shape
from portal.doors import PERSONAL
from portal.models import Person, Team
from portal.verdicts import Verdict


class OpportunityOfPractice(Brief):
    class Meta:
        model = Opportunity
        fields = ["id", "name", "status"]


class SessionOfPractice(Brief):
    class Meta:
        model = CoachingSession
        fields = ["id", "held_on"]


class AdoptionShape(Brief):
    person = Related(PersonBrief)
    team = Related(TeamBrief)

    class Meta:
        model = PracticeAdoption
        fields = ["id", "adopted_on", "person", "team"]
        only = {"stopped_on": None}


KNOWN_TO_SOME: Final = {
    "stage": (practices.stages, StageBrief.Meta.fields),
    "opportunity": (practices.opportunities, OpportunityOfPractice.Meta.fields),
    "session": (practices.sessions, SessionOfPractice.Meta.fields),
}


class PracticeShape(Shape):
    """`stage`, `opportunity` and `session` are absent for whoever may not read them, and where none is named.

    `useful_share` is the share of `voices_count` people who found it useful, 0 to 1; null below three.
    """

    author = Related(PersonBrief)
    team = Related(TeamBrief)
    stage = Confided(StageBrief(), help_text="Only for those whom the funnel serves.")
    opportunity = Confided(OpportunityOfPractice(), help_text="Only for those who may read the opportunity.")
    session = Confided(SessionOfPractice(), help_text="Only for those who may know of the session.")
    useful_share = Derived(
        share, "useful_count", "voices_count", of=serializers.FloatField(min_value=0, max_value=1), allow_null=True
    )

    class Meta:
        model = BestPractice
        fields = [
            "id", "version", "title", "problem", "phase", "outcome", "created_at", "archived_at", "adopted_count",
            "voices_count", "useful_count", "author", "team", "stage", "opportunity", "session", "useful_share",
        ]  # fmt: skip
        read_only_fields = ["archived_at", "adopted_count", "voices_count", "useful_count"]
        verbs = {
            "archived_at": _("Use archive/ or restore/."),
            "adopted_count": _("Use adopt/ or stop-using/."),
            "useful_count": _("Use useful/."),
        }


class PracticeInFull(PracticeShape):
    """With its words, and who works this way."""

    adoptions = serializers.ListSerializer(child=AdoptionShape(), read_only=True)

    class Meta(PracticeShape.Meta):
        fields = [*PracticeShape.Meta.fields, "what", "when_works", "evidence", "adoptions"]


class PracticeWords(PracticeInFull):
    """`evidence` or `opportunity` says how it is known."""

    stage = Related(StageBrief, within=practices.active_stages, required=False, allow_null=True)
    opportunity = Related(OpportunityOfPractice, within=practices.opportunities, required=False, allow_null=True)

    class Meta(PracticeInFull.Meta):
        pass


def own_teams(person: Person) -> QuerySet[Team]:
    found: QuerySet[Team] = Team.objects.with_ids([team.pk for team in practices.teams_of(person, person.today())])
    return found


class NewPractice(PracticeWords):
    """`team` is one that the author works in, by default the one joined last; `session` the one where it came up."""

    team = Related(TeamBrief, within=own_teams, required=False)
    session = Related(SessionOfPractice, within=practices.own_sessions, required=False, allow_null=True)

    class Meta(PracticeWords.Meta):
        pass


class Adopting(Closed):
    """Since when; today when left out."""

    on = Day(required=False)


class Judging(Closed):
    """Null takes the voice back."""

    useful = serializers.BooleanField(allow_null=True)


class PracticeFilters(Filters):
    q = django_filters.CharFilter(method="by_words", min_length=2, max_length=100, label=_("Words of title or text"))
    problem = ChoicesFilter("problem", choices=Problem.choices)
    phase = ChoicesFilter("phase", choices=CustomerPhase.choices)
    stage = IdFilter(method="by_stage", label=_("A stage; finds its namesakes of every funnel and version too"))
    opportunity = IdFilter(method="by_opportunity", label=_("An opportunity that you read"))
    author = PersonFilter("author", label=_("An id, or “me”"))
    team = IdFilter("team")
    adopted = FlagFilter(method="by_own", label=_("Whether you work this way"))
    archived = FlagFilter("archived_at", "isnull", exclude=True, label=_("Put away; left out unless true"))

    def by_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.about(words)

    def by_stage(self, rows: Any, name: str, key: Any) -> Any:
        return rows.filter(stage__code__in=Stage.objects.visible_to(self.person).filter(pk=key).values("code"))

    def by_opportunity(self, rows: Any, name: str, key: Any) -> Any:
        return rows.filter(opportunity__in=practices.opportunities(self.person).filter(pk=key).values("pk"))

    def by_own(self, rows: Any, name: str, wanted: bool) -> Any:
        own = PracticeAdoption.objects.visible_to(self.person).running().filter(person=self.person).values("practice")
        return rows.filter(pk__in=own) if wanted else rows.exclude(pk__in=own)


class BestPractices(Told, Retrieved, Created, Edited):
    """Everybody who works in a team reads them; the opportunity's name only who may read the opportunity."""

    door = PERSONAL
    shape = PracticeShape
    in_full = PracticeInFull
    entry = NewPractice
    changes = PracticeWords
    filters = PracticeFilters
    orderings = {
        "created_at": "created_at", "adopted_count": "adopted_count", "useful_count": "useful_count",
        "title": "title", "id": "id",
    }  # fmt: skip
    usual = "-created_at"

    def rows(self) -> QuerySet[BestPractice]:
        found = practices.practices(self.person)
        hides_archived = self.action == "list" and "archived" not in self.request.query_params
        return found.filter(archived_at=None) if hides_archived else found

    def tell(self, answers: Sequence[Answer]) -> None:
        """What a practice names, for those who may read that."""
        rows = BestPractice.objects.everything(reason="of practices that are read")
        rows = rows.filter(pk__in=[one["id"] for one in answers]).select_related("stage", "opportunity", "session")
        found = {str(one.pk): one for one in rows}
        for name, (known, fields) in KNOWN_TO_SOME.items():
            named = {getattr(one, f"{name}_id") for one in found.values()} - {None}
            seen = set(known(self.person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
            for answer in answers:
                told = getattr(found[str(answer["id"])], name)
                if told is not None and told.pk in seen:
                    answer[name] = {field: getattr(told, field) for field in fields}

    def may_add(self) -> Verdict:
        return rules.may_share(self.person)

    def may_change(self, record: BestPractice) -> Verdict:
        return rules.may_edit_practice(self.person, record)

    def add(self, values: Values) -> BestPractice:
        team = values.pop("team", None) or practices.teams_of(self.person, self.person.today_at(self.now))[0]
        session = values.pop("session", None)
        return BestPractice.write(values, team=team, session=session, by=self.person, at=self.now)

    def edit(self, record: BestPractice, values: Values) -> None:
        record.edit(values, by=self.person, at=self.now, version=record.version)

    @verb(rule=rules.may_keep_practice)
    def archive(self, practice: BestPractice, values: Values) -> None:
        practice.archive(by=self.person, at=self.now, version=practice.version)

    @verb(rule=rules.may_keep_practice)
    def restore(self, practice: BestPractice, values: Values) -> None:
        practice.restore(by=self.person, at=self.now, version=practice.version)

    @verb(Adopting, rule=rules.may_adopt)
    def adopt(self, practice: BestPractice, values: Values) -> None:
        """You work this way from that day on."""
        practice.adopt(**values, by=self.person, at=self.now, version=practice.version)

    @verb(rule=rules.may_adopt)
    def stop_using(self, practice: BestPractice, values: Values) -> None:
        """You no longer work this way."""
        practice.stop_using(by=self.person, at=self.now, version=practice.version)

    @verb(Judging, rule=rules.may_adopt)
    def useful(self, practice: BestPractice, values: Values) -> None:
        """One voice a person, counted without a name; it can be changed."""
        practice.judge(values["useful"], by=self.person, at=self.now, version=practice.version)

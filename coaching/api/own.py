"""Everything of coaching that is one's own, as one file: what the resources show this person of their own records."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from coaching.api.absences import Absences, AbsenceShape
from coaching.api.cadences import Cadences, CadenceShape
from coaching.api.commitments import CoachingCommitmentShape, Commitments
from coaching.api.grants import ReadingGrants, ReadingGrantShape
from coaching.api.observations import Observations, ObservationShape
from coaching.api.practices import BestPractices, PracticeShape
from coaching.api.session import SessionShape
from coaching.api.sessions import Sessions
from coaching.api.told import Told
from portal.api.reading import Answer, reading_of
from portal.api.rendering import answer
from portal.api.resource import Listed, Resource
from portal.doors import PERSONAL
from portal.models import Person

# What belongs to a person, by the resource that shows it and where the person stands in it.
OWN: Final[dict[str, tuple[type[Listed], tuple[str, ...]]]] = {
    "sessions": (Sessions, ("coach", "coachee")),
    "commitments": (Commitments, ("session__coach", "session__coachee")),
    "observations": (Observations, ("observer", "coachee")),
    "cadences": (Cadences, ("coach", "coachee")),
    "absences": (Absences, ("person",)),
    "reading_grants": (ReadingGrants, ("coachee", "reader")),
    "best_practices": (BestPractices, ("author",)),
}


def everything_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """No page of it: whoever asks for what is theirs gets all of it."""
    told = {name: _told(resource, places, person) for name, (resource, places) in OWN.items()}
    return {"person": {"id": person.pk, "name": person.name}, "made_at": at, **told}


def _told(kind: type[Listed], places: tuple[str, ...], person: Person) -> list[Answer]:
    resource = kind()
    resource.person, resource.action = person, "retrieve"
    own = Q()
    for place in places:
        own |= Q(**{place: person})
    keys = list(resource.rows().filter(own).order_by("pk").values_list("pk", flat=True))
    found = reading_of(kind.shape).chosen(keys)
    if isinstance(resource, Told):
        resource.tell(found)
    return found


class OwnShape(serializers.Serializer[Any]):
    person = serializers.DictField(child=serializers.CharField())
    made_at = serializers.DateTimeField()
    sessions = SessionShape(many=True)
    commitments = CoachingCommitmentShape(many=True)
    observations = ObservationShape(many=True)
    cadences = CadenceShape(many=True)
    absences = AbsenceShape(many=True)
    reading_grants = ReadingGrantShape(many=True)
    best_practices = PracticeShape(many=True)


class OwnCoaching(Resource):
    """Everything of coaching that is the caller's, with the texts, whatever team it was in."""

    door = PERSONAL
    shape = OwnShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        return answer(everything_of(self.person, at=self.now))

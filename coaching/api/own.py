"""Everything of coaching that is one's own, as one file: what the resources show this person of their own records."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from coaching.api.absences import Absences, AbsenceShape
from coaching.api.cadences import Cadences, CadenceShape
from coaching.api.commitments import CoachingCommitmentShape, Commitments
from coaching.api.feedback import FeedbackFromAboves, FromAboveShape
from coaching.api.feedback_results import FeedbackResults, ResultShape
from coaching.api.grants import ReadingGrants, ReadingGrantShape
from coaching.api.observations import Observations, ObservationShape
from coaching.api.practices import BestPractices, PracticeInFull
from coaching.api.session import SessionShape
from coaching.api.sessions import Sessions
from coaching.api.told import Told
from coaching.models import BestPractice, PracticeAdoption, PracticeVoice
from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.reading import Answer, reading_of
from portal.api.rendering import answer
from portal.api.resource import Listed, Resource
from portal.api.shapes import Brief, Shape
from portal.doors import PERSONAL
from portal.models import Person

THEIRS: Final = "whoever asks is told what is theirs"


class PracticeBrief(Brief):
    class Meta:
        model = BestPractice
        fields = ["id", "title"]


class OwnAdoptionShape(Shape):
    """A best practice that the person works by, or once did."""

    practice = Related(PracticeBrief)
    team = Related(TeamBrief)

    class Meta:
        model = PracticeAdoption
        fields = ["id", "adopted_on", "stopped_on", "practice", "team"]


class OwnVoiceShape(Shape):
    """Whether a best practice was useful to the person; null once they took that back."""

    practice = Related(PracticeBrief)

    class Meta:
        model = PracticeVoice
        fields = ["id", "said_at", "useful", "practice"]


class Adoptions(Listed):
    door, shape = PERSONAL, OwnAdoptionShape

    def rows(self) -> QuerySet[PracticeAdoption]:
        found: QuerySet[PracticeAdoption] = PracticeAdoption.objects.everything(reason=THEIRS)
        return found


class Voices(Listed):
    door, shape = PERSONAL, OwnVoiceShape

    def rows(self) -> QuerySet[PracticeVoice]:
        found: QuerySet[PracticeVoice] = PracticeVoice.objects.everything(reason=THEIRS)
        return found


# What belongs to a person: the resource that shows it, in which shape, and where the person stands in it. What somebody
# answered about their manager is not here: nobody knows which answer it is.
OWN: Final[dict[str, tuple[type[Listed], type[Shape], tuple[str, ...]]]] = {
    "sessions": (Sessions, SessionShape, ("coach", "coachee")),
    "commitments": (Commitments, CoachingCommitmentShape, ("session__coach", "session__coachee")),
    "observations": (Observations, ObservationShape, ("observer", "coachee")),
    "cadences": (Cadences, CadenceShape, ("coach", "coachee")),
    "absences": (Absences, AbsenceShape, ("person",)),
    "reading_grants": (ReadingGrants, ReadingGrantShape, ("coachee", "reader")),
    "best_practices": (BestPractices, PracticeInFull, ("author",)),
    "adopted_practices": (Adoptions, OwnAdoptionShape, ("person",)),
    "practices_judged": (Voices, OwnVoiceShape, ("person",)),
    "feedback_results": (FeedbackResults, ResultShape, ("manager",)),
    "feedback_from_above": (FeedbackFromAboves, FromAboveShape, ("author", "manager")),
}


def everything_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """No page of it: whoever asks for what is theirs gets all of it."""
    told = {name: _told(*kind, person) for name, kind in OWN.items()}
    return {"person": {"id": person.pk, "name": person.name}, "made_at": at, **told}


def _told(kind: type[Listed], shape: type[Shape], places: tuple[str, ...], person: Person) -> list[Answer]:
    resource = kind()
    resource.person, resource.action = person, "retrieve"
    own = Q()
    for place in places:
        own |= Q(**{place: person})
    keys = list(resource.rows().filter(own).order_by("pk").values_list("pk", flat=True))
    found = reading_of(shape).chosen(keys)
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
    best_practices = PracticeInFull(many=True)
    adopted_practices = OwnAdoptionShape(many=True)
    practices_judged = OwnVoiceShape(many=True)
    feedback_results = ResultShape(many=True, help_text="Published about the person.")
    feedback_from_above = FromAboveShape(many=True, help_text="Given and received, under a name.")


class OwnCoaching(Resource):
    """Everything of coaching that is the caller's, with the texts, whatever team it was in."""

    door = PERSONAL
    shape = OwnShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        return answer(everything_of(self.person, at=self.now))

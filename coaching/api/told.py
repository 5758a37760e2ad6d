"""What only some readers of a session are told, added to answers that hold none of it.

A shape's `Confided` fields are no columns: an answer is read with the facts alone, and what was said, the opportunities'
names and how useful the coachee found it come to it here, each for those who may read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef

from coaching.models import CoachingCommitment, CommitmentWords, PrivateNote, SessionWords
from coaching.models.session import SessionOpportunity, standing_of
from coaching.models.words import PROMISED, SPOKEN
from funnels.models import Opportunity, Stage
from portal.api.reading import Answer
from portal.api.resource import Listed
from portal.models import Person

STAGE = ("id", "code", "name", "position")


class Told(Listed):
    """A list and its records; `tell` adds to the answers what this person may be told."""

    def tell(self, answers: Sequence[Answer]) -> None:
        raise NotImplementedError

    def page(self) -> dict[str, Any]:
        found = super().page()
        self.tell(found["results"])
        return found

    def shown(self, key: Any) -> Answer:
        found = super().shown(key)
        self.tell([found])
        return found


def tell_sessions(sessions: Sequence[Answer], person: Person) -> None:
    """All that this person may know of them; what was planned for a day that has passed was not held."""
    today = person.organisation.today()
    for one in sessions:
        one["state"] = standing_of(one["state"], one["held_on"], today)
    tell_words(sessions, person)
    tell_links([link for one in sessions for link in one["opportunities"]], person)
    tell_promises([promise for one in sessions for promise in one["commitments"]], person)


def tell_words(sessions: Sequence[Answer], person: Person) -> None:
    """The texts of the two; the note is its author's; whether it was useful stays between the two."""
    ids = [one["id"] for one in sessions]
    found = SessionWords.objects.visible_to(person).annotate(useful=F("session__useful"))
    words = _by(found.filter(session__in=ids), "session_id")
    notes = _by(PrivateNote.objects.visible_to(person).filter(session__in=ids), "session_id")
    for one in sessions:
        key, pair = str(one["id"]), [str(one[side]["id"]) for side in ("coach", "coachee")]
        if str(person.pk) in pair:
            one |= dict.fromkeys(SPOKEN, "") | {"useful": words[key].useful if key in words else None}
        if key in words:
            one |= {name: getattr(words[key], name) for name in SPOKEN}
        if str(person.pk) == pair[0]:
            one["private_note"] = notes[key].text if key in notes else ""


def tell_promises(commitments: Sequence[Answer], person: Person) -> None:
    if not commitments:
        return
    ids = [one["id"] for one in commitments]
    words = _by(CommitmentWords.objects.visible_to(person).filter(commitment__in=ids), "commitment_id")
    told = CoachingCommitment.objects.everything(reason="of commitments that are read").filter(pk__in=ids)
    told = told.filter(opportunity__in=Opportunity.objects.visible_to(person))
    about = {str(key): (other, name) for key, other, name in told.values_list("pk", "opportunity", "opportunity__name")}
    for one in commitments:
        key = str(one["id"])
        if key in words:
            one |= {name: getattr(words[key], name) for name in PROMISED}
        if key in about:
            one["opportunity"] = dict(zip(("id", "name"), about[key], strict=True))


def tell_links(links: Sequence[Answer], person: Person) -> None:
    """The opportunity where the person may read it; its stage then, also where only the funnel serves them."""
    if not links:
        return
    read = Exists(Opportunity.objects.visible_to(person).filter(pk=OuterRef("opportunity")))
    served = Exists(Stage.objects.visible_to(person).filter(pk=OuterRef("stage")))
    rows = SessionOpportunity.objects.everything(reason="of sessions that are read").annotate(read=read, served=served)
    rows = rows.filter(pk__in=[one["id"] for one in links]).select_related("opportunity", "stage")
    found = _by(rows, "pk")
    for one in links:
        row = found[str(one["id"])]
        if row.read:
            one["opportunity"] = {"id": row.opportunity.pk, "name": row.opportunity.name}
        if row.read or row.served:
            one["stage"] = {name: getattr(row.stage, name) for name in STAGE}


def _by(rows: Iterable[Any], name: str) -> dict[str, Any]:
    return {str(getattr(one, name)): one for one in rows}

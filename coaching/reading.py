"""What was said, for whoever may read it, in as few statements as there are kinds of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, PrivateNote, SessionWords
from portal.models import Person


def words_of(sessions: Iterable[CoachingSession], person: Person) -> dict[UUID, SessionWords]:
    """By session; sessions whose words the person may not read are left out."""
    found: Any = SessionWords.objects.visible_to(person).filter(session__in=[one.pk for one in sessions])
    return {one.session_id: one for one in found}


def notes_of(sessions: Iterable[CoachingSession], person: Person) -> dict[UUID, str]:
    """The person's own private notes, by session."""
    found: Any = PrivateNote.objects.visible_to(person).filter(session__in=[one.pk for one in sessions])
    return {one.session_id: one.text for one in found}


def promises_of(commitments: Iterable[CoachingCommitment], person: Person) -> dict[UUID, CommitmentWords]:
    """By commitment; those whose words the person may not read are left out."""
    found: Any = CommitmentWords.objects.visible_to(person).filter(commitment__in=[one.pk for one in commitments])
    return {one.commitment_id: one for one in found}

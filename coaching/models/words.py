"""What was said in coaching: read by the two, encrypted at rest, in tables of its own.

Texts lie apart from the facts so that nothing which shows a session to others can show them by mistake: these tables
have readers of their own, no relation leads to them by itself, and events, logs and tasks hold none of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.models import Person, Record
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.sealed import SealedTextField

if TYPE_CHECKING:
    from coaching.models.commitment import CoachingCommitment
    from coaching.models.session import CoachingSession

SHORT: Final = 200
LONG: Final = 4000
SPOKEN: Final = (
    "focus", "own_view", "observed", "strengths", "goal", "reality", "options", "way_forward", "comment",
)  # fmt: skip
PROMISED: Final = ("what", "seen_by", "reason")


class WordsQuerySet(ScopedQuerySet):
    """The pair reads, and whom the coachee has shown it to. Nobody else, whatever their role."""

    team_path = "team"

    def readable(self, person: Person) -> Q:
        return Q(coach=person) | Q(coachee=person) | shared_with(person)

    def by_session(self, sessions: Any) -> dict[Any, Any]:
        return {one.session_id: one for one in self.filter(session__in=sessions)}


def shared_with(person: Person, path: str = "") -> Q:
    """The coachee let this person read what was said until then. `path` leads to where coachee and time stand."""
    grants = ReadingGrant.objects.everything(reason="who may read what").running()
    until_then = {"coachee": OuterRef(f"{path}coachee"), "granted_at__gte": OuterRef(f"{path}held_at")}
    return Q(Exists(grants.filter(reader=person, **until_then)))


class SessionWords(ScopedModel, Record):
    """`coach`, `coachee` and `held_at` are the session's, here so that who reads is decided without it."""

    session = models.OneToOneField("coaching.CoachingSession", on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coachee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    focus = SealedTextField(_("focus"), max_length=SHORT, blank=True)
    own_view = SealedTextField(_("the coachee's own view"), max_length=LONG, blank=True)
    observed = SealedTextField(_("what was observed"), max_length=LONG, blank=True)
    strengths = SealedTextField(_("strengths seen"), max_length=LONG, blank=True)
    goal = SealedTextField(_("goal"), max_length=LONG, blank=True)
    reality = SealedTextField(_("reality"), max_length=LONG, blank=True)
    options = SealedTextField(_("options"), max_length=LONG, blank=True)
    way_forward = SealedTextField(_("way forward"), max_length=LONG, blank=True)
    comment = SealedTextField(_("the coachee's comment"), max_length=LONG, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = WordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("words of sessions")

    def __str__(self) -> str:
        return str(self.session_id)

    @classmethod
    def of_session(cls, session: CoachingSession) -> SessionWords:
        """For verbs of the pair on their session; a row is there from the first word on."""
        found = cls.objects.everything(reason="a verb of the pair").filter(session=session).first()
        return found or cls(session=session, coach=session.coach, coachee=session.coachee, held_at=session.held_at)

    def tell(self, **words: str) -> list[str]:
        """Keep what was said; answers the names of the texts that changed."""
        changed = [name for name, text in words.items() if getattr(self, name) != text.strip()]
        for name in changed:
            setattr(self, name, words[name].strip())
        self.erased_at = None
        self.clean_fields(exclude=["session", "coach", "coachee"])
        self.save()
        return changed


def follow(session: CoachingSession) -> None:
    """The session's time, copied anew beside its words: what a reader was let into reaches until a moment."""
    for model in (SessionWords, CommitmentWords):
        rows = model.objects.everything(reason="a verb of the pair").filter(session=session)
        rows.update(held_at=session.held_at)


class NoteQuerySet(ScopedQuerySet):
    team_path = "author"

    def readable(self, person: Person) -> Q:
        return Q(author=person)


class PrivateNote(ScopedModel, Record):
    """The coach's own note on a session. Read by its author alone; shared with nobody by anybody."""

    session = models.OneToOneField("coaching.CoachingSession", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(_("private note"), max_length=LONG, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.session_id)

    @classmethod
    def of_session(cls, session: CoachingSession) -> PrivateNote:
        """Its coach's; a row is there from the first word on."""
        found = cls.objects.everything(reason="a verb of its author").filter(session=session).first()
        return found or cls(session=session, author=session.coach)

    def write(self, text: str) -> None:
        self.text, self.erased_at = text.strip(), None
        self.clean_fields(exclude=["session", "author"])
        self.save()


class CommitmentWords(ScopedModel, Record):
    """What was promised, how it will be seen to be done, and why it was not."""

    commitment = models.OneToOneField("coaching.CoachingCommitment", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("coaching.CoachingSession", on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coachee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    what = SealedTextField(_("what"), max_length=SHORT, blank=True)
    seen_by = SealedTextField(_("how it will be seen to be done"), max_length=SHORT, blank=True)
    reason = SealedTextField(_("why"), max_length=SHORT, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = WordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("words of commitments")

    def __str__(self) -> str:
        return str(self.commitment_id)

    @classmethod
    def of_commitment(cls, commitment: CoachingCommitment) -> CommitmentWords:
        return cls.objects.everything(reason="a verb of the pair").get(commitment=commitment)


class ReadingGrantQuerySet(ScopedQuerySet):
    team_path = "coachee"

    def readable(self, person: Person) -> Q:
        return Q(coachee=person) | Q(reader=person)

    def running(self) -> Self:
        return self.filter(withdrawn_at=None)


class ReadingGrant(ScopedModel, Record):
    """The coachee lets somebody read what was said in their sessions until that moment; most often a new manager."""

    coachee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reading_grants")
    reader = models.ForeignKey(Person, verbose_name=_("who may read"), on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReadingGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coachee", "reader"], condition=Q(withdrawn_at=None), name="reading_grant_once"
            ),
            models.CheckConstraint(condition=~Q(coachee=models.F("reader")), name="reading_grant_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.coachee_id} → {self.reader_id}"

    def withdraw(self, at: datetime) -> None:
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])

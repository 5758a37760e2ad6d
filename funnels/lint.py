"""What is unclear in a funnel's definitions, in words. Values in, values out; it never blocks a draft.

Rules: domain knowledge on customer-verifiable stages. A criterion is good when somebody other than the
owner can verify it, when it names who at the customer gives it, and when it is answered yes or no; about
four required ones a stage can be enforced, more hardly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnels.choices import EvidenceKind, StageKind
from funnels.wording import Wording, wording_of

ENFORCEABLE = 5


class Severity(StrEnum):
    BLOCKS = "blocks"
    UNCLEAR = "unclear"
    HINT = "hint"

    @property
    def label(self) -> str | Promise:
        return SEVERITIES[self]


SEVERITIES = {
    Severity.BLOCKS: gettext_lazy("Before activating"),
    Severity.UNCLEAR: gettext_lazy("Unclear"),
    Severity.HINT: gettext_lazy("Hint"),
}


@dataclass(frozen=True)
class Finding:
    """`stage` and `definition` say where; neither for the funnel as a whole. `code` is stable for tests and clients."""

    code: str
    severity: Severity
    message: str
    stage: UUID | None = None
    definition: UUID | None = None


@dataclass(frozen=True)
class CommitmentText:
    id: UUID
    code: str
    statement: str
    required: bool
    givers: Sequence[str]
    evidence_kinds: Sequence[str]


@dataclass(frozen=True)
class StageText:
    id: UUID
    name: str
    purpose: str
    kind: str
    expected_days: int | None
    commitments: Sequence[CommitmentText]

    @property
    def required(self) -> list[CommitmentText]:
        return [one for one in self.commitments if one.required]


def lint(stages: Sequence[StageText], *, language: str) -> list[Finding]:
    """Findings on the funnel as a whole first, then stage by stage. Words are checked where we know the language."""
    wording = wording_of(language)
    found = [*_whole(stages)]
    for stage in stages:
        found += _stage(stage, wording)
        for commitment in stage.commitments:
            found += _commitment(stage, commitment, wording)
    return found


def _whole(stages: Sequence[StageText]) -> Iterator[Finding]:
    kinds = [StageKind(stage.kind) for stage in stages]
    if sum(kind != StageKind.AFTER_ORDER for kind in kinds) < 2:
        yield Finding("few_stages", Severity.BLOCKS, _("A funnel needs at least two stages before the order."))
    if kinds != sorted(kinds, key=list(StageKind).index):
        yield Finding(
            "order",
            Severity.BLOCKS,
            _("Put the stages in order: before the decision, the one in which the customer decides, after the order."),
        )
    if stages and StageKind.DECIDING not in kinds:
        yield Finding(
            "no_decision",
            Severity.HINT,
            _(
                "No stage is marked as the one in which the customer decides; leaving the last before the order will win."
            ),
        )
    yield from _twice(stages)


def _twice(stages: Sequence[StageText]) -> Iterator[Finding]:
    everything = [(stage, one) for stage in stages for one in stage.commitments]
    said = Counter(one.statement.strip().lower() for _stage, one in everything)
    for stage, one in everything:
        if said[one.statement.strip().lower()] > 1:
            yield Finding(
                "twice",
                Severity.UNCLEAR,
                _("This commitment is asked for more than once in the funnel."),
                stage.id,
                one.id,
            )


def _stage(stage: StageText, wording: Wording | None) -> Iterator[Finding]:
    for code, message in [*_about_name(stage.name, wording), *_about_purpose(stage.purpose), *_about_length(stage)]:
        yield Finding(code, Severity.UNCLEAR, message, stage.id)
    if not stage.required:
        yield Finding(
            "nothing_required",
            Severity.BLOCKS,
            _("Nothing lets an opportunity leave this stage. Add at least one required commitment."),
            stage.id,
        )


def _about_name(name: str, wording: Wording | None) -> Iterator[tuple[str, str]]:
    if wording is None:
        return
    if hit := wording.seller.search(name):
        yield (
            "seller_action",
            _("“%(words)s” is something we do. Name the stage by what the customer does, such as “Evaluates options”.")
            % {"words": hit[0]},
        )
    elif not wording.subject.search(name.strip()):
        yield "no_subject", _("Say what the customer does: begin with its verb, such as “Confirms” or “Compares”.")
    if hit := wording.vague.search(name):
        yield "vague", _vague(hit[0])


def _vague(words: str) -> str:
    return _("“%(words)s” means different things to different people. Say what one can see the customer do.") % {
        "words": words
    }


def _about_purpose(purpose: str) -> Iterator[tuple[str, str]]:
    sentences = [part for part in purpose.replace("!", ".").replace("?", ".").split(". ") if part.strip(" .")]
    if not sentences:
        yield "no_purpose", _("Say in one sentence what this stage is for.")
    elif len(sentences) > 1:
        yield "long_purpose", _("Keep the purpose to one sentence.")


def _about_length(stage: StageText) -> Iterator[tuple[str, str]]:
    if not stage.expected_days:
        yield "no_duration", _("Say how many days this stage usually takes, so that a stall shows.")
    if len(stage.required) > ENFORCEABLE:
        yield (
            "many_required",
            _("%(count)d required commitments are hard to keep to. About four work; make the rest helpful ones.")
            % {"count": len(stage.required)},
        )


def _commitment(stage: StageText, one: CommitmentText, wording: Wording | None) -> Iterator[Finding]:
    for code, message in [*_about_statement(one.statement, wording), *_about_evidence(one)]:
        yield Finding(code, Severity.UNCLEAR, message, stage.id, one.id)


def _about_statement(statement: str, wording: Wording | None) -> Iterator[tuple[str, str]]:
    if wording is None:
        return
    if hit := wording.seller.search(statement):
        yield "seller_action", _("“%(words)s” is something we do. Say what the customer does.") % {"words": hit[0]}
    elif not wording.subject.search(statement.strip()):
        yield "no_subject", _("Complete the sentence “The customer …”: begin with the customer's verb.")
    if hit := wording.vague.search(statement):
        yield "vague", _vague(hit[0])


def _about_evidence(one: CommitmentText) -> Iterator[tuple[str, str]]:
    if one.required and not one.givers:
        yield "no_giver", _("Say who at the customer gives this commitment.")
    if one.required and not one.evidence_kinds:
        yield "no_evidence", _("Say which evidence counts, so that somebody other than the owner can verify it.")
    if one.required and list(one.evidence_kinds) == [EvidenceKind.VERBAL]:
        yield "only_verbal", _("Something said aloud alone proves little. Accept a message or minutes as well.")


def about(findings: Iterable[Finding], *, stage: UUID) -> list[Finding]:
    """Those of one stage and its commitments."""
    return [one for one in findings if one.stage == stage]

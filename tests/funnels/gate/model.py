"""The rules of moving once more, written apart from the product and without a database, to compare it with.

Days are whole numbers. A refusal is the name of the exception that the product should raise.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

UNDO_KINDS = ("advanced", "regressed", "closed")
OVERRIDE = 14
REFUSED_MISSING, REFUSED_STATE, REFUSED_VALUE, REFUSED_PERSON = (
    "CommitmentsMissing",
    "WrongState",
    "Invalid",
    "ManagersOnly",
)


@dataclass
class Definition:
    stage: str
    required: bool
    lasts: int | None


@dataclass
class Promise:
    code: str
    state: str
    done_on: int | None = None
    verbal: bool = False
    expires: int | None = None

    def expire(self, lasts: int | None) -> None:
        spans = [span for span in (lasts, 14 if self.verbal else None) if span is not None]
        self.expires = self.done_on + min(spans) if spans and self.done_on is not None else None


@dataclass
class Passed:
    """An override: what was owed when a manager let it pass."""

    start: str
    owed: set[str]
    expires: int
    ended: str = ""


@dataclass
class Before:
    """What undoing the last move brings back."""

    kind: str
    by: str
    stage: str
    status: str
    overrides: list[Passed]
    created: int | None


@dataclass
class World:
    stages: list[str]
    after_order: str
    definitions: dict[str, Definition]
    stage: str
    status: str = "open"
    enforced: bool = True
    promises: list[Promise] = field(default_factory=list)
    overrides: list[Passed] = field(default_factory=list)
    moves: list[tuple[str, str, str]] = field(default_factory=lambda: [("opened", "", "open")])
    before: Before | None = None
    left: str = ""

    @property
    def deciding(self) -> str:
        return self.stages[self.stages.index(self.after_order) - 1]

    def met(self, code: str, day: int) -> bool:
        return any(
            one.code == code and one.state == "fulfilled" and (one.expires is None or one.expires >= day)
            for one in self.promises
        )

    def required(self, start: str, end: str | None) -> list[str]:
        upto = self.stages.index(end) if end else len(self.stages)
        wanted = self.stages[self.stages.index(start) : upto]
        return [
            code for stage in wanted for code, one in self.definitions.items() if one.stage == stage and one.required
        ]

    def missing(self, start: str, end: str | None, day: int) -> set[str]:
        owed = {code for one in self.overrides if not one.ended and one.expires < day for code in one.owed}
        return {code for code in {*self.required(start, end), *owed} if not self.met(code, day)}

    def standing(self, day: int) -> tuple[int, int, str]:
        """Required and met of the stage, and the stage that the evidence supports."""
        here = [code for code, one in self.definitions.items() if one.stage == self.stage and one.required]
        lacking = {
            self.definitions[code].stage for code in self.required(self.stages[0], None) if not self.met(code, day)
        }
        supported = next((stage for stage in self.stages if stage in lacking), self.stages[-1])
        return len(here), sum(self.met(code, day) for code in here), supported

    # The customer

    def pending(self, code: str) -> Promise | None:
        return next(
            (one for one in reversed(self.promises) if one.code == code and one.state in ("asked", "promised")), None
        )

    def ask(self, code: str, day: int, *, dated: bool) -> None:
        self.promises.append(Promise(code, "promised" if dated else "asked"))
        self.answer_overrides(day)

    def record(self, code: str, day: int, *, verbal: bool) -> None:
        one = self.pending(code)
        if one is None:
            one = Promise(code, "asked")
            self.promises.append(one)
        one.state, one.done_on, one.verbal = "fulfilled", day, verbal
        one.expire(self.definitions[code].lasts)
        self.answer_overrides(day)

    def settle(self, index: int, state: str, day: int) -> str | None:
        allowed = ("asked", "promised", "fulfilled") if state == "withdrawn" else ("asked", "promised")
        if self.promises[index].state not in allowed:
            return REFUSED_STATE
        self.promises[index].state = state
        self.answer_overrides(day)
        return None

    def answer_overrides(self, day: int) -> None:
        for one in self.overrides:
            if not one.ended and all(self.met(code, day) for code in one.owed):
                one.ended = "evidence"

    # Moves

    def _move(
        self, kind: str, stage: str, status: str, by: str, kept: list[Passed], created: int | None = None
    ) -> None:
        self.before = Before(kind, by, self.stage, self.status, kept, created)
        self.moves.append((kind, stage, status))
        self.stage, self.status = stage, status

    def _gate(self, end: str | None, day: int, by: str, override: bool) -> tuple[str | None, set[str]]:
        missing = self.missing(self.stage, end, day)
        if missing and self.enforced and not override:
            return REFUSED_MISSING, missing
        if missing and override and by != "lena":
            return REFUSED_PERSON, missing
        return None, missing

    def _pass(self, missing: set[str], override: bool, day: int) -> int | None:
        if not missing or not override:
            return None
        self.overrides.append(Passed(self.stage, set(missing), day + OVERRIDE))
        return len(self.overrides) - 1

    def advance(self, to: str | None, day: int, by: str, *, override: bool) -> str | None:
        here = self.stages.index(self.stage)
        if self.status not in ("open", "won"):
            return REFUSED_STATE
        if to is None and here + 1 == len(self.stages):
            return REFUSED_STATE
        target = to or self.stages[here + 1]
        if self.stages.index(target) <= here:
            return REFUSED_STATE
        refusal, missing = self._gate(target, day, by, override)
        if refusal:
            return refusal
        wins = self.status == "open" and self.stages.index(target) >= self.stages.index(self.after_order)
        kept = deepcopy(self.overrides)
        created = self._pass(missing, override, day)
        if wins:
            self.left = self.stage
        self._move("advanced", target, "won" if wins else self.status, by, kept, created)
        return None

    def regress(self, to: str, by: str) -> str | None:
        if self.status != "open":
            return REFUSED_STATE
        if self.stages.index(to) >= self.stages.index(self.stage):
            return REFUSED_VALUE
        kept = deepcopy(self.overrides)
        self._end("moved", to)
        self._move("regressed", to, self.status, by, kept)
        return None

    def _end(self, how: str, since: str) -> None:
        for one in self.overrides:
            if not one.ended and self.stages.index(one.start) >= self.stages.index(since):
                one.ended = how

    def close(self, outcome: str, day: int, by: str, *, override: bool) -> str | None:
        if self.status != "open":
            return REFUSED_STATE
        kept, created, stage = deepcopy(self.overrides), None, self.stage
        if outcome == "won":
            refusal, missing = self._gate(self.after_order, day, by, override)
            if refusal:
                return refusal
            created, stage = self._pass(missing, override, day), self.after_order
        else:
            self._end("closed", self.stages[0])
        self.left = self.stage
        self._move("closed", stage, outcome, by, kept, created)
        return None

    def reopen(self, by: str) -> str | None:
        if self.status == "open":
            return REFUSED_STATE
        for one in self.overrides:
            one.ended = "" if one.ended == "closed" else one.ended
        self._end("moved", self.left)
        self._move("reopened", self.left, "open", by, [])
        return None

    def undo(self, by: str, *, quick: bool) -> str | None:
        last = self.before
        if last is None or last.by != by or not quick or last.kind not in UNDO_KINDS:
            return REFUSED_STATE
        for index, one in enumerate(last.overrides):
            if self.overrides[index].ended in ("moved", "closed") and not one.ended:
                self.overrides[index].ended = ""
        if last.created is not None and not self.overrides[last.created].ended:
            self.overrides[last.created].ended = "undone"
        self._move("undone", last.stage, last.status, by, [])
        return None

    # The steward

    def migrate(self, definitions: dict[str, Definition], stages: list[str], landing: str) -> None:
        gone = set(self.definitions) - set(definitions)
        self.definitions, self.stages = definitions, stages
        for one in self.promises:
            if one.code in gone:
                one.code += " of an earlier version"
            elif one.code in definitions and one.state == "fulfilled":
                one.expire(definitions[one.code].lasts)
        stage = self.stage if self.stage in stages else landing
        for passed in self.overrides:
            if not passed.ended:
                passed.owed -= gone
                passed.start = passed.start if passed.start in stages else stage
                passed.ended = passed.ended if passed.owed else "dropped"
        self._move("migrated", stage, self.status, "stella", [])

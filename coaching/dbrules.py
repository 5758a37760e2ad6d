"""What the database itself keeps of coaching, whoever writes to it.

Once the coachee has answered, a session's facts, its answer and what it was about stay as they are. The pair of a
session never changes, a commitment stays its owner's, and whom the words beside a session name is its own pair: for
that is who reads them. Observations likewise: neither view is shown before both are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from portal.dbrules import Rule, fixed_columns, frozen, refuse

SESSION: Final = "coaching_coachingsession"
COMMITMENT: Final = "coaching_coachingcommitment"
FACTS: Final = (
    "coach_id", "coachee_id", "team_id", "state", "held_at", "held_on", "minutes", "channel", "kind", "was_planned",
    "excuse", "next_on",
)  # fmt: skip
ANSWER: Final = ("acknowledged_at", "took_place", "agreed_minutes", "agrees", "useful", "counted_minutes")
PAIR: Final = "the pair of a session never changes"
ANSWERED: Final = "a session that its coachee has answered never changes"
OWNED: Final = "a commitment is that of the coach or the coachee of its session, and stays so"
WORDS: Final = "what was said belongs to the pair of its session"


def never_changes(table: str, columns: Iterable[str], words: str) -> Rule:
    apart = " OR ".join(f"OLD.{one} <> NEW.{one}" for one in columns)
    return Rule(
        name=f"{table}_never_changes",
        table=table,
        when="BEFORE UPDATE",
        postgresql=f"IF {apart} THEN {refuse(words)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE {apart};",
    )


def only_with(table: str, found: str, words: str) -> Iterator[Rule]:
    """A row is written only while the statement `found` finds something for it."""
    for verb in ("INSERT", "UPDATE"):
        yield Rule(
            name=f"{table}_only_with_{verb.lower()}",
            table=table,
            when=f"BEFORE {verb}",
            postgresql=f"IF NOT EXISTS ({found}) THEN {refuse(words)} END IF; RETURN NEW;",
            sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE NOT EXISTS ({found});",
        )


def of_session(*conditions: str) -> str:
    return f"SELECT 1 FROM {SESSION} AS home WHERE {' AND '.join(['home.id = NEW.session_id', *conditions])}"


THE_PAIR: Final = ("home.coach_id = NEW.coach_id", "home.coachee_id = NEW.coachee_id")
OWNER: Final = "NEW.owner_id = CASE NEW.side WHEN 'coach' THEN home.coach_id ELSE home.coachee_id END"
ITS_COMMITMENT: Final = (
    f"EXISTS (SELECT 1 FROM {COMMITMENT} AS made WHERE made.id = NEW.commitment_id AND made.session_id = home.id)"
)
OBSERVATION: Final = "coaching_observation"
FORM: Final = "coaching_observationform"
USED: Final = "a form that was in use is revised, never edited"
SEEN: Final = "what was seen belongs to the two, and is shown to the other once both are in"
ITS_PAIR: Final = (
    f"SELECT 1 FROM {OBSERVATION} AS home WHERE home.id = NEW.observation_id AND home.observer_id = NEW.observer_id "
    "AND home.coachee_id = NEW.coachee_id AND (NOT NEW.revealed OR home.state = 'complete')"
)
OBSERVED: Final = [
    never_changes(OBSERVATION, ("observer_id", "coachee_id"), "the pair of an observation never changes"),
    *only_with("coaching_observationwords", ITS_PAIR, SEEN),
    *fixed_columns(
        FORM, ("team_id", "name", "call_type", "lineage", "revision"), since="activated_at", never="'draft'", words=USED
    ),
    *frozen(
        "coaching_observationitem",
        "{row}.form_id",
        homes=FORM,
        fixed="home.activated_at IS NOT NULL",
        words=USED,
    ),
]
RULES = [
    *OBSERVED,
    never_changes(SESSION, ("coach_id", "coachee_id"), PAIR),
    *fixed_columns(SESSION, (*FACTS, *ANSWER), since="acknowledged_at", never="'planned'", words=ANSWERED),
    *frozen(
        "coaching_sessionopportunity",
        "{row}.session_id",
        homes=SESSION,
        fixed="home.acknowledged_at IS NOT NULL",
        words=ANSWERED,
    ),
    *frozen(
        "coaching_sessionpriority",
        "{row}.session_id",
        homes=SESSION,
        fixed="home.acknowledged_at IS NOT NULL",
        words=ANSWERED,
    ),
    *only_with(COMMITMENT, of_session(OWNER), OWNED),
    *only_with("coaching_sessionwords", of_session(*THE_PAIR), WORDS),
    *only_with("coaching_commitmentwords", of_session(*THE_PAIR, ITS_COMMITMENT), WORDS),
    *only_with("coaching_privatenote", of_session("home.coach_id = NEW.author_id"), WORDS),
]

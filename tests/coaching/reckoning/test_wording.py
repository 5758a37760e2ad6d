"""What could be clearer in a commitment is said in words and refuses nothing."""

from __future__ import annotations

from datetime import date

import pytest

from coaching.weak_verbs import ENGLISH, GERMAN, Verbs, verbs_of
from coaching.wording import remarks

DAY = date(2026, 11, 25)


def codes(what: str, verbs: Verbs | None = ENGLISH, **more: object) -> list[str]:
    told = {"seen_by": "the recap is written", "due_on": DAY, "verbs": verbs} | more
    return [one.code for one in remarks(what, **told)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "what",
    [
        "Try to call the dispatcher",
        "I will try calling them",
        "Focus on questions",
        "Work on my pace",
        "Be better at listening",
        "Keep in mind who decides",
        "look into the churn",
    ],
)
def test_a_weak_verb_is_named(what: str) -> None:
    assert codes(what) == ["weak"]


def test_the_weak_words_are_quoted_as_they_were_written() -> None:
    [found] = remarks("Please Try To call", seen_by="x", due_on=DAY, verbs=ENGLISH)
    assert found.message.startswith("“Try To”")


@pytest.mark.parametrize(
    "what", ["Call the dispatcher", "Ask Karin who signs", "I will send the plan", "Retry the demo"]
)
def test_an_act_with_an_object_needs_no_remark(what: str) -> None:
    assert codes(what) == []


@pytest.mark.parametrize("what", ["Better questions", "The recap of Monday", "Preparation of calls", "More calls"])
def test_a_thing_is_no_act(what: str) -> None:
    assert codes(what) == ["no_verb"]


def test_a_verb_wants_an_object() -> None:
    assert codes("Call") == ["no_object"]


def test_day_and_evidence_are_asked_for_in_any_language() -> None:
    assert codes("Rufe an bei Karin", None, due_on=None, seen_by=" ") == ["no_day", "no_evidence"]


def test_what_is_due_after_the_next_session_is_said() -> None:
    assert codes("Call the dispatcher", next_on=date(2026, 11, 24)) == ["after_next"]
    assert codes("Call the dispatcher", next_on=DAY) == []


def test_an_empty_text_is_not_judged_by_its_words() -> None:
    assert codes("") == []


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("Versuchen, Karin anzurufen", ["weak"]),
        ("Karin anrufen", []),
        ("Angebot für Karin", ["no_verb"]),
    ],
)
def test_german_has_words_of_its_own(what: str, found: list[str]) -> None:
    assert codes(what, GERMAN) == found


def test_where_words_are_not_checked_only_day_and_evidence_are_asked_for() -> None:
    assert verbs_of("fr") is None
    assert codes("Try", None) == ["no_object"]


def test_an_organisation_has_its_own_list() -> None:
    own = verbs_of("en-gb", ["circle back"])
    assert codes("Try to call", own) == []
    assert codes("Circle back to Karin", own) == ["weak"]

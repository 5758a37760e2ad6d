"""The checks of statements speak up in words; per language, and never in the way."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from charters.document import GoalFact
from charters.phrases import PHRASES, phrases_of
from charters.statements import remarks
from tests.charters.reckoning.facts import charter, mission

ENGLISH = phrases_of("en-gb")
SOUND = {
    "vision": "Salespeople no longer sell products; they sell outcomes that customers measure.",
    "mission": "We write playbooks.",
    "mission_how": "Beside customers.",
    "mission_difference": "From won opportunities.",
    "purpose": "So that good conversations do not depend on luck.",
    "tag_line": "From searching to selling",
    "audiences": [{"key": "a", "name": "Salespeople"}],
}


def said(language: str = "en-gb", **texts: Any) -> list[tuple[str, str]]:
    document = charter(texts=SOUND | texts)
    return [(one.field, one.code) for one in remarks(document, phrases_of(language))]


def goal(statement: str, **states: str) -> list[str]:
    one = GoalFact(uuid4(), statement, **{"from_state": "Now", "to_state": "Then", **states})
    return [found.code for found in remarks(charter(texts=SOUND, goals=[one]), ENGLISH)]


def test_sound_statements_are_left_in_peace() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("texts", "remark"),
    [
        ({"vision": "To be the best"}, ("vision", "short")),
        ({"mission_how": ""}, ("mission_how", "unanswered")),
        ({"mission_difference": " "}, ("mission_difference", "unanswered")),
        ({"purpose": "To raise the win rate by 20 percent"}, ("purpose", "metric")),
        ({"purpose": "To earn €5 more"}, ("purpose", "metric")),
        ({"tag_line": "x" * 121}, ("tag_line", "long")),
        ({"audiences": []}, ("tag_line", "no_audience")),
        ({"mission": "We leverage playbooks."}, ("mission", "weak")),
    ],
)
def test_it_speaks_up(texts: dict[str, Any], remark: tuple[str, str]) -> None:
    assert said(**texts) == [remark]


def test_a_vision_is_mapped_to_the_one_above() -> None:
    child = charter(above=charter("Acme"), texts=SOUND)
    assert [one.code for one in remarks(child, ENGLISH)] == ["unmapped"]


@pytest.mark.parametrize("statement", ["Improving collaboration", "Improving productivity", "Increase our sales"])
def test_a_bare_verb_is_no_goal(statement: str) -> None:
    assert "bare" in goal(statement)


def test_a_goal_says_from_what_to_what() -> None:
    assert goal("Salespeople find what they need in a minute", to_state="") == ["from_to"]
    assert goal("Salespeople find what they need in a minute") == []


def test_more_than_three_goals_are_many() -> None:
    goals = [GoalFact(uuid4(), f"Goal {number} of the year ahead", "Now", "Then") for number in range(4)]
    assert [one.code for one in remarks(charter(texts=SOUND, goals=goals), ENGLISH)] == ["many_goals"]
    assert [one.code for one in remarks(charter(texts=SOUND, goals=goals[:3]), ENGLISH)] == []


def test_it_says_which_words_it_means() -> None:
    [found] = remarks(charter(texts=SOUND | {"mission": "World-class playbooks."}), ENGLISH)
    assert "“World-class”" in found.message


@pytest.mark.parametrize("phrase", PHRASES["en"].weak)
def test_every_weak_phrase_is_found_and_only_as_whole_words(phrase: str) -> None:
    assert ("mission", "weak") in said(mission=f"We {phrase} today.")
    assert ("mission", "weak") not in said(mission=f"Pre{phrase}ly.")


def test_another_language_has_its_own_words() -> None:
    assert said("de", mission="Wir leverage.") == []
    assert said("de", mission="Wir wollen die Zusammenarbeit verbessern.") == [("mission", "weak")]


@pytest.mark.parametrize("language", ["fi", "ja"])
def test_words_of_an_unknown_language_are_not_checked(language: str) -> None:
    assert said(language, mission="We leverage.") == []


def test_an_organisation_keeps_its_own_words() -> None:
    assert phrases_of("fi", ["synergia"]) is not None
    document = charter(texts=SOUND | {"mission": "Luomme synergia."})
    assert [one.code for one in remarks(document, phrases_of("fi", ["synergia"]))] == ["weak"]
    assert remarks(document, phrases_of("fi", [])) == []


def test_switched_off_only_the_words_are_silent() -> None:
    document = charter(texts=SOUND | {"mission": "We leverage.", "vision": "Best"})
    assert [one.code for one in remarks(document, None)] == ["short"]


def test_a_sales_mission_outside_its_window_is_warned_with_the_reason() -> None:
    narrow = replace(charter(texts=SOUND), mission=mission(ends_on=date(2027, 3, 1)))
    [found] = remarks(narrow, ENGLISH)
    assert (found.field, found.code) == ("ends_on", "window")
    assert "too narrow" in found.message


def test_a_sales_mission_is_challenging_attainable_and_linked() -> None:
    bare = replace(
        charter(texts=SOUND), mission=mission(forecast="", attainable=False, goal=None, what_changes="")
    )  # fmt: skip
    assert [one.field for one in remarks(bare, ENGLISH)] == [
        "what_changes", "forecast", "attainable", "organisation_goal",
    ]  # fmt: skip

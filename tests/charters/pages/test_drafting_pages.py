"""Writing a draft: each section, its parts, what is said beside, and two people at once."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.choices import CharterKind
from charters.models import Charter, Goal, SalesMission
from charters.phrasebook import keep_phrases
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_factories import draft, make_mission

LATER = NOON + timedelta(minutes=1)
Enter = Callable[[Person], Client]
GONE = "01890000-0000-7000-8000-000000000000"
SECTIONS = (
    "head", "scope", "audiences", "tag_line", "vision", "mission", "purpose", "core_values", "goals", "objectives",
    "strategies", "tactics", "services", "measures", "connections", "governance",
)  # fmt: skip


def section(charter: Charter, name: str) -> str:
    return reverse("charters:section", args=[charter.pk, name])


def part(charter: Charter, kind: str, one: Any = None, verb: str = "part_edit") -> str:
    return reverse(f"charters:{verb}", args=[charter.pk, kind, one.pk])


def new(charter: Charter, kind: str) -> str:
    return reverse("charters:part_new", args=[charter.pk, kind])


def anew(charter: Charter) -> Charter:
    found: Charter = Charter.objects.everything(reason="test").get(pk=charter.pk)
    return found


def save(client: Client, charter: Charter, name: str, **typed: Any) -> Any:
    return client.post(section(charter, name), {"version": anew(charter).version, **typed})


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_opens(cast: Cast, child: Charter, enter: Enter, name: str) -> None:
    assert enter(cast.lena).get(section(child, name)).status_code == 200


def test_a_sales_mission_has_its_own_sections(cast: Cast, root: Charter, enter: Enter) -> None:
    mission = make_mission(cast, root)
    client = enter(cast.lena)
    for name in ("head", "sales_mission", "objectives", "strategies", "tactics", "governance"):
        assert client.get(section(mission, name)).status_code == 200
    assert client.get(section(mission, "vision")).status_code == 404


def test_writing_begins_where_something_is_missing(cast: Cast, root: Charter, enter: Enter) -> None:
    bare = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root)
    answer = enter(cast.lena).get(reverse("charters:write", args=[bare.pk]))
    assert answer["Location"] == section(bare, "scope")


def test_texts_and_lists_are_kept(cast: Cast, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    answer = save(
        client, child, "scope", in_scope="Playbooks\n\n Content \n", later="", not_ours="Pricing", context="", go="on"
    )
    assert answer["Location"] == section(child, "audiences")
    assert anew(child).in_scope == ["Playbooks", "Content"]
    save(client, child, "mission", mission="We write.", mission_how="Beside customers.", mission_difference="Proof.")
    assert anew(child).mission == "We write."


def test_audiences_are_added_and_left_out(cast: Cast, child: Charter, enter: Enter) -> None:
    typed = {
        "0-key": "sellers", "0-name": "", "0-group": "sales", "1-key": "", "1-name": "Managers", "1-group": "manager",
        "1-gains": "They see more", "1-tag_line": "",
    }  # fmt: skip
    save(enter(cast.lena), child, "audiences", **typed)
    [one] = anew(child).audiences
    assert (one["name"], one["group"], bool(one["key"])) == ("Managers", "manager", True)


def test_the_fixed_values_stay(cast: Cast, child: Charter, enter: Enter) -> None:
    typed = {f"{row}-behaviour": "As one sees." for row in range(3)}
    codes = {f"{row}-code": one["code"] for row, one in enumerate(child.core_values)}
    save(enter(cast.lena), child, "core_values", **typed, **codes)
    values = anew(child).core_values
    assert [one["code"] for one in values] == ["collaboration", "accountability", "leadership"]
    assert {one["behaviour"] for one in values} == {"As one sees."}


def test_a_weak_statement_is_told_and_kept(cast: Cast, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    assert save(client, child, "vision", vision="Be world-class.", serves_parent="It does.").status_code == 302
    words = client.get(section(child, "vision")).content.decode()
    assert "“world-class” can mean anything" in words


def test_what_is_unclear_is_said_while_typing(cast: Cast, child: Charter, enter: Enter) -> None:
    before = anew(child).version
    address = reverse("charters:section_check", args=[child.pk, "purpose"])
    answer = enter(cast.lena).post(address, {"purpose": "To win 20 % more.", "principles": ""})
    assert "20 %" in answer.content.decode()
    assert anew(child).version == before


def check(charter: Charter, kind: str) -> str:
    return reverse("charters:part_check", args=[charter.pk, kind])


def test_a_part_is_judged_while_it_is_typed_and_nothing_is_saved(cast: Cast, child: Charter, enter: Enter) -> None:
    before = anew(child).version
    client = enter(cast.lena)
    words = client.post(check(child, "goals"), {"statement": "Improving collaboration"}).content.decode()
    assert "is no goal yet" in words
    typed = {"statement": "Search less", "kind": "numeric", "direction": "down", "metric": "time", "baseline": "12"}
    words = client.post(check(child, "objectives"), typed).content.decode()
    assert "Name the one person who owns it." in words
    assert "Say in which unit it is measured." in words
    assert (anew(child).version, child.objectives.count()) == (before, 1)


def test_a_part_that_stands_already_is_judged_as_it_is_typed(cast: Cast, child: Charter, enter: Enter) -> None:
    goal = child.goals.get()
    typed = {"statement": goal.statement, "from_state": "", "to_state": "Nobody does"}
    words = enter(cast.lena).post(f"{check(child, 'goals')}?part={goal.pk}", typed).content.decode()
    assert words.count("From what to what?") == 1


def test_its_form_says_where_it_is_judged(cast: Cast, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    assert f'hx-post="{check(child, "goals")}"' in client.get(new(child, "goals")).content.decode()
    there = client.get(part(child, "goals", child.goals.get())).content.decode()
    assert f'hx-post="{check(child, "goals")}?part={child.goals.get().pk}"' in there
    assert "said-of-part" not in client.get(new(child, "services")).content.decode()


def test_parts_of_other_charters_are_not_judged(cast: Cast, root: Charter, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    assert client.post(f"{check(child, 'goals')}?part={root.goals.get().pk}", {}).status_code == 404
    assert client.post(check(child, "nonsense"), {}).status_code == 404


@pytest.mark.parametrize(("who", "led"), [("stella", True), ("lena", False)])
def test_who_keeps_the_weak_phrases_is_led_to_them(
    cast: Cast, child: Charter, enter: Enter, who: str, led: bool
) -> None:
    child.edit({"owner": getattr(cast, who), "tag_line": "World-class selling"}, by=cast.lena, at=NOON)
    client = enter(getattr(cast, who))
    link = reverse("charters:phrases", args=["en"])
    assert (link in client.get(section(child, "tag_line")).content.decode()) is led
    assert (link in client.post(check(child, "goals"), {"statement": "World-class"}).content.decode()) is led
    assert link not in client.get(section(child, "vision")).content.decode()


def test_the_organisations_own_phrases_are_those_that_are_found(cast: Cast, child: Charter, enter: Enter) -> None:
    keep_phrases("en", {"weak": ["synergy"]}, by=cast.stella, at=NOON)
    client = enter(cast.lena)
    assert (
        "“Synergy” can mean anything" in client.post(check(child, "goals"), {"statement": "Synergy"}).content.decode()
    )
    keep_phrases("en", {"checked": False}, by=cast.stella, at=NOON)
    assert "can mean anything" not in client.post(check(child, "goals"), {"statement": "Synergy"}).content.decode()


def test_two_writers_both_keep_their_text(cast: Cast, child: Charter, enter: Enter) -> None:
    seen = child.version
    child.edit({"purpose": "Because of what vera wrote."}, by=cast.vera, at=LATER)
    client = enter(cast.lena)
    answer = client.post(section(child, "purpose"), {"version": seen, "purpose": "Because of lena.", "principles": ""})
    words = answer.content.decode()
    assert answer.status_code == 412
    assert "Because of what vera wrote." in words
    assert "Because of lena." in words
    assert "by Vera" in words
    assert anew(child).purpose == "Because of what vera wrote."
    again = save(client, child, "purpose", purpose="Because of both.", principles="")
    assert (again.status_code, anew(child).purpose) == (302, "Because of both.")


def test_two_writers_of_one_part(cast: Cast, child: Charter, enter: Enter) -> None:
    goal, seen = child.goals.get(), child.version
    child.edit_part(goal, {"statement": "Vera's goal"}, by=cast.vera, at=NOON)
    typed = {"version": seen, "statement": "Lena's goal", "from_state": "a", "to_state": "b"}
    answer = enter(cast.lena).post(part(child, "goals", goal), typed)
    assert answer.status_code == 412
    assert "Vera&#x27;s goal" in answer.content.decode()
    assert "Lena&#x27;s goal" in answer.content.decode()


def test_what_was_typed_into_a_part_that_is_gone_can_be_added_anew(cast: Cast, child: Charter, enter: Enter) -> None:
    goal, seen = child.goals.get(), child.version
    child.remove_part(goal, by=cast.vera, at=NOON)
    typed = {"version": seen, "statement": "Lena's goal", "from_state": "a", "to_state": "b"}
    answer = enter(cast.lena).post(reverse("charters:part_edit", args=[child.pk, "goals", GONE]), typed)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Lena&#x27;s goal" in words
    assert new(child, "goals") in words


def test_a_goal_is_added_edited_moved_and_removed(cast: Cast, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    typed = {"statement": "Second goal", "from_state": "One", "to_state": "Two"}
    client.post(new(child, "goals"), {"version": anew(child).version, **typed})
    first, second = child.goals.all()
    assert second.statement == "Second goal"
    client.post(part(child, "goals", second), {"version": anew(child).version, **typed, "statement": "Other goal"})
    client.post(part(child, "goals", second, "part_shift"), {"version": anew(child).version, "step": "-1"})
    assert [one.statement for one in child.goals.all()] == ["Other goal", first.statement]
    client.post(part(child, "goals", second, "part_remove"), {"version": anew(child).version})
    assert list(child.goals.all()) == [first]


def test_an_objective_comes_with_its_first_target(cast: Cast, child: Charter, enter: Enter) -> None:
    typed = {
        "statement": "More customers", "kind": "numeric", "metric": "customers", "unit": "customers", "direction": "up",
        "baseline": "10", "baseline_on": "2026-11-01", "to": "14", "by": "2027-06-30", "owner": str(cast.nils.pk),
        "goal": str(child.goals.get().pk),
    }  # fmt: skip
    client = enter(cast.lena)
    assert client.post(new(child, "objectives"), {"version": anew(child).version, **typed}).status_code == 302
    made = child.objectives.get(statement="More customers")
    assert (made.progress.owner, made.targets.get().value) == (cast.nils, Decimal(14))
    words = " ".join(client.get(section(child, "objectives")).content.decode().split())
    assert "From 10 customers" in words
    assert "Its owner has not accepted it yet." in words


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("strategies", {"statement": "By playbooks", "kind": "other", "expected_outcome": "Found"}),
        ("tactics", {"step": "Write it", "due_on": "2027-01-01"}),
        ("services", {"name": "Playbooks", "kind": "playbook", "audiences": ["sellers"]}),
        ("measures", {"name": "Use", "dimension": "adoption", "level": "activity", "direction": "up"}),
    ],
)
def test_parts_of_every_kind_are_added(
    cast: Cast, child: Charter, enter: Enter, kind: str, typed: dict[str, Any]
) -> None:
    before = getattr(child, kind).count()
    answer = enter(cast.lena).post(new(child, kind), {"version": anew(child).version, **typed})
    assert answer.status_code == 302
    assert getattr(child, kind).count() == before + 1


def test_people_and_other_charters_are_named(cast: Cast, root: Charter, child: Charter, enter: Enter) -> None:
    client = enter(cast.lena)
    client.post(new(child, "stakeholders"), {"version": anew(child).version, "person": str(cast.olga.pk)})
    assert child.stakeholders.get().person == cast.olga
    typed = {"other": str(root.pk), "kind": "supports", "words": "Outcomes"}
    client.post(new(child, "connections"), {"version": anew(child).version, **typed})
    assert child.connections.get().other == root


def test_a_sales_mission_is_written(cast: Cast, root: Charter, enter: Enter) -> None:
    mission = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, kind=CharterKind.MISSION, parent=root)
    typed = {
        "statement": "One of the top five", "starts_on": "2026-12-01", "ends_on": "2027-01-31",
        "organisation_goal": str(root.goals.get().pk),
    }  # fmt: skip
    client = enter(cast.lena)
    assert client.post(new(mission, "sales_mission"), {"version": mission.version, **typed}).status_code == 302
    assert SalesMission.objects.everything(reason="test").get().organisation_goal == root.goals.get()
    assert "too narrow" in client.get(section(mission, "sales_mission")).content.decode()


def test_a_part_of_another_charter_is_not_there(cast: Cast, root: Charter, child: Charter, enter: Enter) -> None:
    goal: Goal = root.goals.get()
    assert enter(cast.lena).get(part(child, "goals", goal)).status_code == 404


def test_what_was_approved_names_the_way_on(cast: Cast, root: Charter, enter: Enter) -> None:
    answer = enter(cast.vera).get(section(root, "vision"))
    assert answer.status_code == 409
    assert reverse("charters:revise", args=[root.pk]) in answer.content.decode()
    assert save(enter(cast.vera), root, "vision", vision="Another").status_code == 409
    assert anew(root).vision == root.vision


def test_what_is_in_review_is_read_and_not_written(cast: Cast, child: Charter, enter: Enter) -> None:
    child.submit(by=cast.lena, at=NOON)
    answer = save(enter(cast.lena), child, "purpose", purpose="Another", principles="")
    assert answer.status_code == 409
    assert "Another" in answer.content.decode()
    assert anew(child).purpose == child.purpose


def test_only_writers_see_the_pen(cast: Cast, child: Charter, enter: Enter) -> None:
    assert enter(cast.nils).get(section(child, "vision")).status_code == 404
    assert enter(cast.stella).get(section(child, "vision")).status_code == 403

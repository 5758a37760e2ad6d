"""The dialogs of a charter's life, as pages without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.choices import CharterKind, CharterState
from charters.models import Charter, Realignment
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_factories import draft, put_into_force

Enter = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


def at(name: str, charter: Charter) -> str:
    return reverse(f"charters:{name}", args=[charter.pk])


def anew(charter: Charter) -> Charter:
    found: Charter = Charter.objects.everything(reason="test").get(pk=charter.pk)
    return found


def send(client: Client, name: str, charter: Charter, **words: Any) -> Any:
    return client.post(at(name, charter), {"version": anew(charter).version, **words})


def test_it_goes_from_draft_to_force(cast: Cast, child: Charter, enter: Enter) -> None:
    assert send(enter(cast.lena), "submit", child).status_code == 302
    assert anew(child).state == CharterState.IN_REVIEW
    assert send(enter(cast.vera), "approve", child)["Location"] == at("charter", child)
    assert anew(child).state == CharterState.APPROVED
    send(enter(cast.lena), "activate", child)
    assert anew(child).state == CharterState.ACTIVE


def test_the_dialog_is_the_same_page_as_a_fragment(cast: Cast, child: Charter, enter: Enter) -> None:
    answer = enter(cast.lena).get(at("submit", child), headers=HTMX)
    assert "<dialog" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_approving_lists_what_is_missing_and_offers_no_button(cast: Cast, root: Charter, enter: Enter) -> None:
    bare = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root)
    bare.submit(by=cast.lena, at=NOON)
    client = enter(cast.vera)
    words = client.get(at("approve", bare)).content.decode()
    assert "things are missing" in words
    assert "Say where we aim to be." in words
    assert "Approve charter" not in words
    answer = send(client, "approve", bare)
    assert answer.status_code == 409
    assert anew(bare).state == CharterState.IN_REVIEW


def test_submitting_leads_to_the_places_to_mend(cast: Cast, root: Charter, enter: Enter) -> None:
    bare = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root)
    words = enter(cast.lena).get(at("submit", bare)).content.decode()
    assert reverse("charters:section", args=[bare.pk, "vision"]) in words


@pytest.mark.parametrize("who", ["lena", "nils", "stella"])
def test_only_the_sponsor_approves(cast: Cast, child: Charter, enter: Enter, who: str) -> None:
    child.submit(by=cast.lena, at=NOON)
    answer = send(enter(getattr(cast, who)), "approve", child)
    assert answer.status_code == (404 if who == "nils" else 403)
    assert anew(child).state == CharterState.IN_REVIEW


def test_it_is_sent_back_with_a_reason(cast: Cast, child: Charter, enter: Enter) -> None:
    child.submit(by=cast.lena, at=NOON)
    client = enter(cast.vera)
    assert send(client, "send_back", child, reason="").status_code == 422
    send(client, "send_back", child, reason="Too many goals.")
    assert anew(child).state == CharterState.DRAFT


def test_what_somebody_else_changed_meanwhile_is_said(cast: Cast, child: Charter, enter: Enter) -> None:
    seen = child.version
    child.edit({"title": "Another title"}, by=cast.vera, at=NOON + timedelta(minutes=1))
    answer = enter(cast.lena).post(at("submit", child), {"version": seen})
    assert answer.status_code == 412
    assert "Text changed" in answer.content.decode()
    assert "by Vera" in answer.content.decode()


def test_revising_leads_to_the_draft(cast: Cast, root: Charter, enter: Enter) -> None:
    answer = send(enter(cast.vera), "revise", root)
    later = Charter.objects.everything(reason="test").get(lineage=root.lineage, revision=2)
    assert answer["Location"] == at("write", later)


def test_it_is_reviewed_retired_and_brought_back(cast: Cast, root: Charter, enter: Enter) -> None:
    client = enter(cast.vera)
    send(client, "review", root, note="Still right.")
    assert anew(root).reviewed_on == NOON.date()
    send(client, "retire", root, reason="")
    assert anew(root).state == CharterState.RETIRED
    send(client, "bring_back", root)
    assert anew(root).state == CharterState.APPROVED


def test_whoever_works_below_acknowledges_it_once(cast: Cast, root: Charter, enter: Enter) -> None:
    client = enter(cast.nils)
    assert send(client, "acknowledge", root).status_code == 302
    assert root.acknowledgements.get().by == cast.nils
    assert send(client, "acknowledge", root).status_code == 409


def test_it_gets_another_owner(cast: Cast, child: Charter, enter: Enter) -> None:
    send(enter(cast.lena), "entrust", child, to=str(cast.nils.pk))
    assert anew(child).owner == cast.nils


@pytest.fixture
def task(cast: Cast, root: Charter, child: Charter) -> Realignment:
    """North's charter is in force, and the one above says something new since."""
    put_into_force(child)
    later = root.revise(by=cast.vera, at=NOON)
    later.edit({"vision": "Customers name us first when they name what hurts."}, by=cast.vera, at=NOON)
    put_into_force(later, at=NOON + timedelta(days=1))
    found: Realignment = Realignment.objects.everything(reason="test").get()
    return found


def test_both_texts_stand_side_by_side(cast: Cast, task: Realignment, enter: Enter) -> None:
    words = enter(cast.lena).get(reverse("charters:realign", args=[task.pk])).content.decode()
    assert task.before.vision in words
    assert "Customers name us first" in words


@pytest.mark.parametrize("answer", ["still_valid", "adapt", "no_longer_serves"])
def test_the_three_answers(cast: Cast, task: Realignment, enter: Enter, answer: str) -> None:
    sent = {"version": task.version, "answer": answer, "reason": "We serve others now."}
    came = enter(cast.lena).post(reverse("charters:realign", args=[task.pk]), sent)
    task.refresh_from_db(from_queryset=Realignment.objects.everything(reason="test"))
    assert task.answer == answer
    assert ("/write/" in came["Location"]) == (answer == "adapt")


def test_that_it_no_longer_serves_takes_a_sentence(cast: Cast, task: Realignment, enter: Enter) -> None:
    sent = {"version": task.version, "answer": "no_longer_serves", "reason": ""}
    came = enter(cast.lena).post(reverse("charters:realign", args=[task.pk]), sent)
    assert (came.status_code, "what no longer fits" in came.content.decode()) == (422, True)


def test_a_stranger_finds_no_draft(cast: Cast, child: Charter, enter: Enter) -> None:
    for name in ("submit", "approve", "retire", "write", "entrust"):
        assert enter(cast.sam).get(at(name, child)).status_code == 404


def test_colleagues_may_read_and_not_write(cast: Cast, root: Charter, enter: Enter) -> None:
    for name in ("revise", "retire", "review", "entrust"):
        assert enter(cast.nils).get(at(name, root)).status_code == 403

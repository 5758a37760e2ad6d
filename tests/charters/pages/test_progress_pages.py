"""Objectives accepted and measured, tactics settled and moved, questions answered."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.choices import TacticState
from charters.models import Charter, ObjectiveProgress, Question, TacticProgress
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import put_into_force

Enter = Callable[[Person], Client]


@pytest.fixture
def running(cast: Cast, child: Charter) -> Charter:
    """North's charter in force; nils owns its objective and its tactic."""
    child.edit_part(child.objectives.get(), {"owner": cast.nils}, by=cast.lena, at=NOON)
    child.edit_part(child.tactics.get(), {"owner": cast.nils}, by=cast.lena, at=NOON)
    return put_into_force(child)


def tactic(charter: Charter) -> TacticProgress:
    found: TacticProgress = TacticProgress.objects.everything(reason="test").get(tactic__charter=charter)
    return found


def objective(charter: Charter) -> ObjectiveProgress:
    found: ObjectiveProgress = ObjectiveProgress.objects.everything(reason="test").get(objective__charter=charter)
    return found


def post(client: Client, name: str, pk: object, /, **typed: Any) -> Any:
    return client.post(reverse(f"charters:{name}", args=[pk]), typed)


def test_its_owner_accepts_an_objective(cast: Cast, running: Charter, enter: Enter) -> None:
    progress = objective(running)
    page = enter(cast.nils).get(reverse("charters:objective_accept", args=[progress.objective_id]))
    assert "Its owner has not accepted it yet." in page.content.decode()
    post(enter(cast.nils), "objective_accept", progress.objective_id, version=progress.version)
    assert objective(running).accepted_at == NOON


def test_nobody_accepts_for_another(cast: Cast, running: Charter, enter: Enter) -> None:
    answer = post(enter(cast.lena), "objective_accept", objective(running).objective_id, version=1)
    assert (answer.status_code, objective(running).accepted_at) == (403, None)


def test_it_is_measured_with_a_sentence_why(cast: Cast, running: Charter, enter: Enter) -> None:
    one = running.objectives.get()
    typed = {"value": "11.5", "measured_on": str(TODAY), "confidence": "medium", "why": ""}
    client = enter(cast.nils)
    assert post(client, "objective_measure", one.pk, **typed).status_code == 422
    assert post(client, "objective_measure", one.pk, **{**typed, "why": "Two teams try it."}).status_code == 302
    latest = objective(running).latest
    assert (latest.value, latest.confidence, latest.reason) == (Decimal("11.5"), "medium", "Two teams try it.")
    page = client.get(reverse("charters:charter", args=[running.pk])).content.decode()
    assert "“Two teams try it.” · own view: In doubt" in page


def test_a_measure_is_recorded_too(cast: Cast, running: Charter, enter: Enter) -> None:
    one = running.measures.first()
    typed = {"value": "3", "measured_on": str(TODAY), "confidence": "high", "why": "Counted."}
    post(enter(cast.lena), "measure_measure", one.pk, **typed)
    assert one.history().get().value == 3
    assert post(enter(cast.nils), "measure_measure", one.pk, **typed).status_code == 403


def test_an_objective_gets_another_owner(cast: Cast, running: Charter, enter: Enter) -> None:
    progress = objective(running)
    typed = {"version": progress.version, "to": str(cast.olga.pk), "reason": ""}
    post(enter(cast.lena), "objective_hand_over", progress.objective_id, **typed)
    assert objective(running).owner == cast.olga


def test_a_tactic_is_done_and_opened_again(cast: Cast, running: Charter, enter: Enter) -> None:
    one, client = tactic(running), enter(cast.nils)
    post(client, "tactic_done", one.tactic_id, version=one.version, on=str(TODAY), note="It stands.")
    assert (tactic(running).state, tactic(running).settled_on) == (TacticState.DONE, TODAY)
    post(client, "tactic_reopen", one.tactic_id, version=tactic(running).version, reason="")
    assert tactic(running).state == TacticState.OPEN


def test_a_tactic_moves_with_a_reason(cast: Cast, running: Charter, enter: Enter) -> None:
    one, later = tactic(running), TODAY + timedelta(days=200)
    client = enter(cast.nils)
    typed = {"version": one.version, "due_on": str(later)}
    assert post(client, "tactic_redate", one.tactic_id, **typed, reason="").status_code == 422
    post(client, "tactic_redate", one.tactic_id, **typed, reason="The customer asked.")
    assert (tactic(running).due_on, tactic(running).redated) == (later, 1)


def test_a_tactic_is_dropped_and_handed_over(cast: Cast, running: Charter, enter: Enter) -> None:
    one = tactic(running)
    post(enter(cast.lena), "tactic_hand_over", one.tactic_id, version=one.version, to=str(cast.olga.pk), reason="")
    assert tactic(running).owner == cast.olga
    client = enter(cast.olga)
    post(client, "tactic_drop", one.tactic_id, version=tactic(running).version, reason="Not needed.")
    assert tactic(running).state == TacticState.DROPPED


@pytest.mark.parametrize("name", ["tactic_done", "tactic_drop", "tactic_redate", "tactic_reopen", "tactic_hand_over"])
def test_others_leave_a_tactic_alone(cast: Cast, running: Charter, enter: Enter, name: str) -> None:
    assert enter(cast.olga).get(reverse(f"charters:{name}", args=[tactic(running).tactic_id])).status_code == 403


def test_a_question_is_asked_and_answered(cast: Cast, running: Charter, enter: Enter) -> None:
    post(enter(cast.rita), "ask", running.pk, text="Does it hold for Rome?")
    question = Question.objects.everything(reason="test").get()
    assert (question.asked_by, question.text) == (cast.rita, "Does it hold for Rome?")
    assert post(enter(cast.rita), "answer", question.pk, version=1, answer="Yes").status_code == 403
    page = enter(cast.lena).get(reverse("charters:answer", args=[question.pk]))
    assert "Does it hold for Rome?" in page.content.decode()
    post(enter(cast.lena), "answer", question.pk, version=question.version, answer="Not yet.")
    question.refresh_from_db(from_queryset=Question.objects.everything(reason="test"))
    assert (question.answer, question.answered_by) == ("Not yet.", cast.lena)


def test_the_pages_that_read_offer_all_this(cast: Cast, running: Charter, enter: Enter) -> None:
    words = enter(cast.nils).get(reverse("charters:charter", args=[running.pk])).content.decode()
    assert reverse("charters:objective_measure", args=[running.objectives.get().pk]) in words
    words = enter(cast.nils).get(reverse("charters:tactics")).content.decode()
    assert reverse("charters:tactic_done", args=[tactic(running).tactic_id]) in words

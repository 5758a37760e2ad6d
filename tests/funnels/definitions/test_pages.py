"""The steward's pages: the list of funnels, a version's page, the draft's editor, moving opportunities over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funnels.models import CommitmentDefinition, Funnel, FunnelMigration, Opportunity, Stage
from funnels.models.funnel import outline_of
from portal.models import Person
from tests.cast import NOON, Cast
from tests.factories import make_account, make_funnel, make_opportunity
from tests.funnels.places import anew, bring_to, stage_of

Enter = Callable[[Person], Client]
EVERY = {"reason": "test"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(cast: Cast, funnel: Funnel) -> Funnel:
    return funnel.revise(by=cast.stella, at=NOON)


def address(name: str, record: Any, **query: Any) -> str:
    return reverse(f"funnels:{name}", args=[record.pk])


def stage(funnel: Funnel, code: str) -> Stage:
    return funnel.stages.get(code=code)  # type: ignore[no-any-return]


def version(funnel: Funnel) -> int:
    found: Funnel = Funnel.objects.everything(**EVERY).get(pk=funnel.pk)
    return found.version


def filled(stage: Stage, **values: Any) -> dict[str, Any]:
    """The edit form as the page sends it."""
    sent = {
        name: getattr(stage, name)
        for name in ("name", "short_name", "purpose", "customer_phase", "level", "kind", "expected_days")
    }
    actions = "\n".join(action.text for action in stage.seller_actions.all())
    return {**sent, "actions": actions, "version": version(stage.funnel), **values}


ASKED = {
    "statement": "Sends its list",
    "required": "yes",
    "givers": ["user"],
    "evidence_kinds": ["message"],
    "lasts_days": "",
}


def test_everybody_reads_the_funnels_that_serve_them(cast: Cast, funnel: Funnel, draft: Funnel, enter: Enter) -> None:
    page = enter(cast.nils).get(reverse("funnels:funnels")).content.decode()
    assert ("How customers buy" in page, "Draft of version 2" in page, "Start from the template" in page) == (
        True,
        False,
        False,
    )
    page = enter(cast.stella).get(reverse("funnels:funnels")).content.decode()
    assert ("Draft of version 2" in page, "Start from the template" in page) == (True, True)


def test_without_a_funnel_the_list_says_how_to_begin(cast: Cast, enter: Enter) -> None:
    assert "No funnel yet" in enter(cast.stella).get(reverse("funnels:funnels")).content.decode()


def test_a_draft_is_there_for_its_stewards_only(cast: Cast, funnel: Funnel, draft: Funnel, enter: Enter) -> None:
    statuses = {
        name: enter(getattr(cast, name)).get(address("funnel", draft)).status_code
        for name in ("stella", "nils", "vera")
    }
    assert statuses == {"stella": 200, "nils": 404, "vera": 404}
    assert enter(cast.nils).get(address("funnel", funnel)).status_code == 200


def test_a_stranger_finds_nothing(cast: Cast, enter: Enter) -> None:
    own = make_funnel(cast.south)
    found = enter(cast.nils).get(address("funnel", own))
    random = enter(cast.nils).get(reverse("funnels:funnel", args=[uuid4()]))
    assert (found.status_code, random.status_code) == (404, 404)


@pytest.mark.parametrize(
    "name", ["funnel_activate", "funnel_revise", "funnel_retire", "funnel_bring_back", "funnel_enforce"]
)
def test_colleagues_who_may_not_are_told_who_may(cast: Cast, funnel: Funnel, enter: Enter, name: str) -> None:
    answer = enter(cast.vera).post(address(name, funnel), {"version": funnel.version, "enforcement": "advisory"})
    assert answer.status_code == 403
    assert "stewards" in answer.content.decode()
    assert version(funnel) == funnel.version


def test_a_funnel_is_made_from_the_template_at_once_or_to_be_looked_through(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.stella)
    sent = {"team": str(cast.oslo.pk), "name": "Oslo's own"}
    for start, state in (("at_once", "active"), ("look_first", "draft")):
        answer = browser.post(reverse("funnels:funnel_from_template"), sent | {"start": start, "name": f"Oslo {state}"})
        made = Funnel.objects.everything(**EVERY).get(name=f"Oslo {state}")
        assert (answer.status_code, made.state, made.team) == (302, state, cast.oslo)


def test_only_teams_that_one_keeps_are_offered(cast: Cast, enter: Enter) -> None:
    assert enter(cast.lena).get(reverse("funnels:funnel_from_template")).status_code == 403
    sent = {"team": str(uuid4()), "name": "Nobody's", "start": "at_once"}
    assert enter(cast.stella).post(reverse("funnels:funnel_from_template"), sent).status_code == 422


def test_the_page_says_how_many_open_opportunities_stand_where(
    cast: Cast, funnel: Funnel, draft: Funnel, opportunity: Opportunity, enter: Enter
) -> None:
    draft.activate(by=cast.stella, at=NOON)
    page = enter(cast.stella).get(address("funnel", draft)).content.decode()
    assert "1 open opportunity still stands in another version." in page
    assert "open opportunity" not in enter(cast.nils).get(address("funnel", draft)).content.decode()


def test_revising_leads_to_the_draft(cast: Cast, funnel: Funnel, enter: Enter) -> None:
    answer = enter(cast.stella).post(address("funnel_revise", funnel))
    made = Funnel.objects.everything(**EVERY).get(state="draft")
    assert answer.headers["Location"] == address("funnel", made)
    again = enter(cast.stella).post(address("funnel_revise", funnel))
    assert (again.status_code, "exists already" in again.content.decode()) == (409, True)


def test_a_stage_is_edited_and_the_lint_speaks_up(cast: Cast, draft: Funnel, enter: Enter) -> None:
    browser, found = enter(cast.stella), stage(draft, "evaluate")
    answer = browser.post(address("stage_edit", found), filled(found, name="Proposal sent", actions="Listen\n\nAsk"))
    assert answer.status_code == 302
    page = browser.get(address("funnel", draft)).content.decode()
    assert "“Proposal sent” is something we do." in page
    assert [one.text for one in stage(draft, "evaluate").seller_actions.all()] == ["Listen", "Ask"]


def test_the_lint_speaks_up_while_the_form_is_filled_in(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.stella)
    said = browser.get(reverse("funnels:definition_check", args=["stage"]), {"name": "Demo done"}).content.decode()
    assert "“Demo done” is something we do." in said
    said = browser.get(
        reverse("funnels:definition_check", args=["commitment"]), {"statement": "Is interested"}
    ).content.decode()
    assert "different things to different people" in said
    said = browser.get(
        reverse("funnels:definition_check", args=["commitment"]), {"statement": "Signs the order"}
    ).content.decode()
    assert "Clear" in said


def test_stages_and_commitments_are_added_put_in_order_and_removed(cast: Cast, draft: Funnel, enter: Enter) -> None:
    browser = enter(cast.stella)
    new = {
        "name": "Compares offers",
        "kind": "selling",
        "customer_phase": "buying",
        "level": "in",
        "actions": "",
        "version": version(draft),
    }
    assert browser.post(address("stage_new", draft), new).status_code == 302
    found = stage(draft, "compares-offers")
    assert browser.post(address("definition_new", found), ASKED | {"version": version(draft)}).status_code == 302
    one = found.definitions.get()
    assert (one.code, one.required, one.lasts_days) == ("C33", True, None)
    edit = ASKED | {"statement": "Sends both lists", "required": "no", "version": version(draft)}
    assert browser.post(address("definition_edit", one), edit).status_code == 302
    assert (found.definitions.get().statement, found.definitions.get().required) == ("Sends both lists", False)
    assert browser.post(address("stage_shift", found), {"step": "-1", "version": version(draft)}).status_code == 302
    assert [one.code for one in draft.stages.all()][3] == "compares-offers"
    assert browser.post(address("definition_remove", one), {"version": version(draft)}).status_code == 302
    assert browser.get(address("stage_remove", found)).status_code == 200
    assert browser.post(address("stage_remove", found), {"version": version(draft)}).status_code == 302
    assert draft.stages.count() == 6


def test_htmx_gets_the_changed_part_only(cast: Cast, draft: Funnel, enter: Enter) -> None:
    found = stage(draft, "define")
    sent = {"step": "-1", "version": version(draft)}
    answer = enter(cast.stella).post(address("stage_shift", found), sent, headers=HTMX)
    page = answer.content.decode()
    assert (answer.status_code, page.lstrip().startswith('<div id="editor"')) == (200, True)
    assert page.index("1 · Defines what it needs") < page.index("2 · Acknowledges an issue")


def test_somebody_elses_edit_in_between_is_shown(cast: Cast, draft: Funnel, enter: Enter) -> None:
    browser, found = enter(cast.stella), stage(draft, "define")
    seen = filled(found, name="Sizes the issue")
    browser.post(address("stage_edit", found), filled(found, name="Weighs the issue"))
    answer = browser.post(address("stage_edit", found), seen)
    page = answer.content.decode()
    assert (answer.status_code, "Somebody was quicker" in page, "It now says: Weighs the issue" in page) == (
        412,
        True,
        True,
    )
    answer = browser.post(address("stage_shift", found), {"step": "1", "version": seen["version"]})
    assert (answer.status_code, "Somebody was quicker" in answer.content.decode()) == (412, True)


def test_a_form_that_lacks_something_says_so_at_its_field(cast: Cast, draft: Funnel, enter: Enter) -> None:
    sent = {"statement": "", "required": "yes", "version": version(draft)}
    answer = enter(cast.stella).post(address("definition_new", stage(draft, "define")), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(
        words in page
        for words in ("There is a problem", "Choose who gives this commitment.", "Choose at least one kind")
    )


def test_what_is_in_use_is_not_edited_by_any_of_these_addresses(cast: Cast, funnel: Funnel, enter: Enter) -> None:
    browser, found = enter(cast.stella), stage(funnel, "define")
    one, sent = found.definitions.first(), {"version": version(funnel)}
    answers = [
        browser.post(address("stage_edit", found), filled(found, name="Waits")),
        browser.post(address("stage_new", funnel), filled(found, name="Waits")),
        browser.post(address("stage_shift", found), sent | {"step": "1"}),
        browser.post(address("stage_remove", found), sent),
        browser.post(address("definition_new", found), ASKED | sent),
        browser.post(address("definition_edit", one), ASKED | sent),
        browser.post(address("definition_shift", one), sent | {"step": "1"}),
        browser.post(address("definition_remove", one), sent),
    ]
    assert [answer.status_code for answer in answers] == [409] * 8
    assert all("Revise it" in answer.content.decode() for answer in answers)
    assert (Stage.objects.everything(**EVERY).count(), CommitmentDefinition.objects.everything(**EVERY).count()) == (
        6,
        32,
    )


def test_activating_says_what_is_missing_or_puts_it_into_use(cast: Cast, draft: Funnel, enter: Enter) -> None:
    browser = enter(cast.stella)
    definitions = CommitmentDefinition.objects.everything(**EVERY).filter(stage__funnel=draft, stage__code="define")
    definitions.update(required=False)
    page = browser.get(address("funnel", draft)).content.decode()
    assert ("Cannot be activated yet." in page, "Activate this version" in page) == (True, False)
    assert browser.post(address("funnel_activate", draft), {"version": version(draft)}).status_code == 409
    definitions.update(required=True)
    assert browser.post(address("funnel_activate", draft), {"version": version(draft)}).status_code == 302
    assert Funnel.objects.everything(**EVERY).get(pk=draft.pk).state == "active"


def test_the_rule_is_switched_by_a_button(cast: Cast, funnel: Funnel, enter: Enter) -> None:
    browser = enter(cast.stella)
    sent = {"version": funnel.version, "enforcement": "advisory"}
    assert browser.post(address("funnel_enforce", funnel), sent).status_code == 302
    assert browser.post(address("funnel_enforce", funnel), {"enforcement": "sometimes"}).status_code == 400
    assert Funnel.objects.everything(**EVERY).get(pk=funnel.pk).enforcement == "advisory"


def test_a_funnel_is_renamed_retired_and_brought_back(cast: Cast, funnel: Funnel, enter: Enter) -> None:
    browser = enter(cast.stella)
    assert (
        browser.post(address("funnel_rename", funnel), {"name": "Our way", "version": funnel.version}).status_code
        == 302
    )
    assert browser.post(address("funnel_retire", funnel), {"version": version(funnel)}).status_code == 302
    assert "out of use" in browser.get(address("funnel", funnel)).content.decode()
    assert browser.post(address("funnel_bring_back", funnel), {"version": version(funnel)}).status_code == 302
    found = Funnel.objects.everything(**EVERY).get(pk=funnel.pk)
    assert (found.name, found.state) == ("Our way", "active")


def test_opportunities_are_moved_over_after_a_preview(
    cast: Cast, funnel: Funnel, draft: Funnel, opportunity: Opportunity, enter: Enter
) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    browser = enter(cast.stella)
    browser.post(address("stage_remove", stage(draft, "define")), {"version": version(draft)})
    draft.refresh_from_db(from_queryset=Funnel.objects.everything(**EVERY))
    draft.activate(by=cast.stella, at=NOON)
    page = browser.get(address("funnel_migrate", draft)).content.decode()
    assert all(
        words in page for words in ("1 open opportunity moves", "This stage is gone", "From “Defines what it needs” to")
    )
    assert browser.post(address("funnel_migrate", draft), {"version": version(draft)}).status_code == 422
    landing = next(one for one in outline_of(draft.pk).stages if one.code == "evaluate")
    answer = browser.post(address("funnel_migrate", draft), {"version": version(draft), "to_define": str(landing.id)})
    assert (answer.status_code, stage_of(opportunity), anew(opportunity).funnel) == (302, "evaluate", draft)
    assert "Nothing to move" in browser.get(address("funnel_migrate", draft)).content.decode()


def test_many_are_moved_in_the_background_with_counted_progress(
    cast: Cast, funnel: Funnel, draft: Funnel, opportunity: Opportunity, enter: Enter, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr("funnels.views.migrating.PIECE", 0)
    draft.activate(by=cast.stella, at=NOON)
    browser = enter(cast.stella)
    with django_capture_on_commit_callbacks() as begun:
        answer = browser.post(address("funnel_migrate", draft), {"version": version(draft)})
    migration = FunnelMigration.objects.everything(**EVERY).get()
    assert answer.headers["Location"] == address("migration", migration)
    assert "0 of 1" in browser.get(address("migration", migration)).content.decode()
    assert browser.get(address("funnel_migrate", draft)).headers["Location"] == address("migration", migration)
    for callback in begun:
        callback()
    part = browser.get(address("migration", migration), headers=HTMX).content.decode()
    assert ("1 opportunity moved." in part, "<html" in part) == (True, False)
    assert enter(cast.nils).get(address("migration", migration)).status_code in (403, 404)


def test_the_list_costs_the_same_at_one_funnel_and_at_three(
    cast: Cast, funnel: Funnel, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.stella)
    with django_assert_num_queries(7):
        browser.get(reverse("funnels:funnels"))
    make_funnel(cast.north, name="North's own")
    make_funnel(cast.south, name="South's own")
    with django_assert_num_queries(7):
        browser.get(reverse("funnels:funnels"))


def test_a_draft_costs_the_same_with_few_and_with_many_opportunities(
    cast: Cast, draft: Funnel, opportunity: Opportunity, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.stella)
    with django_assert_num_queries(13):
        browser.get(address("funnel", draft))
    for name in ("Tern", "Skua"):
        bring_to(make_opportunity(cast.nils, cast.oslo, account=make_account(name)), "define", by=cast.nils)
    with django_assert_num_queries(13):
        browser.get(address("funnel", draft))

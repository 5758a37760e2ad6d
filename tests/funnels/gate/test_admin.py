"""The administration site holds configuration: no opportunity, no evidence, no history, and definitions to read only."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from funnels.models import Funnel, Opportunity, Stage
from portal.admin import site
from portal.models import Person
from tests.cast import Cast
from tests.funnels.places import stage_id, stage_of

OPEN_HERE = {"Funnel", "Stage"}


def test_only_definitions_can_be_looked_at() -> None:
    registered = {model.__name__ for model in site._registry if model._meta.app_label == "funnels"}
    assert registered <= OPEN_HERE
    assert "Opportunity" in {model.__name__ for model in apps.get_app_config("funnels").get_models()}


@pytest.mark.parametrize("model", ["opportunity", "stageevent", "customercommitment", "override"])
def test_there_is_no_address_for_what_the_gate_guards(model: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:funnels_{model}_changelist")


def test_an_administrator_changes_no_definition(
    cast: Cast, funnel: Funnel, opportunity: Opportunity, enter: Callable[[Person], Client]
) -> None:
    browser = enter(cast.adam)
    address = reverse("admin:funnels_funnel_change", args=[funnel.pk])
    assert browser.get(address).status_code == 200
    answers = [
        browser.post(address, {"name": "Mine", "state": "draft", "enforcement": "advisory"}).status_code,
        browser.post(reverse("admin:funnels_funnel_delete", args=[funnel.pk]), {"post": "yes"}).status_code,
        browser.post(reverse("admin:funnels_funnel_add"), {"name": "Mine"}).status_code,
    ]
    assert answers == [403, 403, 403]
    funnel.refresh_from_db(from_queryset=Funnel.objects.everything(reason="test"))
    assert (funnel.name, funnel.enforcement, Stage.objects.everything(reason="test").count()) == (
        "How customers buy",
        "enforced",
        6,
    )
    assert stage_of(opportunity) == "acknowledge"
    assert stage_id(opportunity, "acknowledge") == opportunity.stage_id

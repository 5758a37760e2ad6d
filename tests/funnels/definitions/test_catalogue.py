"""Product lines: everybody reads them, stewards keep them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funnels.models import Opportunity, Product
from portal.models import Event, Person
from tests.cast import NOON, Cast

Enter = Callable[[Person], Client]
LIST = "funnels:catalogue"


def test_a_steward_adds_edits_puts_away_and_brings_back(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.stella)
    assert "No product lines yet" in browser.get(reverse(LIST)).content.decode()
    sent = {"name": "Planner", "series": "Harbour", "list_price": "1200.50"}
    assert browser.post(reverse("funnels:product_new"), sent).status_code == 302
    product = Product.objects.get()
    edit = reverse("funnels:product_edit", args=[product.pk])
    assert browser.post(edit, {"name": "Planner 2", "list_price": "", "version": product.version}).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.series, product.list_price) == ("Planner 2", "", None)
    assert browser.post(edit, {"name": "Planner 3", "version": 1}).status_code == 412
    browser.post(reverse("funnels:product_archive", args=[product.pk]))
    assert "Planner 2" not in browser.get(reverse(LIST)).content.decode().split("toasts")[0]
    assert "Planner 2" in browser.get(f"{reverse(LIST)}?archived").content.decode()
    browser.post(reverse("funnels:product_restore", args=[product.pk]))
    assert sorted(Event.objects.about(product).values_list("verb", flat=True)) == [
        "added",
        "archived",
        "edited",
        "restored",
    ]
    assert Product.objects.get().archived_at is None


def test_a_name_is_there_once(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.stella)
    put_away = Product.objects.create(name="planner", archived_at=NOON)
    Product.objects.create(name="Planner")
    answer = browser.post(reverse("funnels:product_new"), {"name": "PLANNER"})
    assert (answer.status_code, "already a product line of this name" in answer.content.decode()) == (422, True)
    browser.post(reverse("funnels:product_restore", args=[put_away.pk]))
    put_away.refresh_from_db()
    assert put_away.archived_at == NOON


def test_others_read_and_do_not_write(cast: Cast, enter: Enter) -> None:
    product = Product.objects.create(name="Planner", list_price=Decimal("1200.50"))
    browser = enter(cast.nils)
    page = browser.get(reverse(LIST)).content.decode()
    assert ("Planner" in page, "Add product line" in page) == (True, False)
    answers = [
        browser.post(reverse("funnels:product_new"), {"name": "Mine"}),
        browser.post(reverse("funnels:product_edit", args=[product.pk]), {"name": "Mine", "version": 1}),
        browser.post(reverse("funnels:product_archive", args=[product.pk])),
        browser.post(reverse("funnels:product_restore", args=[product.pk])),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert Product.objects.get().name == "Planner"


def test_counts_are_of_what_one_can_read(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    product = Product.objects.create(name="Planner")
    opportunity.split({product: Decimal(100)}, by=cast.nils, at=NOON)
    link = f"?product={product.pk}"
    assert link in enter(cast.lena).get(reverse(LIST)).content.decode()
    assert link not in enter(cast.sam).get(reverse(LIST)).content.decode()


def test_it_costs_the_same_at_one_and_at_three(
    cast: Cast, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.stella)
    for names in (["Planner"], ["Radar", "Sonar"]):
        Product.objects.bulk_create(Product(name=name) for name in names)
        with django_assert_num_queries(10):
            browser.get(reverse(LIST))

"""One view, one template: pages, parts, toasts and failures."""

from collections.abc import Callable

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.test import Client

from portal.middleware import WholePageRedirects
from portal.models import Person
from portal.views.page import invalid, page, toast
from tests.cast import Cast

RequestFor = Callable[..., HttpRequest]
PART = "portal/_search_results.html"


def shown(request: HttpRequest, **kwargs: object) -> str:
    return page(request, "portal/search.html", {"short": True, "least": 2}, fragment=PART, **kwargs).content.decode()  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_person_gets_the_whole_page(request_for: RequestFor) -> None:
    assert "<!doctype html>" in shown(request_for())


@pytest.mark.django_db
def test_htmx_gets_the_part_that_changed(request_for: RequestFor) -> None:
    part = shown(request_for(part=True))
    assert "<!doctype" not in part
    assert "Type at least 2 characters" in part


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_going_to_a_page_through_htmx_gets_the_whole_page(request_for: RequestFor, header: str) -> None:
    assert "<!doctype html>" in shown(request_for(part=True, **{header: "true"}))


@pytest.mark.django_db
def test_caches_keep_page_and_part_apart(request_for: RequestFor) -> None:
    assert "HX-Request" in page(request_for(), "portal/search.html").headers["Vary"]


@pytest.mark.django_db
def test_a_failed_page_says_so_in_its_title(request_for: RequestFor) -> None:
    refused = invalid(request_for(), "portal/search.html")
    assert refused.status_code == 422
    assert "<title>Error: Search" in refused.content.decode()
    assert "<title>Search" in page(request_for(), "portal/search.html").content.decode()


@pytest.mark.django_db
def test_a_toast_stands_on_the_page_and_beside_a_part(request_for: RequestFor) -> None:
    for part in (False, True):
        request = request_for(part=part)
        toast(request, "Saved <it>.")
        drawn = shown(request)
        assert "Saved &lt;it&gt;." in drawn
        assert ('<hx-partial hx-target="#toasts"' in drawn) is part


@pytest.mark.django_db
def test_a_part_without_news_leaves_the_toasts_alone(request_for: RequestFor) -> None:
    assert "hx-partial" not in shown(request_for(part=True))


@pytest.mark.django_db
def test_a_toast_can_offer_to_undo(request_for: RequestFor) -> None:
    request = request_for()
    toast(request, "Moved.", undo_url="/opportunities/7/undo/", undo_version=4, undo_label="Move it back")
    drawn = shown(request)
    assert '<form method="post" action="/opportunities/7/undo/">' in drawn
    assert '<input type="hidden" name="version" value="4">' in drawn
    assert ">Move it back</button>" in drawn


@pytest.mark.django_db
def test_other_messages_offer_nothing_to_undo(request_for: RequestFor) -> None:
    request = request_for()
    messages.info(request, "Password changed.")
    assert "Password changed." in shown(request)
    assert "/undo/" not in shown(request)


def test_a_redirect_in_answer_to_a_part_moves_the_whole_page(request_for: RequestFor) -> None:
    answer = WholePageRedirects(lambda request: HttpResponseRedirect("/people/"))(request_for(part=True))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/people/")
    assert "Location" not in answer.headers


def test_a_redirect_of_a_page_stays_one(request_for: RequestFor) -> None:
    answer = WholePageRedirects(lambda request: HttpResponseRedirect("/people/"))(request_for())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/")


def test_signing_in_again_takes_the_whole_page(cast: Cast, client: Client) -> None:
    answer = client.get("/search/?q=oslo", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/search/%3Fq%3Doslo"


def test_the_theme_of_a_person_is_on_the_page_before_it_is_drawn(cast: Cast, enter: Callable[[Person], Client]) -> None:
    cast.nils.theme = "dark"
    cast.nils.save()
    assert '<html lang="en-gb" data-theme="dark">' in enter(cast.nils).get("/people/").content.decode()


def test_single_keys_can_be_switched_off(cast: Cast, enter: Callable[[Person], Client]) -> None:
    assert " data-keys>" in enter(cast.nils).get("/people/").content.decode()
    cast.nils.single_keys = False
    cast.nils.save()
    assert " data-keys>" not in enter(cast.nils).get("/people/").content.decode()

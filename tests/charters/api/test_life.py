"""The verbs of a charter's life over HTTP, and each refusal as a problem."""

from __future__ import annotations

from charters.models import Charter
from tests.cast import Cast
from tests.charter_factories import draft, put_into_force
from tests.charters.api.conftest import at, tag
from tests.portal.api.conftest import Api, code_of


def test_from_draft_to_the_next_version(lena: Api, vera: Api, child: Charter) -> None:
    assert lena.post(f"{at(child)}submit/", {}, If_Match=tag(child)).json()["state"] == "in_review"
    approved = vera.post(f"{at(child)}approve/", {}, If_Match=tag(child))
    assert approved.json()["state"] == "approved", approved.content
    assert approved.json()["approved_by"]["name"] == "Vera"
    assert lena.post(f"{at(child)}activate/", {}, If_Match=tag(child)).json()["state"] == "active"
    drafted = lena.post(f"{at(child)}revise/", {}, If_Match=tag(child))
    assert (drafted.status_code, drafted.json()["state"], drafted.json()["revision"]) == (201, "draft", 2)
    assert drafted["Location"].endswith(f"/{drafted.json()['id']}/")


def test_nobody_but_the_sponsor_approves(lena: Api, child: Charter) -> None:
    child.submit(by=child.owner, at=child.created_at)
    response = lena.post(f"{at(child)}approve/", {}, If_Match=tag(child))
    assert (response.status_code, code_of(response)) == (403, "sponsor-only")
    assert "Vera" in response.json()["detail"]


def test_what_is_missing_is_listed(vera: Api, cast: Cast, root: Charter) -> None:
    empty = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    empty.submit(by=cast.lena, at=empty.created_at)
    response = vera.post(f"{at(empty)}approve/", {}, If_Match=tag(empty))
    assert (response.status_code, code_of(response)) == (409, "incomplete")
    missing = response.json()["missing"]
    assert {"section": "goals", "detail": "Name at least one goal.", "part": None} in missing
    assert response.json()["detail"] == f"{len(missing)} things are missing."


def test_no_charter_before_the_one_it_serves(vera: Api, lena: Api, cast: Cast, child: Charter) -> None:
    below = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, parent=child)
    below.submit(by=cast.lena, at=below.created_at)
    response = vera.post(f"{at(below)}approve/", {}, If_Match=tag(below))
    assert (response.status_code, code_of(response)) == (409, "parent-not-approved")
    assert (response.json()["parent"], response.json()["current_parent"]) == (str(child.pk), None)


def test_it_is_sent_back_with_what_should_change(vera: Api, child: Charter) -> None:
    child.submit(by=child.owner, at=child.created_at)
    assert vera.post(f"{at(child)}send-back/", {}, If_Match=tag(child)).status_code == 400
    response = vera.post(f"{at(child)}send-back/", {"reason": "Too long."}, If_Match=tag(child))
    assert response.json()["state"] == "draft"


def test_it_is_put_away_and_brought_back(lena: Api, child: Charter) -> None:
    assert lena.post(f"{at(child)}retire/", {}, If_Match=tag(child)).json()["state"] == "retired"
    again = lena.post(f"{at(child)}retire/", {}, If_Match=tag(child))
    assert (again.status_code, code_of(again)) == (409, "wrong-state")
    assert lena.post(f"{at(child)}bring-back/", {}, If_Match=tag(child)).json()["state"] == "draft"


def test_it_is_reviewed_and_entrusted(lena: Api, cast: Cast, child: Charter) -> None:
    put_into_force(child)
    reviewed = lena.post(f"{at(child)}review/", {"note": "Holds."}, If_Match=tag(child)).json()
    assert (reviewed["reviewed_on"], reviewed["review_due_on"]) == ("2026-11-18", "2027-02-16")
    entrusted = lena.post(f"{at(child)}entrust/", {"to": str(cast.nils.pk)}, If_Match=tag(child))
    assert entrusted.json()["owner"]["name"] == "Nils"


def test_a_reader_may_not_write_what_everybody_reads(rita: Api, root: Charter) -> None:
    for verb in ("revise", "retire", "review", "activate", "approve", "submit"):
        response = rita.post(f"{at(root)}{verb}/", {}, If_Match=tag(root))
        assert response.status_code == 403, verb


def test_it_is_acknowledged_once_per_version(nils: Api, rita: Api, child: Charter) -> None:
    put_into_force(child)
    assert nils.post(f"{at(child)}acknowledge/", {}, If_Match=tag(child)).status_code == 200
    again = nils.post(f"{at(child)}acknowledge/", {}, If_Match=tag(child))
    assert (again.status_code, code_of(again)) == (409, "wrong-state")
    assert rita.post(f"{at(child)}acknowledge/", {}, If_Match=tag(child)).status_code == 403

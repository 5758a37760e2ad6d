"""A browser without JavaScript that posts what the page's own forms hold."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from funnels.models import Opportunity
from portal.models import Person
from tests.factories import definitions_of, make_contact


@pytest.fixture
def as_nils(cast, enter) -> Client:
    return enter(cast.nils)


@pytest.fixture
def evidence(opportunity: Opportunity) -> dict[str, str]:
    """What nils types after a call with Karin."""
    contact = opportunity.account.contacts.first() or make_contact(opportunity.account)
    return {
        "given_by": str(contact.pk),
        "new_giver": "",
        "new_role": "",
        "fulfilled_on": "2026-11-18",
        "kind": "message",
        "note": "“We lose two days at every port call.”",
        "reference": "",
        "version": str(opportunity.version),
    }


@pytest.fixture
def first_owed(opportunity: Opportunity) -> str:
    """Where the form for the first missing commitment posts to."""
    return f"/opportunities/{opportunity.pk}/record/?definition={definitions_of(opportunity)[0].pk}"


@pytest.fixture
def shown() -> Callable[[HttpResponse], str]:
    """The words of a page, with its white space as a reader sees it."""

    def words(response: HttpResponse) -> str:
        return " ".join(response.content.decode().split())

    return words


def address(opportunity: Opportunity, verb: str = "") -> str:
    return f"/opportunities/{opportunity.pk}/{verb}"


def anybody(name: str) -> Person:
    return Person.objects.get(name=name)

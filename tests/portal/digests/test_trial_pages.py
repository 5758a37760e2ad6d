"""What would be sent, and to look at somebody's digest: nothing is kept of it but that somebody looked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from funnels.models.funnel import outline_of
from portal.digests import promises
from portal.digests.models import Digest, Mention
from portal.digests.models.subscription import choose
from portal.digests.models.switch import pause
from portal.digests.previewing import look_at
from portal.digests.promises import Item
from portal.models import Event, Person
from tests.cast import Cast, join
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.costs import cost
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned

Enter = Callable[[Person], Client]
TRIAL, PREVIEW = "/settings/mail/trial/", "/settings/mail/preview/"
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@pytest.fixture(autouse=True)
def owing(cast: Cast) -> Iterator[None]:
    """A customer of Nils owes something, and it is Monday morning."""
    outline_of.cache_clear()
    make_funnel(cast.acme, at=MONDAY - 5 * WEEK)
    place = make_opportunity(cast.nils, cast.oslo, at=MONDAY - 5 * WEEK, account=make_account("Halden Shipping"))
    place.ask(statement="starts a trial", promised_for=date(2026, 11, 13), by=cast.nils, at=MONDAY - 4 * WEEK)
    with time_machine.travel(MONDAY, tick=False):
        yield


class TestTheDryRun:
    def test_it_counts_and_names_who_would_be_skipped_and_why(self, cast: Cast, enter: Enter) -> None:
        choose(cast.lena, by_mail=False, by=cast.lena, at=MONDAY)
        answer = enter(cast.adam).get(TRIAL)
        shown = answer.content.decode()
        trial, skipped = answer.context["trial"], {label: n for label, _fates, n in answer.context["skipped"]}
        assert trial.planned == 9 == len(answer.context["sent"]) + sum(skipped.values())
        assert cast.nils in [one.person for one in answer.context["sent"]]
        assert skipped["The person reads it on the page"] == 1
        assert skipped["There was nothing to say"] == answer.context["skipped_count"] - 1 > 0
        assert "Lena" in shown
        assert "commitment overdue" not in shown
        assert "Halden" not in shown
        assert not Digest.objects.exists()

    def test_at_another_moment(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.adam)
        assert client.get(TRIAL, {"at": "2026-11-15T12:00"}).context["trial"].planned == 0
        later = client.get(TRIAL, {"at": "2026-11-23T08:00"})
        assert later.context["trial"].planned == 9
        assert "Mon 23 Nov, 08:00" in later.content.decode()

    @pytest.mark.parametrize("moment", ["soon", "9999-12-31T23:59", "0001-01-01T00:00"])
    def test_a_moment_that_cannot_be_is_said(self, cast: Cast, enter: Enter, moment: str) -> None:
        answer = enter(cast.adam).get(TRIAL, {"at": moment})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["at"]

    def test_nobody_is_due(self, cast: Cast, enter: Enter) -> None:
        assert "Nobody is due" in enter(cast.adam).get(TRIAL, {"at": "2026-11-15T12:00"}).content.decode()

    def test_where_nothing_leaves_it_says_so(self, cast: Cast, enter: Enter) -> None:
        pause(why="The relay moves", by=cast.adam, at=MONDAY)
        assert "No mail leaves just now" in enter(cast.adam).get(TRIAL).content.decode()

    def test_more_people_cost_no_more(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.adam)
        for person in Person.objects.exclude(pk__in=[cast.nils.pk, cast.lena.pk]):
            planned(person, MONDAY, state="skipped", reason="nothing", settled_at=MONDAY)
        one = cost(client, TRIAL)
        many = cost(client, TRIAL, at="2026-11-23T08:00")
        assert one == many


class TestLookingAtADigest:
    def test_an_administrator_sees_its_shape_and_no_words(self, cast: Cast, enter: Enter) -> None:
        answer = enter(cast.adam).post(PREVIEW, {"email": "Nils@acme.example"})
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "1 commitment overdue" in shown
        assert "A line that you cannot read" in shown
        assert "3 days overdue" in shown
        assert "Halden" not in shown
        assert "trial" not in shown.replace("/trial/", "")
        assert "coaching is left out" in shown

    def test_who_reads_the_object_reads_the_line(self, cast: Cast, enter: Enter) -> None:
        join(cast.adam, cast.oslo, "member")  # type: ignore[arg-type]
        shown = enter(cast.adam).post(PREVIEW, {"email": "nils@acme.example"}).content.decode()
        assert "Halden Shipping" in shown
        assert "A line that you cannot read" not in shown

    def test_looking_leaves_an_event_and_nothing_else(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.adam)
        client.get(PREVIEW)
        assert not Event.objects.about(cast.nils).exists()
        client.post(PREVIEW, {"email": "nils@acme.example"})
        event = Event.objects.about(cast.nils).get()
        assert (event.verb, event.by) == ("digest looked at", cast.adam)
        assert not Digest.objects.exists()
        assert not Mention.objects.exists()

    def test_what_lies_between_two_is_left_out_even_where_both_are_read(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A module that settings.DIGEST_CONFIDED names says nothing here, neither in lines nor in counts."""
        spoken = ModuleType("coaching.digest")
        item = Item("x", cast.nils.pk, "Between the two", "/", due_on=date(2026, 11, 13), owner=cast.nils.pk)
        spoken.promises = lambda audience: {cast.nils.pk: [item]}  # type: ignore[attr-defined]
        spoken.theirs = lambda person, kinds: {"x": set(kinds.get("x", ()))}  # type: ignore[attr-defined]
        usual = promises.modules()
        monkeypatch.setattr(promises, "modules", lambda: [*usual, spoken])
        assert spoken.__name__ in settings.DIGEST_CONFIDED
        preview = look_at(cast.nils, by=cast.adam, at=MONDAY)
        assert (preview.subject, preview.veiled) == ("1 commitment overdue", 1)
        assert "Between" not in str(preview)

    @pytest.mark.parametrize("email", ["nobody@acme.example", "no address", ""])
    def test_whoever_is_sent_none_is_not_found(self, cast: Cast, enter: Enter, email: str) -> None:
        answer = enter(cast.adam).post(PREVIEW, {"email": email})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["email"]

    def test_it_is_for_administrators(self, cast: Cast, enter: Enter) -> None:
        answer: Any = enter(cast.lena).post(PREVIEW, {"email": "nils@acme.example"})
        assert answer.status_code == 403
        assert not Event.objects.about(cast.nils).exists()

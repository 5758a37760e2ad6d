"""The customer did what it committed to: who, when, and the evidence."""

from datetime import date, timedelta
from typing import Any

import pytest

from funnels.choices import CommitmentState, EvidenceKind
from funnels.models import Contact, CustomerCommitment, Opportunity
from funnels.refusals import WrongState
from portal.refusals import Invalid, Stale
from tests.cast import NOON, TODAY, Cast
from tests.factories import make_account, make_contact
from tests.funnels.places import anew, definition


@pytest.fixture
def karin(opportunity: Opportunity) -> Contact:
    assert opportunity.account
    return make_contact(opportunity.account)


@pytest.fixture
def asked(cast: Cast, opportunity: Opportunity) -> CustomerCommitment:
    return opportunity.ask(definition=definition(opportunity, "C02"), by=cast.nils, at=NOON)


def test_it_is_kept_with_giver_day_and_evidence(cast: Cast, asked: CustomerCommitment, karin: Contact) -> None:
    asked.fulfil(
        given_by=karin,
        kind="message",
        reference=" mail of 17 Nov ",
        fulfilled_on=date(2026, 11, 17),
        by=cast.nils,
        at=NOON,
    )
    assert (asked.state, asked.given_by, asked.fulfilled_on) == (CommitmentState.FULFILLED, karin, date(2026, 11, 17))
    assert (asked.evidence_kind, asked.evidence_reference, asked.recorded_by) == (
        "message",
        "mail of 17 Nov",
        cast.nils,
    )


def test_the_opportunity_becomes_ready(
    cast: Cast, opportunity: Opportunity, asked: CustomerCommitment, karin: Contact
) -> None:
    asked.fulfil(given_by=karin, kind="message", note="Yes, exactly.", by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (found.required_met, found.required_total, found.is_ready(TODAY)) == (1, 1, True)
    assert (found.supported_stage.code, found.next_commitment, found.last_customer_act) == ("define", None, TODAY)


@pytest.mark.parametrize(
    ("deed", "field"),
    [
        ({"given_by": None}, "given_by"),
        ({"kind": "calendar"}, "evidence.kind"),
        ({"kind": ""}, "evidence.kind"),
        ({"note": "  "}, "evidence.note"),
        ({"fulfilled_on": TODAY + timedelta(days=1)}, "fulfilled_on"),
    ],
)
def test_it_says_what_evidence_lacks(
    cast: Cast, asked: CustomerCommitment, karin: Contact, deed: dict[str, Any], field: str
) -> None:
    good = {"given_by": karin, "kind": "message", "note": "Yes, exactly."}
    with pytest.raises(Invalid) as refusal:
        asked.fulfil(by=cast.nils, at=NOON, **good | deed)
    assert list(refusal.value.errors) == [field]
    asked.refresh_from_db(from_queryset=CustomerCommitment.objects.everything(reason="test"))
    assert asked.state == CommitmentState.ASKED


def test_it_refuses_a_giver_of_another_customer(cast: Cast, asked: CustomerCommitment) -> None:
    with pytest.raises(Invalid) as refusal:
        asked.fulfil(given_by=make_contact(make_account("Tern")), kind="message", note="Yes.", by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["given_by"]


def test_one_does_not_confirm_oneself(cast: Cast, asked: CustomerCommitment, karin: Contact) -> None:
    with pytest.raises(Invalid) as refusal:
        asked.fulfil(given_by=karin, kind="verbal", note="Yes.", confirmed_by=cast.nils, by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["confirmed_by"]


@pytest.mark.parametrize(("confirmed", "lasts"), [(False, 14), (True, None)])
def test_words_alone_last_two_weeks_unless_a_second_person_heard_them(
    cast: Cast, asked: CustomerCommitment, karin: Contact, confirmed: bool, lasts: int | None
) -> None:
    asked.fulfil(
        given_by=karin,
        kind=EvidenceKind.VERBAL,
        note="Yes.",
        confirmed_by=cast.lena if confirmed else None,
        by=cast.nils,
        at=NOON,
    )
    assert asked.expires_on == (TODAY + timedelta(days=lasts) if lasts else None)


def test_evidence_ages_from_the_day_of_the_deed(cast: Cast, opportunity: Opportunity, karin: Contact) -> None:
    day = TODAY - timedelta(days=30)
    one = opportunity.record(
        definition=definition(opportunity, "C07"),
        given_by=karin,
        kind="message",
        note="The list.",
        fulfilled_on=day,
        by=cast.nils,
        at=NOON,
    )
    assert one.expires_on == day + timedelta(days=90)


def test_recording_fulfils_what_was_asked_for(
    cast: Cast, opportunity: Opportunity, asked: CustomerCommitment, karin: Contact
) -> None:
    one = opportunity.record(
        definition=asked.definition, given_by=karin, kind="message", note="Yes.", by=cast.nils, at=NOON
    )
    assert one == asked
    assert opportunity.commitments.count() == 1


def test_recording_leaves_nothing_behind_when_evidence_lacks(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(Invalid):
        opportunity.record(
            definition=definition(opportunity, "C02"), given_by=None, kind="message", note="Yes.", by=cast.nils, at=NOON
        )
    assert not opportunity.commitments.exists()


def test_it_happens_once(cast: Cast, asked: CustomerCommitment, karin: Contact) -> None:
    asked.fulfil(given_by=karin, kind="message", note="Yes.", by=cast.nils, at=NOON)
    with pytest.raises(WrongState, match="fulfilled"):
        asked.fulfil(given_by=karin, kind="message", note="Yes.", by=cast.nils, at=NOON)


def test_somebody_elses_change_in_between_refuses_it(cast: Cast, asked: CustomerCommitment, karin: Contact) -> None:
    seen = asked.version
    asked.reschedule(promised_for=TODAY + timedelta(days=3), by=cast.lena, at=NOON)
    with pytest.raises(Stale):
        asked.fulfil(given_by=karin, kind="message", note="Yes.", by=cast.nils, at=NOON, version=seen)

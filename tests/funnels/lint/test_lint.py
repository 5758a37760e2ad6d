"""The lint speaks up in words about definitions that are not the customer's."""

import uuid
from dataclasses import replace

import pytest

from funnels.choices import EvidenceKind, InfluenceRole, StageKind
from funnels.lint import CommitmentText, Severity, StageText, about, lint
from funnels.template import STAGES


def commitment(statement: str = "Confirms our written recap", **values: object) -> CommitmentText:
    facts = {"code": "C01", "required": True, "givers": [InfluenceRole.USER], "evidence_kinds": [EvidenceKind.MESSAGE]}
    return CommitmentText(id=uuid.uuid4(), statement=statement, **facts | values)  # type: ignore[arg-type]


def stage(name: str = "Evaluates options", **values: object) -> StageText:
    facts = {
        "purpose": "The customer weighs its ways.",
        "kind": StageKind.SELLING,
        "expected_days": 30,
        "commitments": [commitment(f"Tells us about {uuid.uuid4().hex}")],
    }
    return StageText(id=uuid.uuid4(), name=name, **facts | values)  # type: ignore[arg-type]


def codes(*stages: StageText, language: str = "en-gb") -> set[str]:
    return {finding.code for finding in lint(stages, language=language)}


def codes_of(one: StageText, language: str = "en-gb") -> set[str]:
    return {finding.code for finding in about(lint([one, stage()], language=language), stage=one.id)}


def test_the_template_is_without_fault() -> None:
    stages = [
        StageText(
            id=uuid.uuid4(),
            name=one.name,
            purpose=one.purpose,
            kind=one.kind,
            expected_days=one.expected_days,
            commitments=[
                commitment(c.statement, required=c.required, givers=c.givers, evidence_kinds=c.kinds)
                for c in one.commitments
            ],
        )
        for one in STAGES
    ]
    assert lint(stages, language="en-gb") == []


@pytest.mark.parametrize(
    "name",
    [
        "Proposal sent",
        "Demo done",
        "Demo given",
        "Submit proposal",
        "Conduct demonstration",
        "Overcome objections",
        "Follow-up sent",
        "Left a voicemail",
        "We present our solution",
        "Negotiation",
        "Qualification",
        "Gave demo",
        "Contract sent",
        "Salesperson calls back",
    ],
)
def test_it_knows_a_seller_action_as_a_stage(name: str) -> None:
    assert "seller_action" in codes_of(stage(name))


@pytest.mark.parametrize(
    "name",
    [
        "The customer signs",
        "Sends its requirements",
        "Co-writes the business case",
        "Has its board agree",
        "Buyer compares us",
    ],
)
def test_it_takes_the_customer_as_the_subject(name: str) -> None:
    assert codes_of(stage(name)) == set()


def test_it_asks_for_the_customers_verb() -> None:
    assert codes_of(stage("Middle of it all")) == {"no_subject"}


@pytest.mark.parametrize(
    "word", ["interested", "engaged", "good fit", "positive", "strong", "likely", "qualified", "soon", "in progress"]
)
def test_it_knows_vague_words(word: str) -> None:
    assert "vague" in codes_of(stage(f"Says it is {word}"))
    assert "vague" in codes_of(stage(commitments=[commitment(f"Says it is {word}")]))


def test_it_says_which_words_it_means() -> None:
    one = stage("Is interested")
    assert "“interested”" in about(lint([one], language="en"), stage=one.id)[0].message


def test_it_asks_for_a_purpose_of_one_sentence_and_a_duration() -> None:
    assert codes_of(stage(purpose="", expected_days=None)) == {"no_purpose", "no_duration"}
    assert codes_of(stage(purpose="One. And another.")) == {"long_purpose"}


def test_it_asks_for_something_required() -> None:
    one = stage(commitments=[commitment(required=False)])
    finding = next(f for f in lint([one, stage()], language="en") if f.code == "nothing_required")
    assert (finding.stage, finding.severity) == (one.id, Severity.BLOCKS)


def test_five_required_commitments_are_still_fine_and_six_are_many() -> None:
    five = [commitment(f"Confirms point {number}") for number in range(5)]
    assert codes_of(stage(commitments=five)) == set()
    assert codes_of(stage(commitments=[*five, commitment("Confirms point 6")])) == {"many_required"}


def test_it_asks_who_gives_a_required_commitment_and_by_which_evidence() -> None:
    assert codes_of(stage(commitments=[commitment(givers=[], evidence_kinds=[])])) == {"no_giver", "no_evidence"}
    assert codes_of(stage(commitments=[commitment(evidence_kinds=[EvidenceKind.VERBAL])])) == {"only_verbal"}


def test_it_notices_the_same_commitment_twice() -> None:
    first, second = (
        stage(commitments=[commitment("Signs the contract")]),
        stage(commitments=[commitment("signs the contract ")]),
    )
    assert codes(first, second) == {"twice", "no_decision"}


def test_it_wants_the_decision_after_selling_and_before_the_order() -> None:
    selling, deciding, after = stage(), stage(kind=StageKind.DECIDING), stage(kind=StageKind.AFTER_ORDER)
    assert codes(selling, deciding, after) == set()
    assert codes(deciding, selling, after) == {"order"}
    assert codes(selling, after) == {"few_stages", "no_decision"}
    assert codes() == {"few_stages"}


def test_each_language_has_its_own_words_and_an_unknown_one_has_none() -> None:
    confirmed = [commitment("Bestätigt das Protokoll")]
    assert codes_of(stage("Angebot verschickt", commitments=confirmed), language="de") == {"seller_action"}
    assert codes_of(stage("Prüft die Möglichkeiten", commitments=confirmed), language="de-at") == set()
    assert codes_of(stage("Demo done"), language="nb") == set()


def test_findings_name_their_place() -> None:
    bad = commitment("Proposal sent")
    one = stage(commitments=[bad])
    finding = next(f for f in lint([one], language="en") if f.code == "seller_action")
    assert (finding.stage, finding.definition) == (one.id, bad.id)
    assert about([replace(finding, stage=None)], stage=one.id) == []

"""Whether the charters fit together: the twelve checks over all that you read, and the tree that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from charters.aligned import aligned
from charters.cascade import Node, forest
from charters.choices import CharterKind, CharterState
from charters.findings import Check, Finding, Severity
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.doors import PERSONAL

CHECKS = [(check.value, check.label) for check in Check]
SEVERITIES = [(severity.value, severity.value) for severity in Severity]


class CheckShape(serializers.Serializer[Any]):
    check = serializers.ChoiceField(choices=CHECKS)
    says = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITIES)
    findings = serializers.IntegerField()


class FindingShape(serializers.Serializer[Any]):
    """`charter` and its `section` are the place to mend; `part` the goal, objective, strategy, tactic or priority."""

    check = serializers.ChoiceField(choices=CHECKS)
    severity = serializers.ChoiceField(choices=SEVERITIES)
    sentence = serializers.CharField()
    charter = serializers.UUIDField(allow_null=True)
    section = serializers.CharField()
    part = serializers.UUIDField(allow_null=True)


class AlignmentShape(serializers.Serializer[Any]):
    """`score` is the share of checks without a finding, errors weighing three; null where there is nothing to check."""

    score = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    checks = CheckShape(many=True)
    findings = FindingShape(many=True)


class AlignmentOfAll(Resource):
    """Over the present version of each charter that you read, and the published priorities."""

    door = PERSONAL
    shape = AlignmentShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        _cards, alignment = aligned(self.person, self.person.today())
        score = alignment.score
        return answer(
            {
                "score": None if score is None else round(score, 4),
                "checks": list(counted(alignment.findings)),
                "findings": [told(one) for one in alignment.findings],
            }
        )


def counted(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Every check, those that found nothing included."""
    counts = Counter(one.check for one in findings)
    for check in Check:
        yield {"check": check, "says": check.label, "severity": check.severity, "findings": counts[check]}


def told(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "severity": one.severity,
        "sentence": one.sentence,
        "charter": one.charter,
        "section": one.section,
        "part": one.part,
    }


class NodeShape(serializers.Serializer[Any]):
    """`parent` is the node above, null for a root; `unsupported` counts objectives that nobody below works on."""

    id = serializers.UUIDField()
    lineage = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=CharterKind.choices)
    state = serializers.ChoiceField(choices=CharterState.choices)
    revision = serializers.IntegerField()
    team = serializers.UUIDField()
    parent = serializers.UUIDField(allow_null=True)
    depth = serializers.IntegerField()
    stale = serializers.BooleanField()
    unsupported = serializers.IntegerField()
    warnings = serializers.IntegerField()

    def get_fields(self) -> Any:
        """`errors` is a name of the base's own."""
        return {**super().get_fields(), "errors": serializers.IntegerField()}


class TreeShape(serializers.Serializer[Any]):
    nodes = NodeShape(many=True, help_text="From the roots down, each before those that serve it.")


class Tree(Resource):
    """The present version of each charter that you read, below the one that it serves."""

    door = PERSONAL
    shape = TreeShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        cards, alignment = aligned(self.person, self.person.today())
        return answer({"nodes": list(branches(forest(cards, alignment)))})


def branches(roots: Sequence[Node]) -> Iterator[dict[str, Any]]:
    """From the roots down, each before those that serve it."""
    waiting: list[tuple[Node, Node | None, int]] = [(one, None, 0) for one in reversed(roots)]
    while waiting:
        node, above, depth = waiting.pop()
        yield of_node(node, above, depth)
        waiting += [(one, node, depth + 1) for one in reversed(node.children)]


def of_node(node: Node, above: Node | None, depth: int) -> dict[str, Any]:
    one, marks = node.card, node.own
    return {
        "id": one.id,
        "lineage": one.lineage,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "revision": one.revision,
        "team": one.team,
        "parent": above.card.id if above else None,
        "depth": depth,
        "stale": marks.stale > 0,
        "unsupported": marks.unsupported,
        "errors": marks.errors,
        "warnings": marks.warnings,
    }

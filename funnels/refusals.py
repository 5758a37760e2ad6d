"""The funnel's own refusals, each listing what would be needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funnels.standing import Criterion
from portal.refusals import Refusal, WrongState

__all__ = ["CommitmentsMissing", "ManagersOnly", "WrongState", "as_missing"]


def as_missing(criterion: Criterion) -> dict[str, Any]:
    """How page and API name a commitment that the customer still owes."""
    return {
        "definition": criterion.definition.id,
        "code": criterion.definition.code,
        "statement": criterion.definition.statement,
        "stage": criterion.stage.id,
        "state": str(criterion.state),
        "givers": list(criterion.definition.givers),
    }


class CommitmentsMissing(Refusal):
    """The customer has not committed to what leaving the stage takes (HTTP 409)."""

    code = "commitments-missing"

    def __init__(self, missing: Sequence[Criterion]):
        count = len(missing)
        super().__init__(
            ngettext("%(count)d customer commitment is missing.", "%(count)d customer commitments are missing.", count)
            % {"count": count},
            extra={"missing": [as_missing(criterion) for criterion in missing]},
        )
        self.missing = list(missing)


class ManagersOnly(Refusal):
    """An override is a manager's to give (HTTP 403)."""

    code = "managers-only"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Only managers of this team or of a team above can move without the customer's commitments.")
        )

"""What the database itself keeps of the charters, whoever writes to it.

What was approved never changes: neither its texts nor its parts. No charter is approved before the one it serves.
A published brief stays as it was published. Progress lies in tables of its own, which are left alone.
"""

from typing import Final

from charters.models.brief import ANSWERS
from charters.models.drafting import EDITABLE
from portal.dbrules import Rule, fixed_columns, frozen, refuse

FIXED = "what an approved charter says never changes: revise it"
PUBLISHED = "what a published brief says never changes: revise it"
UNSUPPORTED = "a charter is approved only after the one it serves"

OF_CHARTER = "{row}.charter_id"
OF_OBJECTIVE = "(SELECT above.charter_id FROM charters_objective AS above WHERE above.id = {row}.objective_id)"
OF_BRIEF = "{row}.brief_id"
OF_PRIORITY = "(SELECT above.brief_id FROM charters_strategicpriority AS above WHERE above.id = {row}.priority_id)"

APPROVED: Final = {"homes": "charters_charter", "fixed": "home.approved_at IS NOT NULL", "words": FIXED}
IN_FORCE: Final = {"homes": "charters_strategybrief", "fixed": "home.published_at IS NOT NULL", "words": PUBLISHED}

PARTS = ("goal", "objective", "strategy", "tactic", "service", "measure", "stakeholder", "connection", "salesmission")
IDENTITY = ("team_id", "kind", "lineage", "revision", "approved_at", "approved_by_id")
COLUMNS = {"parent": "parent_id", "sponsor": "sponsor_id"}
CHARTER = (*IDENTITY, *(COLUMNS.get(name, name) for name in EDITABLE if name != "owner"))
BRIEF = ("team_id", "title", *ANSWERS, "lineage", "revision", "published_at", "published_by_id")


def approved_after_parent(verb: str, before: str) -> Rule:
    """`before` is a condition for a row that was not approved yet."""
    lacking = f"""
        NEW.approved_at IS NOT NULL AND {before} AND (NEW.parent_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM charters_charter AS above WHERE above.id = NEW.parent_id AND above.approved_at IS NOT NULL)
        OR NEW.parent_id IS NULL AND NEW.kind <> 'organisation')
    """
    return Rule(
        name=f"charters_charter_after_its_parent_{verb.lower()}",
        table="charters_charter",
        when=f"BEFORE {verb}",
        postgresql=f"IF {lacking} THEN {refuse(UNSUPPORTED)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{UNSUPPORTED}') WHERE {lacking};",
    )


RULES = [
    *fixed_columns(
        "charters_charter", CHARTER, since="approved_at", never="'draft', 'in_review'", words=FIXED
    ),
    *fixed_columns("charters_strategybrief", BRIEF, since="published_at", never="'draft'", words=PUBLISHED),
    approved_after_parent("INSERT", "TRUE"),
    approved_after_parent("UPDATE", "OLD.approved_at IS NULL"),
    *(rule for part in PARTS for rule in frozen(f"charters_{part}", OF_CHARTER, **APPROVED)),
    *frozen("charters_target", OF_OBJECTIVE, **APPROVED),
    *frozen("charters_strategicpriority", OF_BRIEF, **IN_FORCE),
    *frozen("charters_mixtarget", OF_PRIORITY, **IN_FORCE),
]  # fmt: skip

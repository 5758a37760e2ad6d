"""What the database itself keeps of the digests, whoever writes to it.

Their states only go forward, and what is final stays. What was offered to a mail server keeps its bytes; once its answer
is known they may be forgotten.
"""

from typing import Final

from portal.dbrules import Rule, append_only, refuse

BACKWARD = "a digest only goes forward"
OFFERED = "what was offered to the mail server keeps its bytes"
NEEDED = "the bytes of a mail are kept until its answer is known"
SAME = "a digest keeps its recipient and its week"
STAYS = "a digest stays"

STEPS: Final = {
    "planned": ("rendered", "skipped", "failed"),
    "rendered": ("sending", "skipped", "failed"),
    "sending": ("sent", "skipped", "failed", "uncertain"),
}
IDENTITY = ("recipient_id", "kind", "week", "due_at", "planned_at")
BYTES = ("message_id", "subject", "address", "rendered_at")
FINAL = "OLD.state IN ('sent', 'skipped', 'failed', 'uncertain')"

FORWARD = " OR ".join(
    f"OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(one) for one in after)})"
    for before, after in STEPS.items()
)


def changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in columns)


def held(name: str, broken: str, words: str) -> Rule:
    """`broken` is a condition in which {differs} stands for the database's own way to compare what may be null."""
    return Rule(
        name=f"digests_digest_{name}",
        table="digests_digest",
        when="BEFORE UPDATE",
        postgresql=f"IF {broken.format(differs='IS DISTINCT FROM')} THEN {refuse(words)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE {broken.format(differs='IS NOT')};",
    )


RULES = [
    held("forward", f"NEW.state <> OLD.state AND NOT ({FORWARD})", BACKWARD),
    held("same", changed(IDENTITY, "{differs}"), SAME),
    held(
        "offered",
        f"(OLD.offered_at IS NOT NULL OR {FINAL}) AND ({changed(BYTES, '{differs}')}"
        " OR NEW.mime {differs} OLD.mime AND NEW.mime IS NOT NULL)",
        OFFERED,
    ),
    held(
        "needed",
        f"OLD.mime IS NOT NULL AND NEW.mime IS NULL AND (NEW.offered_at IS NOT NULL OR NOT ({FINAL})"
        " OR NEW.state = 'uncertain' AND NEW.answered_at IS NULL)",
        NEEDED,
    ),
    Rule(
        name="digests_digest_stays",
        table="digests_digest",
        when="BEFORE DELETE",
        postgresql=refuse(STAYS),
        sqlite=f"SELECT RAISE(ABORT, '{STAYS}');",
    ),
    *append_only("digests_offer"),
    *append_only("digests_usedlink"),
]

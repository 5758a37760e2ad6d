"""What the database itself keeps of the funnel, whoever writes to it.

Every opportunity begins in the first stage. No stage without a move that says so; no move ahead without the
customer's commitments, a manager's override or an advisory funnel; no claim of the CRM's passed off as evidence;
no change to the definitions of a funnel that is or was in use.
"""

from typing import Final

from portal.dbrules import Rule, frozen, refuse

UNTOLD = "a stage or status changes only together with its stage event"
UNSUPPORTED = "an opportunity moves ahead only with its required customer commitments"
ELSEWHERE = "an opportunity stands in a stage of its own funnel"
CLAIMED = "what was closed per CRM stays so until it is reopened"
FROZEN = "the definitions of a funnel in use never change: revise it"
KEPT = "a funnel that was in use stays"

# A plan made while the table was young must not walk all events of a stage later: only the key is there to search by.
MATCHES = """
    SELECT 1 FROM funnels_stageevent AS move
     WHERE move.id = NEW.last_move_id AND CASE WHEN move.opportunity_id = NEW.id
       AND move.to_stage_id = NEW.stage_id AND move.to_status = NEW.status THEN 1 ELSE 0 END = 1
"""

# A history cannot be written before its commitments are: whatever was further on elsewhere moves up step by step.
BEGINS = """
    SELECT 1 FROM funnels_stageevent AS move
     WHERE move.id = NEW.last_move_id AND (
           move.kind = 'opened' AND NEW.status = 'open'
        OR move.kind = 'imported' AND NEW.status <> 'open' AND NEW.closed_per_crm)
       AND (SELECT stage.funnel_id FROM funnels_stage AS stage WHERE stage.id = NEW.stage_id) = NEW.funnel_id
       AND NOT EXISTS (
        SELECT 1 FROM funnels_stage AS stage JOIN funnels_stage AS earlier ON earlier.funnel_id = stage.funnel_id
         WHERE stage.id = NEW.stage_id AND earlier.position < stage.position)
"""

AT_HOME = """
    SELECT 1 FROM funnels_stage AS stage JOIN funnels_funnel AS funnel ON funnel.id = stage.funnel_id
     WHERE stage.id = NEW.stage_id AND stage.funnel_id = NEW.funnel_id AND funnel.state <> 'draft'
"""

# Moves that need no evidence: what the CRM claims about the end, and taking back the last move.
# A win that rests on nothing else stays marked as the CRM's.
EXCUSED = """
    (move.kind = 'imported' AND NEW.stage_id = OLD.stage_id
     OR move.kind = 'undone' AND EXISTS (
        SELECT 1 FROM funnels_stageevent AS last
         WHERE last.id = OLD.last_move_id AND last.from_stage_id = NEW.stage_id AND last.from_status = NEW.status)
    ) AND (NEW.status <> 'won' OR OLD.status = 'won' OR NEW.closed_per_crm)
    OR funnel.enforcement = 'advisory'
    OR EXISTS (SELECT 1 FROM funnels_override AS override
                WHERE override.id = move.override_id AND override.opportunity_id = NEW.id
                  AND override.from_stage_id = OLD.stage_id)
"""

# An open opportunity goes on in another version of its funnel no further ahead than its stage, or, where that is
# gone, than the next one that both versions have.
MIGRATES = """
    SELECT 1 FROM funnels_stageevent AS move
      JOIN funnels_stage AS target ON target.id = NEW.stage_id
      JOIN funnels_funnel AS version ON version.id = NEW.funnel_id
      JOIN funnels_funnel AS former ON former.id = OLD.funnel_id AND former.lineage = version.lineage
     WHERE move.id = NEW.last_move_id AND move.kind = 'migrated' AND OLD.status = 'open' AND NEW.status = 'open'
       AND target.position <= COALESCE(
        (SELECT later.position FROM funnels_stage AS here
           JOIN funnels_stage AS stage ON stage.funnel_id = here.funnel_id AND stage.position >= here.position
           JOIN funnels_stage AS later ON later.code = stage.code AND later.funnel_id = NEW.funnel_id
          WHERE here.id = OLD.stage_id AND stage.kind <> 'after_order' AND later.kind <> 'after_order'
          ORDER BY stage.position LIMIT 1),
        (SELECT MAX(stage.position) FROM funnels_stage AS stage
          WHERE stage.funnel_id = NEW.funnel_id AND stage.kind <> 'after_order'))
"""


def lacking(yesterday: str) -> str:
    """A required commitment of a stage being left, without evidence that held at the time of the move.

    `yesterday` is the day before the move in UTC: where the actor is, it may still be that day.
    """
    return f"""
    SELECT 1 FROM funnels_stageevent AS move
      JOIN funnels_funnel AS funnel ON funnel.id = OLD.funnel_id
      JOIN funnels_stage AS here ON here.id = OLD.stage_id
      JOIN funnels_stage AS target ON target.id = NEW.stage_id
      JOIN funnels_stage AS stage ON stage.funnel_id = OLD.funnel_id AND stage.position >= here.position
       AND (stage.position < target.position
            OR stage.kind <> 'after_order' AND NEW.status = 'won' AND OLD.status <> 'won')
      JOIN funnels_commitmentdefinition AS definition ON definition.stage_id = stage.id AND definition.required
     WHERE move.id = NEW.last_move_id AND NEW.funnel_id = OLD.funnel_id AND NOT ({EXCUSED})
       AND NOT EXISTS (
        SELECT 1 FROM funnels_customercommitment AS commitment
         WHERE commitment.opportunity_id = NEW.id
           AND CASE WHEN commitment.definition_id = definition.id THEN commitment.state ELSE '' END = 'fulfilled'
           AND (commitment.expires_on IS NULL OR commitment.expires_on >= {yesterday}))
    """


LACKING_POSTGRESQL = lacking("(move.at AT TIME ZONE 'UTC')::date - 1")
LACKING_SQLITE = lacking("date(move.at, '-1 day')")
MOVED_POSTGRESQL = (
    "(NEW.stage_id, NEW.status, NEW.funnel_id) IS DISTINCT FROM (OLD.stage_id, OLD.status, OLD.funnel_id)"
)
MOVED_SQLITE = "(NEW.stage_id <> OLD.stage_id OR NEW.status <> OLD.status OR NEW.funnel_id <> OLD.funnel_id)"
WASHED = "OLD.closed_per_crm AND NOT NEW.closed_per_crm AND NEW.status <> 'open'"


MOVES = [
    Rule(
        name="funnels_opportunity_opens_in_the_first_stage",
        table="funnels_opportunity",
        when="BEFORE INSERT",
        postgresql=f"IF NOT EXISTS ({MATCHES}) OR NOT EXISTS ({BEGINS}) THEN {refuse(UNTOLD)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{UNTOLD}') WHERE NOT EXISTS ({MATCHES}) OR NOT EXISTS ({BEGINS});",
    ),
    Rule(
        name="funnels_opportunity_moves_by_event",
        table="funnels_opportunity",
        when="BEFORE UPDATE OF stage_id, status, last_move_id",
        postgresql=f"""
            IF (NEW.stage_id, NEW.status, NEW.last_move_id) IS DISTINCT FROM (OLD.stage_id, OLD.status, OLD.last_move_id)
               AND (NEW.last_move_id = OLD.last_move_id OR NOT EXISTS ({MATCHES}))
            THEN {refuse(UNTOLD)} END IF;
            RETURN NEW;
        """,
        sqlite=f"""
            SELECT RAISE(ABORT, '{UNTOLD}')
             WHERE (NEW.stage_id <> OLD.stage_id OR NEW.status <> OLD.status OR NEW.last_move_id <> OLD.last_move_id)
               AND (NEW.last_move_id = OLD.last_move_id OR NOT EXISTS ({MATCHES}));
        """,
    ),
    Rule(
        name="funnels_opportunity_passes_the_gate",
        table="funnels_opportunity",
        when="BEFORE UPDATE OF stage_id, status, funnel_id",
        postgresql=f"""
            IF {MOVED_POSTGRESQL} THEN
                IF NOT EXISTS ({AT_HOME}) THEN {refuse(ELSEWHERE)} END IF;
                IF NEW.funnel_id <> OLD.funnel_id AND NOT EXISTS ({MIGRATES}) THEN {refuse(UNSUPPORTED)} END IF;
                IF EXISTS ({LACKING_POSTGRESQL}) THEN {refuse(UNSUPPORTED)} END IF;
            END IF;
            RETURN NEW;
        """,
        sqlite=f"""
            SELECT RAISE(ABORT, '{ELSEWHERE}') WHERE {MOVED_SQLITE} AND NOT EXISTS ({AT_HOME});
            SELECT RAISE(ABORT, '{UNSUPPORTED}') WHERE NEW.funnel_id <> OLD.funnel_id AND NOT EXISTS ({MIGRATES});
            SELECT RAISE(ABORT, '{UNSUPPORTED}') WHERE {MOVED_SQLITE} AND EXISTS ({LACKING_SQLITE});
        """,
    ),
    Rule(
        name="funnels_opportunity_claim_stays",
        table="funnels_opportunity",
        when="BEFORE UPDATE OF closed_per_crm",
        postgresql=f"IF {WASHED} THEN {refuse(CLAIMED)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{CLAIMED}') WHERE {WASHED};",
    ),
]

FUNNEL_OF_STAGE = "{row}.funnel_id"
FUNNEL_OF_PART = "(SELECT stage.funnel_id FROM funnels_stage AS stage WHERE stage.id = {row}.stage_id)"
IN_USE: Final = {"homes": "funnels_funnel", "fixed": "home.state <> 'draft'", "words": FROZEN}

DEFINITIONS = [
    *frozen("funnels_stage", FUNNEL_OF_STAGE, **IN_USE),
    *frozen("funnels_commitmentdefinition", FUNNEL_OF_PART, **IN_USE),
    *frozen("funnels_selleraction", FUNNEL_OF_PART, **IN_USE),
    Rule(
        name="funnels_funnel_never_a_draft_again",
        table="funnels_funnel",
        when="BEFORE UPDATE OF state, activated_at",
        postgresql=f"""
            IF OLD.activated_at IS NOT NULL AND (NEW.activated_at IS NULL OR NEW.state = 'draft')
            THEN {refuse(KEPT)} END IF;
            RETURN NEW;
        """,
        sqlite=f"""
            SELECT RAISE(ABORT, '{KEPT}')
             WHERE OLD.activated_at IS NOT NULL AND (NEW.activated_at IS NULL OR NEW.state = 'draft');
        """,
    ),
    Rule(
        name="funnels_funnel_stays",
        table="funnels_funnel",
        when="BEFORE DELETE",
        postgresql=f"IF OLD.activated_at IS NOT NULL THEN {refuse(KEPT)} END IF; RETURN OLD;",
        sqlite=f"SELECT RAISE(ABORT, '{KEPT}') WHERE OLD.activated_at IS NOT NULL;",
    ),
]

RULES = [*MOVES, *DEFINITIONS]

"""What the database itself keeps of the funnel: no stage without a move that says so."""

from portal.dbrules import Rule

WORDS = "a stage or status changes only together with its stage event"

MATCHES = """
    SELECT 1 FROM funnels_stageevent AS move
     WHERE move.id = NEW.last_move_id AND move.opportunity_id = NEW.id
       AND move.to_stage_id = NEW.stage_id AND move.to_status = NEW.status
"""

BEGINS = """
    SELECT 1 FROM funnels_stageevent AS move JOIN funnels_stage AS stage ON stage.id = move.to_stage_id
     WHERE move.opportunity_id = NEW.id AND (move.kind = 'imported' OR move.kind = 'opened' AND NOT EXISTS (
        SELECT 1 FROM funnels_stage AS earlier
         WHERE earlier.funnel_id = stage.funnel_id AND earlier.position < stage.position))
"""

RULES = [
    Rule(
        name="funnels_opportunity_opens_in_the_first_stage",
        table="funnels_opportunity",
        when="BEFORE INSERT",
        postgresql=f"""
            IF NOT EXISTS ({MATCHES}) OR NOT EXISTS ({BEGINS}) THEN
                RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        """,
        sqlite=f"SELECT RAISE(ABORT, '{WORDS}') WHERE NOT EXISTS ({MATCHES}) OR NOT EXISTS ({BEGINS});",
    ),
    Rule(
        name="funnels_opportunity_moves_by_event",
        table="funnels_opportunity",
        when="BEFORE UPDATE OF stage_id, status, last_move_id",
        postgresql=f"""
            IF (NEW.stage_id, NEW.status, NEW.last_move_id) IS DISTINCT FROM (OLD.stage_id, OLD.status, OLD.last_move_id)
               AND (NEW.last_move_id = OLD.last_move_id OR NOT EXISTS ({MATCHES}))
            THEN
                RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        """,
        sqlite=f"""
            SELECT RAISE(ABORT, '{WORDS}')
             WHERE (NEW.stage_id <> OLD.stage_id OR NEW.status <> OLD.status OR NEW.last_move_id <> OLD.last_move_id)
               AND (NEW.last_move_id = OLD.last_move_id OR NOT EXISTS ({MATCHES}));
        """,
    ),
]

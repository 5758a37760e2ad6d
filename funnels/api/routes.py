"""The addresses of the funnels' resources."""

from funnels.api.accounts import Accounts
from funnels.api.boards import Board
from funnels.api.bulk import Bulk
from funnels.api.commitments import Commitments, CommitmentsOfOpportunity
from funnels.api.contacts import Contacts
from funnels.api.funnels import Funnels
from funnels.api.imports import Imports
from funnels.api.influences import Influences
from funnels.api.kinds import PROBLEMS
from funnels.api.meetings import Meetings
from funnels.api.migrations import Migrations
from funnels.api.opportunities import Opportunities
from funnels.api.overrides import Overrides
from funnels.api.products import Products
from funnels.api.receipts import Receipts
from funnels.api.upserting import Upsert
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]

PART = "opportunities/<uuid:opportunity>"


def register(router: Router) -> None:
    router.add("accounts", Accounts)
    router.add("contacts", Contacts)
    router.add("products", Products)
    router.add("opportunities", Opportunities)
    router.alone("opportunities/bulk", Bulk, "opportunities-bulk")
    router.alone("opportunities/upsert", Upsert, "opportunities-upsert")
    router.add(f"{PART}/commitments", CommitmentsOfOpportunity, "opportunity-commitments")
    router.add(f"{PART}/influences", Influences, "opportunity-influences")
    router.add(f"{PART}/meetings", Meetings, "opportunity-meetings")
    router.add("commitments", Commitments)
    router.add("overrides", Overrides)
    router.add("funnels", Funnels)
    router.add("funnels/<uuid:funnel>/migrations", Migrations, "funnel-migrations")
    router.add("imports", Imports)
    router.add("import-receipts", Receipts)
    router.alone("teams/<uuid:team>/board", Board, "team-board")

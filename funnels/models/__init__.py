from funnels.models.account import Account, Contact, Product
from funnels.models.commitment import CustomerCommitment
from funnels.models.funnel import CommitmentDefinition, Funnel, SellerAction, Stage
from funnels.models.funnel_migration import FunnelMigration
from funnels.models.importing import ImportBatch, ImportChunk, ImportReceipt, ImportSource
from funnels.models.influence import BuyingInfluence
from funnels.models.meeting import CustomerMeeting
from funnels.models.opportunity import Collaboration, Opportunity, OpportunityLine
from funnels.models.snapshot import FunnelSnapshot
from funnels.models.stage_event import Override, StageEvent

__all__ = [
    "Account",
    "BuyingInfluence",
    "Collaboration",
    "CommitmentDefinition",
    "Contact",
    "CustomerCommitment",
    "CustomerMeeting",
    "Funnel",
    "FunnelMigration",
    "FunnelSnapshot",
    "ImportBatch",
    "ImportChunk",
    "ImportReceipt",
    "ImportSource",
    "Opportunity",
    "OpportunityLine",
    "Override",
    "Product",
    "SellerAction",
    "Stage",
    "StageEvent",
]

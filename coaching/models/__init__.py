from coaching.models.absence import Absence
from coaching.models.cadence import Cadence
from coaching.models.commitment import CoachingCommitment
from coaching.models.session import CoachingSession, SessionOpportunity
from coaching.models.standard import CoachingStandard
from coaching.models.words import CommitmentWords, PrivateNote, ReadingGrant, SessionWords

__all__ = [
    "Absence",
    "Cadence",
    "CoachingCommitment",
    "CoachingSession",
    "CoachingStandard",
    "CommitmentWords",
    "PrivateNote",
    "ReadingGrant",
    "SessionOpportunity",
    "SessionWords",
]

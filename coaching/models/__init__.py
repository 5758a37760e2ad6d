from coaching.models.absence import Absence
from coaching.models.adoption import PracticeAdoption
from coaching.models.cadence import Cadence
from coaching.models.commitment import CoachingCommitment
from coaching.models.day import CoachedDay
from coaching.models.feedback import (
    FeedbackBallot,
    FeedbackBox,
    FeedbackCycle,
    FeedbackFromAbove,
    FeedbackResult,
    FeedbackTemplate,
)
from coaching.models.observation import Observation
from coaching.models.observation_form import ObservationForm, ObservationItem
from coaching.models.observation_words import ObservationWords
from coaching.models.practice import BestPractice
from coaching.models.served import SessionPriority
from coaching.models.session import CoachingSession, SessionOpportunity
from coaching.models.standard import CoachingStandard
from coaching.models.voice import PracticeVoice
from coaching.models.weak_verbs import WeakVerbs
from coaching.models.words import CommitmentWords, PrivateNote, ReadingGrant, SessionWords

__all__ = [
    "Absence",
    "BestPractice",
    "Cadence",
    "CoachedDay",
    "CoachingCommitment",
    "CoachingSession",
    "CoachingStandard",
    "CommitmentWords",
    "FeedbackBallot",
    "FeedbackBox",
    "FeedbackCycle",
    "FeedbackFromAbove",
    "FeedbackResult",
    "FeedbackTemplate",
    "Observation",
    "ObservationForm",
    "ObservationItem",
    "ObservationWords",
    "PracticeAdoption",
    "PracticeVoice",
    "PrivateNote",
    "ReadingGrant",
    "SessionOpportunity",
    "SessionPriority",
    "SessionWords",
    "WeakVerbs",
]

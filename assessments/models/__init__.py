"""The rows of the instrument, and what people answered."""

from assessments.models.attempt import Attempt, EncodedAnswers
from assessments.models.background import BackgroundFact, Evidence, EvidenceBonus, FactOption
from assessments.models.instrument import Item, ResponseOption, ScoringSettings
from assessments.models.peer_feedback import FeedbackSummary, Invitation, Share
from assessments.models.plan import KeptPlan, Step, StepGain, StepResource
from assessments.models.statistics import EditionSums, Impact, QuarterSums, ResearchExport
from assessments.models.study import Panel, StudyAnswer

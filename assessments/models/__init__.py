"""The rows of the instrument, and what people answered."""

from assessments.models.attempt import Attempt
from assessments.models.background import BackgroundFact, Evidence, EvidenceBonus, FactOption
from assessments.models.instrument import Item, ResponseOption, ScoringSettings

__all__ = [
    "Attempt",
    "BackgroundFact",
    "Evidence",
    "EvidenceBonus",
    "FactOption",
    "Item",
    "ResponseOption",
    "ScoringSettings",
]

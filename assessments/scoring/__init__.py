"""The scoring core: answers and role profiles in, unrounded scores out.

Pure: numpy arrays and frozen values, no framework, no clock, no I/O, no randomness. One
vectorised implementation scores one sheet or a million.

    instrument = Instrument.build(specification)
    y, years = encode(instrument, answers)
    scores = score(instrument, [y], [years])
"""

from assessments.scoring.coding import (
    OPEN,
    SKIPPED,
    AnswerError,
    Tables,
    answer_codes,
    encode,
    tables_of,
)
from assessments.scoring.contributions import FIT_BASE, Contributions, contributions
from assessments.scoring.counterfactuals import (
    EXHAUSTED,
    Counterfactual,
    VerdictOutcome,
    find_counterfactuals,
)
from assessments.scoring.error_parts import ErrorParts, error_parts
from assessments.scoring.fit import profile_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.outcomes import (
    Measured,
    Outcomes,
    measure,
    measures_alike,
    outcomes,
    single,
)
from assessments.scoring.profiles import ProfileError, ProfileErrorCode, profile_errors
from assessments.scoring.proof import evidence_levels, proof, proof_reach
from assessments.scoring.quality import (
    EVIDENCE_GAP_NOTE,
    all_alike,
    evidence_gap,
    is_rushed,
    ratings_exceed_examples,
)
from assessments.scoring.readiness import BANDS, NO_BAND, Band
from assessments.scoring.revisions import REVISIONS
from assessments.scoring.scores import Scores, score
from assessments.scoring.short_form import settled, short_form
from assessments.scoring.specification import (
    BARS_SCORES,
    GRADED_SCORES,
    NONE_CODE,
    BackgroundFact,
    Bands,
    BarsItem,
    Bonus,
    Competency,
    Evidence,
    FactOption,
    ForcedChoiceItem,
    InstrumentSpecification,
    InterestItem,
    Item,
    JudgementItem,
    RoleProfile,
    Settings,
    SpecificationError,
)
from assessments.scoring.uncertainty import is_real_change
from assessments.scoring.verdict import NO_ROLE, VERDICTS, Verdict

__all__ = [
    "BANDS",
    "BARS_SCORES",
    "EVIDENCE_GAP_NOTE",
    "EXHAUSTED",
    "FIT_BASE",
    "GRADED_SCORES",
    "NONE_CODE",
    "NO_BAND",
    "NO_ROLE",
    "OPEN",
    "REVISIONS",
    "SKIPPED",
    "VERDICTS",
    "AnswerError",
    "BackgroundFact",
    "Band",
    "Bands",
    "BarsItem",
    "Bonus",
    "Competency",
    "Contributions",
    "Counterfactual",
    "ErrorParts",
    "Evidence",
    "FactOption",
    "ForcedChoiceItem",
    "Instrument",
    "InstrumentSpecification",
    "InterestItem",
    "Item",
    "JudgementItem",
    "Measured",
    "Outcomes",
    "ProfileError",
    "ProfileErrorCode",
    "RoleProfile",
    "Scores",
    "Settings",
    "SpecificationError",
    "Tables",
    "Verdict",
    "VerdictOutcome",
    "all_alike",
    "answer_codes",
    "contributions",
    "encode",
    "error_parts",
    "evidence_gap",
    "evidence_levels",
    "find_counterfactuals",
    "is_real_change",
    "is_rushed",
    "measure",
    "measures_alike",
    "outcomes",
    "profile_errors",
    "profile_weights",
    "proof",
    "proof_reach",
    "ratings_exceed_examples",
    "score",
    "settled",
    "short_form",
    "single",
    "tables_of",
]

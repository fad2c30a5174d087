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
from assessments.scoring.contributions import FIT_BASE, Contributions, contributions, error_parts
from assessments.scoring.counterfactuals import (
    EXHAUSTED,
    Counterfactual,
    VerdictOutcome,
    find_counterfactuals,
)
from assessments.scoring.fit import profile_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import NO_BAND, Band, evidence_levels, proof, proof_reach
from assessments.scoring.profiles import ProfileError, ProfileErrorCode, profile_errors
from assessments.scoring.quality import all_alike, evidence_gap, is_rushed, ratings_exceed_examples
from assessments.scoring.scores import (
    Measured,
    Outcomes,
    Scores,
    measure,
    measures_alike,
    outcomes,
    score,
    single,
)
from assessments.scoring.short_form import settled, short_form
from assessments.scoring.specification import (
    BARS_SCORES,
    GRADED_SCORES,
    NONE_CODE,
    REVISIONS,
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

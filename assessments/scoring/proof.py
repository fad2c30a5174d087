"""Prove: how much of what a role requires a person can show checkable evidence for."""

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import FloatArray, ratio
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import Evidence


def evidence_levels(instrument: Instrument, y: ArrayLike) -> FloatArray:
    """Return the best evidence score by competency (N, C), NaN where there is none.

    ``y`` (N, K) is as for ``score``; only its evidence columns are read. Merge in the levels that
    held certificates support with ``np.fmax`` before ``proof``.
    """
    rows = np.asarray(y, dtype=np.float64)
    best = np.full((len(rows), len(instrument.competencies)), np.nan)
    columns = (*instrument.specification.items, *instrument.specification.evidence)
    for k, each in enumerate(columns):
        if isinstance(each, Evidence):
            index = instrument.competencies.index(each.competency)
            best[:, index] = np.fmax(best[:, index], rows[:, k])
    return best


def proof(instrument: Instrument, evidence: ArrayLike) -> FloatArray:
    """Return P_r = 100 Σ_c ŵ_rc min(1, e_c/req_rc) (N, R) (docs/scoring.md, "Prove dial").

    ``evidence`` (N, C) holds the best checkable level of each competency, NaN where there is none.
    The weights run over all competencies of the role, and no evidence counts 0: here and only
    here, worded "nothing to show yet". A competency that requires nothing counts in full.
    Never part of the verdict. NaN for a role whose importances are all 0.
    """
    shown = np.nan_to_num(np.asarray(evidence, dtype=np.float64), nan=0.0)
    share = shown[:, None, :] * ratio(1.0, instrument.required_level)
    share += instrument.required_level == 0.0
    total: FloatArray = (np.minimum(share, 1.0) * instrument.importance).sum(axis=2)
    return ratio(100.0 * total, instrument.importance.sum(axis=1), empty=np.nan)


def proof_reach(instrument: Instrument) -> FloatArray:
    """Return the highest proof (R,) that the facts of this instrument can show.

    Proof of somebody whose every evidence score is 100: below 100 wherever a role weighs a
    competency that no fact is asked about. NaN as in ``proof``.
    """
    full = np.full((1, len(instrument.answer_columns)), 100.0)
    reach: FloatArray = proof(instrument, evidence_levels(instrument, full))[0]
    return reach

"""Split the error of a difference between two roles into its parts (§1.6).

For a page that lets a reader work the error out again. The error itself is that of ``score``; these
parts add up to its square.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import FloatArray, ratio
from assessments.scoring.fit import fit, fit_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Sheets, assess
from assessments.scoring.readiness import readiness
from assessments.scoring.scores import checked
from assessments.scoring.uncertainty import person_fit, role_errors, scatter


@dataclass(frozen=True, slots=True, eq=False)
class ErrorParts:
    """Parts of SE_D², in squared points of match, for M_first - M_second.

    N sheets, K answers, C competencies. SE_D² = widening² · Σ_k (gradient_k s_k)²
    + choice_scale² + unknown, within 1e-9. A skipped answer has a gradient of 0.
    """

    fit_gradient: FloatArray
    """q (N, K): what a point of the answer does to the difference of fit, centred."""
    level_gradient: FloatArray
    """g (N, 2, C): what a point of level does to readiness, first and second role."""
    gradient: FloatArray
    """G (N, K) = λ q_k + (1-λ) Σ_c Δg_c v_kc/V_c."""
    widening: FloatArray
    """f (N,)."""
    choice_scale: FloatArray
    """(N,) λ τ_κ Σ_k q_k (y_k - 50) over the choices, with its sign."""
    unknown: FloatArray
    """(N,) what competencies without a level, without choices or without a rating add."""
    scatter: FloatArray
    """(N, R, 3) squares around their mean, by role: ratings of its main part, its other ratings,
    and its choices between the two."""
    scatter_df: FloatArray
    """(N, R, 3) degrees of freedom of each."""


def error_parts(
    instrument: Instrument, y: ArrayLike, years: ArrayLike, first: int, second: int
) -> ErrorParts:
    """Split SE_D² of N sheets, given as to ``score``, into its parts (docs/scoring.md §1.6).

    Raises ``ValueError`` as ``score`` does.
    """
    settings = instrument.settings
    lam = settings.lambda_fit
    sheets = Sheets.of(*checked(instrument, y, years))
    levels = assess(instrument, sheets)
    ready = readiness(instrument, levels, sheets.years)
    weights = fit_weights(instrument, sheets.answered)
    fitted = fit(instrument, sheets, weights)
    errors = role_errors(instrument, levels, ready, fitted, weights)
    n = sheets.y.shape[1]
    pair = [first, second]
    scaled = errors.fit_gradient[first] - errors.fit_gradient[second]
    by_point = np.broadcast_to(scaled / instrument.error_sd[:, None], sheets.y.shape)
    level = errors.level_gradient[pair]
    per_answer = instrument.level_weight @ ratio(level[0] - level[1], levels.weight)
    missing = errors.missing_level[first] - errors.missing_level[second]
    unasked = errors.unasked[first] - errors.unasked[second]
    unknown = (1.0 - lam) ** 2 * np.sum(missing**2, axis=0) + lam**2 * np.sum(unasked**2, axis=0)
    scale = lam * (errors.choice_scale[first] - errors.choice_scale[second])
    squares, df = scatter(instrument, sheets)
    return ErrorParts(
        fit_gradient=by_point.T,
        level_gradient=np.moveaxis(level, -1, 0),
        gradient=(lam * by_point + (1.0 - lam) * per_answer * sheets.answered).T,
        widening=person_fit(instrument, sheets).widening,
        choice_scale=np.broadcast_to(scale, (n,)),
        unknown=np.broadcast_to(unknown, (n,)),
        scatter=np.moveaxis(squares, -1, 0),
        scatter_df=np.moveaxis(np.broadcast_to(df, squares.shape), -1, 0),
    )

"""Array types and the few numeric operations the scoring core shares."""

from math import erf, isnan, sqrt

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.int8]
IndexArray = NDArray[np.intp]

ROUNDING = 1e-9
"""A number this close to a limit counts as on it.

Sums of up to 40 doubles on a scale of 0..100 carry errors near 1e-13, and those depend on how
many sheets are scored at once. Without this slack a person exactly on a limit, or exactly tied,
would get a category picked by rounding noise.
"""

SINGLE_ROUNDING = 5e-5
"""The same for single precision, which serves previews only: official scores are doubles."""


def slack(values: FloatArray) -> float:
    """Return how near to a limit counts as on it, in the precision of these values."""
    return ROUNDING if values.dtype == np.float64 else SINGLE_ROUNDING


def ratio(
    numerator: FloatArray | float, denominator: FloatArray, *, empty: float = 0.0
) -> FloatArray:
    """Return numerator / denominator, broadcast, and ``empty`` where the denominator is not > 0."""
    positive = denominator > 0
    if positive.all():
        return numerator / denominator
    # A division of everything is several times as fast as one with `where`.
    quotient = numerator / np.where(positive, denominator, 1.0)
    np.copyto(quotient, empty, where=~positive)
    return quotient


def normal_cdf(values: FloatArray) -> FloatArray:
    """Return the standard normal distribution function of a vector; NaN stays NaN."""
    scaled = (values / sqrt(2.0)).tolist()
    return 0.5 + 0.5 * np.fromiter(map(erf, scaled), np.float64, count=len(scaled))


def or_none(value: float) -> float | None:
    """Return a number as a float, ``None`` for NaN, which is "not assessed"."""
    number = float(value)
    return None if isnan(number) else number

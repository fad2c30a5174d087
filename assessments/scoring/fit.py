"""Fit: how far the shape of what a person likes and is relatively good at suits a role (§1.3).

What each answer counts depends on which were answered and on the role, so it is worked out once
for each pattern of skips: a linear estimate of interests and strengths, by the answers given.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import FloatArray, IndexArray, ratio
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Sheets


@dataclass(frozen=True, slots=True)
class FitWeights:
    """What answers count in fit, by pattern of skips (m as in `levels`); R roles."""

    gradient: FloatArray
    """q (R, K, m) = ∂F/∂y before fit is clipped; 0 where skipped."""
    unasked: FloatArray
    """(R, 2 C, m): error of fit by interests and strengths that no answer is about (§1.6)."""
    profile: FloatArray
    """H (C, K, m): what a point of each answer adds to the profile d; (0, K, m) if not wanted."""
    interest_count: FloatArray
    """nI (C, m): interest answers about the competency."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Fit of a chunk of sheets, roles first."""

    value: FloatArray
    """F (R, n), 0..100."""
    unclipped: FloatArray
    """50 + Σ_k q_rk (y_k - 50) (R, n), before it is clipped to 0..100."""
    coverage: FloatArray
    """(R, m) share of Σ|alpha| that has an interest answer; 1 for a flat role, which asks none."""
    profile: FloatArray
    """d (C, n): the person's shape, in points around their own mean; (0, n) if not wanted."""


def fit(instrument: Instrument, sheets: Sheets, weights: FitWeights) -> Fit:
    """Return F_r = clip(50 + Σ_c alpha_rc d_c, 0, 100) and its coverage (docs/scoring.md §1.3)."""
    unclipped = weighted(weights.gradient, sheets.y)
    unclipped += 50.0
    reach = np.abs(instrument.alpha)
    covered = reach @ (weights.interest_count > 0.0).astype(unclipped.dtype)
    return Fit(
        value=np.clip(unclipped, 0.0, 100.0),
        unclipped=unclipped,
        coverage=ratio(covered, reach.sum(axis=1, keepdims=True), empty=1.0),
        profile=weighted(weights.profile, sheets.y),
    )


def weighted(weights: FloatArray, y: FloatArray) -> FloatArray:
    """Return Σ_k w_k (y_k - 50) (Q, n) for weights (Q, K, m)."""
    around = y - 50.0
    if weights.shape[2] == 1:
        return np.asarray(weights[:, :, 0] @ around)
    return np.asarray(np.einsum("qkn,kn->qn", weights, around))


def fit_weights(
    instrument: Instrument, answered: FloatArray, *, profile: bool = False
) -> FitWeights:
    """Return what each answer counts under these patterns of skips (K, m) (§1.3).

    Each pattern is solved once, however many sheets share it; one that stands alone is remembered.
    """
    if answered.shape[1] == 1:
        return _alike(instrument, (answered[:, 0] > 0.0).tobytes())
    scored = (instrument.is_choice + instrument.is_interest + instrument.is_bars) > 0.0
    codes = np.packbits(answered[scored] > 0.0, axis=0)
    _, first, inverse = np.unique(codes, axis=1, return_index=True, return_inverse=True)
    found = _solved(instrument, answered[:, first], profile=profile)
    if len(first) == 1:
        return found
    index: IndexArray = inverse.reshape(-1)
    return FitWeights(
        found.gradient[:, :, index],
        found.unasked[:, :, index],
        found.profile[:, :, index],
        found.interest_count[:, index],
    )


def profile_weights(instrument: Instrument, y: ArrayLike) -> FloatArray:
    """Return H (K, C): what a point of each answer of one sheet `y` (K,) adds to d (§1.3)."""
    answered = ~np.isnan(np.asarray(y, dtype=np.float64))
    return _alike(instrument, answered.tobytes()).profile[:, :, 0].T


@lru_cache(maxsize=512)
def _alike(instrument: Instrument, answered: bytes) -> FitWeights:
    pattern = np.frombuffer(answered, dtype=np.bool_)[:, None]
    return _solved(instrument, pattern.astype(instrument.alpha.dtype), profile=True)


def _solved(instrument: Instrument, answered: FloatArray, *, profile: bool) -> FitWeights:
    settings, kind = instrument.settings, answered.dtype
    omega, size = settings.omega_interest, len(instrument.competencies)
    rows = np.asarray(instrument.alpha, dtype=np.float64)
    roles = len(rows)
    if profile:
        rows = np.vstack([rows, np.eye(size) - 1.0 / size])
    sign, one = instrument.interest_sign, np.ones_like(instrument.is_bars)
    gradient = np.zeros((len(rows), *answered.shape))
    unasked = []
    for design, error, shift, share, group_sd, own_sd in (
        (
            sign * (one - 0.5 * instrument.is_choice)[:, None],
            np.where(instrument.is_choice > 0.0, settings.choice_error, settings.interest_error),
            instrument.is_interest,
            omega,
            settings.interest_group_sd,
            settings.interest_own_sd,
        ),
        (
            instrument.strength,
            settings.rating_error * one,
            instrument.is_bars,
            1.0 - omega,
            settings.strength_group_sd,
            settings.strength_own_sd,
        ),
    ):
        mine = np.flatnonzero(design.any(axis=1))
        design = design[mine].astype(np.float64)
        root = np.hstack([own_sd * np.eye(size), group_sd * instrument.membership])
        noise = np.diag(error[mine] ** 2.0)
        habit = instrument.is_choice[mine]
        noise += settings.side_sd**2 * np.outer(habit, habit)
        given = np.asarray(answered[mine].T, dtype=np.float64)
        weights = _estimated(design @ root, noise, shift[mine], given, rows @ root)
        gradient[:, mine] += share * settings.stretch * weights
        missing = np.abs(design).T @ given.T == 0.0
        unasked.append(share * settings.tau_d * rows[:roles, :, None] * missing)
    return FitWeights(
        gradient=gradient[:roles].astype(kind),
        unasked=np.concatenate(unasked, axis=1).astype(kind),
        profile=gradient[roles:].astype(kind),
        interest_count=np.abs(sign).T @ answered,
    )


def _estimated(
    design: FloatArray, noise: FloatArray, shift: FloatArray, given: FloatArray, rows: FloatArray
) -> FloatArray:
    """Return the best linear weights (Q, J, P) of J answers for Q sums of what they measure.

    `design` (J, U) and `rows` (Q, U) are in units of independent parts of SD 1, `given` (P, J)
    says which answers each pattern has. A shift that all of `shift` (J,) share counts nothing.
    """
    both = given[:, :, None] * given[:, None, :]
    kernel = (design @ design.T + noise) * both
    diagonal = np.arange(len(noise))
    kernel[:, diagonal, diagonal] += 1.0 - given
    wanted = np.column_stack([design @ rows.T, shift]) * given[:, :, None]
    found = np.linalg.solve(kernel, wanted)
    along = np.einsum("j,pjq->pq", shift, found)
    taken = ratio(along[:, :-1], along[:, -1:])
    weights = found[:, :, :-1] - found[:, :, -1:] * taken[:, None, :]
    return np.asarray(weights.transpose(2, 1, 0))

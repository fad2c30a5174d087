"""Score fit: how far what a person likes and is relatively good at suits a role (§1.3).

What each answer counts depends on which were answered and on the role, so it is worked out once
for each pattern of skips: a linear estimate of interests and strengths, by the answers given.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import BoolArray, FloatArray, IndexArray, ratio
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Sheets

KEPT = 8192
"""Patterns of skips whose weights a process keeps, for each instrument and source."""


@dataclass(frozen=True, slots=True)
class FitWeights:
    """The weights of answers in fit, by pattern of skips (m as in ``levels``); R roles."""

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
    by_choices: FloatArray
    """Σ_k q_rk (y_k - 50) over the choices (R, n): the part of fit that rests on them."""


def fit(instrument: Instrument, sheets: Sheets, weights: FitWeights) -> Fit:
    """Return F_r = clip(50 + Σ_c alpha_rc d_c, 0, 100) and its coverage (docs/scoring.md §1.3)."""
    roles = len(instrument.roles)
    of_choices = weights.gradient * instrument.is_choice[:, None]
    every = np.concatenate([weights.gradient, of_choices, weights.profile])
    unclipped, by_choices, profile = np.split(_weighted(every, sheets.y), (roles, 2 * roles))
    unclipped = unclipped + 50.0
    reach = np.abs(instrument.alpha)
    covered = reach @ (weights.interest_count > 0.0).astype(unclipped.dtype)
    return Fit(
        value=np.clip(unclipped, 0.0, 100.0),
        unclipped=unclipped,
        coverage=ratio(covered, reach.sum(axis=1, keepdims=True), empty=1.0),
        profile=profile,
        by_choices=by_choices,
    )


def _weighted(weights: FloatArray, y: FloatArray) -> FloatArray:
    """Return Σ_k w_k (y_k - 50) (Q, n) for weights (Q, K, m), 0 where skipped."""
    if weights.shape[2] == 1:
        return np.asarray(weights[:, :, 0] @ (y - 50.0))
    return np.asarray(np.einsum("qkn,kn->qn", weights, y - 50.0))


def fit_weights(
    instrument: Instrument, answered: FloatArray, *, profile: bool = False
) -> FitWeights:
    """Return what each answer counts under these patterns of skips (K, m) (§1.3).

    Each pattern is solved once and kept, however many sheets share it.
    """
    kind, roles, tau = answered.dtype, len(instrument.roles), instrument.settings.tau_d
    if not answered.shape[1]:  # no sheets at all
        answered = np.zeros((len(answered), 1), dtype=kind)
    sources = _sources(instrument, profile)
    rows = roles + profile * len(instrument.competencies)
    gradient = np.zeros((rows, *answered.shape), dtype=kind)
    for source in sources:
        gradient[:, source.members] += source.weights(answered[source.members] > 0.0)
    about = np.abs(instrument.interest_sign).T @ answered, instrument.strength.T @ answered
    unasked = [
        source.share * tau * instrument.alpha[:, :, None] * (count == 0.0)
        for source, count in zip(sources, about, strict=True)
    ]
    return FitWeights(
        gradient=gradient[:roles],
        unasked=np.concatenate(unasked, axis=1).astype(kind),
        profile=gradient[roles:],
        interest_count=about[0],
    )


def profile_weights(instrument: Instrument, y: ArrayLike) -> FloatArray:
    """Return H (K, C): what a point of each answer of one sheet ``y`` (K,) adds to d (§1.3)."""
    answered = ~np.isnan(np.asarray(y, dtype=np.float64))[:, None]
    return fit_weights(instrument, answered.astype(np.float64), profile=True).profile[:, :, 0].T


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """The J answers about interest (or strength), and the Q weighted sums to estimate from them."""

    members: IndexArray
    """(J,) their columns."""
    share: float
    """ω or 1-ω."""
    kernel: FloatArray
    """M S Mᵀ + N (J, J)."""
    wanted: FloatArray
    """(J, Q + 1): share · k · M S of each sum, and u, which a common shift has."""
    known: dict[bytes, FloatArray]
    """Weights (Q, J) by the bits of a pattern, as far as they were asked for."""

    def weights(self, given: BoolArray) -> FloatArray:
        """Return the best linear weights (Q, J, m) under patterns (J, m)."""
        bits = np.ascontiguousarray(np.packbits(given, axis=0).T)
        codes = bits.view(np.dtype((np.void, bits.shape[1] or 1))).reshape(-1)
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        keys = [codes[at].tobytes() for at in first]
        found = {key: self.known[key] for key in keys if key in self.known}
        new = [at for at, key in zip(first, keys, strict=True) if key not in found]
        if new:
            solved = dict(zip((codes[at].tobytes() for at in new), self._solved(given[:, new]),
                              strict=True))  # fmt: skip
            if len(self.known) + len(new) > KEPT:
                self.known.clear()
            self.known.update(solved)
            found |= solved
        return np.stack([found[key] for key in keys], axis=-1)[:, :, inverse]

    def _solved(self, given: BoolArray) -> FloatArray:
        """Return W° applied to what is wanted (P, Q, J), by pattern (J, P)."""
        mask = given.T.astype(np.float64)
        kernel = self.kernel * (mask[:, :, None] * mask[:, None, :])
        diagonal = np.arange(len(self.members))
        kernel[:, diagonal, diagonal] += 1.0 - mask
        found = np.linalg.solve(kernel, self.wanted * mask[:, :, None])
        along = np.einsum("j,pjq->pq", self.wanted[:, -1], found)
        taken = ratio(along[:, :-1], along[:, -1:])
        found = found[:, :, :-1] - found[:, :, -1:] * taken[:, None, :]
        return np.asarray(found.transpose(0, 2, 1))


@lru_cache(maxsize=256)
def _sources(instrument: Instrument, profile: bool) -> tuple[_Source, _Source]:
    """Return the sources of interest and strength, for every role's fit and the profile (§1.3)."""
    settings, size = instrument.settings, len(instrument.competencies)
    rows = np.asarray(instrument.alpha, dtype=np.float64)
    if profile:
        rows = np.vstack([rows, np.eye(size) - 1.0 / size])
    choice, rated = instrument.is_choice, instrument.is_interest

    def source(
        design: FloatArray, error: FloatArray, shift: FloatArray, share: float,
        group_sd: float, own_sd: float,
    ) -> _Source:  # fmt: skip
        members = np.flatnonzero(design.any(axis=1))
        root = np.hstack([own_sd * np.eye(size), group_sd * instrument.membership])
        loading = design[members].astype(np.float64) @ root
        side = settings.side_sd * choice[members]
        noise = np.diag(error[members] ** 2.0) + np.outer(side, side)
        told = share * settings.stretch * (loading @ (rows @ root).T)
        wanted = np.column_stack([told, shift[members]])
        return _Source(members, share, loading @ loading.T + noise, wanted, {})

    return (
        source(
            instrument.interest_sign * (1.0 - 0.5 * choice)[:, None],
            settings.choice_error * choice + settings.interest_error * rated,
            rated, settings.omega_interest, settings.interest_group_sd, settings.interest_own_sd,
        ),
        source(
            instrument.strength, settings.rating_error * instrument.is_bars,
            instrument.is_bars, 1.0 - settings.omega_interest,
            settings.strength_group_sd, settings.strength_own_sd,
        ),
    )  # fmt: skip

"""Score answers: everything that is shown by ``score``, the verdict of very many by ``outcomes``.

``outcomes`` is twice as fast: it leaves out what goes beyond the verdict, and uses again what no
role profile changes. In single precision, for the effect of a draft, it is faster still.
"""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import BoolArray, CodeArray, FloatArray, IndexArray
from assessments.scoring.fit import fit, fit_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import (
    BANDS,
    NO_BAND,
    Band,
    Levels,
    Sheets,
    assess,
    band_codes,
    readiness,
)
from assessments.scoring.uncertainty import (
    PersonFit,
    fit_error,
    person_fit,
    readiness_bias,
    readiness_error,
    role_errors,
)
from assessments.scoring.verdict import (
    NO_ROLE,
    VERDICTS,
    MatchComparison,
    Verdict,
    chance,
    compare,
    disagreement,
    match,
    not_separated,
    verdict_codes,
)

CHUNK = 8192
"""Sheets scored at a time with two roles; work buffers stay near 40 MB however many are passed."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Unrounded scores of N sheets: C competencies, R roles, all 0..100 unless said otherwise.

    NaN means "not assessed" (or "nothing to compare"), never 0. Ranges hold the true value for
    about ``Settings.confidence`` of people. Section numbers are those of docs/scoring.md.
    """

    level: FloatArray
    """x (N, C), NaN where there is no level (§1.2)."""
    level_error: FloatArray
    """sigma (N, C), NaN where there is no level."""
    profile: FloatArray
    """d (N, C): points around the person's own mean, 0 where nothing is known (§1.3)."""
    fit: FloatArray
    """F (N, R) (§1.3)."""
    readiness_raw: FloatArray
    """Rraw (N, R) before the must-have cap, NaN where null (§1.4)."""
    cap: FloatArray
    """(N, R) highest readiness the must-haves allow."""
    readiness: FloatArray
    """R (N, R), NaN where null."""
    match: FloatArray
    """M (N, R), NaN where readiness is: for ordering roles only, never shown alone (§1.5)."""
    fit_error: FloatArray
    """SE_F (N, R) (§1.6)."""
    readiness_error: FloatArray
    """SE_R (N, R), NaN where readiness is null."""
    readiness_bias: FloatArray
    """b (N, R): the readiness range is centred on R + b."""
    fit_low: FloatArray
    """(N, R) lower end of the fit range, within 0..100."""
    fit_high: FloatArray
    """(N, R) upper end of the fit range."""
    readiness_low: FloatArray
    """(N, R) lower end of the readiness range, within 0..100, NaN where null."""
    readiness_high: FloatArray
    """(N, R) upper end of the readiness range."""
    coverage: FloatArray
    """(N, R) weighted share, 0..1, of a role's competencies that have a level."""
    coverage_fit: FloatArray
    """(N, R) share, 0..1, of Σ|alpha| that has an interest answer; 1 for a flat role."""
    unmet_must_haves: IndexArray
    """(N, R) number of must-haves known not to be met; unknown ones do not count."""
    band: CodeArray
    """(N, R) index in ``BANDS``, ``NO_BAND`` where readiness is null; see ``band_of``."""
    person_fit: FloatArray
    """PF (N,); NaN when df is 0. It counts only from ``Settings.min_person_fit_df`` on."""
    person_fit_df: FloatArray
    """df (N,)."""
    widening: FloatArray
    """f (N,), ``Settings.min_widening`` to ``max_widening``: factor on all errors."""
    top: IndexArray
    """(N,) index of the role with the highest match, whatever the verdict: the lean.

    Exact ties go to the earlier profile; where no role has a match, roles are ordered by fit.
    """
    other: IndexArray
    """(N,) index of the strongest other role, ``NO_ROLE`` with one role."""
    difference: FloatArray
    """D (N,) = M_top - M_other ≥ 0, in points of match; NaN with one role."""
    standard_error: FloatArray
    """SE_D (N,) of ``difference``."""
    difference_low: FloatArray
    """(N,) D - z·SE_D, not clipped."""
    difference_high: FloatArray
    """(N,) D + z·SE_D, not clipped."""
    chance: FloatArray
    """P (N,), ½..1: stated chance that ``top`` is a better match than ``other`` (§1.5)."""
    difference_from_top: FloatArray
    """(N, R) M_top - M_r: 0 for the top role, NaN for a role that cannot be compared."""
    standard_error_from_top: FloatArray
    """(N, R) SE of each ``difference_from_top``, NaN for the top role."""
    not_separated: BoolArray
    """(N, R) roles that rule 4 cannot tell from the top one (never the top one itself)."""
    verdict: CodeArray
    """(N,) index in ``VERDICTS``; see ``verdict_of``."""
    named_role: IndexArray
    """(N,) index of the role the verdict names, ``NO_ROLE`` unless it is one_role."""
    interests_point_to: IndexArray
    """(N,) role index, ``NO_ROLE`` unless interests and skills point to different roles."""
    skills_point_to: IndexArray
    """(N,) role index, ``NO_ROLE`` likewise."""

    def __len__(self) -> int:
        return len(self.verdict)

    @property
    def first_minus_second(self) -> FloatArray:
        """Signed D (N,) of the first two profiles, M_1 - M_2, as in the worked examples."""
        if self.match.shape[1] < 2:
            return np.full(len(self), np.nan)
        return self.difference_from_top[:, 1] - self.difference_from_top[:, 0]

    def verdict_of(self, row: int) -> Verdict:
        """Return the verdict of one sheet."""
        return VERDICTS[int(self.verdict[row])]

    def band_of(self, row: int, role: int) -> Band | None:
        """Return the readiness band of one sheet and role, ``None`` where readiness is null."""
        code = self.band[row, role]
        return None if code == NO_BAND else BANDS[int(code)]


def score(instrument: Instrument, y: ArrayLike, years: ArrayLike) -> Scores:
    """Score N sheets at once (docs/scoring.md §1.2 to §1.6).

    ``y`` (N, K) holds item scores 0..100 and NaN where skipped, ``years`` (N,) the hands-on years
    and NaN where unknown, both as ``encode`` gives them. The result takes about 0.8 KB per sheet
    with 16 competencies and 2 roles; work buffers do not grow with N. Raises ``ValueError`` when a
    shape does not fit the instrument, a score lies outside 0..100 or years are below 0.
    """
    rows, durations = checked(instrument, y, years)
    size = max(256, 2 * CHUNK // max(2, len(instrument.roles)))
    total = len(rows)
    if total <= size:
        return _score_chunk(instrument, rows, durations)
    columns: dict[str, np.ndarray] = {}
    for start in range(0, total, size):
        part = _score_chunk(instrument, rows[start : start + size], durations[start : start + size])
        for each in fields(Scores):
            values = getattr(part, each.name)
            if start == 0:
                columns[each.name] = np.empty(
                    (total, *values.shape[1:]), dtype=values.dtype, order="F"
                )
            columns[each.name][start : start + len(values)] = values
    return Scores(**columns)


def checked(
    instrument: Instrument, y: ArrayLike, years: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return ``y`` and ``years`` as arrays that fit the instrument, or raise ``ValueError``."""
    rows = np.asarray(y, dtype=np.float64)
    durations = np.asarray(years, dtype=np.float64)
    expected = len(instrument.answer_columns)
    if rows.ndim != 2 or rows.shape[1] != expected:
        raise ValueError(f"Item scores have shape {rows.shape}; allowed: (N, {expected}).")
    if durations.shape != rows.shape[:1]:
        raise ValueError(f"Years have shape {durations.shape}; allowed: ({len(rows)},).")
    return rows, durations


def _score_chunk(instrument: Instrument, y: FloatArray, years: FloatArray) -> Scores:
    sheets = Sheets.of(y, years)
    levels = assess(instrument, sheets)
    weights = fit_weights(instrument, sheets.answered, profile=True)
    fitted = fit(instrument, sheets, weights)
    ready = readiness(instrument, levels, sheets.years)
    person = person_fit(instrument, sheets)
    errors = role_errors(instrument, levels, ready, fitted, weights)
    settings, n = instrument.settings, person.widening.size
    matched = match(instrument, fitted, ready)
    comparison = compare(instrument, fitted, matched, errors, person)
    unseparated = not_separated(instrument, comparison)
    codes = verdict_codes(instrument, fitted, ready, person, unseparated)
    interests, skills = disagreement(instrument, fitted, ready, comparison)
    difference, error = _against_other(comparison)
    se_fit = fit_error(errors, person.widening)
    se_readiness = readiness_error(errors, person.widening)
    se_readiness[np.isnan(ready.value)] = np.nan
    bias = readiness_bias(instrument, levels, ready, errors.held)
    z_role, z_pair = settings.z(), settings.z(int(instrument.comparable.sum()))
    half = z_role * np.sqrt(se_readiness**2 + 0.25 * bias**2)
    assessed = levels.assessed > 0.0
    return Scores(
        level=np.where(assessed, levels.level, np.nan).T,
        level_error=_spread(np.where(assessed, levels.error, np.nan), n).T,
        profile=fitted.profile.T,
        fit=fitted.value.T,
        readiness_raw=ready.raw.T,
        cap=ready.cap.T,
        readiness=ready.value.T,
        match=matched.T,
        fit_error=_spread(se_fit, n).T,
        readiness_error=se_readiness.T,
        readiness_bias=bias.T,
        fit_low=np.clip(fitted.value - z_role * se_fit, 0.0, 100.0).T,
        fit_high=np.clip(fitted.value + z_role * se_fit, 0.0, 100.0).T,
        readiness_low=np.clip(ready.value + bias - half, 0.0, 100.0).T,
        readiness_high=np.clip(ready.value + bias + half, 0.0, 100.0).T,
        coverage=_spread(ready.coverage, n).T,
        coverage_fit=_spread(fitted.coverage, n).T,
        unmet_must_haves=ready.unmet.T,
        band=band_codes(settings.bands, ready.value, ready.unmet).T,
        person_fit=person.index,
        person_fit_df=_spread(person.df, n),
        widening=person.widening,
        top=comparison.top,
        other=comparison.other,
        difference=difference,
        standard_error=error,
        difference_low=difference - z_pair * error,
        difference_high=difference + z_pair * error,
        chance=chance(instrument, difference, error),
        difference_from_top=comparison.difference.T,
        standard_error_from_top=comparison.error.T,
        not_separated=unseparated.T,
        verdict=codes,
        named_role=np.where(codes == VERDICTS.index(Verdict.ONE_ROLE), comparison.top, NO_ROLE),
        interests_point_to=interests,
        skills_point_to=skills,
    )


def _spread(values: FloatArray, n: int) -> FloatArray:
    """Give every sheet its own column of an array that may hold one for all of them."""
    return np.ascontiguousarray(np.broadcast_to(values, (*values.shape[:-1], n)))


def _against_other(comparison: MatchComparison) -> tuple[FloatArray, FloatArray]:
    """Return D and SE_D (n,) of the top role against the strongest other."""
    columns = np.arange(comparison.top.size)
    other = np.maximum(comparison.other, 0)
    alone = comparison.other == NO_ROLE
    difference = np.maximum(comparison.difference[other, columns], 0.0)
    difference[alone] = np.nan
    return difference, np.where(alone, np.nan, comparison.error[other, columns])


@dataclass(frozen=True, slots=True)
class Measured:
    """Levels and person fit of a chunk of sheets: what is known before roles are compared."""

    sheets: Sheets
    levels: Levels
    person: PersonFit


@dataclass(frozen=True, slots=True)
class Outcomes(MatchComparison):
    """Verdicts of n sheets and the scores behind them, roles first; NaN means "not assessed"."""

    fit: FloatArray
    """F (R, n)."""
    readiness: FloatArray
    """R (R, n), NaN where null."""
    verdict: CodeArray
    """(n,) index in ``VERDICTS``."""
    named_role: IndexArray
    """(n,) role that the verdict names, else ``NO_ROLE``."""


@lru_cache(maxsize=256)
def single(instrument: Instrument) -> Instrument:
    """Return the instrument with arrays in single precision, for ``measure`` and ``outcomes``."""
    arrays: dict[str, Any] = {
        each.name: values.astype(np.float32)
        for each in fields(Instrument)
        if isinstance(values := getattr(instrument, each.name), np.ndarray)
        and values.dtype == np.float64
    }
    return replace(instrument, **arrays)


def measures_alike(one: Instrument, other: Instrument) -> bool:
    """Return whether two instruments give the same ``Measured`` for the same sheets."""
    return _measured_by(one) == _measured_by(other)


def _measured_by(instrument: Instrument) -> tuple[object, ...]:
    about, clusters = instrument.specification, {part.tobytes() for part in instrument.clusters}
    return about.competencies, about.items, about.evidence, about.settings, clusters


def measure(instrument: Instrument, y: FloatArray, years: FloatArray) -> Measured:
    """Measure n sheets: ``y`` (K, n), NaN where skipped, is changed in place; ``years`` (n,).

    All in the precision of ``y``, which must be the instrument's.
    """
    sheets = Sheets.by_column(y, years)
    return Measured(sheets, assess(instrument, sheets), person_fit(instrument, sheets))


def outcomes(instrument: Instrument, measured: Measured) -> Outcomes:
    """Return the verdict of each measured sheet and the scores behind it (§1.3 to §1.6)."""
    sheets, levels, person = measured.sheets, measured.levels, measured.person
    weights = fit_weights(instrument, sheets.answered)
    fitted = fit(instrument, sheets, weights)
    ready = readiness(instrument, levels, sheets.years)
    errors = role_errors(instrument, levels, ready, fitted, weights)
    comparison = compare(instrument, fitted, match(instrument, fitted, ready), errors, person)
    unseparated = not_separated(instrument, comparison)
    codes = verdict_codes(instrument, fitted, ready, person, unseparated)
    return Outcomes(
        top=comparison.top,
        other=comparison.other,
        difference=comparison.difference,
        error=comparison.error,
        fit=fitted.value,
        readiness=ready.value,
        verdict=codes,
        named_role=np.where(codes == VERDICTS.index(Verdict.ONE_ROLE), comparison.top, NO_ROLE),
    )

"""Score many sheets under the current edition, the draft and single edits, and add outcomes up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainValidator

from assessments.analytics.impact.edits import DraftEdit
from assessments.analytics.stored import Added, Counts, IntArray, Numbers, as_list
from assessments.instrument.answer_codec import ByteArray, Recoder, by_answer, is_readable, recoder
from assessments.instrument.values import AssessmentsSection, assessments_of, specification
from assessments.scoring import (
    NO_ROLE,
    SKIPPED,
    VERDICTS,
    Instrument,
    Measured,
    Outcomes,
    Tables,
    Verdict,
    measure,
    measures_alike,
    outcomes,
    single,
    tables_of,
)
from roles.snapshot.editions import Snapshot


def _pairs(data: Any) -> IntArray:
    return np.array(data, dtype=np.int64).reshape(-1, 2)  # also where there are none


ERROR_STEP = 0.25
ERROR_STEPS = 240
"""Standard errors are counted in steps of a quarter of a point up to 60 points."""

SAMPLE = 20_000
"""On so many people single edits are tried, or on all where there are fewer."""
MOST_TRIALS = 1_000_000
LEAST_SAMPLE = 2_000


class Reason(StrEnum):
    """Why a finished quiz is not in the preview."""

    OLDER_QUIZ = "older_quiz"  # less than half of today's questions were asked
    UNREADABLE = "unreadable"  # encoded by another release, or damaged


REASONS = tuple(Reason)


@dataclass(frozen=True, slots=True, eq=False)
class ImpactSums(Added):
    """Counts so far, over G outcomes, P roles of both editions and E single edits."""

    outcomes: Counts
    """(G, G): people by outcome under the current edition, then under the draft."""
    fit: Numbers
    """(P,) summed change of fit."""
    readiness: Numbers
    """(P,) summed change of readiness, where both are known."""
    readiness_known: Counts
    """(P,)"""
    errors: Counts
    """(2, steps): people by the standard error of the difference of the two best roles."""
    sampled: Counts
    """(1,) people on whom single edits were tried."""
    edits: Annotated[IntArray, PlainValidator(_pairs), as_list]
    """(E, 2): people of the sample whose outcome one edit alone moves, and from role to role."""
    left_out: Counts
    """(reasons,): people who are not in the preview."""

    @property
    def people(self) -> int:
        """How many are in the preview."""
        return int(self.outcomes.sum())


def sample_share(people: int, edits: int) -> float:
    """Return the share (0 to 1) of ``people`` to try ``edits`` single edits on."""
    size = min(SAMPLE, max(LEAST_SAMPLE, MOST_TRIALS // max(1, edits)))
    return min(1.0, size / max(1, people))


def in_sample(numbers: NDArray[np.int64], share: float) -> NDArray[np.bool_]:
    """Return whether rows with these keys (n,) are in the sample: always the same, well mixed."""
    # Multiplying by an odd constant near 2**64 / golden ratio scatters neighbours.
    scattered = numbers.astype(np.uint64) * np.uint64(11_400_714_819_323_198_485)
    return scattered >> np.uint64(32) < np.uint64(round(share * 2**32))


CHUNK = 8192
"""Sheets scored at a time: the arrays of one chunk stay in the processor's cache."""
MIXED_CHUNK = 4096
"""The same where each left out other answers, which takes more and larger arrays."""
ALIKE = 256
"""So many sheets with the same skips are worth a pass of their own."""
LEAST_KEPT = 0.5
"""A quiz that asked fewer of today's questions than this says too little under today's."""

OTHERS = tuple(verdict for verdict in VERDICTS if verdict is not Verdict.ONE_ROLE)


@dataclass(frozen=True, eq=False)
class _Side:
    """One quiz with its instrument, and the places of its outcomes in the table."""

    section: AssessmentsSection
    instrument: Instrument
    rough: Instrument
    places: NDArray[np.intp]
    """(roles + verdicts,): place of each named role, then of each verdict."""

    @cached_property
    def tables(self) -> Tables:
        return tables_of(self.instrument)

    def place(self, found: Outcomes) -> NDArray[np.intp]:
        """Return the place in the table of each sheet's outcome (n,)."""
        roles = len(self.instrument.roles)
        is_named = found.named_role != NO_ROLE
        return self.places[np.where(is_named, found.named_role, roles + found.verdict)]


@dataclass(frozen=True, slots=True)
class _Route:
    """How the answers to one edition's quiz are converted to all others."""

    length: int
    before: Recoder
    after: Recoder
    edits: tuple[Recoder, ...]
    reason: Reason | None


class OutcomeCounter:
    """Counts how people's outcomes change; made once for an edition and a draft.

    ``outcomes`` are slugs of roles, then verdicts that name none; ``roles`` slugs that both have.
    """

    def __init__(self, before: Snapshot, after: Snapshot, edits: Sequence[DraftEdit] = ()) -> None:
        old = [role.slug for role in before.quiz_roles.roles]
        new = [role.slug for role in after.quiz_roles.roles]
        slugs = [*old, *(slug for slug in new if slug not in old)]
        self.outcomes = (*slugs, *(verdict.value for verdict in OTHERS))
        self.roles = tuple(slug for slug in old if slug in new)
        self._before = self._side(assessments_of(before), _instrument(before))
        self._after = self._side(assessments_of(after), _instrument(after))
        self._edits = tuple(self._side(edit.section, edit.instrument) for edit in edits)
        self._both = (
            np.array([old.index(slug) for slug in self.roles], dtype=np.intp),
            np.array([new.index(slug) for slug in self.roles], dtype=np.intp),
        )
        self._routes: dict[int, _Route] = {}

    @property
    def instruments(self) -> tuple[Instrument, Instrument]:
        """What scores, before and after."""
        return self._before.instrument, self._after.instrument

    def _side(self, section: AssessmentsSection, instrument: Instrument) -> _Side:
        place = {outcome: number for number, outcome in enumerate(self.outcomes)}
        found = (*instrument.roles, *(verdict.value for verdict in VERDICTS))
        places = np.array([place.get(each, 0) for each in found], dtype=np.intp)
        return _Side(section, instrument, single(instrument), places)

    def empty(self) -> ImpactSums:
        """Return sums of nobody, in the shape of this comparison."""
        outcomes, roles = len(self.outcomes), len(self.roles)
        return ImpactSums(
            outcomes=np.zeros((outcomes, outcomes), dtype=np.int64),
            fit=np.zeros(roles),
            readiness=np.zeros(roles),
            readiness_known=np.zeros(roles, dtype=np.int64),
            errors=np.zeros((2, ERROR_STEPS), dtype=np.int64),
            sampled=np.zeros(1, dtype=np.int64),
            edits=np.zeros((len(self._edits), 2), dtype=np.int64),
            left_out=np.zeros(len(REASONS), dtype=np.int64),
        )

    def count(self, taken: Snapshot, encoded: ByteArray, sampled: NDArray[np.bool_]) -> ImpactSums:
        """Count the outcomes of n people who took the quiz of the edition ``taken``.

        ``encoded`` (n, bytes) are their answers; ``sampled`` (n,) marks on whom edits are tried.
        """
        total = self.empty()
        route = self._route(taken)
        if route.reason is not None:
            total.left_out[REASONS.index(route.reason)] += len(encoded)
            return total
        good = is_readable(encoded, route.length)
        if not good.all():
            total.left_out[REASONS.index(Reason.UNREADABLE)] += np.count_nonzero(~good)
            encoded, sampled = encoded[good], sampled[good]
        codes = by_answer(encoded)
        for part in chunks(codes):
            self._count_chunk(route, part, total)
        if self._edits and sampled.any():
            for part in chunks(codes[:, sampled]):
                self._try_edits(route, part, total)
        return total

    def _route(self, taken: Snapshot) -> _Route:
        known = self._routes.get(taken.number)
        if known is None:
            section = assessments_of(taken)
            before = recoder(section, self._before.section)
            after = recoder(section, self._after.section)
            kept = min(way.kept / max(1, way.asked) for way in (before, after))
            known = self._routes[taken.number] = _Route(
                length=tables_of(_instrument(taken)).length,
                before=before,
                after=after,
                edits=tuple(recoder(section, edit.section) for edit in self._edits),
                reason=Reason.OLDER_QUIZ if kept < LEAST_KEPT else None,
            )
        return known

    def _count_chunk(self, route: _Route, codes: ByteArray, total: ImpactSums) -> None:
        old = _Scored.of(self._before, route.before, codes)
        new = _Scored.of(self._after, route.after, codes, like=old)
        was, now = self._before.place(old.found), self._after.place(new.found)
        size = len(self.outcomes)
        total.outcomes[:] += np.bincount(was * size + now, minlength=size**2).reshape(size, size)
        mine, theirs = self._both
        total.fit[:] += (new.found.fit[theirs] - old.found.fit[mine]).sum(axis=1, dtype=float)
        change = new.found.readiness[theirs] - old.found.readiness[mine]
        total.readiness[:] += np.nansum(change, axis=1, dtype=float)
        total.readiness_known[:] += (~np.isnan(change)).sum(axis=1)
        for row, scored in enumerate((old, new)):
            total.errors[row] += _errors(scored.found)

    def _try_edits(self, route: _Route, codes: ByteArray, total: ImpactSums) -> None:
        total.sampled[:] += codes.shape[1]
        old = _Scored.of(self._before, route.before, codes)
        was = self._before.place(old.found)
        roles = len(self.outcomes) - len(OTHERS)
        for number, (edit, way) in enumerate(zip(self._edits, route.edits, strict=True)):
            new = _Scored.of(edit, way, codes, like=old)
            now = edit.place(new.found)
            moved = was != now
            total.edits[number, 0] += np.count_nonzero(moved)
            total.edits[number, 1] += np.count_nonzero(moved & (was < roles) & (now < roles))


@dataclass(frozen=True, slots=True)
class _Scored:
    """Sheets converted to one side and scored, with what another side can use again."""

    side: _Side
    way: Recoder
    measured: Measured
    found: Outcomes

    @classmethod
    def of(
        cls, side: _Side, way: Recoder, codes: ByteArray, *, like: _Scored | None = None
    ) -> _Scored:
        """Score sheets (L, n); what ``like`` measured is used again where it is the same."""
        if like is not None and like.measures(side, way):
            measured = like.measured
        else:
            y, years = side.tables.scores(way.recode(codes), single=True)
            measured = measure(side.rough, y, years)
        return cls(side, way, measured, outcomes(side.rough, measured))

    def measures(self, side: _Side, way: Recoder) -> bool:
        """Return whether another side measures the same of these sheets."""
        mine, other = self.side.instrument, side.instrument
        return (
            way.is_identity
            and self.way.is_identity
            and mine.specification.facts == other.specification.facts
            and measures_alike(other, mine)
        )


def _instrument(snapshot: Snapshot) -> Instrument:
    # Not instrument_of: a draft is another one after each save, and must not fill its memory.
    return Instrument.build(specification(snapshot))


def chunks(codes: ByteArray) -> Iterator[ByteArray]:
    """Yield sheets (L, n) in parts that are quick to score: those with the same skips together."""
    skipped = codes >= SKIPPED
    mixed: NDArray[np.intp] | None = None
    if not skipped.any():
        groups: list[slice | NDArray[np.intp]] = [slice(None)]
    else:
        weights = np.random.default_rng(0).random(len(codes), dtype=np.float32)
        _, pattern, sheets = np.unique(
            weights @ skipped.astype(np.float32), return_inverse=True, return_counts=True
        )
        groups = [np.flatnonzero(pattern == number) for number in np.flatnonzero(sheets >= ALIKE)]
        mixed = np.flatnonzero(sheets[pattern] < ALIKE)
    for columns in groups:
        yield from _parts(codes[:, columns], CHUNK)
    if mixed is not None:
        yield from _parts(codes[:, mixed], MIXED_CHUNK)


def _parts(codes: ByteArray, size: int) -> Iterator[ByteArray]:
    for start in range(0, codes.shape[1], size):
        yield np.ascontiguousarray(codes[:, start : start + size])


def _errors(found: Outcomes) -> NDArray[np.int64]:
    """Count people by the standard error of the difference of their two best roles."""
    compared = found.other != NO_ROLE
    error = found.error[found.other[compared], np.flatnonzero(compared)]
    error = error[~np.isnan(error)]  # without a readiness there is none
    steps = np.minimum(error / ERROR_STEP, ERROR_STEPS - 1).astype(np.intp)
    return np.bincount(steps, minlength=ERROR_STEPS).astype(np.int64)

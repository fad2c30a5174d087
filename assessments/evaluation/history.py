"""Results of one person side by side: what moved, and whether by more than error. Pure.

Results that were scored under different editions are compared under the newest one's edition: the
earlier answers are scored again there (``evaluation.recalculation``), so that no edit looks like a
change of the person. Whether a change is real is docs/scoring.md §1.6, "Retake".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.evaluation.recalculation import recalculate
from assessments.evaluation.result import Result, RoleResult
from assessments.instrument.arrays import assessments_of
from assessments.scoring import Settings, is_real_change
from roles.snapshot.editions import Snapshot


class Dial(StrEnum):
    """One of the three scores of a role."""

    FIT = "fit"
    READINESS = "readiness"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Taking:
    """One finished quiz."""

    key: str
    finished_at: dt.datetime
    result: Result
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Point:
    """One finished quiz as it is compared: ``compared`` is its result under the newest's edition.

    ``dropped`` counts answers that this edition has no place for, ``missing`` what it asks on top.
    """

    taking: Taking
    compared: Result
    dropped: int = 0
    missing: int = 0

    @property
    def is_rescored(self) -> bool:
        return self.compared.edition != self.taking.result.edition


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """One score of one role, before and after; None where it is not known.

    ``is_real`` says that it moved by more than the error of both. Proof has no error: it counts
    what can be shown.
    """

    role: str
    dial: Dial
    before: float | None
    after: float | None
    is_real: bool


@dataclass(frozen=True, slots=True)
class LevelMove:
    """A level that really moved."""

    competency: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved from one result to a later one, both under one edition."""

    scores: tuple[ScoreMove, ...]
    levels: tuple[LevelMove, ...]
    """Only those that really moved, the largest move first."""
    levels_known: int
    """How many levels both results have."""
    same_answers: int
    """How many questions were answered alike."""
    both_answered: int

    def score(self, role: str, dial: Dial) -> ScoreMove:
        """The move of one score. Raises KeyError."""
        for move in self.scores:
            if (move.role, move.dial) == (role, dial):
                return move
        raise KeyError((role, dial))


def points(takings: Sequence[Taking]) -> tuple[Point, ...]:
    """All results, the oldest first, under the edition of the last."""
    if not takings:
        return ()
    edition = takings[-1].snapshot
    return tuple(_point(taking, edition) for taking in takings)


def _point(taking: Taking, edition: Snapshot) -> Point:
    if taking.snapshot.number == edition.number:
        return Point(taking, taking.result)
    found = recalculate(taking.result, taking.snapshot, edition)
    return Point(taking, found.today, len(found.dropped), len(found.new))


def compare(then: Result, now: Result, edition: Snapshot) -> Moves:
    """What moved between two results under ``edition``."""
    z = Settings(confidence=assessments_of(edition).settings.confidence).z()
    before = {level.competency: level for level in then.levels}
    moved, known = [], 0
    for level in now.levels:
        was = before.get(level.competency)
        if was is None or was.level is None or level.level is None:
            continue
        known += 1
        if _is_real(was.level, was.error, level.level, level.error, z):
            moved.append(LevelMove(level.competency, was.level, level.level))
    both = [key for key in now.answers if key in then.answers]
    return Moves(
        scores=tuple(
            move
            for role in now.roles
            for move in _moves({each.slug: each for each in then.roles}.get(role.slug), role, z)
        ),
        levels=tuple(sorted(moved, key=lambda move: -abs(move.after - move.before))),
        levels_known=known,
        same_answers=sum(1 for key in both if then.answers[key] == now.answers[key]),
        both_answered=len(both),
    )


def _moves(was: RoleResult | None, now: RoleResult, z: float) -> tuple[ScoreMove, ...]:
    fit = None if was is None else was.fit
    ready = None if was is None else was.readiness
    ready_error = None if was is None else was.readiness_error
    proof = None if was is None else was.proof
    return (
        ScoreMove(
            now.slug, Dial.FIT, fit, now.fit,
            _is_real(fit, None if was is None else was.fit_error, now.fit, now.fit_error, z),
        ),
        ScoreMove(
            now.slug, Dial.READINESS, ready, now.readiness,
            _is_real(ready, ready_error, now.readiness, now.readiness_error, z),
        ),
        ScoreMove(
            now.slug, Dial.PROOF, proof, now.proof,
            proof is not None and now.proof is not None and abs(now.proof - proof) > 1e-9,
        ),
    )  # fmt: skip


def _is_real(
    before: float | None,
    before_error: float | None,
    after: float | None,
    after_error: float | None,
    z: float,
) -> bool:
    """§1.6 for one number; what is not known has not moved."""
    values = [np.array(v, dtype=np.float64) for v in (before, before_error, after, after_error)]
    return bool(is_real_change(values[0], values[1], values[2], values[3], z))

"""Compare results of one person: what moved, and whether by more than error. Pure.

Results that were scored under different editions are compared under the newest one's edition: the
earlier answers are scored again there (``evaluation.recalculation``), so that no edit looks like a
change of the person. Whether a change is real is docs/scoring.md §1.6, "Retake".
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.evaluation.recalculation import recalculate
from assessments.evaluation.result import Result, RoleResult
from assessments.instrument.values import assessments_of
from assessments.scoring import Settings, is_real_change
from roles.snapshot.editions import Snapshot

Measured = tuple[float | None, float | None]
"""A number and its standard error, ``None`` where not known."""
# More than rounding makes of a sum.
NO_ERROR = 1e-9


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
    names_roles: bool = True
    """Whether results under this edition may name a role."""


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
class LevelMove:
    """A level that moved by more than error."""

    competency: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Moves:
    """The changes from one result to a later one, both scored under the same edition."""

    real: frozenset[tuple[str, Dial]]
    """Scores, by role, that moved by more than the error of both. Proof has no error."""
    levels: tuple[LevelMove, ...]
    """Only those that really moved, the largest move first."""
    levels_known: int
    """How many levels both results have."""
    same_answers: int
    """How many questions were answered alike."""
    both_answered: int


def points(takings: Sequence[Taking]) -> tuple[Point, ...]:
    """Return all results, oldest first, scored again under the edition of the last one."""
    if not takings:
        return ()
    return tuple(_point(taking, takings[-1]) for taking in takings)


def _point(taking: Taking, newest: Taking) -> Point:
    old, new = taking.snapshot, newest.snapshot
    if old.number == new.number:
        return Point(taking, taking.result)
    found = recalculate(taking.result, old, new, names_roles=newest.names_roles)
    return Point(taking, found.today, len(found.dropped), len(found.new))


def compare(then: Result, now: Result, edition: Snapshot) -> Moves:
    """Return what moved between two results, both scored under ``edition``."""
    z = Settings(confidence=assessments_of(edition).settings.confidence).z()
    before = {level.competency: level for level in then.levels}
    moved, known = [], 0
    for level in now.levels:
        was = before.get(level.competency)
        if was is None or was.level is None or level.level is None:
            continue
        known += 1
        if _is_real((was.level, was.error), (level.level, level.error), z):
            moved.append(LevelMove(level.competency, was.level, level.level))
    earlier = {role.slug: _scores(role) for role in then.roles}
    both = [key for key in now.answers if key in then.answers]
    return Moves(
        real=frozenset(
            (role.slug, dial)
            for role in now.roles
            if role.slug in earlier
            for dial, one, other in zip(Dial, earlier[role.slug], _scores(role), strict=True)
            if _is_real(one, other, z)
        ),
        levels=tuple(sorted(moved, key=lambda move: -abs(move.after - move.before))),
        levels_known=known,
        same_answers=sum(1 for key in both if then.answers[key] == now.answers[key]),
        both_answered=len(both),
    )


def _scores(role: RoleResult) -> tuple[Measured, ...]:
    """Return each score, in the order of ``Dial``."""
    return (
        (role.fit, role.fit_error),
        (role.readiness, role.readiness_error),
        (role.proof, NO_ERROR),
    )


def _is_real(before: Measured, after: Measured, z: float) -> bool:
    """Return whether a number moved by more than error (§1.6); unknown ones have not moved."""
    was, now = (np.array(each, dtype=np.float64) for each in (before, after))
    return bool(is_real_change(was[0], was[1], now[0], now[1], z))

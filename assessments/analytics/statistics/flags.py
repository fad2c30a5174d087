"""What is worth an editor's look at a question (docs/statistics.md §2), the most pressing first."""

from __future__ import annotations

from assessments.analytics.statistics.figures import RELATE, Flag, QuestionReport
from assessments.instrument.questionnaire import QuestionKind

WEAK = 0.20
STRONGER = 0.02
NEARLY_ALL = 0.80
MANY_LEFT_OUT = 0.10
FEWEST_EXITS = 10
TIMES = 2.0
MANY_QUICK = 0.20
LIKED = (35.0, 65.0)
BEST = (0.25, 0.90)


def flags_of(
    told: QuestionReport, alpha: float | None, usual_hazard: float | None
) -> tuple[Flag, ...]:
    """The flags of one question.

    ``alpha`` is its scale's; ``usual_hazard`` the median over the questions. A figure that is not
    shown raises no flag, or the flag would show it.
    """
    n = told.answered or 0
    with_rest, without = told.in_scale.with_rest, told.in_scale.alpha_without
    raised = {
        Flag.CHECK_KEY: _below(with_rest, 0.0) or _below(told.with_rating, 0.0),
        Flag.WEAK_LINK: with_rest is not None and 0.0 <= with_rest < WEAK,
        Flag.STRONGER_WITHOUT: alpha is not None
        and without is not None
        and without > alpha + STRONGER,
        Flag.LEAVING: _many_leave(told, usual_hazard),
        Flag.LEFT_OUT: _above(told.left_out, MANY_LEFT_OUT),
        Flag.ONE_SIDED: told.asked.kind is QuestionKind.FORCED_CHOICE
        and told.mean is not None
        and not LIKED[0] <= told.mean <= LIKED[1],
        Flag.TOO_HARD: _below(told.best, BEST[0]),
        Flag.TOO_EASY: _above(told.best, BEST[1]),
        Flag.NEARLY_ALL: not told.asked.is_multiple
        and any(_above(share, NEARLY_ALL) for share in told.shares or ()),
        Flag.UNUSED_LEVEL: told.asked.kind is QuestionKind.BARS
        and n >= RELATE
        and bool(told.unused),
        Flag.SLOW: told.speed is not None and told.speed.median > TIMES * told.asked.seconds,
        Flag.QUICK: told.speed is not None and _above(told.speed.quick, MANY_QUICK),
        Flag.FEW_ANSWERS: n < RELATE,
    }
    return tuple(flag for flag in Flag if raised[flag])


def _many_leave(told: QuestionReport, usual: float | None) -> bool:
    exits = told.exits
    if exits is None or exits.left is None or exits.hazard is None or usual is None:
        return False
    return exits.left >= FEWEST_EXITS and exits.hazard > TIMES * usual


def _below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _above(value: float | None, limit: float) -> bool:
    return value is not None and value > limit

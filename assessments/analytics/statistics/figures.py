"""The figures of the statistics as values, and the flags for those worth an editor's look.

``None`` is "not shown", never 0.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from assessments.analytics.statistics.form import Form, FormQuestion, Scale
from assessments.analytics.statistics.sums import AttemptEnd
from assessments.instrument.questionnaire import QuestionKind

SHOW = 30
"""From this many answers on a question's own figures show."""
RELATE = 100
"""From this many people on figures that relate questions to each other show, and who left."""
FACTOR = 200
"""From this many complete sheets on a common factor is fitted."""

# The limits beyond which a flag is raised (docs/statistics.md §2).
WEAK = 0.20
STRONGER = 0.02
NEARLY_ALL = 0.80
MANY_LEFT_OUT = 0.10
FEWEST_EXITS = 10
TIMES = 2.0
MANY_QUICK = 0.20
LIKED = (35.0, 65.0)
BEST = (0.25, 0.90)


class Flag(TextChoices):
    """What is worth an editor's look at a question, the most pressing first; in a few words."""

    CHECK_KEY = "check_key", "Check the scoring"
    WEAK_LINK = "weak_link", "Weak link to its group"
    STRONGER_WITHOUT = "stronger_without", "Group is stronger without it"
    LEAVING = "leaving", "Many leave here"
    LEFT_OUT = "left_out", "Often left out"
    ONE_SIDED = "one_sided", "One side is far more popular"
    TOO_HARD = "too_hard", "Few choose the best answer"
    TOO_EASY = "too_easy", "Nearly everyone finds the best answer"
    NEARLY_ALL = "nearly_all", "Nearly everyone answers the same"
    UNUSED_LEVEL = "unused_level", "A level is never used"
    SLOW = "slow", "Takes long"
    QUICK = "quick", "Often answered too fast"
    FEW_ANSWERS = "few_answers", "Too few answers yet"


@dataclass(frozen=True, slots=True)
class Exits:
    """Who stopped at a question; ``left`` is ``None`` for one to four people, hazard a share."""

    reached: int
    left: int | None
    hazard: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Speed:
    """How long ``n`` answers took, in seconds: median and the middle half; share below 2 s."""

    n: int
    median: float
    low: float
    high: float
    quick: float | None


@dataclass(frozen=True, slots=True)
class Retest:
    """The error of one answer, in points, from ``pairs`` people who answered twice.

    ``together`` is that error weighed with the value the scoring uses.
    """

    pairs: int
    error: float
    together: float


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """One question. ``shares`` of its options are ``None`` where fewer than five people hide.

    ``left_out`` is the share of those who saw it and gave no answer, ``with_rest`` its r with the
    rest of its scale, ``error_bound`` a bound of its error, ``with_rating`` a situation's r with
    the rating of the same competency, ``best`` the share that chose its best answer. With
    ``is_held_back`` the quarter holds all answers but one to four.
    """

    asked: FormQuestion
    answered: int | None
    left_out: float | None = None
    mean: float | None = None
    spread: float | None = None
    shares: tuple[float | None, ...] | None = None
    unused: tuple[int, ...] = ()
    with_rest: float | None = None
    alpha_without: float | None = None
    error_bound: float | None = None
    best: float | None = None
    with_rating: float | None = None
    exits: Exits | None = None
    speed: Speed | None = None
    retest: Retest | None = None
    is_held_back: bool = False
    flags: tuple[Flag, ...] = ()

    @property
    def pressing(self) -> tuple[Flag, ...]:
        """The flags that ask for a look: all but that there are few answers yet."""
        return tuple(flag for flag in self.flags if flag is not Flag.FEW_ANSWERS)


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """One scale; ``n`` people answered all of it. ``is_pair``: alpha is by Spearman and Brown."""

    scale: Scale
    n: int | None
    alpha: float | None = None
    alpha_error: float | None = None
    omega: float | None = None
    error_of_mean: float | None = None
    is_pair: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one edition, or of all that ask the same as ``form`` (edition ``None``).

    ``quarter`` is year · 4 + 0 to 3. ``people`` are ``None`` for one to four.
    ``left_at_end`` answered everything and never asked for the result. ``curve`` is, before each
    question, the share of those who began that is still there.
    """

    form: Form
    edition: int | None
    editions: tuple[int, ...]
    people: Mapping[AttemptEnd, int | None]
    began: int | None
    left_at_end: Exits | None
    questions: tuple[QuestionReport, ...]
    scales: tuple[ScaleReport, ...]
    curve: tuple[float, ...]
    quarter: int | None = None

    def question(self, key: str) -> QuestionReport | None:
        """Return the figures of one question, or ``None``."""
        return next((each for each in self.questions if each.asked.key == key), None)

    def scale_of(self, key: str) -> ScaleReport | None:
        """Return the figures of the scale that a question is a member of, or ``None``."""
        return next((each for each in self.scales if key in each.scale.members), None)


def flags_of(
    told: QuestionReport, alpha: float | None, usual_hazard: float | None
) -> tuple[Flag, ...]:
    """Return the flags of one question; a hidden figure raises none, as that would reveal it.

    ``alpha`` is its scale's; ``usual_hazard`` the median over the questions.
    """
    n, exits, speed = told.answered or 0, told.exits, told.speed
    rest, mean, best = _or_nan(told.with_rest), _or_nan(told.mean), _or_nan(told.best)
    raised = {
        Flag.CHECK_KEY: rest < 0.0 or _or_nan(told.with_rating) < 0.0,
        Flag.WEAK_LINK: 0.0 <= rest < WEAK,
        Flag.STRONGER_WITHOUT: _or_nan(told.alpha_without) > _or_nan(alpha) + STRONGER,
        Flag.LEAVING: exits is not None
        and (exits.left or 0) >= FEWEST_EXITS
        and _or_nan(exits.hazard) > TIMES * _or_nan(usual_hazard),
        Flag.LEFT_OUT: _or_nan(told.left_out) > MANY_LEFT_OUT,
        Flag.ONE_SIDED: told.asked.kind is QuestionKind.FORCED_CHOICE
        and (mean < LIKED[0] or mean > LIKED[1]),
        Flag.TOO_HARD: best < BEST[0],
        Flag.TOO_EASY: best > BEST[1],
        Flag.NEARLY_ALL: not told.asked.is_multiple
        and any(_or_nan(share) > NEARLY_ALL for share in told.shares or ()),
        Flag.UNUSED_LEVEL: told.asked.kind is QuestionKind.BARS
        and n >= RELATE
        and bool(told.unused),
        Flag.SLOW: speed is not None and speed.median > TIMES * told.asked.seconds,
        Flag.QUICK: speed is not None and _or_nan(speed.quick) > MANY_QUICK,
        Flag.FEW_ANSWERS: n < RELATE,
    }
    return tuple(flag for flag in Flag if raised[flag])


def _or_nan(figure: float | None) -> float:
    """Return a figure, NaN for a hidden one: that is on neither side of any limit."""
    return math.nan if figure is None else figure

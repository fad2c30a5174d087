"""The whole simulation: every world, every figure, and whether the targets are met (§3).

Beside the figures of the instrument: what asking less costs (§1.13), and which of five roles it can
tell apart. Three of these stand beside the two that the site has.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assessments.scoring import (
    NO_ROLE,
    VERDICTS,
    Instrument,
    InstrumentSpecification,
    RoleProfile,
    Verdict,
    score,
    settled,
    short_form,
)
from assessments.scoring.arithmetic import BoolArray, FloatArray
from assessments.simulation.figures import (
    Row,
    WorldOutcomes,
    gap_table,
    inflation_row,
    main_figures,
    share,
    skip_row,
    slope,
    swaps,
    together,
    type_table,
)
from assessments.simulation.people import INTEREST_SD, LEVEL_SD, Manner
from assessments.simulation.worlds import (
    HOLDOUT,
    HOLDOUT_WORLDS,
    MAIN_SEEDS,
    SAME,
    SCEPTICAL,
    TABLE_SEEDS,
    TUNING_SEEDS,
    Condition,
    World,
    holdout_seeds,
    two_roles,
)

RATINGS_A_SCREEN = 4
"""Between two looks: a person sees whether enough is answered at the top of a screen."""


class Crowd:
    """The people of several worlds: what they answer as they are, and their true scores."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self.worlds = worlds
        self.instrument = worlds[0].instrument
        self.honest = [world.answers(Manner()) for world in worlds]
        pairs = zip(worlds, self.honest, strict=True)
        self.true = [world.truth(years) for world, (_, years) in pairs]

    def outcomes(self, sheets: Iterable[tuple[FloatArray, FloatArray]]) -> WorldOutcomes:
        """Return what becomes of everybody with these item scores and years, by world."""
        each = zip(self.worlds, sheets, self.true, strict=True)
        return together([world.outcomes(*sheet, true) for world, sheet, true in each])


def shorter_table(crowd: Crowd) -> list[Row]:
    """Return a row each for the full quiz, the short form and stopping early: the same people.

    Beside ``main_figures``: ``items`` is the mean number of items answered, ``stopped`` the share
    who may stop early, ``verdict_kept``, of those named a role by less, who are named the same by
    the full quiz, and ``swaps`` who are named one role by less and the other by the full quiz.
    """
    instrument = crowd.instrument
    asked, kept = len(instrument.specification.items), short_form(instrument)
    ways: dict[str, Callable[[FloatArray], FloatArray]] = {
        "full": lambda y: y,
        "short form": lambda y: _only(instrument, y, kept),
        "early stop": lambda y: _stopped(instrument, y),
    }
    full: WorldOutcomes | None = None
    rows: list[Row] = []
    for name, way in ways.items():
        sheets = []
        for y, years in crowd.honest:
            sheet = way(y)
            # Facts come last in the quiz: who stops early has given none of them, nor any years.
            silent = np.isnan(sheet[:, asked:]).all(axis=1)
            sheets.append((sheet, np.where(silent, np.nan, years)))
        answered = np.concatenate([(~np.isnan(y[:, :asked])).sum(axis=1) for y, _ in sheets])
        outcomes = crowd.outcomes(sheets)
        full = full or outcomes
        rows.append(
            {
                "asked": name,
                **main_figures(outcomes),
                "items": float(answered.mean()),
                "stopped": share(answered < asked) if name == "early stop" else None,
                "verdict_kept": share(outcomes.named == full.named, outcomes.named != NO_ROLE),
                "swaps": swaps(full, outcomes),
            }
        )
    return rows


def _only(instrument: Instrument, y: FloatArray, keys: Sequence[str]) -> FloatArray:
    """Return the sheets (N, K) with NaN for items that ``keys`` leave out; facts stay."""
    kept = {*keys, *(rule.key for rule in instrument.specification.evidence)}
    mask = np.array([key in kept for key in instrument.answer_columns])
    return np.where(mask, y, np.nan)


def _stopped(instrument: Instrument, y: FloatArray) -> FloatArray:
    """Return the sheets (N, K) as they would be if everybody stopped as soon as they may."""
    sheet = y.copy()
    going = np.ones(len(y), dtype=np.bool_)
    for answered in _looks(instrument):
        rows = np.flatnonzero(going)
        partial = np.where(answered, y[rows], np.nan)
        unknown = np.full(len(rows), np.nan)
        done = settled(instrument, score(instrument, partial, unknown))
        sheet[rows[done]] = partial[done]
        going[rows[done]] = False
    return sheet


def _looks(instrument: Instrument) -> Iterator[BoolArray]:
    """Yield which answers (K,) are given after each screen of ratings, then after situations."""
    ratings = np.flatnonzero(instrument.is_bars)
    answered = instrument.is_choice > 0.0
    for start in range(0, len(ratings), RATINGS_A_SCREEN):
        answered[ratings[start : start + RATINGS_A_SCREEN]] = True
        yield answered.copy()
    asked = len(instrument.specification.items)
    answered[:asked] = True
    yield answered


SEED = 111
CLEAR = 10.0
"""True difference from every other role, in points of match, of the people that are counted."""
STEP = 8.0
"""Points by which people who are near to a role like a task more for each step of importance."""

# Importance and required level, in the order of the competencies of the first edition.
OTHERS = {
    "technical-program-manager": (
        (5, 4, 5, 4, 3, 3, 3, 5, 2, 4, 5, 3, 3, 3, 5, 2),
        (70, 60, 70, 65, 55, 50, 50, 65, 40, 60, 75, 60, 55, 60, 75, 50),
    ),
    "technical-product-manager": (
        (5, 1, 2, 3, 2, 2, 4, 3, 4, 1, 4, 5, 4, 5, 3, 1),
        (75, 25, 40, 60, 45, 40, 60, 55, 60, 30, 65, 75, 65, 75, 60, 35),
    ),
    "scrum-master": (
        (3, 2, 2, 5, 2, 0, 1, 1, 2, 1, 4, 4, 5, 5, 5, 3),
        (55, 40, 45, 70, 45, 0, 25, 20, 40, 20, 65, 65, 75, 70, 70, 60),
    ),
}


def five_roles(specification: InstrumentSpecification) -> InstrumentSpecification:
    """Return the instrument with its two roles and the three others."""
    keys = [each.key for each in specification.competencies]
    others = [
        RoleProfile(
            slug, dict(zip(keys, weights, strict=False)), dict(zip(keys, levels, strict=False))
        )
        for slug, (weights, levels) in OTHERS.items()
    ]
    return replace(specification, roles=(*two_roles(specification).roles, *others))


def confusion_table(specification: InstrumentSpecification, people: int) -> list[Row]:
    """Return, by the role that truly matches best by ``CLEAR`` points, what the verdict says of it.

    ``together`` is the share of those told "too close" among whose roles the best one is, and
    ``beside`` the role that most often stands there with it.
    """
    instrument = Instrument.build(five_roles(specification))
    world = World.draw(instrument, SAME, SEED, people)
    near = np.resize(np.arange(len(instrument.roles)), people)
    spread = world.random.standard_normal((2, *world.people.levels.shape))
    wanted = STEP * (instrument.importance - instrument.importance.mean(axis=1, keepdims=True))
    someone = replace(
        world.people,
        levels=np.clip(instrument.required_level[near] + LEVEL_SD * spread[0], 0.0, 100.0),
        interests=np.clip(50.0 + wanted[near] + INTEREST_SD * spread[1], 0.0, 100.0),
    )
    world = replace(world, people=someone)
    y, years = world.answers(Manner())
    match, scores = world.truth(years).match, score(instrument, y, years)
    best = match.argmax(axis=1)
    ordered = np.sort(match, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] >= CLEAR
    close = scores.verdict == VERDICTS.index(Verdict.TOO_CLOSE)
    listed = scores.not_separated | (np.arange(len(instrument.roles)) == scores.top[:, None])
    rows: list[Row] = []
    for role, slug in enumerate(instrument.roles):
        mine = clear & (best == role)
        beside = (listed & close[:, None])[mine].sum(axis=0)
        beside[role] = -1
        named = scores.named_role[mine]
        rows.append(
            {
                "role": slug,
                "respondents": int(mine.sum()),
                "right": share(named == role),
                "wrong": share((named != role) & (named >= 0)),
                "together": share(close[mine] & listed[mine, role]),
                "beside": instrument.roles[int(beside.argmax())],
            }
        )
    return rows


RANDOM_SHEETS = 2_000
"""Sheets of random clicks, in each world."""
INFLATIONS: tuple[tuple[str, Manner], ...] = (
    ("none", Manner()),
    ("10 points", Manner(inflation=10.0)),
    ("20 points", Manner(inflation=20.0)),
    ("30 points", Manner(inflation=30.0)),
    ("20 points, technical only", Manner(inflation=20.0, inflated_group="tpm")),
    ("beginners, up to 30 points", Manner(beginners_add=30.0)),
)
SKIPS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)

Progress = Callable[[str], None]


PEOPLE = 10_000
"""In each world; this and all the worlds are what the targets are about."""


def study(
    specification: InstrumentSpecification,
    progress: Progress,
    *,
    people: int = PEOPLE,
    worlds: int = len(MAIN_SEEDS),
) -> dict[str, Any]:
    """Return every figure and table for the two roles of the instrument, as plain JSON data.

    At most so many worlds of each kind are drawn. Raises ``ValueError`` when a role is missing.
    """
    instrument = Instrument.build(two_roles(specification))
    seeds = MAIN_SEEDS[:worlds]
    progress(f"{len(seeds)} worlds of {people} people")
    figures, outcomes = condition_figures(instrument, SAME, seeds, people)
    holdout: dict[str, Row] = {}
    holdout_used: dict[str, list[int]] = {}
    for number, condition in enumerate((*HOLDOUT, *SCEPTICAL)):
        progress(f"hold-out: {condition.name.replace('_', ' ')}")
        used = holdout_seeds(number, min(worlds, HOLDOUT_WORLDS))
        holdout[condition.name], _ = condition_figures(instrument, condition, used, people)
        holdout_used[condition.name] = list(used)
    progress("tables of inflation and of skips")
    table_seeds = TABLE_SEEDS[:worlds]
    crowd = Crowd([World.draw(instrument, SAME, seed, people) for seed in table_seeds])
    inflation, skip = _tables(crowd)
    progress("the short form, and stopping early")
    shorter = shorter_table(crowd)
    return {
        **figures,
        "holdout": holdout,
        "types": type_table(outcomes),
        "gap": gap_table(outcomes),
        "inflation": inflation,
        "skip": skip,
        "shorter": shorter,
        "confusion": confusion_table(specification, people),
        "seeds": {
            "main": list(seeds),
            "tables": list(table_seeds),
            "tuning": list(TUNING_SEEDS),
            "holdout": holdout_used,
        },
    }


def condition_figures(
    instrument: Instrument, condition: Condition, seeds: Sequence[int], people: int
) -> tuple[Row, WorldOutcomes]:
    """Return the figures of worlds of one kind, and what became of everybody in them.

    Beside ``main_figures``: ``retest_swaps`` is the share named one role first and the other at a
    second sitting, when the errors of the two correlate by 0.3; ``random_named``, of sheets of
    random clicks, the share that names a role; ``slope`` that of the measured D on the true D.
    """
    first, second, clicked = [], [], []
    for seed in seeds:
        world = World.draw(instrument, condition, seed, people)
        y, years = world.answers(condition.manner)
        true = world.truth(years)
        first.append(world.outcomes(y, years, true))
        second.append(world.outcomes(*world.later_answers(condition.manner), true))
        sheets = np.stack(
            [world.random.choice(scores, RANDOM_SHEETS) for scores in world.items.scores], axis=1
        )
        unknown = np.full(len(sheets), np.nan)
        clicked.append(score(instrument, sheets, unknown).named_role != NO_ROLE)
    outcomes = together(first)
    figures = main_figures(outcomes) | {
        "retest_swaps": swaps(outcomes, together(second)),
        "random_named": share(np.concatenate(clicked)),
        "slope": slope(outcomes),
    }
    return figures, outcomes


def _tables(crowd: Crowd) -> tuple[list[Row], list[Row]]:
    """Return the inflation and the skip table: the same people in every row."""
    as_they_are, inflation, skip = crowd.outcomes(crowd.honest), [], []
    for name, manner in INFLATIONS:
        given = [world.answers(manner) for world in crowd.worlds]
        y, outcomes = np.concatenate([y for y, _ in given]), crowd.outcomes(given)
        inflation.append(inflation_row(name, crowd.instrument, y, outcomes, as_they_are))
    for part in SKIPS:
        left = [
            (np.where(world.random.random(y.shape) < part, np.nan, y), years)
            for world, (y, years) in zip(crowd.worlds, crowd.honest, strict=True)
        ]
        skip.append(skip_row(part, crowd.outcomes(left)))
    return inflation, skip

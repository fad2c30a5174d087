"""The whole simulation: every world, every figure, and whether the targets are met (§3)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assessments.scoring import NO_ROLE, Instrument, InstrumentSpecification, score
from assessments.scoring.arithmetic import FloatArray
from assessments.simulation.answering import Manner
from assessments.simulation.confusion import confusion_table
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
from assessments.simulation.shorter import shorter_table
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
    drawn = [World.draw(instrument, SAME, seed, people) for seed in table_seeds]
    inflation, skip = _tables(drawn)
    progress("the short form, and stopping early")
    shorter = shorter_table(drawn)
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
    instrument: Instrument,
    condition: Condition,
    seeds: Sequence[int],
    people: int,
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


def _tables(drawn: Sequence[World]) -> tuple[list[Row], list[Row]]:
    """Return the inflation and the skip table: the same people in every row."""
    sheets = {name: [world.answers(manner) for world in drawn] for name, manner in INFLATIONS}
    honest = sheets["none"]
    true = [world.truth(years) for world, (_, years) in zip(drawn, honest, strict=True)]

    def outcomes(given: Sequence[tuple[FloatArray, FloatArray]]) -> WorldOutcomes:
        each = zip(drawn, given, true, strict=True)
        return together([world.outcomes(*sheet, truth) for world, sheet, truth in each])

    as_they_are = outcomes(honest)
    inflation = [
        inflation_row(
            name,
            drawn[0].instrument,
            np.concatenate([y for y, _ in given]),
            outcomes(given),
            as_they_are,
        )
        for name, given in sheets.items()
    ]
    skip = []
    for part in SKIPS:
        each = zip(drawn, honest, strict=True)
        left = [
            (np.where(world.random.random(y.shape) < part, np.nan, y), years)
            for world, (y, years) in each
        ]
        skip.append(skip_row(part, outcomes(left)))
    return inflation, skip

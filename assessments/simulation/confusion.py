"""Which of five roles the instrument can tell apart (docs/scoring.md §3.3).

Three roles that the site does not have stand beside the two that it has.
"""

from dataclasses import replace

import numpy as np

from assessments.scoring import (
    VERDICTS,
    Instrument,
    InstrumentSpecification,
    RoleProfile,
    Verdict,
    score,
)
from assessments.simulation.answering import Manner
from assessments.simulation.figures import Row, share
from assessments.simulation.people import INTEREST_SD, LEVEL_SD
from assessments.simulation.worlds import SAME, World, two_roles

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

"""Who answers in the simulation: true levels and true interests (docs/scoring.md §3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assessments.scoring import BarsItem, Instrument, InstrumentSpecification, InterestItem
from assessments.scoring.arithmetic import FloatArray, IndexArray

LEVEL_SD = 10.0
"""Within one person: how far true levels lie around the mean of their group, in points."""
INTEREST_SD = 11.0
"""The same for true interests."""
EXACT = 1e-6
"""Error SD of a true value; the formulas ask for one above 0."""


@dataclass(frozen=True, slots=True)
class PersonType:
    """Mean true level and mean true interest, by group of competencies, in points."""

    name: str
    levels: Mapping[str, float]
    interests: Mapping[str, float]
    elevation_sd: float = 0.0
    """How far people differ in all their levels together."""
    level_contrast_sd: float = 0.0
    """How far people differ in levels of the one side against the other."""
    interest_contrast_sd: float = 0.0
    """The same for interests."""
    shared_contrast: float = 0.0
    """Correlation of these two contrasts."""
    level_sd: float = LEVEL_SD
    interest_sd: float = INTEREST_SD


def _by_group(pm: float, tpm: float, soft: float) -> dict[str, float]:
    return {"pm": pm, "tpm": tpm, "soft": soft}


TYPES = (
    PersonType("project manager", _by_group(70, 32, 66), _by_group(72, 38, 58)),
    PersonType("technical project manager", _by_group(52, 70, 66), _by_group(42, 72, 58)),
    PersonType("both", _by_group(70, 70, 70), _by_group(60, 60, 58)),
    PersonType("neither", _by_group(22, 22, 28), _by_group(50, 50, 50)),
    PersonType(
        "general",
        _by_group(58, 54, 62),
        _by_group(54, 57, 57),
        elevation_sd=9.0,
        level_contrast_sd=12.0,
        interest_contrast_sd=12.0,
        shared_contrast=0.7,
    ),
    PersonType(
        "one population",
        _by_group(58, 58, 58),
        _by_group(55, 55, 55),
        elevation_sd=10.0,
        level_contrast_sd=8.0,
        interest_contrast_sd=9.0,
        shared_contrast=0.5,
        level_sd=12.0,
        interest_sd=12.0,
    ),
)
GENERAL, ONE_POPULATION = len(TYPES) - 2, len(TYPES) - 1
SIDE = {"pm": 1.0, "tpm": -1.0, "soft": 0.0}
"""Which way a group moves with a person's contrast."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """N simulated people with their true levels and interests."""

    kind: IndexArray
    """(N,) index in ``TYPES``."""
    levels: FloatArray
    """(N, C) true levels, 0..100."""
    interests: FloatArray
    """(N, C) true interests, 0..100."""
    noise: FloatArray
    """(N,) factor on the errors of a person's answers."""


def draw_people(
    random: np.random.Generator,
    specification: InstrumentSpecification,
    kind: IndexArray,
    noise_sd: float,
) -> People:
    """Draw people of these types; ``noise_sd`` is the SD of the logarithm of their noise."""
    groups = [competency.group for competency in specification.competencies]
    side = np.array([SIDE.get(group, 0.0) for group in groups])
    shape = (len(kind), len(groups))

    def of_type(name: str) -> FloatArray:
        return np.array([getattr(each, name) for each in TYPES])[kind]

    def means(name: str) -> FloatArray:
        rows = [[getattr(each, name).get(group, 50.0) for group in groups] for each in TYPES]
        return np.array(rows)[kind]

    elevation = of_type("elevation_sd") * random.standard_normal(len(kind))
    first, second = random.standard_normal((2, len(kind)))
    shared = of_type("shared_contrast")
    level_contrast = of_type("level_contrast_sd") * first
    interest_contrast = of_type("interest_contrast_sd") * (
        shared * first + np.sqrt(1.0 - shared**2) * second
    )
    levels = means("levels") + elevation[:, None] + side * level_contrast[:, None]
    levels += of_type("level_sd")[:, None] * random.standard_normal(shape)
    interests = means("interests") + side * interest_contrast[:, None]
    interests += of_type("interest_sd")[:, None] * random.standard_normal(shape)
    return People(
        kind=kind,
        levels=np.clip(levels, 0.0, 100.0),
        interests=np.clip(interests, 0.0, 100.0),
        noise=np.exp(noise_sd * random.standard_normal(len(kind))),
    )


def true_instrument(specification: InstrumentSpecification) -> Instrument:
    """Return an instrument that reads true levels and interests of *all* competencies.

    So what the quiz does not ask counts as its error.
    """
    keys = [competency.key for competency in specification.competencies]
    exact = replace(
        specification,
        items=(
            *(BarsItem(f"level-{key}", key, error_sd=EXACT) for key in keys),
            *(InterestItem(f"interest-{key}", key, error_sd=EXACT) for key in keys),
        ),
        facts=(),
        evidence=(),
        settings=replace(
            specification.settings, interest_error=EXACT, rating_error=EXACT, stretch=1.0
        ),
    )
    return Instrument.build(exact)

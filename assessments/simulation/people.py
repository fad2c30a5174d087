"""Who answers in the simulation, and how: a graded response model with items of its own (§3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from assessments.scoring import (
    BarsItem,
    Evidence,
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
)
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


Column = BarsItem | ForcedChoiceItem | InterestItem | JudgementItem | Evidence

ERROR_SD: dict[type[Column], tuple[float, float]] = {
    BarsItem: (11.0, 18.0),
    ForcedChoiceItem: (12.0, 20.0),
    InterestItem: (16.0, 24.0),
    JudgementItem: (26.0, 38.0),
    Evidence: (14.0, 22.0),
}
"""Lowest and highest true error SD of an answer, by type; each item of a world has its own."""
CUT_JITTER = 4.0
"""SD of a world's cut points around the middles between the scores of neighbouring options."""
CHOICE_SCALE = 0.5
"""How far a choice moves from the middle for each point between the interests of its two sides."""
STABLE = 0.3
"""Correlation of the errors of two sittings: the share of error that is stable."""
INFLATION_SHARE: dict[type[Column], float] = {BarsItem: 1.0, JudgementItem: 0.2, Evidence: 0.3}
"""How much of an exaggeration of ratings reaches the other answers about levels."""
COMPETENT = 60.0
"""True level from which beginners' over-rating is gone."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemWorld:
    """The true properties of the items in one simulated world, which the scoring does not know."""

    columns: tuple[Column, ...]
    scores: tuple[FloatArray, ...]
    """What the options give, rising, by column."""
    cuts: tuple[FloatArray, ...]
    """Where one option ends and the next begins, by column."""
    error_sd: FloatArray
    """(K,) true error SD of an answer."""
    years: tuple[FloatArray | None, ...]
    """Hands-on years behind each score, by column; ``None`` where it is not about years."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How people of a simulated world depart from what the scoring assumes when they answer."""

    noise: float = 1.0
    """Factor on every error."""
    choice_scale: float = 1.0
    """Factor on how strongly choices are answered."""
    inflation: float = 0.0
    """Points that everybody adds to ratings; others by ``INFLATION_SHARE``."""
    inflated_group: str | None = None
    """The only group of competencies that is inflated; ``None`` = all."""
    beginners_add: float = 0.0
    """Points that people with a true level of 0 add, falling to nothing at ``COMPETENT``."""
    halo_sd: float = 0.0
    """How far people differ in what they add to all ratings, in points."""
    rating_scale_sd: float = 0.0
    """SD of the logarithm of how far people spread their ratings around 50."""
    choice_scale_sd: float = 0.0
    """The same for choices."""
    side_sd: float = 0.0
    """How far people lean to one side of all choices, in points."""
    pair_sd: float = 0.0
    """How far one side of a pair is better liked by everybody, in points."""
    task_sd: float = 0.0
    """How far a person likes one task of a pair for itself, in points."""
    error_sd: Mapping[type[Column], float] = field(default_factory=dict)
    """True error SD of these types of answer, in place of that of the world."""
    pushing: float = 0.0
    """Share of people who answer toward the role they like: choices by 20, ratings by 25."""


PUSH_CHOICES, PUSH_RATINGS = 20.0, 25.0


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How each of N people answers K questions in their own way; the same at every sitting."""

    halo: FloatArray
    """(N,) points added to ratings."""
    rating_scale: FloatArray
    choice_scale: FloatArray
    side: FloatArray
    """(N,) points toward side B."""
    liking: FloatArray
    """(N, K) or (1, K) points toward side B of each choice."""
    pushes: FloatArray
    """(N,) 1 where somebody pushes, else 0."""

    @classmethod
    def draw(cls, random: np.random.Generator, manner: Manner, n: int, k: int) -> Style:
        """Draw what the manner has a spread for; nothing is drawn for the rest."""

        def spread(sd: float, *shape: int) -> FloatArray:
            return sd * random.standard_normal(shape) if sd else np.zeros((1,) * len(shape))

        return cls(
            halo=spread(manner.halo_sd, n),
            rating_scale=np.exp(spread(manner.rating_scale_sd, n)),
            choice_scale=np.exp(spread(manner.choice_scale_sd, n)),
            side=spread(manner.side_sd, n),
            liking=np.broadcast_to(
                spread(manner.pair_sd, 1, k) + spread(manner.task_sd, n, k),
                (n if manner.task_sd else 1, k),
            ),
            pushes=(random.random(n) < manner.pushing).astype(float)
            if manner.pushing
            else np.zeros(1),
        )


def draw_items(random: np.random.Generator, specification: InstrumentSpecification) -> ItemWorld:
    """Draw the true error SD and the cut points of every scored answer."""
    columns = (*specification.items, *specification.evidence)
    scores, cuts, spread, years = [], [], [], []
    for column in columns:
        values, durations = _options(specification, column)
        middle = (values[1:] + values[:-1]) / 2.0
        scores.append(values)
        cuts.append(np.sort(middle + CUT_JITTER * random.standard_normal(len(middle))))
        spread.append(random.uniform(*ERROR_SD[type(column)]))
        years.append(durations)
    return ItemWorld(columns, tuple(scores), tuple(cuts), np.array(spread), tuple(years))


def _options(
    specification: InstrumentSpecification, column: Column
) -> tuple[FloatArray, FloatArray | None]:
    """Return the scores an answer can give, rising, and the years behind them if it has any.

    An evidence score is simulated as its base alone: bonuses are another way to the same level.
    """
    if not isinstance(column, Evidence):
        return np.unique(np.array(column.option_scores)), None
    facts = {fact.key: fact for fact in specification.facts}
    years = {
        option.points: option.years
        for key in column.base_facts
        for option in facts[key].options
        if option.points is not None
    }
    values = sorted(years)
    durations = [years[value] for value in values]
    known = [each for each in durations if each is not None]
    return np.array(values), np.array(known) if len(known) == len(values) else None


def draw_errors(random: np.random.Generator, people: People, columns: int) -> FloatArray:
    """Return (N, K) logistic errors of SD 1: those of a graded response model."""
    return random.logistic(scale=np.sqrt(3.0) / np.pi, size=(len(people.noise), columns))


def draw_later_errors(random: np.random.Generator, people: People, first: FloatArray) -> FloatArray:
    """Return the errors of a second sitting, which correlate by ``STABLE`` with the first ones."""
    fresh = draw_errors(random, people, first.shape[1])
    later: FloatArray = STABLE * first + np.sqrt(1.0 - STABLE**2) * fresh
    return later


def answer(
    world: ItemWorld,
    specification: InstrumentSpecification,
    people: People,
    errors: FloatArray,
    manner: Manner,
    style: Style,
) -> tuple[FloatArray, FloatArray]:
    """Return item scores (N, K) and hands-on years (N,) as the scoring takes them.

    P(option j or higher) = logistic((L - b_j)·π/(√3 s)): L is what the answer is about, b the
    item's cut points, s its error SD times the noise of the person and of the manner.
    """
    place = {each.key: number for number, each in enumerate(specification.competencies)}
    group = {each.key: each.group for each in specification.competencies}
    y = np.empty(errors.shape)
    years = np.full(len(errors), np.nan)
    side = np.array([SIDE.get(each.group, 0.0) for each in specification.competencies])
    wanted = np.sign(people.interests @ side) * style.pushes
    for k, column in enumerate(world.columns):
        if isinstance(column, ForcedChoiceItem):
            contrast = people.interests[:, place[column.competency_b]]
            contrast = contrast - people.interests[:, place[column.competency_a]]
            latent = CHOICE_SCALE * manner.choice_scale * style.choice_scale * contrast
            latent = 50.0 + latent + style.side + style.liking[:, k]
            toward = side[place[column.competency_b]] - side[place[column.competency_a]]
            latent = latent + PUSH_CHOICES * wanted * np.sign(toward)
        elif isinstance(column, InterestItem):
            latent = people.interests[:, place[column.competency]]
        else:
            latent = people.levels[:, place[column.competency]]
            if manner.inflated_group in (None, group[column.competency]):
                missing = np.maximum(0.0, COMPETENT - latent) / COMPETENT
                exaggeration = manner.inflation + manner.beginners_add * missing
                latent = latent + INFLATION_SHARE[type(column)] * exaggeration
            if isinstance(column, BarsItem):
                latent = 50.0 + style.rating_scale * (latent - 50.0) + style.halo
                toward = np.maximum(wanted * side[place[column.competency]], 0.0)
                latent = latent + PUSH_RATINGS * toward
        noise = manner.error_sd.get(type(column), world.error_sd[k]) * manner.noise * people.noise
        chosen = np.searchsorted(world.cuts[k], latent + noise * errors[:, k], side="right")
        y[:, k] = world.scores[k][chosen]
        durations = world.years[k]
        if durations is not None:
            years = np.fmax(years, durations[chosen])
    return y, years

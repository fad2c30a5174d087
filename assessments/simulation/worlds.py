"""Which worlds are simulated, with which seeds (docs/scoring.md §3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from assessments.scoring import (
    Evidence,
    Instrument,
    InstrumentSpecification,
    JudgementItem,
    Scores,
    score,
)
from assessments.scoring.arithmetic import FloatArray, IndexArray
from assessments.simulation.figures import WorldOutcomes
from assessments.simulation.people import (
    GENERAL,
    ONE_POPULATION,
    ItemWorld,
    Manner,
    People,
    Style,
    answer,
    draw_errors,
    draw_items,
    draw_later_errors,
    draw_people,
    true_instrument,
)

ROLES = ("project-manager", "technical-project-manager")
"""The two roles that the figures are about, in the order of D."""
PERSON_NOISE_SD = 0.2
"""SD of the logarithm of how noisily a person answers."""

MAIN_SEEDS = tuple(range(1, 21))
TABLE_SEEDS = tuple(range(101, 106))
"""Of the inflation and the skip table."""
TUNING_SEEDS = tuple(range(200, 220))
"""The worlds that the constants of the score were chosen in. Nothing is reported from them."""
HOLDOUT_FIRST_SEED = 94001
HOLDOUT_WORLDS = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """A kind of world: who lives in it, and how people answer."""

    name: str
    manner: Manner = field(default_factory=Manner)
    noise_sd: float = PERSON_NOISE_SD
    kinds: tuple[int, ...] = tuple(range(GENERAL + 1))
    """Types of people, equally many of each."""


SAME = Condition("same mix")
HOLDOUT = (
    Condition("fresh_seeds"),
    Condition("general_population", kinds=(GENERAL,)),
    Condition("people_differ_more_in_noise", noise_sd=0.4),
    Condition("choices_milder", Manner(choice_scale=0.7)),
    Condition("choices_stronger", Manner(choice_scale=1.4)),
    Condition("noise_plus_20_percent", Manner(noise=1.2)),
    Condition("noise_minus_20_percent", Manner(noise=0.8)),
)

STYLES = Manner(halo_sd=10.0, rating_scale_sd=0.25, choice_scale_sd=0.4, side_sd=8.0, pair_sd=10.0)
WEAK = {Evidence: 40.0, JudgementItem: 80.0}
SCEPTICAL = (
    Condition("one_population", kinds=(ONE_POPULATION,)),
    Condition("response_styles", STYLES),
    Condition("weak_facts_and_situations", Manner(error_sd=WEAK)),
    Condition("liking_of_single_tasks", Manner(task_sd=12.0)),
    Condition(
        "all_of_these", replace(STYLES, error_sd=WEAK, task_sd=12.0), kinds=(ONE_POPULATION,)
    ),
    Condition("beginners_overrate", Manner(beginners_add=30.0)),
    Condition("a_tenth_pushes", Manner(pushing=0.1)),
)
"""What could embarrass the instrument. Reported, without a target, and nothing is chosen in it."""


def holdout_seeds(number: int, worlds: int) -> range:
    """Return the seeds of the hold-out condition with this number; no two share one."""
    first = HOLDOUT_FIRST_SEED + 100 * number
    return range(first, first + worlds)


def two_roles(specification: InstrumentSpecification) -> InstrumentSpecification:
    """Return the instrument with its two ``ROLES`` only. Raises ``ValueError`` without both."""
    profiles = {role.slug: role for role in specification.roles}
    missing = [slug for slug in ROLES if slug not in profiles]
    if missing:
        raise ValueError(
            f"The edition has no role {', '.join(missing)}. The simulation compares "
            f"{' and '.join(ROLES)}; roles of the edition: {', '.join(profiles)}."
        )
    return replace(specification, roles=tuple(profiles[slug] for slug in ROLES))


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Simulated people with true scores, the items they answer, and the errors they will make."""

    random: np.random.Generator
    """For whatever is drawn next; every draw of a world comes from this one source."""
    instrument: Instrument
    items: ItemWorld
    people: People
    errors: FloatArray
    style: Style

    @classmethod
    def draw(cls, instrument: Instrument, condition: Condition, seed: int, count: int) -> World:
        """Draw ``count`` people of a world. The same arguments give the same world."""
        random = np.random.default_rng(seed)
        specification = instrument.specification
        items = draw_items(random, specification)
        kind: IndexArray = np.resize(np.array(condition.kinds, dtype=np.intp), count)
        people = draw_people(random, specification, kind, condition.noise_sd)
        errors = draw_errors(random, people, len(items.columns))
        style = Style.draw(random, condition.manner, count, len(items.columns))
        return cls(random, instrument, items, people, errors, style)

    def answers(self, manner: Manner) -> tuple[FloatArray, FloatArray]:
        """Return item scores and years of these people; the same errors at every call."""
        about = self.instrument.specification
        return answer(self.items, about, self.people, self.errors, manner, self.style)

    def later_answers(self, manner: Manner) -> tuple[FloatArray, FloatArray]:
        """Return what the same people answer at a second sitting."""
        errors = draw_later_errors(self.random, self.people, self.errors)
        return replace(self, errors=errors).answers(manner)

    def truth(self, years: FloatArray) -> Scores:
        """Return the true scores. Years are facts: the stated ones are taken as true."""
        everything = np.hstack([self.people.levels, self.people.interests])
        return score(true_instrument(self.instrument.specification), everything, years)

    def outcomes(self, y: FloatArray, years: FloatArray, true: Scores) -> WorldOutcomes:
        """Return what the scoring makes of the answers, beside the true scores."""
        return WorldOutcomes.of(self.people.kind, true, score(self.instrument, y, years))

"""Made-up people whose differences are known, as the study finds them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessments.analytics.statistics.form import Form, form_of
from assessments.analytics.study.services import EXTRA, Questions
from assessments.instrument.questionnaire import QuestionKind
from assessments.instrument.values import specification
from assessments.models.choices import Work
from assessments.scoring import ForcedChoiceItem
from tests.assessments.sheets import edition

Array = np.ndarray[Any, np.dtype[Any]]
FORM: Form = form_of(edition())
BIASED = "B13"
"""A rating of working with people that technical jobs get more for than they should."""
HARSH = "technical_expertise"
"""Experts ask for much more of this than the edition does."""
SHIFTS = {Work.PM: -0.4, Work.TPM: 0.4, Work.TECHNICAL: 0.4, Work.OTHER: -0.2, Work.NONE: 0.0}
"""How far people lean to technical work, in standard deviations."""


PLACES = {each.key: number for number, each in enumerate(edition().roles.competencies)}
GROUPS = np.unique(
    [each.group.value for each in edition().roles.competencies], return_inverse=True
)[1]
PAIRS = {
    each.key: (PLACES[each.competency_a], PLACES[each.competency_b])
    for each in specification(edition()).items
    if isinstance(each, ForcedChoiceItem)
}


def choose_and_rate(rng: np.random.Generator, people: int, scale: float) -> tuple[Array, Array]:
    """Choices (N, K) that move ``scale`` times as far as interests say, and ratings (N, C).

    All have habits: to rate high, and to take one side. Half of the kinds of work are not rated.
    """

    def steps(points: Array, error: float) -> Array:
        return np.clip(np.round((points + rng.normal(0, error, points.shape)) / 25), 0, 4)

    interests = 52 + rng.normal(0, 13, (people, 3))[:, GROUPS]
    interests += rng.normal(0, 11, interests.shape)
    a, b = np.array([*PAIRS.values()]).T
    apart = (interests[:, b] - interests[:, a]) / 2
    side, high = rng.normal(0, 8, (2, people, 1))
    ratings = steps(interests + high, 18)
    left_out = rng.permuted(np.tile(np.arange(len(GROUPS)), (people, 1)), axis=1) >= EXTRA
    ratings[left_out] = np.nan
    return steps(50 + scale * apart + side + rng.normal(0, 8, len(PAIRS)), 16), ratings


@dataclass(frozen=True)
class Person:
    """Somebody with traits by scale, who answers with chance in it every time."""

    work: Work
    traits: Mapping[str, float]

    @classmethod
    def draw(cls, rng: np.random.Generator, work: Work, apart: float = 1.0) -> Person:
        lean = SHIFTS[work] * apart
        sides = {"levels-pm": -lean, "levels-tpm": lean, "choices": lean}
        traits = {each.key: rng.normal(sides.get(each.key, 0.0)) for each in FORM.scales}
        return cls(work, traits)

    def answers(self, rng: np.random.Generator) -> dict[str, Any]:
        sheet: dict[str, Any] = {}
        for asked in sorted(FORM.questions, key=lambda each: each.key):
            scale = next((each for each in FORM.scales if asked.key in each.members), None)
            trait = self.traits[scale.key] if scale else rng.normal()
            if scale and scale.turned[scale.members.index(asked.key)]:
                trait = -trait
            if asked.key == BIASED and self.work in (Work.TPM, Work.TECHNICAL):
                trait += 0.8
            if asked.kind is QuestionKind.FACTS:
                code = asked.codes[int(rng.integers(asked.size))]
                sheet[asked.key] = [code] if asked.is_multiple else code
            else:
                point = (asked.size - 1) / 2 + asked.size / 5 * (trait + rng.normal())
                sheet[asked.key] = int(np.clip(round(point), 0, asked.size - 1))
        return sheet


def expert_sheet(asked: Questions, rng: np.random.Generator, error: float = 0.0) -> dict[str, int]:
    """Return what an expert sends who agrees with the edition, but for one thing and chance."""
    sent = {"does_job": 1, "years": int(rng.integers(3, 20))}
    ours = {each.competency: each for each in asked.role.requirements}
    for key, each in ours.items():
        weight = float(each.importance) + rng.normal(0, error)
        level = float(each.required_level) + rng.normal(0, 12 * error)
        weight, level = (0, 5) if key == HARSH else (weight, level)
        sent[f"importance-{key}"] = int(np.clip(round(weight), 0, 5))
        sent[f"required_level-{key}"] = int(np.clip(round(level), 0, 100))
    for item in asked.situations:
        best = max(range(len(item.options)), key=lambda place: item.options[place].score)
        sent[f"step-{item.key}"] = best if rng.random() < 0.8 else (best + 1) % len(item.options)
    return sent

"""Made-up people whose differences are known, as the study finds them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessments.analytics.statistics.form import Form, form_of
from assessments.instrument.questionnaire import QuestionKind
from assessments.models.choices import Work
from tests.assessments.sheets import edition

FORM: Form = form_of(edition())
BIASED = "B13"
"""A rating of working with people that technical jobs get more for than they should."""
SHIFTS = {Work.PM: -0.4, Work.TPM: 0.4, Work.TECHNICAL: 0.4, Work.OTHER: -0.2, Work.NONE: 0.0}
"""How far people lean to technical work, in standard deviations."""


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
        for asked in FORM.questions:
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

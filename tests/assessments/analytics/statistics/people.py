"""Made-up people who take the quiz, with fixed seeds, and sums made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assessments.analytics.statistics.form import Form, FormQuestion, form_of
from assessments.analytics.statistics.report import FormSums
from assessments.analytics.statistics.sums import AttemptEnd, Taken, left_before, sums_of
from assessments.instrument.questionnaire import QuestionKind
from tests.assessments.sheets import edition

FORM = form_of(edition())
Rng = np.random.Generator


def answers_of(
    rng: Rng, *, form: Form = FORM, dead: Sequence[str] = (), turned: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a full answer sheet of one person, whose answers correlate inside a scale.

    ``dead`` questions are answered by chance alone, ``turned`` ones the wrong way round.
    """
    strength = {scale.key: rng.normal() for scale in form.scales}
    sheet: dict[str, Any] = {}
    for asked in form.questions:
        scale = next((each for each in form.scales if asked.key in each.members), None)
        trait = strength[scale.key] if scale and asked.key not in dead else rng.normal()
        if scale and scale.turned[scale.members.index(asked.key)]:
            trait = -trait
        sheet[asked.key] = _answer(asked, rng, -trait if asked.key in turned else trait)
    return sheet


def _answer(asked: FormQuestion, rng: Rng, trait: float) -> Any:
    if asked.kind is QuestionKind.FACTS:
        code = asked.codes[int(rng.integers(asked.size))]
        return [code] if asked.is_multiple else code
    middle = (asked.size - 1) / 2
    return int(np.clip(round(middle + asked.size / 5 * (trait + rng.normal())), 0, asked.size - 1))


def finished(answers: Mapping[str, Any], *, seconds: float = 10.0, form: Form = FORM) -> Taken:
    """Return a person who answered one question after the other, each in ``seconds``."""
    given = [key for key in form.keys if key in answers]
    saved = {key: seconds * number for number, key in enumerate(given, 1)}
    return Taken(AttemptEnd.FINISHED, answers, saved, 0.0)


def left_at(place: int, *, form: Form = FORM) -> Taken:
    """Return a person who left with question ``place`` (from 0) in front of them."""
    return left_before(place, form)


def crowd(number: int, seed: int = 1, **how: Any) -> list[Taken]:
    """Return ``number`` people who finished."""
    rng = np.random.default_rng(seed)
    return [finished(answers_of(rng, **how)) for _ in range(number)]


def part(people: Sequence[Taken], form: Form = FORM) -> FormSums:
    """Return these people's sums under a form."""
    return FormSums(form, sums_of(form, people))


def second(form: Form = FORM, **changed: Any) -> Form:
    """Return the same quiz in edition 8, with what is changed about question B03."""
    questions = tuple(replace(q, **changed) if q.key == "B03" else q for q in form.questions)
    return replace(form, edition=8, questions=questions)


def answered(option: int, people: int, key: str = "B03") -> list[Any]:
    return [finished({key: option}) for _ in range(people)]

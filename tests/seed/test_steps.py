"""The steps that ship with the site: for every competency, modest, and in plain words."""

from __future__ import annotations

import re

import pytest

from assessments.instrument.values import Step
from tests.editions import CONTENT
from tests.seed.content import CERTIFICATIONS, COMPETENCIES, QUIZ, ROLES, SECTIONS, texts
from tests.seed.plain_words import CLICHES, HIGHEST_GRADE, HIGHEST_GRADE_OF_A_FACT, reading_grade

STEPS = QUIZ.steps
# Points of a level that editors may guess without having measured: less than one level.
MODEST_GAIN = 20
GAIN_PER_HOUR = 1.6


def test_there_are_few_enough_steps_to_find_the_best_plan_exactly() -> None:
    assert 14 <= len(STEPS) <= 16
    assert len({step.title for step in STEPS}) == len(STEPS)


def test_every_competency_has_a_step_and_every_must_have_can_be_reached() -> None:
    assert {gain.competency for step in STEPS for gain in step.gains} == set(COMPETENCIES)
    for role in ROLES.values():
        for requirement in role.requirements:
            if requirement.must_have_level is not None:
                highest = max(
                    gain.ceiling
                    for step in STEPS
                    for gain in step.gains
                    if gain.competency == requirement.competency
                )
                assert highest >= requirement.must_have_level, (role.slug, requirement.competency)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_step_promises_no_more_than_an_editor_may_guess(step: Step) -> None:
    assert all(gain.gain < MODEST_GAIN for gain in step.gains)
    assert all(gain.ceiling <= 65 for gain in step.gains), "Higher levels take years of work."
    assert sum(gain.gain for gain in step.gains) <= GAIN_PER_HOUR * step.hours + 5
    assert step.certification is None or step.certification in CERTIFICATIONS


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_step_is_easy_to_read(step: Step) -> None:
    assert reading_grade(step.description) <= HIGHEST_GRADE
    assert step.title.split()[0].istitle(), "A step starts with what to do."


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_step_says_what_to_keep_and_its_free_pages_can_be_opened(step: Step) -> None:
    assert re.fullmatch(r"Keep [^.]+\.", step.evidence), "One sentence that says what to keep."
    for resource in step.resources:
        assert resource.source_url.startswith("https://")
        assert not resource.other_reading
        assert re.search(r"\(.+\)$", resource.source), "A source ends with who publishes it."
        assert reading_grade(resource.statement) <= HIGHEST_GRADE_OF_A_FACT
    assert reading_grade(step.evidence) <= HIGHEST_GRADE_OF_A_FACT


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_template_is_a_short_list_of_things_to_write_down(step: Step) -> None:
    for line in step.template.splitlines():
        assert re.search(r"[:?]$", line) or line.startswith("One block for each "), line
        assert len(line) <= 50, "A line fits on a phone."
    assert len(step.template.splitlines()) <= 10


def test_the_words_are_calm_and_plain() -> None:
    for place, text in texts(SECTIONS["assessments"]["steps"], "steps"):
        assert "!" not in text, place
        assert not CLICHES.search(text), place


def test_the_file_says_that_gains_are_guesses() -> None:
    assert "guesses" in (CONTENT / "steps.yaml").read_text(encoding="utf-8")

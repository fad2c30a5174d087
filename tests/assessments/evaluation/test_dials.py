"""Want, can and prove of a role, and what they say together."""

from __future__ import annotations

import pytest

from assessments.evaluation.insights import proof_reach_of
from assessments.evaluation.presenters.dials import LEARN, MOVE, SHOW, together
from assessments.evaluation.presenters.reading import Reading, half_up
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import Range, RoleResult, result_of
from assessments.results.presenters.measures import measures
from assessments.results.presenters.page import ResultPage, result_page
from assessments.scoring import Verdict
from tests.assessments.sheets import Answers, edition, person, sheet_for, technical
from tests.seed.plain_words import reading_grade


def page_of(answers: Answers, roles: int = 2) -> ResultPage:
    snapshot = edition(roles)
    return result_page(result_of(snapshot, answers), snapshot)


def reading_with(**changes: object) -> Reading:
    """Return the reading of a result whose first role has other scores."""
    snapshot = edition()
    result = result_of(snapshot, technical())
    first: RoleResult = result.roles[0].model_copy(update=changes)
    roles = (first, *result.roles[1:])
    return Reading(result.model_copy(update={"roles": roles}), snapshot)


LIKED, OPEN, AWAY = Range(low=51, high=90), Range(low=40, high=60), Range(low=10, high=49)
REACH = half_up(proof_reach_of(edition())["project-manager"])


@pytest.mark.parametrize(
    ("likes", "readiness", "proof", "advice", "says"),
    [
        (LIKED, 70, REACH, MOVE, "This work matches your interests. You can do much of it"),
        (
            LIKED,
            70,
            REACH * 0.66,
            SHOW,
            "but only some of it shows on paper: keep samples of your work.",
        ),
        (LIKED, 70, 0, SHOW, "but little of it shows on paper: keep samples of your work."),
        (LIKED, 69.9, REACH, MOVE, "You can do much of it and can show it"),
        (LIKED, 69.4, REACH, LEARN, "You can do some of it so far: start with your largest gap."),
        (LIKED, 49.4, 0, LEARN, "You can do little of it so far: start with your largest gap."),
        (
            Range(low=50.4, high=90),
            70,
            REACH,
            MOVE,
            "Your interests lean neither toward this work nor",
        ),
        (OPEN, 90, REACH, MOVE, "Your interests lean neither toward this work nor away from it."),
        (
            AWAY,
            90,
            0,
            "Think it over",
            "You can do much of this work, but your interests lean away",
        ),
        (AWAY, 20, 0, "Think it over", "try some of it before you learn more."),
    ],
)
def test_the_three_dials_together_say_what_to_do(
    likes: Range, readiness: float, proof: float, advice: str, says: str
) -> None:
    fit = (likes.low + likes.high) / 2
    reading = reading_with(fit=fit, fit_range=likes, readiness=readiness, proof=proof)
    (role,) = (each for each in together(reading) if each.role.short_name == "PM")
    assert role.advice == advice
    assert says in role.text
    assert reading_grade(role.text) <= 9


def test_what_to_do_is_said_once() -> None:
    tie = together(Reading(result_of(edition(), sheet_for(Verdict.TOO_CLOSE)), edition()))
    assert [role.advice for role in tie] == [MOVE, MOVE]
    assert [role.text.count("look for a position with this work") for role in tie] == [1, 0]


def test_levels_that_a_must_have_holds_down_are_not_said_to_be_few() -> None:
    answers = person({"pm": 5, "tpm": 5, "soft": 5}, {"pm": 0, "tpm": 1, "soft": 0}, years="0")
    answers["B07"] = 0
    (role,) = (each for each in page_of(answers).together if each.role.short_name == "TPM")
    assert role.advice == LEARN
    assert (
        "you can do much of it, but a must-have is not met: start with that must-have." in role.text
    )
    assert reading_grade(role.text) <= 9
    away = person({"pm": 5, "tpm": 5, "soft": 5}, {"pm": 1, "tpm": 0, "soft": 0}, years="0")
    away["B07"] = 0
    (other,) = (each for each in page_of(away).together if each.role.short_name == "TPM")
    assert other.text.startswith("You can do much of this work, but your interests lean away")


def test_proof_is_drawn_without_a_range_against_the_most_that_the_quiz_can_see() -> None:
    bar = measures(reading_with(proof=8.6)).proof.bars[0]
    assert (bar.score, bar.top, bar.ends) == (9, REACH, None)


def test_no_evidence_is_nothing_to_show_yet() -> None:
    proof = page_of(sheet_for(Verdict.NEITHER)).measures.proof
    assert proof.title == "Nothing to show yet"
    assert [bar.score for bar in proof.bars] == [0, 0]


def test_proof_never_moves_the_verdict() -> None:
    assert verdict_text(reading_with(proof=0.0)) == page_of(technical()).verdict


@pytest.mark.parametrize("verdict", [Verdict.INSUFFICIENT, Verdict.INCONSISTENT])
def test_nothing_is_advised_on_answers_that_cannot_carry_it(verdict: Verdict) -> None:
    assert page_of(sheet_for(verdict)).together == ()


@pytest.mark.parametrize("roles", [1, 2, 3, 5])
def test_every_role_gets_one_word(roles: int) -> None:
    page = page_of(person({"pm": 4, "tpm": 3, "soft": 4}, {"pm": 1, "tpm": 0, "soft": 0}), roles)
    assert len(page.together) == roles

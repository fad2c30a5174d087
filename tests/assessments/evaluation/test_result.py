"""The kept value of one scored sheet."""

from __future__ import annotations

import json
import re
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.evaluation.result import Range, Result, RoleResult, result_of
from assessments.instrument.values import instrument_of
from assessments.scoring import AnswerError, Band, Verdict, encode, score
from tests.assessments.sheets import (
    PM,
    TPM,
    Answers,
    any_sheet,
    edition,
    person,
    questions,
    sheet_for,
    technical,
)

ROLE_COUNTS = (1, 2, 3, 5)


@pytest.mark.parametrize("roles", ROLE_COUNTS)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_reached_with_any_number_of_roles(verdict: Verdict, roles: int) -> None:
    result = result_of(edition(roles), sheet_for(verdict))
    alone = roles == 1 and verdict is Verdict.TOO_CLOSE
    assert result.verdict is (Verdict.ONE_ROLE if alone else verdict)
    assert len(result.roles) == roles
    assert (result.named_role is not None) == (result.verdict is Verdict.ONE_ROLE)
    assert (result.difference is None) == (roles == 1 or result.roles[0].readiness is None)


@settings(max_examples=40, deadline=None)
@given(answers=any_sheet(), roles=st.sampled_from(ROLE_COUNTS))
def test_a_result_survives_storage_unchanged(answers: Answers, roles: int) -> None:
    result = result_of(edition(roles), answers)
    stored = json.dumps(result.model_dump(mode="json"), allow_nan=False)
    assert Result.model_validate(json.loads(stored)) == result
    assert json.dumps(Result.model_validate(json.loads(stored)).model_dump(mode="json")) == stored


@settings(max_examples=40, deadline=None)
@given(answers=any_sheet(), roles=st.sampled_from(ROLE_COUNTS))
def test_the_parts_add_up_to_the_scores(answers: Answers, roles: int) -> None:
    for role in result_of(edition(roles), answers).roles:
        assert_adds_up(role)


def assert_adds_up(role: RoleResult) -> None:
    by_answer = fsum(part.fit for part in role.answers) + role.fit_clip
    by_competency = fsum(part.fit for part in role.competencies) + role.fit_clip
    assert role.fit == pytest.approx(50 + by_answer, abs=1e-9)
    assert role.fit == pytest.approx(50 + by_competency, abs=1e-9)
    if role.readiness is None:
        assert all(part.readiness is None for part in role.answers)
        return
    assert role.readiness_raw is not None
    assert role.must_have_line is not None
    assert role.given is not None
    assert role.match_base is not None
    answers = fsum(part.readiness or 0 for part in role.answers)
    competencies = fsum(part.readiness or 0 for part in role.competencies)
    gaps = fsum(part.gap or 0 for part in role.competencies)
    match = fsum(part.match or 0 for part in role.answers)
    assert role.readiness == pytest.approx(answers + role.given + role.must_have_line, abs=1e-9)
    assert role.readiness == pytest.approx(competencies + role.must_have_line, abs=1e-9)
    assert 100 - role.readiness_raw == pytest.approx(gaps, abs=1e-9)
    assert role.match == pytest.approx(match + role.match_base, abs=1e-9)


@pytest.mark.parametrize("roles", ROLE_COUNTS)
def test_with_everything_skipped_nothing_is_assessed_and_nothing_is_zero(roles: int) -> None:
    skipped = dict.fromkeys((question.key for question in questions(edition(roles))), None)
    result = result_of(edition(roles), skipped)
    assert result.verdict is Verdict.INSUFFICIENT
    assert (result.answered, result.skipped, result.unanswered) == (0, len(skipped), 0)
    assert all(level.level is None and level.error is None for level in result.levels)
    for role in result.roles:
        assert role.readiness is None
        assert role.readiness_range is None
        assert role.band is None
        assert role.match is None
        assert role.answers == ()
        assert all(part.gap is None for part in role.competencies)


def test_answered_skipped_and_unanswered_are_told_apart() -> None:
    answers: Answers = {"B01": 3, "B02": None, "certifications": [], "degree_field": "technical"}
    result = result_of(edition(), answers)
    total = len(questions(edition()))
    assert (result.answered, result.skipped, result.unanswered) == (2, 2, total - 4)
    assert result.answers == {"B01": 3, "degree_field": "technical"}


def test_an_answer_that_the_edition_does_not_know_is_refused() -> None:
    with pytest.raises(AnswerError):
        result_of(edition(), {"B01": 17})
    with pytest.raises(AnswerError):
        result_of(edition(), {"Z99": 1})


def test_the_scores_are_those_of_the_core() -> None:
    snapshot, answers = edition(), technical()
    instrument = instrument_of(snapshot)
    y, years = encode(instrument, answers)
    scores, result = score(instrument, [y], [years]), result_of(snapshot, answers)
    for index, role in enumerate(result.roles):
        assert role.slug == instrument.roles[index]
        assert role.fit == scores.fit[0, index]
        assert role.readiness == scores.readiness[0, index]
        assert role.band == scores.band_of(0, index)
    assert result.difference is not None
    assert result.difference.top == TPM
    assert result.difference.value == scores.difference[0]
    assert result.difference.chance == scores.chance[0]
    assert result.edition == snapshot.number == 7


def test_an_unmet_must_have_is_kept_with_what_is_needed_and_what_there_is() -> None:
    answers = person({"pm": 4, "tpm": 2, "soft": 4}, {"pm": 0, "tpm": 0, "soft": 0}, years="<1")
    role = result_of(edition(), answers).role(TPM)
    unmet = {must.competency: must for must in role.must_haves if must.is_unmet}
    assert set(unmet) == {"technical_expertise", None}
    assert (unmet[None].needed, unmet[None].have, unmet[None].shortfall) == (1.0, 0.5, 0.5)
    assert role.cap == 88.0


def test_years_that_are_not_known_are_a_must_have_not_met_and_cap_nothing() -> None:
    answers = {key: value for key, value in technical().items() if not key.startswith("years")}
    role = result_of(edition(), answers).role(TPM)
    (years,) = (must for must in role.must_haves if must.competency is None)
    assert years.have is years.shortfall is None
    assert years.is_unmet
    assert role.band is Band.NEARLY
    assert role.cap == 100.0


def test_interests_and_skills_that_disagree_are_named() -> None:
    answers = person({"pm": 5, "tpm": 1, "soft": 4}, {"pm": 0, "tpm": 2, "soft": 0})
    result = result_of(edition(), answers)
    assert (result.interests_point_to, result.skills_point_to) == (TPM, PM)


def test_a_role_that_weighs_everything_alike_is_marked() -> None:
    result = result_of(edition(flat=True), technical())
    assert [role.is_flat for role in result.roles] == [True, False]
    assert result.roles[0].fit == 50.0


def test_a_stored_result_of_another_schema_is_refused() -> None:
    stored = result_of(edition(), technical()).model_dump(mode="json")
    with pytest.raises(ValidationError):
        Result.model_validate(stored | {"schema_version": 2})
    with pytest.raises(KeyError):
        Result.model_validate(stored).role("baker")


def test_no_zero_has_a_sign_which_postgresql_would_not_keep() -> None:
    answers: Answers = {"B01": 3, "F01": 2, "degree_field": "technical"}
    stored = json.dumps(result_of(edition(), answers).model_dump(mode="json"))
    assert not re.search(r"-0\.0\b(?!\d)", stored)
    assert str(Range(low=-0.0, high=1.0).low) == "0.0"

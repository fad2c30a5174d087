"""The order of the rules, and roles beyond two (docs/scoring.md §1.5)."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from assessments.scoring import NO_ROLE, RoleProfile, Settings, Verdict
from tests.assessments.scoring.forms import PLAIN, ROLE_P, ROLE_T, by_key, score_one, toy

CLEAR_P = [80, 60, 40, 60, 25, 0, 100, 65]
TWIN = replace(ROLE_P, slug="twin")


@pytest.mark.parametrize(("roles", "z"), [(1, 1.6449), (2, 1.6449), (3, 1.96), (4, 2.128)])
def test_z_grows_with_the_number_of_roles(roles: int, z: float) -> None:
    assert Settings().z(roles) == pytest.approx(z, abs=5e-5)


def test_the_smallest_difference_is_shared_out_among_the_other_roles() -> None:
    two, three = ((ROLE_P, ROLE_T), (ROLE_P, ROLE_T, replace(ROLE_T, slug="other")))
    for delta, roles, verdict in (
        (48.0, two, Verdict.TOO_CLOSE),  # D is 47.67
        (48.0, three, Verdict.ONE_ROLE),
        (95.0, three, Verdict.ONE_ROLE),
        (96.0, three, Verdict.TOO_CLOSE),
    ):
        settings = replace(PLAIN, delta_min=delta)
        assert score_one(toy(*roles, settings=settings), CLEAR_P).verdict_of(0) == verdict


def test_two_roles_that_are_alike_are_not_separated() -> None:
    scores = score_one(toy(ROLE_P, TWIN, ROLE_T), CLEAR_P)
    assert scores.verdict_of(0) == Verdict.TOO_CLOSE
    assert scores.not_separated[0].tolist() == [False, True, False]
    assert (scores.top[0], scores.other[0]) == (0, 1)
    assert scores.standard_error[0] == 0
    assert scores.chance[0] == 0.5


def test_each_other_role_is_compared_with_its_own_error() -> None:
    third = RoleProfile("third", by_key(1, 5, 2, 2), by_key(60, 60, 60, 60))
    two, three = (score_one(toy(*roles), CLEAR_P) for roles in
                  ((ROLE_P, ROLE_T), (ROLE_P, ROLE_T, third)))  # fmt: skip
    assert three.difference_from_top[0, 1] == pytest.approx(two.difference[0])
    assert three.standard_error_from_top[0, 1] == pytest.approx(two.standard_error[0])
    assert three.standard_error_from_top[0, 2] != pytest.approx(two.standard_error[0])
    assert three.difference_from_top[0, 0] == 0
    assert three.other[0] == 2
    assert three.difference[0] == three.difference_from_top[0, 2]
    half = 1.96 * three.standard_error[0]
    assert three.difference_high[0] - three.difference[0] == pytest.approx(half)


def test_the_order_of_profiles_changes_only_the_sign_of_the_signed_difference() -> None:
    one, two = (score_one(toy(*roles), CLEAR_P) for roles in
                ((ROLE_P, ROLE_T), (ROLE_T, ROLE_P)))  # fmt: skip
    assert (one.named_role[0], two.named_role[0]) == (0, 1)
    assert one.difference[0] == pytest.approx(two.difference[0])
    assert one.first_minus_second[0] == pytest.approx(-two.first_minus_second[0])


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.ONE_ROLE),
        ({"delta_min": 47.0}, Verdict.ONE_ROLE),
        ({"delta_min": 48.0}, Verdict.TOO_CLOSE),
        ({"confidence": 0.999}, Verdict.TOO_CLOSE),
        ({"theta_neither": 95.0}, Verdict.ONE_ROLE),
        ({"theta_neither": 96.0}, Verdict.NEITHER),
        ({"theta_neither": 96.0, "min_person_fit_df": 1.0, "pf_critical": 0.1},
         Verdict.INCONSISTENT),
        ({"min_person_fit_df": 3.5, "pf_critical": 0.1}, Verdict.ONE_ROLE),
    ],
)  # fmt: skip
def test_the_first_rule_that_applies_decides(changed: dict[str, float], verdict: Verdict) -> None:
    scores = score_one(toy(settings=replace(PLAIN, **changed)), CLEAR_P)  # type: ignore[arg-type]
    assert scores.verdict_of(0) == verdict


@pytest.mark.parametrize(
    ("skipped", "limits", "verdict"),
    [
        ([3], {"min_coverage": 0.75}, Verdict.ONE_ROLE),
        ([3], {"min_coverage": 0.76}, Verdict.INSUFFICIENT),
        ([5], {"min_coverage_fit": 2 / 3}, Verdict.ONE_ROLE),
        ([5], {"min_coverage_fit": 0.67}, Verdict.INSUFFICIENT),
    ],
)
def test_coverage_of_every_compared_role_counts(
    skipped: list[int], limits: dict[str, float], verdict: Verdict
) -> None:
    sheet = [None if k in skipped else value for k, value in enumerate(CLEAR_P)]
    loose = replace(PLAIN, **limits)  # type: ignore[arg-type]
    strict = replace(loose, min_person_fit_df=1.0, pf_critical=0.1)
    assert score_one(toy(settings=loose), sheet).verdict_of(0) == verdict
    stopped = score_one(toy(settings=strict), sheet).verdict_of(0)
    assert (stopped == Verdict.INSUFFICIENT) == (verdict == Verdict.INSUFFICIENT)


def test_a_single_role_passes_the_first_three_rules_only() -> None:
    strict = Settings(delta_min=100.0)
    assert score_one(toy(ROLE_P, settings=strict), CLEAR_P).verdict_of(0) == Verdict.ONE_ROLE
    assert score_one(toy(ROLE_P), [0] * 8).verdict_of(0) == Verdict.NEITHER
    assert score_one(toy(ROLE_P), [None] * 8).verdict_of(0) == Verdict.INSUFFICIENT


def test_the_stated_chance_is_calibrated() -> None:
    scores = score_one(toy(), [60, 60, 60, 60, 50, 25, 60, 65])
    expected = NormalDist().cdf(0.8 * scores.difference[0] / scores.standard_error[0])
    assert scores.chance[0] == pytest.approx(expected, abs=1e-12)


def test_interests_against_skills_are_said() -> None:
    sheet = [100, 100, 0, 100, 100, 50, 100, 0]
    scores = score_one(toy(), sheet)
    assert scores.fit[0, 1] - scores.fit[0, 0] > 10
    assert scores.readiness[0, 0] - scores.readiness[0, 1] > 10
    assert (scores.interests_point_to[0], scores.skills_point_to[0]) == (1, 0)


@pytest.mark.parametrize("margin", [90.0, 20.0])
def test_interests_against_skills_need_both_differences(margin: float) -> None:
    scores = score_one(toy(settings=Settings(disagreement_margin=margin)), CLEAR_P)
    assert (scores.interests_point_to[0], scores.skills_point_to[0]) == (NO_ROLE, NO_ROLE)
    assert score_one(toy(ROLE_P), CLEAR_P).interests_point_to[0] == NO_ROLE


def test_the_shares_of_fit_and_readiness_make_the_match() -> None:
    for share in (0.0, 0.3, 1.0):
        scores = score_one(toy(settings=Settings(lambda_fit=share)), CLEAR_P)
        expected = share * scores.fit + (1 - share) * scores.readiness
        np.testing.assert_allclose(scores.match, expected)


def test_a_third_role_asks_for_a_wider_gap() -> None:
    """D/SE is 2.94: above z for two roles at this confidence (2.81), below that for three."""
    strict = replace(PLAIN, confidence=0.995)
    third = replace(ROLE_T, slug="third")
    assert score_one(toy(settings=strict), CLEAR_P).verdict_of(0) == Verdict.ONE_ROLE
    scores = score_one(toy(ROLE_P, ROLE_T, third, settings=strict), CLEAR_P)
    assert scores.verdict_of(0) == Verdict.TOO_CLOSE
    assert scores.not_separated[0].tolist() == [False, True, True]
    assert scores.difference_low[0] < 0


def test_rounding_noise_does_not_pick_the_top_role() -> None:
    hard = dict.fromkeys("ABCD", 90.0)
    one = RoleProfile("one", by_key(0.1, 0.2, 0.3, 0.4), hard)
    two = RoleProfile("two", by_key(0.3, 0.1, 0.2, 0.7), hard)
    for level in (10, 20, 40, 50, 60, 70, 80):
        sheet = [level] * 4 + [50, 50, level, level]
        for roles in ((one, two), (two, one)):
            assert score_one(toy(*roles), sheet).top[0] == 0

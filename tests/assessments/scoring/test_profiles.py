"""What an editor is told about role profiles (docs/scoring.md §1.9)."""

from dataclasses import replace
from math import nan

import pytest

from assessments.scoring import ProfileError, ProfileErrorCode, RoleProfile, profile_errors
from tests.assessments.scoring.forms import ROLE_P, ROLE_T, by_key, real_specification


def errors_in(*roles: RoleProfile) -> tuple[ProfileError, ...]:
    return profile_errors(roles, "ABCD")


def test_the_drafts_have_no_error() -> None:
    specification = real_specification()
    keys = [each.key for each in specification.competencies]
    assert profile_errors(specification.roles, keys) == ()
    assert errors_in(ROLE_P, ROLE_T) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"importance": by_key(6, 4, 1, 2)}, ("importance_out_of_range", "A", 6, (0, 5))),
        ({"importance": by_key(5, -1, 1, 2)}, ("importance_out_of_range", "B", -1, (0, 5))),
        ({"importance": by_key(5, 4, 0, 0)}, ("too_few_competencies", None, 2, (3, None))),
        ({"importance": by_key(3, 3, 3, 3)}, ("flat_profile", None, 0, (2, None))),
        ({"importance": by_key(4, 3, 3, 3)}, ("flat_profile", None, 0.75, (2, None))),
        ({"required_level": by_key(60, 101, 20, 40)},
         ("required_level_out_of_range", "B", 101, (0, 100))),
        ({"required_level": by_key(60, 80, -5, 40)},
         ("required_level_out_of_range", "C", -5, (0, 100))),
        ({"must_have": {"C": 30}}, ("must_have_out_of_range", "C", 30, (0, 20))),
        ({"must_have": {"C": -1}}, ("must_have_out_of_range", "C", -1, (0, 20))),
        ({"required_hands_on_years": -1}, ("years_out_of_range", None, -1, (0, None))),
    ],
)  # fmt: skip
def test_one_error_is_named_with_its_place_and_what_is_legal(
    change: dict[str, object], expected: tuple[str, str | None, float, tuple[float, float | None]]
) -> None:
    (error,) = errors_in(replace(ROLE_P, **change))  # type: ignore[arg-type]
    assert (error.code, error.competency, error.value, error.legal) == expected
    assert error.role == "P"
    assert not error.code.is_warning


@pytest.mark.parametrize(
    "change",
    [
        {"importance": by_key(5, 4, 1, 0)},
        {"importance": by_key(4, 2, 3, 3)},
        {"must_have": {"C": 20, "A": None}},
        {"required_level": by_key(100, 80, 0, 40)},
        {"required_hands_on_years": 0},
    ],
)
def test_values_on_the_limits_are_legal(change: dict[str, object]) -> None:
    assert errors_in(replace(ROLE_P, **change)) == ()  # type: ignore[arg-type]


def test_a_number_that_is_none_is_out_of_range() -> None:
    codes = {each.code for each in errors_in(replace(ROLE_P, importance=by_key(nan, 4, 1, 2)))}
    assert codes == {ProfileErrorCode.IMPORTANCE_OUT_OF_RANGE}


def test_an_unknown_competency_is_named() -> None:
    (error,) = errors_in(replace(ROLE_P, must_have={"Z": 10}))
    assert (error.code, error.competency) == ("unknown_competency", "Z")


def test_roles_too_alike_are_a_warning() -> None:
    (error,) = errors_in(ROLE_P, ROLE_T, replace(ROLE_P, slug="twin"))
    assert error.code is ProfileErrorCode.ROLES_TOO_ALIKE
    assert error.code.is_warning
    assert (error.role, error.other_role) == ("P", "twin")
    assert error.value == pytest.approx(1.0)

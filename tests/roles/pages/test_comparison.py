"""Two roles side by side, whatever the two have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.models.choices import QualificationKind, Strength
from roles.pages.comparison import RoleComparison, Side, compare
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Qualification, Responsibility, Role, RoleCertification, SoftSkill
from tests.roles.role_values import role, section

KEYS = ("care", "code", "plan", "talk")
weights = st.dictionaries(st.sampled_from(KEYS), st.sampled_from([0, 1, 2.5, 3, 5]), min_size=1)


def compared(first: Role, second: Role) -> RoleComparison:
    return compare(section(first, second).competencies, first, second)


def responsibility(title: str, competency: str | None = None) -> Responsibility:
    return Responsibility(title=title, text=f"About {title}.", competency=competency)


def qualification(kind: QualificationKind, topic: str, title: str) -> Qualification:
    return Qualification(
        kind=kind, strength=Strength.HELPFUL, topic=topic, title=title, text="Text."
    )


def test_profile_goes_from_what_leans_to_the_first_to_what_leans_to_the_second() -> None:
    comparison = compared(
        role("one", {"care": 1, "code": 0, "plan": 5}),
        role("two", {"care": 1, "code": 5, "plan": 2}),
    )
    assert [row.competency.key for row in comparison.profile] == ["plan", "care", "code"]
    assert [row.importance_difference for row in comparison.profile] == [3, 0, -5]


def test_a_competency_is_central_from_three_on() -> None:
    comparison = compared(
        role("one", {"care": 3, "code": 2.9, "plan": 5, "talk": 1}),
        role("two", {"care": 3, "code": 3, "plan": 2, "talk": 1}),
    )
    sides = {row.competency.key: row.side for row in comparison.profile}
    assert sides == {
        "care": Side.BOTH,
        "code": Side.SECOND,
        "plan": Side.FIRST,
        "talk": Side.NEITHER,
    }


def test_roles_that_share_nothing_can_be_compared() -> None:
    comparison = compared(role("one", {"care": 5}), role("two", {"code": 5}))
    assert comparison.on(Side.BOTH) == ()
    by_key = {row.competency.key: row for row in comparison.profile}
    assert by_key["care"].second is None
    assert by_key["code"].first is None


def test_what_neither_role_asks_for_is_left_out() -> None:
    other = role("three", {"talk": 5})
    first, second = role("one", {"care": 5, "plan": 0}), role("two", {"care": 1})
    comparison = compare(section(first, second, other).competencies, first, second)
    assert [row.competency.key for row in comparison.profile] == ["care"]


def test_responsibilities_meet_on_their_competency_and_shared_ones_come_first() -> None:
    comparison = compared(
        role(
            "one",
            {"care": 5, "plan": 4},
            responsibilities=(responsibility("Planning", "plan"), responsibility("Caring", "care")),
        ),
        role(
            "two",
            {"care": 3},
            responsibilities=(responsibility("Looking after", "care"), responsibility("Odd jobs")),
        ),
    )
    rows = [
        (row.subject, [r.title for r in row.first], [r.title for r in row.second])
        for row in comparison.responsibilities
    ]
    assert rows == [
        ("Care", ["Caring"], ["Looking after"]),
        ("Plan", ["Planning"], []),
        ("Odd jobs", [], ["Odd jobs"]),
    ]


def test_several_responsibilities_on_one_competency_stay_together() -> None:
    comparison = compared(
        role(
            "one",
            {"plan": 4},
            responsibilities=(responsibility("Plan A", "plan"), responsibility("Plan B", "plan")),
        ),
        role("two", {"plan": 3}),
    )
    (row,) = comparison.responsibilities
    assert [entry.title for entry in row.first] == ["Plan A", "Plan B"]
    assert row.side is Side.FIRST


def test_qualifications_of_one_topic_share_a_row_only_within_their_kind() -> None:
    comparison = compared(
        role(
            "one",
            {"plan": 1},
            qualifications=(
                qualification(QualificationKind.KNOWLEDGE, "cloud", "Knows the cloud"),
                qualification(QualificationKind.EDUCATION, "degree", "A degree"),
            ),
        ),
        role(
            "two",
            {"plan": 1},
            qualifications=(
                qualification(QualificationKind.EXPERIENCE, "cloud", "Ran a cloud"),
                qualification(QualificationKind.EDUCATION, "degree", "Some degree"),
            ),
        ),
    )
    assert [(row.any.kind, row.side) for row in comparison.qualifications] == [
        (QualificationKind.EDUCATION, Side.BOTH),
        (QualificationKind.EXPERIENCE, Side.SECOND),
        (QualificationKind.KNOWLEDGE, Side.FIRST),
    ]


def test_certificates_meet_on_their_slug_and_required_ones_come_first() -> None:
    def held(slug: str, strength: Strength) -> RoleCertification:
        return RoleCertification(certification=slug, strength=strength, note="Note.")

    comparison = compared(
        role(
            "one",
            {"plan": 1},
            certifications=(held("aaa", Strength.HELPFUL), held("bbb", Strength.REQUIRED)),
        ),
        role("two", {"plan": 1}, certifications=(held("ccc", Strength.HELPFUL),)),
    )
    assert [row.subject for row in comparison.certifications] == ["bbb", "aaa", "ccc"]
    without = compared(role("one", {"plan": 1}), role("two", {"plan": 1}))
    assert without.certifications == ()


def test_soft_skills_meet_on_their_competency() -> None:
    def skill(title: str) -> SoftSkill:
        return SoftSkill(competency="talk", title=title, text="Text.")

    comparison = compared(
        role("one", {"talk": 4}, soft_skills=(skill("Talking"),)),
        role("two", {"talk": 4}, soft_skills=(skill("Explaining"),)),
    )
    (row,) = comparison.soft_skills
    assert (row.subject, row.side) == ("Talk", Side.BOTH)


def test_a_role_is_not_compared_with_itself() -> None:
    one = role("one", {"plan": 1})
    with pytest.raises(ValueError, match="'one' with itself"):
        compared(one, one)


def test_an_unknown_competency_is_named() -> None:
    first, second = role("one", {"plan": 1}), role("two", {"code": 1})
    with pytest.raises(ValueError, match="code"):
        compare(section(first).competencies, first, second)


@given(weights, weights)
def test_turning_the_roles_round_turns_every_row_round(
    ones: dict[str, float], twos: dict[str, float]
) -> None:
    first, second = role("one", ones), role("two", twos)
    there = {row.competency.key: row for row in compared(first, second).profile}
    back = {row.competency.key: row for row in compared(second, first).profile}
    assert there.keys() == back.keys()
    for key, row in there.items():
        assert row.importance_difference == -back[key].importance_difference
        assert (row.first, row.second) == (back[key].second, back[key].first)


@given(weights, weights)
def test_every_competency_asked_for_stands_in_one_place_of_the_overlap(
    ones: dict[str, float], twos: dict[str, float]
) -> None:
    comparison = compared(role("one", ones), role("two", twos))
    placed = [row.competency.key for side in Side for row in comparison.on(side)]
    asked = {key for given_ in (ones, twos) for key, weight in given_.items() if weight}
    assert sorted(placed) == sorted(asked)


def test_the_seed_roles_share_ten_central_competencies(snapshot: Snapshot) -> None:
    first, second = snapshot.roles.roles[:2]
    comparison = compare(snapshot.roles.competencies, first, second)
    assert [row.competency.key for row in comparison.on(Side.FIRST)] == [
        "resource_allocation",
        "budget_management",
    ]
    assert {row.competency.key for row in comparison.on(Side.SECOND)} == {
        "technical_expertise",
        "technical_integration",
        "technical_risk",
        "quality_assurance",
    }
    assert len(comparison.on(Side.BOTH)) == 10

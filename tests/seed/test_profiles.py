"""Competencies and role profiles: the agreed keys and numbers.

They are written down here a second time, apart from the files.
"""

from itertools import combinations

import pytest

from assessments.scoring import RoleProfile, profile_errors
from roles.snapshot.values import Role
from tests.seed.content import CERTIFICATIONS, ROLES, SECTION

GROUPS = {
    "stakeholder_management": "pm",
    "resource_allocation": "pm",
    "risk_management": "pm",
    "communication": "pm",
    "project_planning": "pm",
    "budget_management": "pm",
    "technical_expertise": "tpm",
    "technical_integration": "tpm",
    "quality_assurance": "tpm",
    "technical_risk": "tpm",
    "cross_functional": "tpm",
    "problem_solving": "soft",
    "adaptability": "soft",
    "clear_communication": "soft",
    "leadership": "soft",
    "organisation": "soft",
}

# Importance, required level and must-have level, in the order of the competencies.
PROFILES: dict[str, list[tuple[float, float, float | None]]] = {
    "PM": [
        (5, 70, 40),
        (4, 65, None),
        (4, 65, None),
        (5, 70, None),
        (5, 70, 40),
        (4, 60, None),
        (1, 20, None),
        (1, 20, None),
        (2, 40, None),
        (1, 20, None),
        (3, 50, None),
        (3, 60, None),
        (3, 60, None),
        (4, 65, None),
        (4, 65, None),
        (4, 65, None),
    ],
    "TPM": [
        (3, 55, None),
        (2, 40, None),
        (3, 55, None),
        (3, 60, None),
        (3, 60, 40),
        (1, 30, None),
        (5, 70, 50),
        (5, 70, None),
        (4, 65, None),
        (5, 70, None),
        (4, 65, None),
        (4, 65, None),
        (3, 60, None),
        (4, 65, None),
        (3, 55, None),
        (3, 60, None),
    ],
}


def test_the_competencies_have_their_fixed_keys_in_their_fixed_order() -> None:
    assert [(c.key, c.group.value) for c in SECTION.competencies] == list(GROUPS.items())


@pytest.mark.parametrize("short_name", PROFILES)
def test_a_profile_holds_the_agreed_numbers(short_name: str) -> None:
    profile = [
        (r.competency, (r.importance, r.required_level, r.must_have_level))
        for r in ROLES[short_name].requirements
    ]

    assert profile == list(zip(GROUPS, PROFILES[short_name], strict=True))


def test_only_the_roles_that_guide_engineers_require_hands_on_years() -> None:
    years = {name: role.required_hands_on_years for name, role in ROLES.items()}
    assert years == {"PM": None, "TPM": 1, "SM": None, "TPdM": None, "TPgM": 1}


def test_the_roles_are_named_and_coloured_as_everywhere_those_of_the_quiz_first() -> None:
    roles = [(r.name, r.short_name, r.accent.value, r.in_quiz) for r in SECTION.on_site.roles]
    assert roles == [
        ("Project Manager", "PM", "amber", True),
        ("Technical Project Manager", "TPM", "blue", True),
        ("Scrum Master / Delivery Manager", "SM", "olive", False),
        ("Technical Product Manager", "TPdM", "plum", False),
        ("Technical Program Manager", "TPgM", "teal", False),
    ]


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_role_asks_something_on_every_competency(role: Role) -> None:
    assert [asked.competency for asked in role.requirements] == list(GROUPS)


def test_each_profile_can_be_scored_and_no_two_are_alike() -> None:
    assert profile_errors(tuple(map(RoleProfile.of, SECTION.roles)), tuple(GROUPS)) == ()


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_role_refers_only_to_what_exists_and_names_nothing_twice(role: Role) -> None:
    competencies = [r.competency for r in role.responsibilities]
    soft_skills = [s.competency for s in role.soft_skills]
    certifications = [c.certification for c in role.certifications]
    topics = [q.topic for q in role.qualifications]

    assert {*competencies, *soft_skills} <= set(GROUPS)
    assert set(certifications) <= set(CERTIFICATIONS)
    for keys in (competencies, soft_skills, certifications, topics):
        assert len(keys) == len(set(keys))


def test_no_certificate_is_listed_twice() -> None:
    assert len(CERTIFICATIONS) == len(SECTION.certifications)


def test_every_two_roles_have_their_pair_and_the_first_is_the_one_of_the_quiz() -> None:
    pairs = [frozenset((pair.first, pair.second)) for pair in SECTION.pairs]
    assert pairs[0] == {role.slug for role in SECTION.in_quiz.roles}
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set(map(frozenset, combinations([r.slug for r in SECTION.roles], 2)))

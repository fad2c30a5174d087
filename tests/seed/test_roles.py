"""What the two roles must say.

People choose careers with these texts. So what they must say is written down here a second time.
"""

import pytest

from roles.models.choices import Strength
from roles.snapshot.values import Role, RolePair
from tests.seed.content import ROLES, SECTION, said

RESPONSIBILITIES = {
    "PM": {
        "Stakeholder management": "stakeholder_management",
        "Resource allocation": "resource_allocation",
        "Risk management": "risk_management",
        "Communication": "communication",
        "Project planning": "project_planning",
        "Budget management": "budget_management",
    },
    "TPM": {
        "Technical expertise": "technical_expertise",
        "Integration of technical solutions": "technical_integration",
        "Quality assurance": "quality_assurance",
        "Technical risk assessment": "technical_risk",
        "Cross-functional collaboration": "cross_functional",
    },
}

SOFT_SKILLS = {
    "PM": {
        "Leadership": "leadership",
        "Communication": "clear_communication",
        "Organisation": "organisation",
    },
    "TPM": {
        "Problem solving": "problem_solving",
        "Adaptability": "adaptability",
        "Clear communication": "clear_communication",
        "Leadership": "leadership",
    },
}

# Topics in both roles are in one row of their comparison.
TOPICS = {
    "PM": {
        "degree": "helpful",
        "delivery_experience": "required",
        "project_management": "required",
        "management_certificate": "helpful",
        "technical_field_knowledge": "helpful",
    },
    "TPM": {
        "degree": "helpful",
        "technical_work": "required",
        "delivery_experience": "required",
        "project_management": "required",
        "technical_field_knowledge": "required",
        "management_certificate": "helpful",
        "technical_certificate": "helpful",
    },
}

ROLE_CERTIFICATIONS = {
    "PM": {"pmp", "capm", "prince2-foundation", "prince2-practitioner", "ipma"},
    "TPM": {
        "pmp",
        "salesforce-platform-administrator",
        "aws-solutions-architect-associate",
        "azure-administrator",
        "google-associate-cloud-engineer",
        "google-professional-cloud-architect",
    },
}

# Where in a role a statement stands, and the words that carry it.
STATEMENTS = {
    "PM": {
        "summary": ["goal within time, budget and scope", "governance", "stake"],
        "description": [
            "governance and stakeholders",
            "right people and resources for each task",
            "You can move into this role",
            "qualifications and experience",
        ],
        "strengths": ["leadership, communication and organisation"],
        "responsibilities": [
            "what they expect through the whole life of the project",
            "so that work keeps flowing and bottlenecks stay few",
            "find risks early",
            "protects the progress",
            "clear and short",
            "timelines, milestones and deliverables",
            "money is spent well",
            "within the limit",
        ],
        "qualifications": [
            "bachelor’s degree",
            "business administration",
            "engineering",
            "project management",
            "related field",
            "A varying degree of expertise in the technical domain",
            "Broad experience managing projects through the software development life cycle (SDLC)",
            "sets you apart from other Project Managers",
            "opens more technical roles to you, such as Technical Project Manager",
            "Project Management Professional (PMP) or a comparable certificate",
        ],
        "facts": [
            "100,750 US dollars a year",
            "47,500 pounds a year",
            "1,046,300 jobs",
            "5.6% more",
            "78,200 jobs",
            "13-1082.00, Project Management Specialists",
            "Job Zone 4",
            "work styles, interests, tasks and technology skills",
            "no ratings of skills, knowledge or activities",
            "from 1 to 7",
            "Enterprising is 6.36 for this entry and 6.02 for IT project managers",
            "Conventional is 5.56 and 5.29, Social 3.35 and 2.66, Investigative 2.76 and 3.68",
            "Self-Control and Social Orientation are higher",
            "Intellectual Curiosity is clearly lower",
        ],
        "levels": ["Project Coordinator", "Senior Project Manager", "Head of PMO"],
    },
    "TPM": {
        "summary": ["everything a Project Manager does", "guide technical decisions", "bridge"],
        "description": [
            "one technical project",
            "everything a Project Manager does",
            "management basics",
            "how the technical solution is put into practice",
            "bridge between the technical and the non-technical side",
            "qualifications and experience",
        ],
        "responsibilities": [
            "technologies, tools and methods of the project",
            "to decide and to solve problems",
            "fit the framework and the goals",
            "technical specifications",
            "standards of the industry",
            "find technical risks and plan how to mitigate them",
            "technical and non-technical stakeholders across functions",
        ],
        "qualifications": [
            "solid base in project management",
            "solid base in the technical field",
            "computer science, engineering or information technology",
            "counts most",
            "software development, systems engineering or cloud solutions",
            "Broad experience managing software projects",
            "managed projects through the whole software development life cycle (SDLC)",
            "Project Management Professional (PMP)",
            "Salesforce certificate",
            "cloud provider",
            "industry or the stack",
        ],
        "soft_skills": [
            "troubleshoot",
            "Tools, methods and trends",
            "technical ideas to people who are not technical",
            "varied teams",
            "inspire technical teams and guide them",
        ],
        "namesakes": [
            "several linked technical efforts across teams, with no single end date",
            "what a technical product should be, and why",
        ],
        "facts": [
            "counted in a broad group of all other computer jobs",
            "at least 58,200 pounds a year",
            "no forecast for IT project managers alone",
            "grow by 8.2% by 2034, with about 31,300 openings a year",
            "15-1299.09, Information Technology Project Managers",
            "Job Zone 4",
            "from 1 to 7",
            "Enterprising is 6.02 for this entry and 6.36 for project management specialists",
            "Conventional is 5.29 and 5.56, Social 2.66 and 3.35, Investigative 3.68 and 2.76",
            "Intellectual Curiosity is clearly higher",
            "Self-Control and Social Orientation are lower",
            *("Google: ", "Amazon: ", "Microsoft: ", "Meta: ", "Dropbox: "),
        ],
        "levels": ["Senior Technical Project Manager", "Director of Technical Programs"],
    },
}

IN_EVERY_ROLES_SOURCES = [
    "O*NET 30.1 database",
    "U.S. Department of Labor/ETA, CC BY 4.0",
    "PRMG",
    "only at levels 4 to 7",
    "tend to claim more",
    "0 not yet, 20 aware, 40 with help, 60 on your own, 80 hard cases and leads others, "
    "100 sets the standard",
]


@pytest.mark.parametrize("short_name", RESPONSIBILITIES)
def test_a_role_has_every_responsibility_told_in_full(short_name: str) -> None:
    responsibilities = ROLES[short_name].responsibilities

    assert {r.title: r.competency for r in responsibilities} == RESPONSIBILITIES[short_name]
    assert all(r.good_looks_like and r.without_it for r in responsibilities)


@pytest.mark.parametrize("short_name", SOFT_SKILLS)
def test_a_role_has_every_soft_skill_with_an_example(short_name: str) -> None:
    soft_skills = ROLES[short_name].soft_skills

    assert {s.title: s.competency for s in soft_skills} == SOFT_SKILLS[short_name]
    assert all(s.example for s in soft_skills)


@pytest.mark.parametrize("short_name", TOPICS)
def test_a_role_has_every_qualification_topic(short_name: str) -> None:
    qualifications = ROLES[short_name].qualifications

    assert {q.topic: q.strength.value for q in qualifications} == TOPICS[short_name]
    assert {q.kind.value for q in qualifications} == {"education", "experience", "knowledge"}


@pytest.mark.parametrize("short_name", ROLE_CERTIFICATIONS)
def test_a_role_names_its_certificates_and_requires_none(short_name: str) -> None:
    certifications = ROLES[short_name].certifications

    assert ROLE_CERTIFICATIONS[short_name] <= {c.certification for c in certifications}
    assert {c.strength for c in certifications} == {Strength.HELPFUL}


@pytest.mark.parametrize(
    ("short_name", "part", "words"),
    [
        (short_name, part, words)
        for short_name, parts in STATEMENTS.items()
        for part, all_words in parts.items()
        for words in all_words
    ],
)
def test_a_role_says_what_is_known_about_it(short_name: str, part: str, words: str) -> None:
    assert words in said(ROLES[short_name].model_dump(mode="json")[part])


@pytest.mark.parametrize("words", IN_EVERY_ROLES_SOURCES)
@pytest.mark.parametrize("short_name", STATEMENTS)
def test_a_role_says_what_it_rests_on(short_name: str, words: str) -> None:
    assert words in said(ROLES[short_name].model_dump(mode="json")["sources"])


def test_the_other_jobs_called_tpm_are_told_apart_once() -> None:
    assert ROLES["PM"].namesakes == ()
    assert [namesake.title for namesake in ROLES["TPM"].namesakes] == [
        "Technical Program Manager",
        "Technical Product Manager",
    ]


def test_the_pair_tells_the_difference_and_how_the_roles_work_together() -> None:
    pair = SECTION.pairs[0]

    for words in (
        "Both deliver projects",
        "governance and stakeholders",
        "adds technical knowledge",
        "guides how the technical solution is put into practice",
        "either role",
        "qualifications and experience",
    ):
        assert words in pair.difference
    for words in (
        "a Project Manager is the better choice",
        "choose a Technical Project Manager",
        "A large project can have both",
        "agree early who decides what",
    ):
        assert words in pair.together


@pytest.mark.parametrize("pair", SECTION.pairs, ids=lambda pair: f"{pair.first}-{pair.second}")
def test_a_pair_says_when_to_choose_which_and_how_both_work_together(pair: RolePair) -> None:
    assert pair.difference
    assert pair.together.count("\n\n") == 1


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_role_is_told_in_full(role: Role) -> None:
    assert all(r.good_looks_like and r.without_it for r in role.responsibilities)
    assert all(s.example for s in role.soft_skills)
    assert {q.kind.value for q in role.qualifications} == {"education", "experience", "knowledge"}
    assert {c.strength for c in role.certifications} == {Strength.HELPFUL}
    assert len(role.responsibilities) >= 5
    assert len(role.soft_skills) >= 3
    assert len(role.levels) >= 4
    assert {"United States", "United Kingdom"} <= {fact.country for fact in role.facts}
    assert role.sources[-1].title == "This site’s own profile of the role"
    assert "The levels mean: 0 not" in role.sources[-1].note

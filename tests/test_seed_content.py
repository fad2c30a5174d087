"""The content that ships with the site: complete, consistent, and written in plain words.

People choose careers with these texts. So what they must say is written down here a second
time, apart from the files, and every number in a certificate's facts is one we have a source for.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from roles.catalogue import Certification, Confidence, Role, RolesSection, Strength

CONTENT = Path(__file__).parent.parent / "content"
ROLE_FILES = ("project-manager", "technical-project-manager")
SHARED_FILES = ("competencies", "certifications", "pairs", "ladder", "scenes")
FILES = (*SHARED_FILES, *(f"roles/{name}" for name in ROLE_FILES))

HIGHEST_GRADE = 9
PROSE_FROM_WORDS = 20


def load(name: str) -> Any:
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


def load_section() -> RolesSection:
    shared = {key: part for name in SHARED_FILES for key, part in load(name).items()}
    return RolesSection.model_validate(
        shared | {"roles": [load(f"roles/{name}") for name in ROLE_FILES]}
    )


def texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a file's parsed content, with the place it stands in."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, f"{place}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from texts(part, f"{place}/{number}")
    elif isinstance(value, str):
        yield place, value


def said(value: Any) -> str:
    """Everything a part of the content says, as one text."""
    return " ".join(text for _, text in texts(value, ""))


SECTION = load_section()
ROLES = {role.short_name: role for role in SECTION.roles}
CERTIFICATIONS = {certification.slug: certification for certification in SECTION.certifications}
TEXTS = [found for name in FILES for found in texts(load(name), name)]


# ------------------------------------------------------------------ keys and numbers

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


def test_only_the_technical_role_requires_hands_on_years() -> None:
    assert ROLES["PM"].required_hands_on_years is None
    assert ROLES["TPM"].required_hands_on_years == 1


def test_the_two_roles_are_named_and_coloured_as_everywhere() -> None:
    assert [(r.slug, r.name, r.short_name, r.accent.value) for r in SECTION.roles] == [
        ("project-manager", "Project Manager", "PM", "amber"),
        ("technical-project-manager", "Technical Project Manager", "TPM", "blue"),
    ]


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


def test_no_certificate_is_listed_twice_or_left_without_a_role() -> None:
    used = {c.certification for role in SECTION.roles for c in role.certifications}

    assert len(CERTIFICATIONS) == len(SECTION.certifications)
    assert used == set(CERTIFICATIONS)


def test_the_pair_is_the_two_roles() -> None:
    assert [(pair.first, pair.second) for pair in SECTION.pairs] == [ROLE_FILES]


# ------------------------------------------------------------------ what the roles must say

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

# Topics in both roles stand in one row of their comparison.
TOPICS = {
    "PM": {
        "degree": "helpful",
        "delivery_experience": "required",
        "pm_knowledge": "required",
        "management_certificate": "helpful",
        "technical_field_knowledge": "helpful",
    },
    "TPM": {
        "degree": "helpful",
        "hands_on_technical_work": "required",
        "delivery_experience": "required",
        "pm_knowledge": "required",
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
        "description": ["governance and stakeholders", "qualifications and experience"],
        "strengths": ["leadership, communication and organisation"],
        "responsibilities": [
            "what they expect through the whole life of the project",
            "so that work flows and bottlenecks stay few",
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
            "Project Management Professional (PMP) or a comparable certificate",
        ],
        "facts": [
            "98,580 US dollars",
            "94,500 US dollars",
            "973,600",
            "1,043,400",
            "7%",
            "77,000",
            "13-1082.00, Project Management Specialists",
            "Job Zone 4",
            "work styles, interests, tasks and technology skills",
            "no ratings of skills, knowledge or activities",
            "from 1 to 7",
            "Enterprising is 6.36 here and 6.02 there",
            "Conventional is 5.56 here and 5.29 there",
            "Social is 3.35 here and 2.66 there",
            "Investigative is 2.76 here and 3.68 there",
            "Self-Control and Social Orientation are higher",
            "Intellectual Curiosity is clearly lower",
            "0.95 to 0.98",
        ],
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
            "fit the frame and the goals",
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
            "software development life cycle",
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
            "no separate pay or outlook figure",
            "only a broad group of all other computer jobs",
            "15-1299.09, Information Technology Project Managers",
            "Job Zone 4",
            "from 1 to 7",
            "Enterprising is 6.02 here and 6.36 there",
            "Conventional is 5.29 here and 5.56 there",
            "Social is 2.66 here and 3.35 there",
            "Investigative is 3.68 here and 2.76 there",
            "Intellectual Curiosity is clearly higher",
            "Self-Control and Social Orientation are lower",
            "0.95 to 0.98",
        ],
    },
}

IN_EVERY_ROLES_SOURCES = [
    "O*NET 30.1 database, U.S. Department of Labor/ETA, CC BY 4.0",
    "PRMG",
    "only at levels 4 to 7",
    "tend to claim more",
    "essential or optional",
    "0 not done, 20 aware, 40 with help, 60 alone, 80 hard cases and leads others, "
    "100 sets the way for others",
]


@pytest.mark.parametrize("short_name", ROLES)
def test_a_role_has_every_responsibility_told_in_full(short_name: str) -> None:
    responsibilities = ROLES[short_name].responsibilities

    assert {r.title: r.competency for r in responsibilities} == RESPONSIBILITIES[short_name]
    assert all(r.good_looks_like and r.without_it for r in responsibilities)


@pytest.mark.parametrize("short_name", ROLES)
def test_a_role_has_every_soft_skill_with_an_example(short_name: str) -> None:
    soft_skills = ROLES[short_name].soft_skills

    assert {s.title: s.competency for s in soft_skills} == SOFT_SKILLS[short_name]
    assert all(s.example for s in soft_skills)


@pytest.mark.parametrize("short_name", ROLES)
def test_a_role_has_every_qualification_topic(short_name: str) -> None:
    qualifications = ROLES[short_name].qualifications

    assert {q.topic: q.strength.value for q in qualifications} == TOPICS[short_name]
    assert {q.kind.value for q in qualifications} == {"education", "experience", "knowledge"}


@pytest.mark.parametrize("short_name", ROLES)
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
@pytest.mark.parametrize("short_name", ROLES)
def test_a_role_says_what_it_rests_on(short_name: str, words: str) -> None:
    assert words in said(ROLES[short_name].model_dump(mode="json")["sources"])


def test_the_other_jobs_called_tpm_are_told_apart_once() -> None:
    assert ROLES["PM"].namesakes == ()
    assert [namesake.title for namesake in ROLES["TPM"].namesakes] == [
        "Technical Program Manager",
        "Technical Product Manager",
    ]


def test_the_pair_tells_the_difference_and_how_the_roles_work_together() -> None:
    (pair,) = SECTION.pairs

    for words in (
        "Both deliver projects",
        "centre is governance and stakeholders",
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
    assert pair.together.count("\n\n") == 1


# ------------------------------------------------------------------ facts that can change


def test_pay_is_shown_for_one_role_only_and_with_its_confidence() -> None:
    facts = {name: [f.kind.value for f in role.facts] for name, role in ROLES.items()}
    pay = [(f.period, f.confidence) for f in ROLES["PM"].facts if f.kind == "pay"]

    assert pay == [("May 2023", Confidence.MEDIUM), ("May 2021", Confidence.GOOD)]
    assert "outlook" in facts["PM"]
    assert not {"pay", "outlook"} & set(facts["TPM"])
    assert "third party" in ROLES["PM"].facts[0].source


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_fact_has_its_country_and_period_and_its_data_an_attribution(role: Role) -> None:
    for fact in role.facts:
        assert fact.country == "United States"
        assert fact.period
        if "O*NET" in fact.source:
            assert fact.source.endswith("U.S. Department of Labor/ETA, CC BY 4.0")


def test_o_net_is_never_said_to_show_a_skill_difference() -> None:
    everything = " ".join(text for _, text in TEXTS)

    assert not re.search(r"O\*NET shows (?!only a broad group)", everything)


# Every number of a certificate's facts, and the words that carry the rest.
CERTIFICATION_FACTS: dict[str, tuple[str, str, set[str], list[str]]] = {
    "pmp": (
        "pm_cert",
        "disputed",
        {"10", "24", "36", "48", "60", "35", "240", "33", "41", "26", "9", "2026", "3"}
        | {"180", "185"},
        [
            "PMI-accredited degree it is 24 months",
            "bachelor's degree or above it is 36 months",
            "associate degree it is 48 months",
            "secondary school diploma it is 60 months",
            "last 10 years",
            "35 hours of project management education",
            "240 minutes",
            "People 33%, Process 41%, Business 26%",
            "9 July 2026",
            "60 PDUs",
        ],
    ),
    "capm": (
        "pm_cert",
        "high",
        {"23", "150", "180", "3", "15"},
        [
            "secondary school diploma",
            "23 hours",
            "No experience",
            "150 questions in 180 minutes",
            "15 PDUs",
        ],
    ),
    "pmi-acp": (
        "agile_cert",
        "medium",
        {"28", "24", "5", "120", "180", "3", "30"},
        [
            "secondary school diploma",
            "28 hours of training",
            "24 months of agile work within the last 5 years",
            "current PMP",
            "120 questions in 180 minutes",
            "30 PDUs",
        ],
    ),
    "pgmp": (
        "pm_cert",
        "medium",
        {"4", "7", "170", "3", "60"},
        [
            "With a degree, you need 4 years of project work and 4 years of program work",
            "diploma, you need 4 years of project work and 7 years of program work",
            "panel review",
            "170 questions in 4 hours",
            "60 PDUs",
        ],
    ),
    "prince2-foundation": (
        "pm_cert",
        "disputed",
        {"60", "3"},
        ["60 questions in 60 minutes", "pass mark is 60%"],
    ),
    "prince2-practitioner": (
        "pm_cert",
        "high",
        {"150", "60", "3"},
        [
            "PRINCE2 Foundation, PMP, CAPM or an IPMA certificate",
            "150 minutes",
            "pass mark is 60%",
            "official book",
            "Every 3 years",
        ],
    ),
    "ipma": (
        "pm_cert",
        "high",
        {"3", "5"},
        [
            "Level D is open to everyone",
            "Level C asks for 3 years of managing projects",
            "Level B asks for 5 years, of which 3 years are with complex projects",
            "Level A asks for 5 years with programmes or portfolios",
            "From Level C up, you also write a report and have an interview",
            "Every 5 years",
        ],
    ),
    "csm": (
        "agile_cert",
        "high",
        {"14", "16", "50", "60", "74", "2", "20"},
        [
            "live course of 14 to 16 hours",
            "50 questions in 60 minutes",
            "pass mark is 74%",
            "Every 2 years, with 20 SEUs",
            "a fee",
        ],
    ),
    "psm-i": (
        "agile_cert",
        "high",
        {"80", "60", "85"},
        ["80 questions in 60 minutes", "pass mark is 85%"],
    ),
    "project-plus": (
        "pm_cert",
        "good",
        {"90", "710", "900"},
        ["Up to 90 questions in 90 minutes", "710 of 900", "does not expire"],
    ),
    "itil-foundation": (
        "other_tech_cert",
        "disputed",
        {"40", "60", "65", "3"},
        ["40 questions in 60 minutes", "pass mark is 65%"],
    ),
    "aws-solutions-architect-associate": (
        "cloud_cert",
        "high",
        {"65", "130", "720", "1000", "3"},
        ["65 questions in 130 minutes", "720 of 1000", "Every 3 years"],
    ),
    "azure-administrator": (
        "cloud_cert",
        "high",
        {"40", "60", "100", "700", "1000"},
        ["About 40 to 60 items in 100 minutes", "700 of 1000", "Every year, online and free"],
    ),
    "google-associate-cloud-engineer": (
        "cloud_cert",
        "high",
        {"50", "60", "2", "3"},
        ["50 to 60 questions in 2 hours", "Every 3 years"],
    ),
    "google-professional-cloud-architect": (
        "cloud_cert",
        "high",
        {"3", "50", "60", "2"},
        ["3 or more years of experience are recommended", "50 to 60 questions", "Every 2 years"],
    ),
    "salesforce-platform-administrator": (
        "other_tech_cert",
        "disputed",
        {"60", "5", "105"},
        ["60 plus 5 questions in 105 minutes", "maintenance modules"],
    ),
    "cka": (
        "cloud_cert",
        "medium",
        {"15", "20", "2", "66"},
        ["15 to 20 tasks on the command line in 2 hours", "pass mark is 66%", "Every 2 years"],
    ),
}

NO_PREREQUISITES = {
    "prince2-foundation",
    "psm-i",
    "project-plus",
    "itil-foundation",
    "aws-solutions-architect-associate",
    "azure-administrator",
    "google-associate-cloud-engineer",
    "google-professional-cloud-architect",
    "salesforce-platform-administrator",
    "cka",
}


def facts_of(certification: Certification) -> str:
    return " ".join(
        (
            certification.prerequisites,
            certification.exam,
            certification.renewal,
            certification.disputed,
        )
    )


def test_the_catalogue_holds_the_known_certificates() -> None:
    assert list(CERTIFICATIONS) == list(CERTIFICATION_FACTS)


@pytest.mark.parametrize("slug", CERTIFICATION_FACTS)
def test_a_certificate_states_its_facts_and_no_other_number(slug: str) -> None:
    category, confidence, numbers, all_words = CERTIFICATION_FACTS[slug]
    certification = CERTIFICATIONS[slug]
    facts = facts_of(certification)

    assert certification.category == category
    assert certification.confidence == confidence
    assert certification.checked_on == dt.date(2026, 11, 1)
    assert set(re.findall(r"\b\d+", facts)) == numbers
    for words in all_words:
        assert words in facts
    assert certification.prerequisites.startswith("None.") == (slug in NO_PREREQUISITES)


def test_a_disputed_fact_is_shown_with_both_readings_or_left_out() -> None:
    disputed = {slug: c.disputed for slug, c in CERTIFICATIONS.items() if c.disputed}

    assert set(disputed) == {
        slug for slug, c in CERTIFICATIONS.items() if c.confidence is Confidence.DISPUTED
    }
    assert "180" in disputed["pmp"]
    assert "185" in disputed["pmp"]
    for slug in ("prince2-foundation", "itil-foundation"):
        assert "3 years" in disputed[slug]
        assert "no renewal" in disputed[slug]
        assert CERTIFICATIONS[slug].renewal == ""
    assert "%" not in facts_of(CERTIFICATIONS["salesforce-platform-administrator"])


def test_no_certificate_claims_a_level_without_a_source_for_it() -> None:
    assert all(not certification.supports for certification in SECTION.certifications)


# ------------------------------------------------------------------ plain words

# Names that a text cannot choose: each counts as one short word.
NAMES = re.compile(
    r"O\*NET|Project Management Professional|Project Management Specialists|IT Project Managers"
    r"|Information Technology Project Managers|CareerOneStop|Salesforce|PRINCE2|Kubernetes"
    r"|Intellectual Curiosity|Self-Control|Social Orientation"
    r"|Enterprising|Conventional|Investigative|\d[\d,.-]*\d"
)

CLICHES = re.compile(
    r"\b(?:congratulations|captains?|ships?|helm|rockstars?|rock stars?|ninjas?|gurus?|wizards?"
    r"|superstars?|super ?heroe?s?|heroe?s?|jugglers?|orchestra|conductor|glue|many hats"
    r"|journey|passionate|passion|dynamic|fast-paced|cutting[- ]edge|game[- ]chang\w+|synerg\w+"
    r"|unleash|unlock|empower\w*|leverag\w+|seamless\w*|robust|world-class|best-in-class"
    r"|move the needle|low-hanging|think outside|fail\w*)\b",
    re.IGNORECASE,
)


def syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    silent_e = letters.endswith("e") and not letters.endswith(("le", "ee"))
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded", "eed"))
    silent_es = letters.endswith("es") and not re.search(r"(?:[sxzcg]|ch|sh|l|i)es$", letters)
    if silent_e or silent_ed or silent_es:
        count -= 1
    return max(count, 1)


def reading_grade(text: str) -> float:
    """Flesch-Kincaid: the years of schooling a text asks for."""
    text = NAMES.sub("name", text)
    sentences = [part for part in re.split(r"(?<=[.?])\s+", text) if part]
    words = re.findall(r"[A-Za-z0-9][\w'-]*", text)
    syllables_per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables_per_word - 15.59


def test_the_reading_grade_tells_plain_from_hard() -> None:
    plain = "You make a plan. The team uses it each week. When the facts change, you change it."
    hard = (
        "Organisational stakeholder considerations necessitate comprehensive prioritisation "
        "methodologies facilitating collaborative decision-making."
    )

    assert reading_grade(plain) < 4
    assert reading_grade(hard) > 16


# What engineers write is shown as it is. Learning to read it is what the ladder is for.
PLAIN_TEXTS = [(place, text) for place, text in TEXTS if not place.endswith("/artefact")]


@pytest.mark.parametrize(
    ("place", "text"), [(p, t) for p, t in PLAIN_TEXTS if len(t.split()) >= PROSE_FROM_WORDS]
)
def test_a_text_is_easy_to_read(place: str, text: str) -> None:
    assert reading_grade(text) <= HIGHEST_GRADE, place


def test_the_words_are_calm_and_plain() -> None:
    loud = [place for place, text in TEXTS if "!" in text]
    worn = {place: found.group() for place, text in TEXTS if (found := CLICHES.search(text))}

    assert loud == []
    assert worn == {}


def test_a_paragraph_is_one_line_so_that_markdown_and_editors_agree() -> None:
    a_break_inside = re.compile(r"(?<!\n)\n(?!\n|- )|\n{3}| \n|  ")
    broken = [place for place, text in PLAIN_TEXTS if a_break_inside.search(text)]

    assert broken == []


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_description_is_two_or_three_paragraphs(role: Role) -> None:
    assert len(role.description.split("\n\n")) in (2, 3)

"""Answer sheets of made-up people, and editions with any number of roles, without a database."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from assessments.instrument.values import AssessmentsSection, BackgroundFact, Item
from assessments.models.choices import ItemType
from assessments.scoring import Verdict
from roles.snapshot.editions import Snapshot, parse_document
from tests.editions import Document, seed_document

PM, TPM = "project-manager", "technical-project-manager"
LONG_NAME = "Head of International Cross-Departmental Infrastructure Delivery and Supervision"

Answers = dict[str, Any]


def _role(slug: str, name: str, accent: str, weights: Mapping[str, float]) -> dict[str, Any]:
    """Return a role, weights given by group or competency; more weight asks a higher level."""
    groups = {c["key"]: c["group"] for c in seed_document()["sections"]["roles"]["competencies"]}
    return {
        "slug": slug,
        "name": name,
        "short_name": slug[:12],
        "accent": accent,
        "summary": f"{name}.",
        "description": f"What a {name} does.",
        "requirements": [
            {
                "competency": key,
                "importance": weights.get(key, weights[group]),
                "required_level": 12 * weights.get(key, weights[group]),
            }
            for key, group in groups.items()
        ],
    }


def extra_roles() -> list[dict[str, Any]]:
    """Return three roles that are far from technical, each in its own way."""
    return [
        _role("people-lead", LONG_NAME, "teal", {"pm": 2, "tpm": 0, "soft": 5}),
        _role("budget-lead", "Budget Lead", "plum",
              {"pm": 2, "tpm": 0, "soft": 1, "budget_management": 5, "resource_allocation": 5}),
        _role("planner", "Planner", "olive",
              {"pm": 3, "tpm": 0, "soft": 2, "project_planning": 5, "risk_management": 5}),
    ]  # fmt: skip


def five_roles(sections: Document) -> None:
    """Add three roles to a document that may be changed."""
    sections["roles"]["roles"] += extra_roles()
    sections["roles"]["pairs"] = []


@functools.cache
def edition(roles: int = 2, *, flat: bool = False) -> Snapshot:
    """Return the seed content with 1, 2, 3 or 5 roles; ``flat`` gives the first equal weights."""
    document = copy.deepcopy(seed_document())
    section = document["sections"]["roles"]
    seed = section["roles"]
    section["roles"] = [seed[1]] if roles == 1 else [*seed, *extra_roles()][:roles]
    section["pairs"] = []
    if flat:
        for requirement in section["roles"][0]["requirements"]:
            requirement["importance"] = 3
    return Snapshot(
        number=7,
        content_hash="0" * 64,
        note="For tests.",
        published_at=None,
        sections=parse_document(document),
    )


def questions(snapshot: Snapshot) -> list[Item | BackgroundFact]:
    """Return everything the quiz asks."""
    section = snapshot.section("assessments", AssessmentsSection)
    return [*(item for item in section.items if item.is_active), *section.facts]


def person(levels: Mapping[str, int], leaning: Mapping[str, int], *, years: str = "3-5") -> Answers:
    """Return a full sheet: ``levels`` (0 to 5) and ``leaning`` (a liking) by competency group."""
    snapshot = edition()
    groups = {c.key: c.group.value for c in snapshot.roles.competencies}
    answers: Answers = {}
    for question in questions(snapshot):
        if isinstance(question, BackgroundFact):
            answers[question.key] = ["none"] if question.is_multiple else _code(question, years)
        elif question.type is ItemType.FORCED_CHOICE:
            assert question.a is not None
            assert question.b is not None
            more = leaning[groups[question.b.competency]] - leaning[groups[question.a.competency]]
            answers[question.key] = min(max(2 + more, 0), 4)
        elif question.type is ItemType.BARS:
            assert question.competency is not None
            answers[question.key] = levels[groups[question.competency]]
        else:
            scores = [option.score for option in question.options]
            high = question.competency is not None and levels[groups[question.competency]] >= 3
            answers[question.key] = scores.index(max(scores) if high else min(scores))
    return answers


def _code(fact: BackgroundFact, years: str) -> str:
    codes = [option.code for option in fact.options]
    return years if years in codes else codes[0]


def _alike(number: int) -> dict[str, int]:
    return dict.fromkeys(("pm", "tpm", "soft"), number)


def scattered() -> Answers:
    """Return answers about similar work that contradict each other as much as they can."""
    answers = person(_alike(3), _alike(0))
    for count, question in enumerate(questions(edition())):
        if isinstance(question, Item) and question.type is ItemType.BARS:
            answers[question.key] = 5 * (count % 2)
        elif isinstance(question, Item) and question.type is ItemType.FORCED_CHOICE:
            answers[question.key] = 4 * (count % 2)
    return answers


def technical() -> Answers:
    """Return answers of somebody who likes technical work and can do it."""
    return person({"pm": 4, "tpm": 5, "soft": 4}, {"pm": 0, "tpm": 2, "soft": 0})


def sheet_for(verdict: Verdict) -> Answers:
    """Return a sheet with this verdict, whatever the number of roles (a tie needs two)."""
    match verdict:
        case Verdict.ONE_ROLE:
            return technical()
        case Verdict.TOO_CLOSE:
            return person(_alike(5), _alike(0))
        case Verdict.NEITHER:
            return person(_alike(0), {"pm": 1, "tpm": 0, "soft": 0}, years="0")
        case Verdict.INSUFFICIENT:
            return {}
        case Verdict.INCONSISTENT:
            return scattered()


@st.composite
def any_sheet(draw: st.DrawFn) -> Answers:
    """Draw any legal sheet: answered, skipped and left open in any mix."""
    answers: Answers = {}
    open_ones = draw(st.sampled_from([0, 0, 1, 5, 9]))
    for question in questions(edition()):
        if draw(st.integers(0, 9)) < open_ones:
            if draw(st.booleans()):
                answers[question.key] = None
        elif isinstance(question, Item):
            count = 5 if question.type is ItemType.FORCED_CHOICE else len(question.options)
            answers[question.key] = draw(st.integers(0, count - 1))
        else:
            code = draw(st.sampled_from([option.code for option in question.options]))
            answers[question.key] = [code] if question.is_multiple else code
    return answers


SOME = person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0})
PEOPLE_FIRST = person({"pm": 1, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2})

"""The methodology page: everything about the instrument of one edition, in words and figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.analytics.statistics.figures import RELATE, Report, ScaleReport
from assessments.instrument.values import (
    AssessmentsSection,
    Evidence,
    Item,
    ResponseOption,
    ScoringSettings,
    instrument_of,
)
from assessments.methodology.presenters.example import Example, worked_example
from assessments.models.choices import ItemType
from assessments.scoring import REVISIONS
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Competency, Requirement, Role
from web.numbers import number_text

KINDS = {
    ItemType.BARS: (
        "What you can do",
        "You choose the line that describes you today. The chosen line gives a level from 0 to "
        "100 on one competency.",
    ),
    ItemType.FORCED_CHOICE: (
        "What you would rather do",
        "You choose between two tasks and say how much rather. “Much more” counts 50 points for "
        "one side and against the other, “more” counts 25, “both the same” counts 0.",
    ),
    ItemType.INTEREST: (
        "What you enjoy",
        "You say how much you would like a task. The answer counts against the mean of your own "
        "answers of this kind.",
    ),
    ItemType.JUDGEMENT: (
        "What you would do first",
        "You read a short scene and choose a first step. Each step has a score from 0 to 100. It "
        "counts a little toward one level, next to your own rating.",
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One item: what it asks, what it measures, how much it counts."""

    key: str
    title: str
    measures: str
    weighs: str
    options: tuple[ResponseOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """All items of one kind."""

    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class BackgroundRule:
    """What background answers say about one competency."""

    key: str
    measures: str
    base: str
    bonuses: tuple[str, ...]
    weighs: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The page; texts that are the same in every edition stand in its template."""

    contents: tuple[tuple[str, str], ...]
    questions: int
    facts: int
    roles: tuple[Role, ...]
    blocks: tuple[Block, ...]
    background: tuple[BackgroundRule, ...]
    profiles: tuple[tuple[str, tuple[Requirement | None, ...]], ...]
    """What each role asks of each competency; None for nothing."""
    chosen: ScoringSettings
    """The settings of the score that editors choose."""
    fixed: Mapping[str, str]
    """The numbers of the revision of the formulas, by their names in ``scoring.Settings``."""
    z_pair: float
    """Errors to either side of a difference between roles."""
    z_role: float
    """Errors to either side of what is said of one role."""
    errors: tuple[tuple[str, str], ...]
    confidence: float
    """How many ranges in 100 hold the true value."""
    coverage: float
    """Parts in 100 of a role that need a level; ``coverage_fit`` likewise an interest answer."""
    coverage_fit: float
    fit_share: float
    interest_share: float
    rates_interest: bool
    """Whether the quiz also asks how much a task is liked, one by one."""
    example: Example | None
    scales: tuple[ScaleReport, ...]
    varied: tuple[tuple[str, str, str], ...]
    """Kind of question, how many answered twice, and the error of one answer by that."""
    """How reliable groups of questions are, from data; empty while too few answered."""
    enough: int
    """Complete answers from which that is shown."""


CONTENTS = (
    ("short", "In short"),
    ("items", "What is asked"),
    ("profiles", "What roles ask"),
    ("formulas", "How it is scored"),
    ("errors", "How sure it is"),
    ("example", "A worked example"),
    ("settings", "All settings"),
    ("limits", "Known limits"),
    ("sources", "Sources"),
    ("editions", "Changes"),
)


def method_page(
    snapshot: Snapshot,
    section: AssessmentsSection,
    told: Report,
) -> MethodPage:
    """Everything that the page says about ``snapshot``, of which ``section`` is the quiz.

    ``told`` says how reliable its questions are by the answers given so far.
    """
    names = {each.key: each.name for each in snapshot.roles.competencies}
    active = [item for item in section.items if item.is_active]
    chosen, example = section.settings, worked_example(snapshot)
    compared = instrument_of(snapshot)
    omega = chosen.interest_ratio / (1 + chosen.interest_ratio)
    return MethodPage(
        contents=tuple(row for row in CONTENTS if row[0] != "example" or example),
        questions=len(active),
        facts=len(section.facts),
        roles=snapshot.roles.roles,
        blocks=tuple(
            Block(kind.value, title, intro, tuple(_question(item, names) for item in items))
            for kind, (title, intro) in KINDS.items()
            if (items := [item for item in active if item.type is kind])
        ),
        background=_background(section, names),
        profiles=tuple(
            _profile(each, snapshot.roles.roles) for each in snapshot.roles.competencies
        ),
        chosen=chosen,
        fixed=_fixed(chosen.revision),
        z_pair=compared.settings.z(int(compared.comparable.sum())),
        z_role=compared.settings.z(),
        errors=_errors(active, section),
        confidence=100 * chosen.confidence,
        coverage=100 * chosen.min_coverage,
        coverage_fit=100 * chosen.min_coverage_fit,
        fit_share=100 * chosen.lambda_fit,
        interest_share=100 * omega,
        rates_interest=any(item.type is ItemType.INTEREST for item in active),
        example=example,
        scales=tuple(each for each in told.scales if each.alpha is not None),
        varied=_varied(active, told),
        enough=RELATE,
    )


def _fixed(revision: int) -> dict[str, str]:
    numbers = dict(REVISIONS[revision])
    numbers["pf_rest"] = 1.0 - numbers["pf_share"]
    return {key: number_text(value, 2) for key, value in numbers.items()}


def _question(item: Item, names: dict[str, str]) -> Question:
    if item.a and item.b:
        return Question(
            key=item.key,
            title=f"{item.a.text} / {item.b.text}",
            measures=f"{names[item.a.competency]} against {names[item.b.competency]}",
            weighs=_weighs(item),
        )
    turned = ", counted the other way round" if item.is_reversed else ""
    return Question(
        key=item.key,
        title=item.stem,
        measures=names[item.competency or ""],
        weighs=_weighs(item) + turned,
        options=item.options,
    )


def _weighs(source: Item | Evidence) -> str:
    error = f"error {number_text(source.error_sd, 2)}"
    return (
        f"weight {number_text(source.level_weight, 2)}, {error}" if source.level_weight else error
    )


def _background(section: AssessmentsSection, names: dict[str, str]) -> tuple[BackgroundRule, ...]:
    facts = {fact.key: fact for fact in section.facts}
    labels = {(f.key, o.code): o.label for f in section.facts for o in f.options}
    return tuple(
        BackgroundRule(
            key=rule.key,
            measures=names[rule.competency],
            base=" or ".join(f"“{facts[key].prompt}”" for key in rule.base),
            bonuses=tuple(
                f"{number_text(bonus.points, 2)} for “{labels[bonus.fact, bonus.option]}”"
                for bonus in rule.bonuses
            ),
            weighs=_weighs(rule),
        )
        for rule in section.evidence
    )


def _profile(
    competency: Competency, roles: Sequence[Role]
) -> tuple[str, tuple[Requirement | None, ...]]:
    asked = (
        next(
            (r for r in role.requirements if r.competency == competency.key and r.importance), None
        )
        for role in roles
    )
    return competency.name, tuple(asked)


def _errors(active: Sequence[Item], section: AssessmentsSection) -> tuple[tuple[str, str], ...]:
    """Per kind of answer, the error SD or the span of them, in points of 100."""
    rows = []
    for kind, (title, _) in KINDS.items():
        found = sorted({item.error_sd for item in active if item.type is kind})
        if found:
            rows.append((title, _span(found)))
    if found := sorted({rule.error_sd for rule in section.evidence}):
        rows.append(("What you have done", _span(found)))
    return tuple(rows)


def _varied(active: Sequence[Item], told: Report) -> tuple[tuple[str, str, str], ...]:
    """Per kind of answer how far two answers of one person lie apart, over its questions."""
    rows = []
    for kind, (title, _) in KINDS.items():
        keys = {item.key for item in active if item.type is kind}
        found = [q.retest for q in told.questions if q.retest and q.asked.key in keys]
        if found:
            error = math.sqrt(sum(each.error**2 for each in found) / len(found))
            people = _span(sorted({each.pairs for each in found}))
            rows.append((title, people, number_text(error, 1)))
    return tuple(rows)


def _span(values: Sequence[float]) -> str:
    low, high = number_text(values[0], 2), number_text(values[-1], 2)
    return low if low == high else f"{low} to {high}"

"""Prepare the figures of one edition's quiz for the methodology page; templates have the words."""

import functools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from assessments.analytics.statistics.figures import RELATE, Report
from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import result_of
from assessments.instrument.preview_answers import example_answers
from assessments.instrument.values import AssessmentsSection, Item, instrument_of
from assessments.models.choices import ItemType
from assessments.scoring import REVISIONS, Instrument, encode, error_parts, profile_weights
from roles.snapshot.editions import Snapshot
from web.numbers import number_text

# In the order of the page.
KINDS = (ItemType.BARS, ItemType.FORCED_CHOICE, ItemType.INTEREST, ItemType.JUDGEMENT)
CONTENTS = (
    ("short", "In short"),
    ("items", "What is asked"),
    ("profiles", "What roles ask"),
    ("formulas", "How it is scored"),
    ("errors", "How sure it is"),
    ("example", "A worked example"),
    ("settings", "All settings"),
    ("people", "Checked on people"),
    ("limits", "Known limits"),
    ("sources", "Sources"),
    ("editions", "Changes"),
)


def method_page(snapshot: Snapshot, section: AssessmentsSection, told: Report) -> dict[str, Any]:
    """Return the page's context: ``section`` is the quiz, ``told`` how reliable it is so far."""
    names = {each.key: each.name for each in snapshot.roles.competencies}
    active = [item for item in section.items if item.is_active]
    by_kind = {kind: [item for item in active if item.type is kind] for kind in KINDS}
    chosen, example = section.settings, worked_example(snapshot)
    compared = instrument_of(snapshot)
    return {
        "contents": [row for row in CONTENTS if row[0] != "example" or example],
        "questions": len(active),
        "facts": len(section.facts),
        "roles": snapshot.quiz_roles.roles,
        "blocks": [
            (kind.value, [(item, _measures(item, names)) for item in items])
            for kind, items in by_kind.items()
            if items
        ],
        "background": list(_background(section, names)),
        # What each role asks of each competency; None for nothing.
        "profiles": [
            (
                each.name,
                [
                    next((r for r in role.requirements if r.competency == each.key), None)
                    for role in snapshot.quiz_roles.roles
                ],
            )
            for each in snapshot.roles.competencies
        ],
        "chosen": chosen,
        "fixed": _fixed(chosen.revision),
        # Errors to either side: of a difference between roles, and of what is said of one role.
        "z_pair": compared.settings.z(int(compared.comparable.sum())),
        "z_role": compared.settings.z(),
        # By kind of answer, in points of 100.
        "errors": [
            (kind, _span(found))
            for kind, found in (
                *((kind.value, [i.error_sd for i in items]) for kind, items in by_kind.items()),
                ("facts", [rule.error_sd for rule in section.evidence]),
            )
            if found
        ],
        # The same in parts of 100.
        "confidence": 100 * chosen.confidence,
        "coverage": 100 * chosen.min_coverage,
        "coverage_fit": 100 * chosen.min_coverage_fit,
        "fit_share": 100 * chosen.lambda_fit,
        "interest_share": 100 * chosen.interest_ratio / (1 + chosen.interest_ratio),
        "rates_interest": bool(by_kind[ItemType.INTEREST]),
        "example": example,
        # From data, and so empty while too few answered.
        "scales": [each for each in told.scales if each.alpha is not None],
        "varied": list(_varied(by_kind, told)),
        "enough": RELATE,
    }


def _fixed(revision: int) -> dict[str, str]:
    """Return the constants of a revision as text, by their names in ``scoring.Settings``."""
    numbers = dict(REVISIONS[revision])
    numbers["pf_rest"] = 1.0 - numbers["pf_share"]
    return {key: number_text(value, 2) for key, value in numbers.items()}


def _measures(item: Item, names: dict[str, str]) -> str:
    if item.a and item.b:
        return f"{names[item.a.competency]} against {names[item.b.competency]}"
    return names[item.competency or ""]


def _background(section: AssessmentsSection, names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """Yield each evidence rule, its competency, its base questions, and its bonuses."""
    facts = {fact.key: fact for fact in section.facts}
    labels = {(f.key, o.code): o.label for f in section.facts for o in f.options}
    for rule in section.evidence:
        bonuses = [(each.points, labels[each.fact, each.option]) for each in rule.bonuses]
        yield rule, names[rule.competency], [facts[key].prompt for key in rule.base], bonuses


def _varied(
    by_kind: dict[ItemType, list[Item]], told: Report
) -> Iterator[tuple[ItemType, str, float]]:
    """Yield each kind of question, how many answered it twice, and the error that this shows."""
    for kind, items in by_kind.items():
        keys = {item.key for item in items}
        found = [q.retest for q in told.questions if q.retest and q.asked.key in keys]
        if found:
            error = math.sqrt(sum(each.error**2 for each in found) / len(found))
            yield kind, _span([each.pairs for each in found]), error


def _span(values: Sequence[float]) -> str:
    low, high = number_text(min(values), 2), number_text(max(values), 2)
    return low if low == high else f"{low} to {high}"


@functools.lru_cache(maxsize=8)
def worked_example(snapshot: Snapshot) -> dict[str, Any] | None:
    """Return the example of an edition, ``None`` without a role or a question."""
    instrument = instrument_of(snapshot)
    if not snapshot.quiz_roles.roles or not instrument.answer_columns:
        return None
    # The last of the first two: with the seed roles the one whose must-have comes into play.
    role = snapshot.quiz_roles.roles[:2][-1]
    answers = example_answers(snapshot, [role])
    result = result_of(snapshot, answers)
    reading = Reading(result, snapshot)
    y, years = encode(instrument, answers)
    index = instrument.roles.index(role.slug)
    # The competency whose level and profile are worked out: the most important one.
    column = int(np.argmax(instrument.importance[index]))
    levels = _level_terms(reading, instrument, y, column)
    weights = profile_weights(instrument, y)[:, column]
    rows = _competency_rows(reading, instrument, index)
    return {
        "role": role,
        "answers": answers,
        "result": result,
        "competency": reading.in_sentence(instrument.competencies[column]),
        "level_terms": levels,
        "level_sum": _fraction(levels),
        # What makes its profile: key, score, weight H, and weight times the distance from 50.
        "profile_terms": [
            (instrument.answer_columns[k], y[k], weights[k], weights[k] * (y[k] - 50.0))
            for k in np.flatnonzero(weights)
        ],
        "row": rows[column],
        "rows": rows,
        "fit_sum": sum(row["part"].fit for row in rows),
        "importance_sum": sum(row["importance"] for row in rows if row["level"].level is not None),
        "scores": result.role(role.slug),
        "matches": [(reading.roles[each.slug], each) for each in result.roles],
        "verdict": verdict_text(reading),
        "error": _error(reading, instrument, y, years),
    }


def _level_terms(
    reading: Reading, instrument: Instrument, y: np.ndarray, column: int
) -> list[tuple[str, str, float, float]]:
    """Return what makes a level: key, words, y and v of each answer, without idle evidence."""
    level = reading.result.levels[column].level or 0.0
    return [
        (key, quote(reading, key).text, y[k], instrument.level_weight[k, column])
        for k, key in enumerate(instrument.answer_columns)
        if (instrument.item_weight[k, column] > 0 and not np.isnan(y[k]))
        or (instrument.level_weight[k, column] > 0 and y[k] > level)
    ]


def _fraction(terms: list[tuple[str, str, float, float]]) -> str:
    """Return the fraction that gives the level as text."""
    products = [f"{number_text(v, 2)} × {number_text(y, 2)}" for _, _, y, v in terms]
    weights = [number_text(v, 2) for *_, v in terms]
    return f"({' + '.join(products)}) / ({' + '.join(weights)})"


def _competency_rows(reading: Reading, instrument: Instrument, role: int) -> list[dict[str, Any]]:
    """Return what the sheet says of each competency and what it does for the role (§1.3, §1.4)."""
    rows = []
    parts = reading.result.roles[role].competencies
    for column, (part, level) in enumerate(zip(parts, reading.result.levels, strict=True)):
        # Points gained of the points there were to gain: m without its formula a second time.
        met = None
        if part.readiness is not None and part.gap is not None:
            whole = part.readiness + part.gap
            met = part.readiness / whole if whole else 1.0
        rows.append(
            {
                "name": reading.competency_names[level.competency],
                "importance": instrument.importance[role, column],
                "alpha": instrument.alpha[role, column],
                "required": instrument.required_level[role, column],
                "level": level,
                "part": part,
                "met": met,
            }
        )
    return rows


def _error(
    reading: Reading, instrument: Instrument, y: np.ndarray, years: float
) -> dict[str, Any] | None:
    """Return the way from the answers' errors to that of the difference (§1.6), or ``None``."""
    result, difference = reading.result, reading.result.difference
    if difference is None:
        return None
    top, other = (instrument.roles.index(slug) for slug in (difference.top, difference.other))
    parts = error_parts(instrument, [y], [years], top, other)
    answered = ~np.isnan(y)
    names = [reading.competency_names[key] for key in instrument.competencies]
    squares = (parts.gradient[0] * instrument.error_sd) ** 2
    by_role = parts.scatter[0].sum(axis=1) / np.maximum(parts.scatter_df[0].sum(axis=1), 1.0)
    suited = int(np.argmin(by_role))
    together = [
        [
            instrument.answer_columns[k] + " turned" * bool(members[k] < 0)
            for k in np.flatnonzero((members != 0) & answered).tolist()
        ]
        for members in instrument.clusters[suited]
    ]
    return {
        "ahead": reading.short(difference.top),
        "behind": reading.short(difference.other),
        # By competency: Δα, error, and g of both roles.
        "levels": list(
            zip(
                names,
                instrument.alpha[top] - instrument.alpha[other],
                (level.error for level in result.levels),
                *parts.level_gradient[0],
                strict=True,
            )
        ),
        # By answer: its competencies, y, v (0 where it says nothing of a level), s, q, G, (G s)².
        "answers": [
            (
                f"{key}: {' / '.join(names[c] for c in _about(instrument, k))}",
                y[k],
                instrument.level_weight[k].max(),
                instrument.error_sd[k],
                parts.fit_gradient[0, k],
                parts.gradient[0, k],
                squares[k],
            )
            for k, key in enumerate(instrument.answer_columns)
            if answered[k]
        ],
        # Σ (G s)², before scatter widens it.
        "answers_sum": squares[answered].sum(),
        # Answers that belong together (§1.6): ratings of the main part, all others, choices.
        "suited": reading.short(instrument.roles[suited]),
        "scatters": [
            (number, keys, parts.scatter[0, suited, number])
            for number, keys in enumerate(together)
            if keys
        ],
        "scatter": parts.scatter[0, suited].sum(),
        # Whether there are enough answers for scatter to count is whether this is known.
        "person_fit": result.person_fit,
        "person_fit_df": parts.scatter_df[0, suited].sum(),
        "widening": result.widening,
        # λ τ_κ Σ_k q_k (y_k - 50).
        "choice_scale": parts.choice_scale[0],
        "has_choice_scale": instrument.settings.choice_scale_sd > 0,
        # What nothing was said about, in squared points.
        "unknown": parts.unknown[0],
        "z": instrument.settings.z(int(instrument.comparable.sum())),
    }


def _about(instrument: Instrument, k: int) -> list[int]:
    """Return the columns of the competencies of answer ``k``, side A of a choice before side B."""
    touched = instrument.interest_sign[k] + 2 * instrument.strength[k]
    touched = touched + 2 * (instrument.level_weight[k] > 0)
    return [c for c in np.argsort(touched) if touched[c]]

"""Prepare the figures of one edition's quiz for the methodology page; templates have the words."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from assessments.analytics.statistics.figures import RELATE, Report
from assessments.instrument.values import AssessmentsSection, Item, instrument_of
from assessments.methodology.presenters.example import worked_example
from assessments.models.choices import ItemType
from assessments.scoring import REVISIONS
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
    """Return the context of the page about ``snapshot``, whose quiz is ``section``.

    ``told`` says how reliable its questions are by the answers given so far.
    """
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

"""Show a stored result beside the same answers scored under today's edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.evaluation.history import Dial
from assessments.evaluation.presenters.reading import Reading, shares
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.recalculation import EditEffect, EditKind, Recalculation
from assessments.instrument.values import BackgroundFact
from assessments.results.presenters.over_time import NO_CHANGE, NOT_KNOWN, ScoreChange, change
from roles.snapshot.editions import Snapshot
from web.numbers import number_text
from web.words import capitalised

KIND_LABELS = {
    EditKind.COMPUTING: "How the site computes",
    EditKind.IMPORTANCE: "Importance",
    EditKind.REQUIRED_LEVEL: "Required level",
    EditKind.MUST_HAVE: "The must-have",
    EditKind.YEARS: "Required hands-on years",
    EditKind.QUIZ: "Questions, their answers and evidence",
    EditKind.SETTINGS: "The settings of the score",
}


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One kind of edit, what exactly was edited, and what it moved."""

    label: str
    details: tuple[str, ...]
    fit: str
    readiness: str


def today_page(found: Recalculation, old: Snapshot, new: Snapshot) -> dict[str, Any]:
    """Return both results side by side, in reading order; ``old`` and ``new`` are the editions."""
    then, now = Reading(found.stored, old), Reading(found.today, new)
    pairs = {slug: _pair(then, now, slug) for slug in found.roles}
    moved = any(row.change != NO_CHANGE for rows in pairs.values() for row in rows)
    return {
        "is_same": found.stored.outcome == found.today.outcome,
        "moved": moved,
        "then": (old.number, verdict_text(then).headline),
        "today": (new.number, verdict_text(now).headline),
        # Fit and readiness of each role under both editions.
        "pairs": [(now.roles[slug], rows) for slug, rows in pairs.items()],
        # For each role the edits that moved its scores, and their sum.
        "effects": [(now.roles[s], *_effects(found.edits, then, now, s)) for s in found.roles]
        if moved or found.edits
        else [],
        "added": [now.name(slug) for slug in found.roles_added],
        "removed": [then.name(slug) for slug in found.roles_removed],
        "dropped": [_question_text(then, key) for key in found.dropped],
        "new": [_question_text(now, key) for key in found.new],
    }


def _pair(then: Reading, now: Reading, slug: str) -> tuple[ScoreChange, ...]:
    return tuple(
        change(label, then.score(slug, dial)[0], now.score(slug, dial)[0])
        for label, dial in (("Fit", Dial.FIT), ("Readiness", Dial.READINESS))
    )


# ------------------------------------------------------------------ which edit moved what


def _effects(
    edits: Sequence[EditEffect], then: Reading, now: Reading, slug: str
) -> tuple[list[EffectRow], list[str]]:
    """Return a line for each edit that moved a score of this role by a point, and their sum."""
    mine = [edit for edit in edits if _concerns(edit, slug)]
    fit, readiness = _pair(then, now, slug)
    fits = _column([edit.moves[slug].fit for edit in mine], fit)
    readinesses = _column([edit.moves[slug].readiness for edit in mine], readiness)
    rows = [
        EffectRow(KIND_LABELS[edit.kind], _details(edit, then, now, slug), one, other)
        for edit, one, other in zip(mine, fits, readinesses, strict=True)
        if (one, other) != ("0", "0")
    ]
    return rows, ["0" if each.change == NO_CHANGE else each.change for each in (fit, readiness)]


def _concerns(edit: EditEffect, slug: str) -> bool:
    return (edit.competency is None and edit.kind is not EditKind.YEARS) or slug in edit.changed


def _details(edit: EditEffect, then: Reading, now: Reading, slug: str) -> tuple[str, ...]:
    if slug in edit.changed:
        before, after = edit.changed[slug]
        name = f"{then.competency_names[edit.competency]}: " if edit.competency else ""
        return (f"{name}{_value(edit.kind, before)} before, {_value(edit.kind, after)} now.",)
    return tuple(_settings(then, now)) if edit.kind is EditKind.SETTINGS else ()


def _value(kind: EditKind, value: float | None) -> str:
    if not value and kind in (EditKind.MUST_HAVE, EditKind.YEARS):
        return "none"
    text = number_text(value or 0.0, 1)
    return f"{text} of 5" if kind is EditKind.IMPORTANCE else text


def _settings(then: Reading, now: Reading) -> list[str]:
    before, after = then.settings.model_dump(), now.settings.model_dump()
    return [
        f"{capitalised(key.replace('_', ' '))}: {before[key]:g} before, {after[key]:g} now."
        for key in before
        if before[key] != after[key]
    ]


def _column(parts: Sequence[float | None], row: ScoreChange) -> list[str]:
    """Return one column, rounded so that it adds up to the difference of the shown scores."""
    known = [part for part in parts if part is not None]
    if row.change == NOT_KNOWN or len(known) < len(parts):
        return [NOT_KNOWN] * len(parts)
    if not known:
        return []
    moved = shares(known, int(row.now) - int(row.then))
    return [number_text(share, signed=True) for share in moved]


# ------------------------------------------------------------------ what came and went


def _question_text(reading: Reading, key: str) -> str:
    question = reading.assessments.asked[key]
    if isinstance(question, BackgroundFact):
        return question.prompt
    if question.a and question.b:
        return f"{question.a.text.rstrip('.')}, or: {question.b.text}"
    return question.stem

"""A stored result beside the same answers under today's edition: wording, rounding and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.evaluation.history import Dial
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import shares
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.recalculation import Edit, EditKind, Recalculation
from assessments.instrument.values import BackgroundFact, Item
from assessments.results.presenters.changes import NO_CHANGE, NOT_KNOWN, Change, change
from roles.graphics.charts import RoleMark, number_text
from roles.snapshot.editions import Snapshot
from web.words import capitalised, listed, number_word

KIND_LABELS = {
    EditKind.COMPUTING: "How the site computes",
    EditKind.IMPORTANCE: "How much it counts",
    EditKind.REQUIRED_LEVEL: "The level asked for",
    EditKind.MUST_HAVE: "The must-have",
    EditKind.YEARS: "Hands-on years asked for",
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


@dataclass(frozen=True, slots=True)
class Effects:
    """What moved one role's scores; the rows add up to ``total``."""

    role: RoleMark
    rows: tuple[EffectRow, ...]
    total: EffectRow


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything the page shows, in reading order."""

    headline: str
    lead: str
    verdicts: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[RoleMark, tuple[Change, ...]], ...]
    """Fit and readiness of each role under both editions."""
    effects: tuple[Effects, ...]
    notes: tuple[str, ...]
    dropped: tuple[str, ...]
    new: tuple[str, ...]


def today_page(found: Recalculation, old: Snapshot, new: Snapshot) -> TodayPage:
    """The comparison in words. ``old`` and ``new`` are the two editions."""
    then, now = Reading(found.stored, old), Reading(found.today, new)
    pairs = {slug: _pair(then, now, slug) for slug in found.roles}
    is_same = (found.stored.verdict, found.stored.named_role) == (
        found.today.verdict,
        found.today.named_role,
    )
    moved = any(row.change != NO_CHANGE for rows in pairs.values() for row in rows)
    return TodayPage(
        headline="The same verdict today" if is_same else "Another verdict today",
        lead=_lead(is_same, moved),
        verdicts=(
            (f"Your result, edition {old.number}", verdict_text(then).headline),
            (f"Today, edition {new.number}", verdict_text(now).headline),
        ),
        pairs=tuple((now.marks[slug], rows) for slug, rows in pairs.items()),
        effects=tuple(_effects(found.edits, then, now, slug) for slug in found.roles)
        if moved or found.edits
        else (),
        notes=_notes(found, then, now),
        dropped=tuple(_asked(then, key) for key in found.dropped),
        new=tuple(_asked(now, key) for key in found.new),
    )


def _lead(is_same: bool, moved: bool) -> str:
    kept = "Your own result stays as it is."
    if not moved and is_same:
        return f"Today’s edition gives your answers the same scores. {kept}"
    if is_same:
        return f"The scores move, and the verdict holds. {kept}"
    return f"The editors changed what the roles ask or how the quiz weighs it. {kept}"


def _pair(then: Reading, now: Reading, slug: str) -> tuple[Change, ...]:
    return tuple(
        change(label, then.score(slug, dial)[0], now.score(slug, dial)[0])
        for label, dial in (("Fit", Dial.FIT), ("Readiness", Dial.READINESS))
    )


# ------------------------------------------------------------------ which edit moved what


def _effects(edits: Sequence[Edit], then: Reading, now: Reading, slug: str) -> Effects:
    """One line for each edit that moved a score of this role by a point, and their sum."""
    mine = [edit for edit in edits if _concerns(edit, slug)]
    fit, readiness = _pair(then, now, slug)
    fits = _column([edit.moves[slug].fit for edit in mine], fit)
    readinesses = _column([edit.moves[slug].readiness for edit in mine], readiness)
    rows = tuple(
        EffectRow(KIND_LABELS[edit.kind], _details(edit, then, now, slug), one, other)
        for edit, one, other in zip(mine, fits, readinesses, strict=True)
        if (one, other) != ("0", "0")
    )
    sums = ("0" if each.change == NO_CHANGE else each.change for each in (fit, readiness))
    return Effects(now.marks[slug], rows, EffectRow("Together", (), *sums))


def _concerns(edit: Edit, slug: str) -> bool:
    return (edit.competency is None and edit.kind is not EditKind.YEARS) or slug in edit.changed


def _details(edit: Edit, then: Reading, now: Reading, slug: str) -> tuple[str, ...]:
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


def _column(parts: Sequence[float | None], row: Change) -> list[str]:
    """One column, rounded so that it adds up to the difference of the shown scores."""
    known = [part for part in parts if part is not None]
    if row.change == NOT_KNOWN or len(known) < len(parts):
        return [NOT_KNOWN] * len(parts)
    if not known:
        return []
    moved = shares(known, int(row.now) - int(row.then))
    return [number_text(share, signed=True) for share in moved]


# ------------------------------------------------------------------ what came and went


def _notes(found: Recalculation, then: Reading, now: Reading) -> tuple[str, ...]:
    notes = []
    if found.roles_added:
        names = listed([now.name(slug) for slug in found.roles_added])
        notes.append(f"New since then, and in today’s verdict: {names}.")
    if found.roles_removed:
        names = listed([then.name(slug) for slug in found.roles_removed])
        notes.append(f"No longer on the site, so not in today’s verdict: {names}.")
    if count := len(found.new):
        asked = "question is" if count == 1 else "questions are"
        notes.append(
            f"{number_word(count).capitalize()} {asked} new. You have not answered "
            f"{'it' if count == 1 else 'them'}, which never counts as zero; today’s ranges may "
            "be wider."
        )
    return tuple(notes)


def _asked(reading: Reading, key: str) -> str:
    """A question by what it asks."""
    item: Item | None = reading.items.get(key)
    if item is None:
        facts: dict[str, BackgroundFact] = {f.key: f for f in reading.assessments.facts}
        return facts[key].prompt
    if item.a and item.b:
        return f"{item.a.text.rstrip('.')}, or: {item.b.text}"
    return item.stem

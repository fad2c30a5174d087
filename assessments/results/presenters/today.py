"""A stored result beside the same answers under today's edition: wording, rounding and order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import shares
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.recalculation import Edit, EditKind, Move, Recalculation
from assessments.evaluation.result import RoleResult
from assessments.instrument.values import BackgroundFact, Item
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
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Pair:
    """One score then, now, and the difference."""

    label: str
    then: str
    now: str
    change: str


@dataclass(frozen=True, slots=True)
class RolePair:
    """One role under both editions."""

    role: RoleMark
    rows: tuple[Pair, ...]


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
    pairs: tuple[RolePair, ...]
    effects: tuple[Effects, ...]
    notes: tuple[str, ...]
    dropped: tuple[str, ...]
    new: tuple[str, ...]
    stored_edition: int
    today_edition: int


def today_page(found: Recalculation, old: Snapshot, new: Snapshot) -> TodayPage:
    """The comparison in words. ``old`` and ``new`` are the two editions."""
    then, now = Reading(found.stored, old), Reading(found.today, new)
    pairs = tuple(_pair(then, now, slug) for slug in found.roles)
    before, after = verdict_text(then).headline, verdict_text(now).headline
    is_same = (found.stored.verdict, found.stored.named_role) == (
        found.today.verdict,
        found.today.named_role,
    )
    moved = any(row.change != "0" for pair in pairs for row in pair.rows)
    return TodayPage(
        headline="The same verdict today" if is_same else "Another verdict today",
        lead=_lead(is_same, moved),
        verdicts=(
            (f"Your result, edition {old.number}", before),
            (f"Today, edition {new.number}", after),
        ),
        pairs=pairs,
        effects=tuple(_effects(found.edits, then, now, slug) for slug in found.roles)
        if moved or found.edits
        else (),
        notes=_notes(found, then, now),
        dropped=tuple(_asked(then, key) for key in found.dropped),
        new=tuple(_asked(now, key) for key in found.new),
        stored_edition=old.number,
        today_edition=new.number,
    )


def _lead(is_same: bool, moved: bool) -> str:
    kept = "Your own result stays as it is."
    if not moved and is_same:
        return f"Today’s edition gives your answers the same scores. {kept}"
    if is_same:
        return f"The scores move, and the verdict holds. {kept}"
    return f"The editors changed what the roles ask or how the quiz weighs it. {kept}"


def _pair(then: Reading, now: Reading, slug: str) -> RolePair:
    one, other = then.result.role(slug), now.result.role(slug)
    return RolePair(
        role=now.marks[slug],
        rows=(
            _scores("Fit", then.fit(one), now.fit(other)),
            _scores("Readiness", then.readiness(one), now.readiness(other)),
        ),
    )


def _scores(label: str, then: int | None, now: int | None) -> Pair:
    change = NOT_KNOWN if then is None or now is None else number_text(now - then, signed=True)
    return Pair(label, _shown(then), _shown(now), change)


def _shown(value: int | None) -> str:
    return "not enough answers" if value is None else str(value)


# ------------------------------------------------------------------ which edit moved what


@dataclass(frozen=True, slots=True)
class _Group:
    """The edits of one line, their details and what they move together."""

    kind: EditKind
    details: tuple[str, ...]
    fit: float
    readiness: float | None


def _effects(edits: Sequence[Edit], then: Reading, now: Reading, slug: str) -> Effects:
    """One line for each edit of this role's profile, and one for each other kind of edit."""
    role = now.marks[slug]
    groups = [_group(edit, then, now, slug) for edit in edits if _concerns(edit, slug)]
    fits = _column(groups, lambda g: g.fit, then, now, slug, Reading.fit)
    readinesses = _column(groups, lambda g: g.readiness, then, now, slug, Reading.readiness)
    rows = tuple(
        EffectRow(KIND_LABELS[group.kind], group.details, fit, readiness)
        for group, fit, readiness in zip(groups, fits, readinesses, strict=True)
    )
    one, other = then.result.role(slug), now.result.role(slug)
    total = EffectRow(
        "Together",
        (),
        _scores("", then.fit(one), now.fit(other)).change,
        _scores("", then.readiness(one), now.readiness(other)).change,
    )
    return Effects(role, rows, total)


def _concerns(edit: Edit, slug: str) -> bool:
    return (edit.competency is None and edit.kind is not EditKind.YEARS) or slug in edit.changed


def _group(edit: Edit, then: Reading, now: Reading, slug: str) -> _Group:
    move: Move = edit.moves[slug]
    details: tuple[str, ...] = ()
    if slug in edit.changed:
        before, after = edit.changed[slug]
        name = then.competency_names[edit.competency] if edit.competency else ""
        change = f"{_value(edit.kind, before)} before, {_value(edit.kind, after)} now"
        details = (f"{name}: {change}." if name else f"{change}.",)
    elif edit.kind is EditKind.SETTINGS:
        details = tuple(_settings(then, now))
    return _Group(edit.kind, details, move.fit, move.readiness)


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


def _column(
    groups: Sequence[_Group],
    part: Callable[[_Group], float | None],
    then: Reading,
    now: Reading,
    slug: str,
    shown: Callable[[Reading, RoleResult], int | None],
) -> list[str]:
    """One column, rounded so that it adds up to the difference of the shown scores."""
    one, other = shown(then, then.result.role(slug)), shown(now, now.result.role(slug))
    parts = [part(group) for group in groups]
    if one is None or other is None or any(value is None for value in parts):
        return [NOT_KNOWN] * len(groups)
    exact = [value or 0.0 for value in parts]
    if not exact:
        return []
    return [number_text(share, signed=True) for share in shares(exact, other - one)]


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

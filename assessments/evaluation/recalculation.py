"""Score the same answers under a later edition, and say what each edit does to the scores. Pure.

The edits are applied to the old instrument one after the other in a fixed order: importances,
required levels, must-haves and hands-on years (competency by competency), then the quiz itself
(questions, options, evidence, and which competencies there are), then the settings of the score.
Each effect is what a score moves when its edit is added to those before it, so the effects add up
exactly to the difference between the two results. Another order could share them out otherwise.

A role's fit and readiness depend on no other role's profile; so one step applies an edit to all
roles at once and is still each role's own effect. Nothing is stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from assessments.evaluation.result import Answer, Result, result_of
from assessments.instrument.same_question import moved_answer
from assessments.instrument.values import AssessmentsSection, assessments_of, specification
from assessments.scoring import (
    Instrument,
    InstrumentSpecification,
    RoleProfile,
    SpecificationError,
    encode,
    score,
)
from assessments.scoring.arithmetic import or_none
from roles.snapshot.editions import Snapshot


class EditKind(StrEnum):
    """The kind of edit that a step applies."""

    COMPUTING = "computing"  # not an edit: the site's own way of computing has changed
    IMPORTANCE = "importance"
    REQUIRED_LEVEL = "required_level"
    MUST_HAVE = "must_have"
    YEARS = "years"
    QUIZ = "quiz"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Move:
    """One role's scores, or the effect of one step on them in points; ``None`` if not known."""

    fit: float
    readiness: float | None

    def since(self, before: "Move") -> "Move":
        """Return what has moved since these scores."""
        if self.readiness is None or before.readiness is None:
            return Move(self.fit - before.fit, None)
        return Move(self.fit - before.fit, self.readiness - before.readiness)


@dataclass(frozen=True, slots=True)
class EditEffect:
    """One edit and what it does to the scores.

    ``competency`` is set for edits of role profiles; ``changed`` holds the value before and after
    by role. ``moves`` has every role of both editions, once they are scored.
    """

    kind: EditKind
    competency: str | None = None
    changed: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """A stored result beside the same answers under a later edition.

    ``edits`` add up, for every role of both editions, to today's score minus the stored one.
    ``dropped`` are keys of answers without a place in today's quiz, ``new`` of what it asks on top.
    """

    stored: Result
    today: Result
    edits: tuple[EditEffect, ...]
    roles: tuple[str, ...]
    roles_added: tuple[str, ...]
    roles_removed: tuple[str, ...]
    dropped: tuple[str, ...]
    new: tuple[str, ...]


def recalculate(
    stored: Result, old: Snapshot, new: Snapshot, *, names_roles: bool = True
) -> Recalculation:
    """Score a stored result's answers under ``new``; ``old`` is the edition it was scored under.

    ``names_roles`` says whether results under ``new`` may name a role.
    """
    before, after = assessments_of(old), assessments_of(new)
    answers = recoded_answers(stored.answers, before, after)
    today = result_of(new, answers, stored.length)
    if not names_roles:
        today = today.unnamed()
    was = [role.slug for role in stored.roles]
    now = [role.slug for role in today.roles]
    both = tuple(slug for slug in was if slug in now)
    return Recalculation(
        stored=stored,
        today=today,
        edits=tuple(_edits(stored, answers, old, new, both)) if both else (),
        roles=both,
        roles_added=tuple(slug for slug in now if slug not in was),
        roles_removed=tuple(slug for slug in was if slug not in now),
        dropped=tuple(key for key in stored.answers if key not in answers),
        new=tuple(key for key in after.asked if key not in before.asked),
    )


def recoded_answers(
    answers: Mapping[str, Answer], before: AssessmentsSection, after: AssessmentsSection
) -> dict[str, Answer]:
    """Return the answers that still mean the same under the later quiz; the others are left out."""
    old, new = before.asked, after.asked
    moved = {
        key: moved_answer(old[key], new[key], value)
        for key, value in answers.items()
        if key in old and key in new
    }
    return {key: value for key, value in moved.items() if value is not None}


# ------------------------------------------------------------------ step by step


_Step = tuple[EditEffect, InstrumentSpecification, Mapping[str, Answer]]
"""An edit, and the instrument and answers between the old edition and the new to which it leads."""


def _edits(
    stored: Result,
    answers: Mapping[str, Answer],
    old: Snapshot,
    new: Snapshot,
    roles: tuple[str, ...],
) -> Iterator[EditEffect]:
    now = {role.slug: Move(role.fit, role.readiness) for role in stored.roles}
    for edit, reached, given in _steps(stored.answers, answers, old, new, roles):
        try:
            then = _scores(reached, given)
        except SpecificationError:
            continue  # half-way it cannot be scored: its effect counts with the next step's
        moves = {slug: then[slug].since(now[slug]) for slug in roles}
        felt = (max(abs(move.fit), abs(move.readiness or 0.0)) > 1e-9 for move in moves.values())
        if edit.kind is not EditKind.COMPUTING or any(felt):
            yield replace(edit, moves=moves)
        now = then


def _steps(
    given: Mapping[str, Answer],
    answers: Mapping[str, Answer],
    old: Snapshot,
    new: Snapshot,
    roles: tuple[str, ...],
) -> Iterator[_Step]:
    """Yield every edit that changed anything, in the fixed order; the last is the new edition."""
    start, end = _only(specification(old), roles), _only(specification(new), roles)
    yield EditEffect(EditKind.COMPUTING), start, given
    known = [each.key for each in start.competencies]
    at = start
    for kind in (EditKind.IMPORTANCE, EditKind.REQUIRED_LEVEL, EditKind.MUST_HAVE):
        for competency in known:
            if competency not in {each.key for each in end.competencies}:
                continue  # goes with the quiz, below
            at, changed = _edited(at, end, kind, competency)
            if changed:
                yield EditEffect(kind, competency, changed), at, given
    at, changed = _edited(at, end, EditKind.YEARS, None)
    if changed:
        yield EditEffect(EditKind.YEARS, None, changed), at, given
    settled = replace(end, settings=at.settings)
    if settled != at or dict(answers) != dict(given):
        yield EditEffect(EditKind.QUIZ), settled, answers
    if end.settings != start.settings:
        yield EditEffect(EditKind.SETTINGS), end, answers


def _only(whole: InstrumentSpecification, roles: tuple[str, ...]) -> InstrumentSpecification:
    """Return the instrument with these roles only, in this order."""
    found = {role.slug: role for role in whole.roles}
    return replace(whole, roles=tuple(found[slug] for slug in roles))


def _edited(
    at: InstrumentSpecification,
    end: InstrumentSpecification,
    kind: EditKind,
    competency: str | None,
) -> tuple[InstrumentSpecification, dict[str, tuple[float | None, float | None]]]:
    """Return the instrument with one entry (or the years) of each profile edited, and the edits."""
    changed: dict[str, tuple[float | None, float | None]] = {}
    profiles: list[RoleProfile] = []
    for profile, target in zip(at.roles, end.roles, strict=True):
        fields: dict[str, Any]
        if competency is None:
            before, aim = profile.required_hands_on_years, target.required_hands_on_years
            fields = {"required_hands_on_years": aim}
        else:
            have, aim = getattr(profile, kind.value), getattr(target, kind.value).get(competency)
            before = have.get(competency)
            rest = {key: value for key, value in have.items() if key != competency}
            fields = {kind.value: rest if aim is None else rest | {competency: aim}}
        if (before or 0.0) != (aim or 0.0):
            changed[profile.slug] = (before, aim)
        profiles.append(replace(profile, **fields))
    return replace(at, roles=tuple(profiles)), changed


def _scores(whole: InstrumentSpecification, answers: Mapping[str, Answer]) -> dict[str, Move]:
    """Return fit and readiness of one sheet by role."""
    instrument = Instrument.build(whole)
    y, years = encode(instrument, answers)
    scores = score(instrument, [y], [years])
    return {
        slug: Move(float(fit), or_none(ready))
        for slug, fit, ready in zip(
            instrument.roles, scores.fit[0], scores.readiness[0], strict=True
        )
    }

"""Two roles side by side: what they share, what only one asks for, and how much.

Pure: frozen values in, frozen values out. Works for any two roles, also when one has no
certificates, when the two share nothing, or when a competency is part of one role only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from roles.models.choices import QualificationKind, Strength
from roles.snapshot.values import (
    Competency,
    Qualification,
    Requirement,
    Responsibility,
    Role,
    RoleCertification,
    SoftSkill,
)

T = TypeVar("T")

# On the importance scale 0 to 5, from here on a competency is called central to a role.
CENTRAL = 3.0


class Side(StrEnum):
    FIRST = "first"
    BOTH = "both"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Aligned(Generic[T]):
    """One subject and what each role says about it; an empty tuple when it says nothing."""

    subject: str
    first: tuple[T, ...]
    second: tuple[T, ...]

    @property
    def side(self) -> Side:
        if self.first and self.second:
            return Side.BOTH
        return Side.FIRST if self.first else Side.SECOND


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """What two roles ask on one competency; ``None`` when it is not part of the role."""

    competency: Competency
    first: Requirement | None
    second: Requirement | None

    @property
    def importances(self) -> tuple[float, float]:
        """Importance to the first and the second role, 0 to 5; not part of a role counts as 0."""
        return (
            self.first.importance if self.first else 0.0,
            self.second.importance if self.second else 0.0,
        )

    @property
    def levels(self) -> tuple[float, float]:
        """Required levels, 0 to 100; not part of a role counts as 0."""
        return (
            self.first.required_level if self.first else 0.0,
            self.second.required_level if self.second else 0.0,
        )

    @property
    def importance_difference(self) -> float:
        """First minus second, -5 to 5."""
        first, second = self.importances
        return first - second

    @property
    def side(self) -> Side:
        """To which role the competency is central."""
        first, second = (importance >= CENTRAL for importance in self.importances)
        if first and second:
            return Side.BOTH
        if first or second:
            return Side.FIRST if first else Side.SECOND
        return Side.NEITHER


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything a page about two roles is made of, in reading order."""

    first: Role
    second: Role
    profile: tuple[ProfileRow, ...]
    responsibilities: tuple[Aligned[Responsibility], ...]
    qualifications: tuple[tuple[QualificationKind, tuple[Aligned[Qualification], ...]], ...]
    certifications: tuple[Aligned[RoleCertification], ...]
    soft_skills: tuple[Aligned[SoftSkill], ...]

    def on(self, side: Side) -> tuple[ProfileRow, ...]:
        """The competencies central to ``side``, the ones with most weight first."""
        rows = (row for row in self.profile if row.side is side)
        return tuple(sorted(rows, key=lambda row: (-sum(row.importances), -sum(row.levels))))

    def row(self, competency: str | None) -> ProfileRow | None:
        """The profile row of a competency key, or ``None``."""
        return next((row for row in self.profile if row.competency.key == competency), None)


def align(
    first: Iterable[T],
    second: Iterable[T],
    *,
    by: Callable[[T], Hashable],
    subject: Callable[[T], str],
) -> tuple[Aligned[T], ...]:
    """Put what two roles say on one subject into one row.

    Order: shared subjects, then what only the first has, then what only the second has, each in
    the order in which editors put them. ``subject`` names a row, taken from its first entry.
    """
    rows: dict[Hashable, tuple[list[T], list[T]]] = {}
    for position, entries in enumerate((first, second)):
        for entry in entries:
            rows.setdefault(by(entry), ([], []))[position].append(entry)
    aligned = [
        Aligned(subject=subject((one or other)[0]), first=tuple(one), second=tuple(other))
        for one, other in rows.values()
    ]
    order = {Side.BOTH: 0, Side.FIRST: 1, Side.SECOND: 2}
    return tuple(sorted(aligned, key=lambda row: order[row.side]))


def compare(competencies: Sequence[Competency], first: Role, second: Role) -> Comparison:
    """Compare two roles on the snapshot's ``competencies``.

    Raises ``ValueError`` when both are the same role, and when a role asks for a competency that
    is not among ``competencies``.
    """
    if first.slug == second.slug:
        raise ValueError(f"Compare two different roles, not {first.slug!r} with itself.")
    names = {competency.key: competency.name for competency in competencies}

    def on_competency(entry: Responsibility | SoftSkill) -> str:
        """Entries without a competency stand alone, by their title."""
        return entry.competency or f"title: {entry.title}"

    def named(entry: Responsibility | SoftSkill) -> str:
        return names.get(entry.competency or "", entry.title)

    responsibilities = align(
        first.responsibilities, second.responsibilities, by=on_competency, subject=named
    )
    return Comparison(
        first=first,
        second=second,
        profile=_profile(competencies, first, second),
        responsibilities=responsibilities,
        qualifications=_qualifications(first, second),
        certifications=align(
            sorted(first.certifications, key=_required_first),
            sorted(second.certifications, key=_required_first),
            by=lambda entry: entry.certification,
            subject=lambda entry: entry.certification,
        ),
        soft_skills=align(first.soft_skills, second.soft_skills, by=on_competency, subject=named),
    )


def _required_first(entry: RoleCertification) -> bool:
    return entry.strength is not Strength.REQUIRED


def _profile(
    competencies: Sequence[Competency], first: Role, second: Role
) -> tuple[ProfileRow, ...]:
    """What either role asks for, from leaning to the first to leaning to the second."""
    asked_first = {requirement.competency: requirement for requirement in first.requirements}
    asked_second = {requirement.competency: requirement for requirement in second.requirements}
    unknown = (asked_first.keys() | asked_second.keys()) - {c.key for c in competencies}
    if unknown:
        raise ValueError(f"Unknown competencies: {', '.join(sorted(unknown))}.")
    rows = (
        ProfileRow(competency, asked_first.get(competency.key), asked_second.get(competency.key))
        for competency in competencies
    )
    asked = (row for row in rows if any(row.importances))
    return tuple(
        sorted(asked, key=lambda row: (-row.importance_difference, row.levels[1] - row.levels[0]))
    )


def _qualifications(
    first: Role, second: Role
) -> tuple[tuple[QualificationKind, tuple[Aligned[Qualification], ...]], ...]:
    """Education, experience and knowledge; rows of one topic side by side within each."""
    sections = []
    for kind in QualificationKind:
        rows = align(
            (entry for entry in first.qualifications if entry.kind is kind),
            (entry for entry in second.qualifications if entry.kind is kind),
            by=lambda entry: entry.topic,
            subject=lambda entry: entry.title,
        )
        if rows:
            sections.append((kind, rows))
    return tuple(sections)

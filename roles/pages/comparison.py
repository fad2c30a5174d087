"""Compare any two roles: what they share, what only one asks for, and how much. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, Self, TypeVar

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

    @classmethod
    def of(cls, first: object, second: object) -> Self:
        """Return the side on which there is something: which of the two arguments are truthy."""
        if first and second:
            return cls.BOTH
        return cls.FIRST if first else cls.SECOND if second else cls.NEITHER


@dataclass(frozen=True, slots=True)
class Aligned(Generic[T]):
    """One subject and what each role says about it; an empty tuple when it says nothing."""

    subject: str
    first: tuple[T, ...]
    second: tuple[T, ...]

    @property
    def any(self) -> T:
        """The first entry of the first role, or else of the second."""
        return (self.first or self.second)[0]

    @property
    def side(self) -> Side:
        return Side.of(self.first, self.second)


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """What two roles ask on one competency; ``None`` when it is not part of the role."""

    competency: Competency
    first: Requirement | None
    second: Requirement | None

    @property
    def importances(self) -> tuple[float | None, float | None]:
        """Importance to the first and the second role, 0 to 5."""
        first, second = (a.importance if a else None for a in (self.first, self.second))
        return first, second

    @property
    def levels(self) -> tuple[float | None, float | None]:
        """Required levels, 0 to 100."""
        first, second = (a.required_level if a else None for a in (self.first, self.second))
        return first, second

    @property
    def importance_difference(self) -> float:
        """First importance minus second, -5 to 5; not part of a role counts as 0."""
        first, second = self.importances
        return (first or 0.0) - (second or 0.0)

    @property
    def side(self) -> Side:
        """The roles to which the competency is central."""
        return Side.of(*((importance or 0.0) >= CENTRAL for importance in self.importances))


@dataclass(frozen=True, slots=True)
class RoleComparison:
    """Everything that a page about two roles shows, in reading order."""

    first: Role
    second: Role
    profile: tuple[ProfileRow, ...]
    responsibilities: tuple[Aligned[Responsibility], ...]
    qualifications: tuple[Aligned[Qualification], ...]
    certifications: tuple[Aligned[RoleCertification], ...]
    soft_skills: tuple[Aligned[SoftSkill], ...]

    def on(self, side: Side) -> tuple[ProfileRow, ...]:
        """Return the competencies central to ``side``, the ones with most weight first."""

        def weight(row: ProfileRow) -> tuple[float, float]:
            return -sum(map(_known, row.importances)), -sum(map(_known, row.levels))

        return tuple(sorted((row for row in self.profile if row.side is side), key=weight))

    def asked(self, row: Aligned[Any]) -> tuple[Requirement | None, Requirement | None]:
        """Return what the two roles ask on the competency of a row, ``None`` for nothing."""
        key = getattr(row.any, "competency", None)
        found = next((each for each in self.profile if each.competency.key == key), None)
        return (found.first, found.second) if found else (None, None)

    def differs(self, row: Aligned[Any]) -> bool:
        """Return whether the roles differ in a row by more than their wording.

        On a competency that both ask for, they differ in how much they ask; elsewhere in what is
        on either list, and as what: the title of a qualification and whether it is required.
        """
        first, second = self.asked(row)
        if first and second:
            return first != second
        one, other = (
            {(getattr(e, "title", ""), getattr(e, "strength", "")) for e in entries}
            for entries in (row.first, row.second)
        )
        return one != other


def align(
    first: Iterable[T],
    second: Iterable[T],
    *,
    by: Callable[[T], Hashable],
    subject: Callable[[T], str],
) -> tuple[Aligned[T], ...]:
    """Put what two roles say on a subject into one row: shared ones first, then either role's."""
    rows: dict[Hashable, tuple[list[T], list[T]]] = {}
    for position, entries in enumerate((first, second)):
        for entry in entries:
            rows.setdefault(by(entry), ([], []))[position].append(entry)
    aligned = [
        Aligned(subject=subject((one or other)[0]), first=tuple(one), second=tuple(other))
        for one, other in rows.values()
    ]
    order = (Side.BOTH, Side.FIRST, Side.SECOND)
    return tuple(sorted(aligned, key=lambda row: order.index(row.side)))


def compare(competencies: Sequence[Competency], first: Role, second: Role) -> RoleComparison:
    """Compare two roles. Raises ``ValueError`` for one role twice or an unknown competency."""
    if first.slug == second.slug:
        raise ValueError(f"Compare two different roles, not {first.slug!r} with itself.")
    names = {competency.key: competency.name for competency in competencies}

    def on_competency(entry: Responsibility | SoftSkill) -> str:
        """Return the competency of an entry; without one the entry stands alone, by its title."""
        return entry.competency or f"title: {entry.title}"

    def named(entry: Responsibility | SoftSkill) -> str:
        return names.get(entry.competency or "", entry.title)

    kinds = list(QualificationKind)
    return RoleComparison(
        first=first,
        second=second,
        profile=_profile(competencies, first, second),
        responsibilities=align(
            first.responsibilities, second.responsibilities, by=on_competency, subject=named
        ),
        qualifications=tuple(
            sorted(
                align(
                    first.qualifications,
                    second.qualifications,
                    by=lambda entry: (entry.kind, entry.topic),
                    subject=lambda entry: entry.title,
                ),
                key=lambda row: kinds.index(row.any.kind),
            )
        ),
        certifications=align(
            sorted(first.certifications, key=required_first),
            sorted(second.certifications, key=required_first),
            by=attrgetter("certification"),
            subject=attrgetter("certification"),
        ),
        soft_skills=align(first.soft_skills, second.soft_skills, by=on_competency, subject=named),
    )


def _known(number: float | None) -> float:
    return number or 0.0


def required_first(entry: Qualification | RoleCertification) -> bool:
    """Return a key that sorts what is required before what helps."""
    return entry.strength is not Strength.REQUIRED


def _profile(
    competencies: Sequence[Competency], first: Role, second: Role
) -> tuple[ProfileRow, ...]:
    """Return what either role asks for, sorted from the first role's side to the second's."""
    asked_first = {requirement.competency: requirement for requirement in first.requirements}
    asked_second = {requirement.competency: requirement for requirement in second.requirements}
    unknown = (asked_first.keys() | asked_second.keys()) - {c.key for c in competencies}
    if unknown:
        raise ValueError(f"Unknown competencies: {', '.join(sorted(unknown))}.")

    def leaning(row: ProfileRow) -> tuple[float, float]:
        first_level, second_level = map(_known, row.levels)
        return -row.importance_difference, second_level - first_level

    rows = (
        ProfileRow(competency, asked_first.get(competency.key), asked_second.get(competency.key))
        for competency in competencies
    )
    return tuple(sorted((row for row in rows if any(row.importances)), key=leaning))

"""The single edits of a draft that can move a score; changed texts cannot, and are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from assessments.instrument.arrays import specification_of
from assessments.instrument.values import AssessmentsSection
from assessments.scoring import Instrument, InstrumentSpecification, SpecificationError
from roles.draft.differences import DoesNotApply, apply, differences
from roles.snapshot.editions import parse_document
from roles.snapshot.values import RolesSection

# Trying more edits than this one by one would take longer than anybody reads.
MOST = 300


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One edit on its own: what it says, and the quiz and the instrument that it makes."""

    id: str
    label: str
    section: AssessmentsSection
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Edits:
    """``single`` edits move scores. The rest: ``texts`` cannot, ``bound`` need other edits to work,
    ``untried`` are beyond the most that are tried one by one.
    """

    single: tuple[Edit, ...]
    texts: int
    bound: int
    untried: int

    @property
    def can_move(self) -> bool:
        """Whether any edit of the draft can move a score."""
        return bool(self.single or self.bound or self.untried)


def edits_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Edits:
    """What turns one document into the other, difference by difference."""
    start, _ = _scored(before)
    single: list[Edit] = []
    texts = bound = untried = 0
    for difference in differences(before, after):
        try:
            specification, section = _scored(apply(before, difference))
            if specification == start:
                texts += not difference.silent
            elif len(single) >= MOST:
                untried += 1
            else:
                instrument = Instrument.build(specification)
                single.append(Edit(difference.id, difference.label, section, instrument))
        except (DoesNotApply, ValidationError, SpecificationError, KeyError):
            bound += 1
    return Edits(tuple(single), texts, bound, untried)


def _scored(document: Mapping[str, Any]) -> tuple[InstrumentSpecification, AssessmentsSection]:
    parsed = parse_document(document)
    roles, section = parsed["roles"], parsed["assessments"]
    assert isinstance(roles, RolesSection)  # noqa: S101
    assert isinstance(section, AssessmentsSection)  # noqa: S101
    return specification_of(section, roles), section

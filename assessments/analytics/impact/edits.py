"""Find the single edits of a draft that can move a score; changed texts cannot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from assessments.instrument.values import AssessmentsSection, assessments_of, specification
from assessments.scoring import Instrument, InstrumentSpecification, SpecificationError
from roles.draft.differences import DoesNotApply, apply, differences
from roles.draft.wording import ChangeKind, Difference
from roles.snapshot.editions import Snapshot, parse_document

# Trying more edits than this one by one would take longer than anybody reads.
MOST = 300
# So many edits of a bundle are named.
SHOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class DraftEdit:
    """One edit on its own: its label, and the quiz and the instrument with this edit alone."""

    label: str
    section: AssessmentsSection
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Edits:
    """``single`` edits move scores; the last may be a bundle of those that need each other.

    ``texts`` cannot, ``bound`` could not be tried even together, ``untried`` are beyond the most.
    """

    single: tuple[DraftEdit, ...]
    texts: int
    bound: int
    untried: int

    @property
    def can_move(self) -> bool:
        """Whether any edit of the draft can move a score."""
        return bool(self.single or self.bound or self.untried)


def edits_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Edits:
    """Return the edits that turn one document into the other, difference by difference."""
    start, _ = _scored(before)
    found = differences(before, after)
    single: list[DraftEdit] = []
    bound: list[Difference] = []
    texts = untried = 0
    for difference in found:
        edit = _edit(before, [difference], difference.label)
        if edit is None:
            bound.append(difference)
        elif edit.instrument.specification == start:
            texts += not difference.silent
        elif len(single) >= MOST:
            untried += 1
        else:
            single.append(edit)
    bundle = _bundle(before, found, bound) if bound else None
    return Edits(
        single=(*single, *([bundle] if bundle else [])),
        texts=texts,
        bound=0 if bundle else len(bound),
        untried=untried,
    )


def _bundle(
    before: Mapping[str, Any], found: Sequence[Difference], bound: Sequence[Difference]
) -> DraftEdit | None:
    """Return edits that need each other as one, with the rows added or removed that they need."""
    ids = {difference.id for difference in bound}
    shown = [difference.label for difference in bound if not difference.silent] or ["moves"]
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    label = f"Together: {'; '.join(shown[:SHOWN])}{more}"
    needed = [d for d in found if d.id in ids or d.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)]
    for some in (bound, needed, found):
        if edit := _edit(before, some, label):
            return edit
    return None


def _edit(before: Mapping[str, Any], some: Iterable[Difference], label: str) -> DraftEdit | None:
    """Return some differences as one edit, ``None`` where they need others to work."""
    document = before
    try:
        for difference in some:
            document = apply(document, difference)
        scored, section = _scored(document)
        return DraftEdit(label, section, Instrument.build(scored))
    except (DoesNotApply, ValidationError, SpecificationError, KeyError):
        return None


def _scored(document: Mapping[str, Any]) -> tuple[InstrumentSpecification, AssessmentsSection]:
    snapshot = Snapshot(0, "", "", None, parse_document(document))
    return specification(snapshot), assessments_of(snapshot)

"""A chart of a person's own value beside the range of others' values, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """A person's own levels and the range of others, from 0 to ``highest`` on each row.

    ``rows`` holds ``(label, own level, (lowest, highest of the others))`` in reading order;
    ``None`` stands for a level that is not known, and is never drawn as 0. ``own`` and ``others``
    are the names of the two sides, such as "You" and "Colleagues".
    """

    title: str
    note: str
    own: str
    others: str
    highest: int
    rows: Sequence[tuple[str, int | None, tuple[int, int]]]

    @property
    def levels(self) -> range:
        """Every whole level of the scale."""
        return range(self.highest + 1)

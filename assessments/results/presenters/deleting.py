"""What deleting a result can take along: the earlier results that are tied to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from web.dates import day_text
from web.words import listed, number_word

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class EarlierResults:
    """The results that the one to be deleted retakes, in words, and the button for all of them."""

    text: str
    button: str


def earlier_results(sealed: Sequence[dt.datetime]) -> EarlierResults | None:
    """When the earlier results were finished, the oldest first; None when there is none."""
    if not sealed:
        return None
    if len(sealed) == 1:
        return EarlierResults(
            f"One earlier result stands beside this one, of {day_text(sealed[0])}. If you delete "
            "only this one, the earlier one stays and opens by its own private link as before.",
            "Delete this and the earlier one",
        )
    count = number_word(len(sealed))
    when = (
        f"of {listed([day_text(each) for each in sealed])}"
        if len(sealed) <= MOST_NAMED
        else f"from {day_text(sealed[0])} to {day_text(sealed[-1])}"
    )
    return EarlierResults(
        f"{count.capitalize()} earlier results stand beside this one, {when}. If you delete only "
        "this one, they stay, and each opens by its own private link as before.",
        f"Delete this and all {count} earlier ones",
    )

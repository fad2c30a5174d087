"""The rules of rating by colleagues: promises of a link, its state, what may be shown. Pure.

Nothing speaks of one rater who did not agree to it (docs/adr/0012-what-raters-are-promised.md).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from assessments.models import Invitation
from assessments.models.choices import TOGETHER
from web.encryption import derived_token

MOST_INVITED = 5
DAYS = (7, 14, 30)
# Links that ended without an answer are listed this long in number.
MAX_ENDED = 20


class InvitationState(StrEnum):
    """The state of an invitation."""

    WAITING = "waiting"  # nobody began yet
    BEGUN = "begun"
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # by the rater, before or after sending
    ENDED = "ended"  # before anything was sent


class Ending(StrEnum):
    """Why an invitation ended before anything was sent."""

    EXPIRED = "expired"
    STOPPED = "stopped"  # by the person who asked
    DRAWN = "drawn"  # the picture was drawn, so nothing could be added


# An invitation in one of these takes a place.
TAKES_A_PLACE = frozenset({InvitationState.WAITING, InvitationState.BEGUN, InvitationState.SENT})
# In these a rater can still answer.
OPEN = frozenset({InvitationState.WAITING, InvitationState.BEGUN})


def state_of(link: Invitation, now: dt.datetime) -> InvitationState:
    if link.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if link.sent_at is not None:
        return InvitationState.SENT
    if link.revoked_at is not None or now >= link.expires_at:
        return InvitationState.ENDED
    return InvitationState.WAITING if link.opened_at is None else InvitationState.BEGUN


def ending_of(link: Invitation, now: dt.datetime, *, drawn_at: dt.datetime | None) -> Ending | None:
    """Return why an invitation ended, or ``None``; ``drawn_at`` is when the summary was drawn."""
    if state_of(link, now) is not InvitationState.ENDED:
        return None
    if link.revoked_at is None:
        return Ending.EXPIRED
    # Drawing ends what is still open at its own moment.
    return Ending.DRAWN if link.revoked_at == drawn_at else Ending.STOPPED


class Spread(NamedTuple):
    """The lowest and the highest of several raters' answers, in levels (0 to 5)."""

    low: int
    high: int


# What one rater sent: a level by key of the question. "Can't say" is not in it, and is never 0.
Ratings = Mapping[str, int]
# What is shown of several raters, by key of the question.
Summary = dict[str, Spread]


def rating_token(owner_token: str, key: str) -> str:
    """Return the token of a rater's link: 256 bits that cannot be guessed without the owner's."""
    return derived_token(owner_token, f"rate:{key}")


def middle(levels: Sequence[int]) -> Spread:
    """Return the spread of at least three answers without the lowest and the highest one.

    Whatever comes out, each single rater may still have chosen the very lowest or the very highest
    level. And whichever three or more of them are left, their middle answer lies within, so that
    the same words stay true when somebody withdraws. Raises ``ValueError`` for fewer than three.
    """
    if len(levels) < TOGETHER:
        raise ValueError(f"{len(levels)} answers are too few to leave out two.")
    ordered = sorted(levels)
    return Spread(ordered[1], ordered[-2])


def draw(ratings: Sequence[Ratings], *, minimum: int) -> Summary:
    """Return the summary of all raters together, of questions that ``minimum`` or more answered."""
    least = max(minimum, TOGETHER)
    return {
        key: middle(levels)
        for key, levels in levels_by_question(ratings).items()
        if len(levels) >= least
    }


def still_shown(picture: Summary, ratings: Sequence[Ratings], *, minimum: int) -> Summary:
    """Return what remains of a summary for the raters who did not withdraw.

    A question that fewer than ``minimum`` of them answered goes. The rest stays as it was drawn: if
    it moved, the move would tell what the other one said.
    """
    least = max(minimum, TOGETHER)
    left = levels_by_question(ratings)
    return {key: spread for key, spread in picture.items() if len(left.get(key, ())) >= least}


def open_summary(ratings: Sequence[Ratings]) -> Summary:
    """Return the summary of raters who agreed to be shown even alone: lowest to highest."""
    found = levels_by_question(ratings)
    return {key: Spread(min(levels), max(levels)) for key, levels in found.items()}


def levels_by_question(ratings: Iterable[Ratings]) -> dict[str, list[int]]:
    """Return all levels that raters gave, by key of the question."""
    found: dict[str, list[int]] = {}
    for each in ratings:
        for key, level in each.items():
            found.setdefault(key, []).append(level)
    return found

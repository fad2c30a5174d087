"""Read what raters were promised and answered: never one rater's answers for the owner."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.attempts.selectors import hash_of
from assessments.instrument.questionnaire import Questionnaire, Value, ratings_of
from assessments.instrument.saving import StoredAnswer
from assessments.models import FeedbackSummary, Invitation
from assessments.models.choices import TOGETHER
from assessments.peer_feedback.rules import (
    Ratings,
    Spread,
    Summary,
    draw,
    open_summary,
    still_shown,
)
from roles.snapshot.editions import Snapshot, pinned_snapshot


@dataclass(frozen=True, slots=True)
class RatingSheet:
    """One rater's link and what was answered with it; not ``is_kept`` once that was deleted."""

    invitation: Invitation
    snapshot: Snapshot
    stored: Mapping[str, StoredAnswer]
    last_seq: int
    is_kept: bool
    drawn_at: dt.datetime | None

    @property
    def answers(self) -> dict[str, Value]:
        """What was answered, by key; ``None`` for "can't say"."""
        return {key: stored.value for key, stored in self.stored.items()}

    @property
    def questionnaire(self) -> Questionnaire:
        return ratings_of(self.snapshot)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the owner of a result may know of the raters: never one rater's answers.

    ``together`` answered and are shown with others only; a summary takes ``needed`` of them.
    ``openly`` is the summary of those who agreed to be shown from the first answer on.
    """

    invitations: tuple[Invitation, ...]
    together: int
    needed: int
    can_draw: bool
    drawn_at: dt.datetime | None
    ended_at: dt.datetime | None
    picture: Summary | None
    openly: Summary
    openly_count: int


def find_rating(rating_token: str) -> RatingSheet | None:
    """Return a rater's link and its answers, or ``None``; also an ended link. One query."""
    row = (
        Invitation.objects.select_related("attempt__edition", "attempt__feedback_summary")
        .defer("attempt__edition__document", "attempt__answers", "attempt__result")
        .filter(token_hash=hash_of(rating_token))
        .first()
    )
    return None if row is None else rating_sheet_of(row)


def rating_sheet_of(row: Invitation) -> RatingSheet:
    """Return a rater's row as a value, with the snapshot of the attempt's edition."""
    picture: FeedbackSummary | None = getattr(row.attempt, "feedback_summary", None)
    return RatingSheet(
        invitation=row,
        snapshot=pinned_snapshot(row.attempt.edition),
        stored={key: StoredAnswer(**entry) for key, entry in (row.answers or {}).items()},
        last_seq=row.last_seq,
        is_kept=row.answers is not None,
        drawn_at=picture.drawn_at if picture else None,
    )


def feedback_of(token: str) -> Feedback:
    """Return what a result's owner may know of the raters: two queries, whatever their number."""
    rows = list(Invitation.objects.filter(attempt__token_hash=hash_of(token)))
    drawn = FeedbackSummary.objects.filter(attempt__token_hash=hash_of(token)).first()
    sent = [row for row in rows if row.sent_at and row.answers is not None]
    group = [row for row in sent if not row.agreed]
    alone = [row for row in sent if row.agreed]
    least = minimum_of(group)
    picture = None
    if drawn is not None and drawn.document is not None:
        kept = {key: Spread(*ends) for key, ends in drawn.document.items()}
        picture = still_shown(kept, [ratings_in(row) for row in group], minimum=least)
    feedback = Feedback(
        invitations=tuple(rows),
        together=len(group),
        needed=least,
        can_draw=drawn is None and bool(draw([ratings_in(r) for r in group], minimum=least)),
        drawn_at=drawn.drawn_at if drawn else None,
        ended_at=drawn.ended_at if drawn else None,
        picture=picture or None,
        openly=open_summary([ratings_in(row) for row in alone]),
        openly_count=len(alone),
    )
    for row in rows:
        row.answers = None  # so that no page of the owner can show what one rater said
    return feedback


def ratings_in(row: Invitation) -> Ratings:
    """Return the levels that a rater gave, by key, without those of "can't say"."""
    entries = (row.answers or {}).items()
    return {key: entry["value"] for key, entry in entries if entry["value"] is not None}


def minimum_of(rows: Iterable[Invitation]) -> int:
    """Return how many answers a summary of these raters takes: the most that any was promised."""
    return max([TOGETHER, *(row.minimum for row in rows)])

"""Invite colleagues, keep, send and withdraw their ratings, and draw the summary.

All lock the attempt's row, so that what changes one result happens in turn.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, UnknownLink, locked
from assessments.instrument.questionnaire import Value
from assessments.instrument.saving import Closed, Saved, check_save, checked_answers, merge
from assessments.models import Attempt, FeedbackSummary, Invitation
from assessments.peer_feedback.rules import (
    MAX_ENDED,
    MOST_INVITED,
    OPEN,
    TAKES_A_PLACE,
    InvitationState,
    Spread,
    draw,
    rating_token,
    state_of,
    still_shown,
)
from assessments.peer_feedback.selectors import minimum_of, rating_sheet_of, ratings_in
from web.deleted import forget_deleted


class TooManyInvited(Exception):
    """As many colleagues are invited as one result may have."""


class SummaryDrawn(Exception):
    """The summary was drawn, so nobody can be added to it."""


class TooFewAnswers(Exception):
    """Fewer colleagues answered than the summary takes."""


class LinkEnded(Closed):
    """The link takes no answers any more: it ended, or the rater withdrew."""


class AlreadySent(Closed):
    """The ratings were sent; they can be withdrawn but not changed."""


class NothingRated(Exception):
    """There is not one level to send."""


# ------------------------------------------------------------------ the person who asks


@transaction.atomic
def create_invitation(
    *, token: str, key: str, asker: str, days: int, asks_openly: bool, now: dt.datetime
) -> None:
    """Make a link for one colleague that works for ``days`` days, once for each ``key``.

    Raises ``UnknownLink``, ``NotFinished``, ``TooManyInvited`` and ``SummaryDrawn``.
    """
    attempt = locked(token)
    if attempt.finished_at is None:
        raise NotFinished
    rows = list(Invitation.objects.filter(attempt=attempt))
    if any(row.key == key for row in rows):
        return
    if FeedbackSummary.objects.filter(attempt=attempt).exists():
        raise SummaryDrawn
    _empty_ended(rows, now)
    idle = [row for row in rows if state_of(row, now) not in TAKES_A_PLACE]
    if len(rows) - len(idle) >= MOST_INVITED:
        raise TooManyInvited
    Invitation.objects.filter(pk__in=[row.pk for row in idle[:-MAX_ENDED]]).delete()
    Invitation.objects.create(
        attempt=attempt,
        key=key,
        number=1 + max((row.number for row in rows), default=0),
        token_hash=hash_of(rating_token(token, key)),
        asker=asker,
        asks_openly=asks_openly,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )


@transaction.atomic
def revoke_invitation(*, token: str, key: str, now: dt.datetime) -> bool:
    """End a link that nobody sent anything with; False for one that ended or is another's."""
    row = Invitation.objects.filter(attempt=locked(token), key=key).first()
    if row is None or state_of(row, now) not in OPEN:
        return False
    _end([row], now)
    return True


@transaction.atomic
def draw_summary(*, token: str, now: dt.datetime) -> None:
    """Draw the summary of all raters together, once; links that are still open end with it.

    Raises ``UnknownLink`` and ``TooFewAnswers``.
    """
    attempt = locked(token)
    if FeedbackSummary.objects.filter(attempt=attempt).exists():
        return
    rows = list(Invitation.objects.filter(attempt=attempt))
    group = [row for row in rows if _counts_together(row)]
    picture = draw([ratings_in(row) for row in group], minimum=minimum_of(group))
    if not picture:
        raise TooFewAnswers
    FeedbackSummary.objects.create(attempt=attempt, drawn_at=now, document=picture)
    Invitation.objects.filter(pk__in=[row.pk for row in group]).update(drawn_at=now)
    _end([row for row in rows if state_of(row, now) in OPEN], now)
    _empty_ended(rows, now)


# ------------------------------------------------------------------ the colleague who rates


@transaction.atomic
def begin_rating(*, token: str, agreed: bool, now: dt.datetime) -> None:
    """Note that the rater read what will be shown, and whether even alone. ``token`` is theirs.

    Repeatable until ratings are sent. Raises ``UnknownLink``, ``LinkEnded`` and ``AlreadySent``.
    """
    row = _open_row(token, now)
    row.opened_at = row.opened_at or now
    row.agreed = agreed and row.asks_openly
    row.save(update_fields=["opened_at", "agreed"])


@transaction.atomic
def save_ratings(
    *, token: str, key: str, seq: int, answers: Mapping[str, Value], now: dt.datetime
) -> Saved:
    """Store answers as ``save_answers`` does for the quiz.

    Raises ``UnknownLink``, ``LinkEnded``, ``AlreadySent``, ``BadSave``, ``KeyReused``,
    ``ChangedElsewhere`` and ``AnswerError``.
    """
    row = _open_row(token, now)
    sheet = rating_sheet_of(row)
    check_save(sheet, key=key, seq=seq)
    wanted = checked_answers(sheet.questionnaire.questions, answers)
    merged = merge(sheet, wanted, key=key, seq=seq, now=now)
    if merged.applied:
        row.answers, row.last_seq = merged.onto(row.answers), merged.last_seq
        row.opened_at = row.opened_at or now
        row.save(update_fields=["answers", "last_seq", "opened_at"])
    return Saved(merged.outcomes, rating_sheet_of(row), token)


@transaction.atomic
def send_ratings(*, token: str, now: dt.datetime) -> bool:
    """Send the ratings to the owner; return false when they were sent before.

    Raises ``UnknownLink``, ``LinkEnded`` and ``NothingRated``.
    """
    try:
        row = _open_row(token, now)
    except AlreadySent:
        return False
    if not ratings_in(row):
        raise NothingRated("There is no level to send yet.")
    row.sent_at = now
    row.opened_at = row.opened_at or now
    row.save(update_fields=["sent_at", "opened_at"])
    return True


@transaction.atomic
def withdraw_ratings(*, token: str, now: dt.datetime) -> bool:
    """Delete a rater's answers at once and end the link; False when that was done before.

    Also works after the link has ended. Raises ``UnknownLink``.
    """
    row = _locked_row(token)
    if row.withdrawn_at is not None:
        return False
    row.answers, row.agreed, row.withdrawn_at = None, False, now
    row.save(update_fields=["answers", "agreed", "withdrawn_at"])
    if row.drawn_at is not None:
        _redraw(row.attempt, now)
    forget_deleted()
    return True


def delete_unsent(*, now: dt.datetime) -> int:
    """Delete answers of links that ended before they were sent; return how many links."""
    due = Invitation.objects.filter(
        expires_at__lte=now, sent_at__isnull=True, answers__isnull=False
    )
    attempts = due.order_by("attempt").values_list("attempt", flat=True).distinct()
    return sum(_delete_unsent(number, now) for number in list(attempts))


@transaction.atomic
def _delete_unsent(attempt: int, now: dt.datetime) -> int:
    """Delete unsent answers of one result under its lock, so that nobody is just sending them."""
    Attempt.objects.select_for_update().only("pk").filter(pk=attempt).first()
    return _empty_ended(list(Invitation.objects.filter(attempt=attempt)), now)


# ------------------------------------------------------------------ parts


def _locked_row(token: str) -> Invitation:
    """Lock a rater's row, after its attempt, and return it. Raises ``UnknownLink``."""
    rows = Invitation.objects.filter(token_hash=hash_of(token))
    owner = rows.values_list("attempt_id", flat=True).first() or 0
    # Locked by its number alone: a join would lock the rater's row before it.
    Attempt.objects.select_for_update().only("pk").filter(pk=owner).first()
    whole = rows.select_related("attempt__edition", "attempt__feedback_summary")
    row = whole.defer("attempt__edition__document").first()
    if row is None:
        raise UnknownLink("No invitation has this link.")
    return row


def _open_row(token: str, now: dt.datetime) -> Invitation:
    """Lock a rater's open row. Raises ``UnknownLink``, ``AlreadySent`` and ``LinkEnded``."""
    row = _locked_row(token)
    state = state_of(row, now)
    if state is InvitationState.SENT:
        raise AlreadySent("These ratings were sent already.", rating_sheet_of(row))
    if state not in OPEN:
        raise LinkEnded("This link no longer takes answers.", rating_sheet_of(row))
    return row


def _counts_together(row: Invitation) -> bool:
    """Return whether a rater's answers may become part of the summary of all together."""
    return row.sent_at is not None and row.answers is not None and not row.agreed


def _end(rows: list[Invitation], now: dt.datetime) -> None:
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(
        revoked_at=now, agreed=False, answers=None
    )
    forget_deleted()


def _empty_ended(rows: list[Invitation], now: dt.datetime) -> int:
    """Delete answers that were not sent in time: nobody will ever see them."""
    ended = [
        row.pk
        for row in rows
        if row.answers is not None and state_of(row, now) is InvitationState.ENDED
    ]
    return Invitation.objects.filter(pk__in=ended).update(answers=None, agreed=False)


def _redraw(attempt: Attempt, now: dt.datetime) -> None:
    """Take out of the summary what too few of the remaining raters answered."""
    picture = FeedbackSummary.objects.filter(attempt=attempt, document__isnull=False).first()
    if picture is None or picture.document is None:
        return
    group = Invitation.objects.filter(attempt=attempt, drawn_at__isnull=False)
    rows = [row for row in group if _counts_together(row)]
    drawn = {key: Spread(*ends) for key, ends in picture.document.items()}
    left = still_shown(drawn, [ratings_in(row) for row in rows], minimum=minimum_of(rows))
    if left:
        picture.document = left
    else:
        # Nothing of the others can ever be shown again, so nothing of them is kept.
        picture.document, picture.ended_at = None, now
        Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(answers=None)
    picture.save(update_fields=["document", "ended_at"])

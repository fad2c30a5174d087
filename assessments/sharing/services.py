"""Make and end share links."""

import datetime as dt

from django.db import transaction

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, locked
from assessments.models import Share
from assessments.models.choices import Detail
from assessments.sharing.share_links import MAX_ENDED, MAX_LIVE, share_token


class TooManyShares(Exception):
    """The attempt has as many live share links as it may have."""


@transaction.atomic
def create_share(
    *, token: str, key: str, detail: Detail, days: int, now: dt.datetime, has_picture: bool = False
) -> None:
    """Make a share link that works for ``days`` days.

    Repeating it with the same ``key`` changes nothing. Raises ``UnknownLink``, ``NotFinished``
    and ``TooManyShares``.
    """
    row = locked(token)
    if row.finished_at is None:
        raise NotFinished
    shares = Share.objects.filter(attempt=row)
    if shares.filter(key=key).exists():
        return
    live = shares.filter(revoked_at__isnull=True, expires_at__gt=now)
    if live.count() >= MAX_LIVE:
        raise TooManyShares
    ended = list(shares.exclude(pk__in=live.values("pk")).values_list("pk", flat=True))
    shares.filter(pk__in=ended[MAX_ENDED:]).delete()
    Share.objects.create(
        attempt=row,
        key=key,
        token_hash=hash_of(share_token(token, key)),
        detail=detail.value,
        has_picture=has_picture,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )


@transaction.atomic
def revoke_share(*, token: str, key: str, now: dt.datetime) -> None:
    """End a share link at once; one that has ended, or is not of this attempt, stays as it is."""
    Share.objects.filter(attempt=locked(token), key=key, revoked_at__isnull=True).update(
        revoked_at=now
    )

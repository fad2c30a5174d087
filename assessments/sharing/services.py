"""Make, read and end share links.

The token of a share link is derived from the owner's private link and a random key that the
share keeps. So its owner can always be shown the link again, although the link itself is stored
nowhere, and nobody gets from a share link to the owner's.
"""

import datetime as dt

from django.db import transaction

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, locked
from assessments.models import Share
from assessments.models.choices import Detail
from web.encryption import derived_token

MAX_LIVE = 10
DAYS = (7, 30, 90)
# Links that ended are kept this long in number, to say so to whoever opens one.
MAX_ENDED = 40


class TooManyShares(Exception):
    """The attempt has as many live share links as it may have."""


@transaction.atomic
def create_share(
    *, token: str, key: str, detail: Detail, days: int, now: dt.datetime, has_picture: bool = False
) -> None:
    """Make a share link that works for ``days`` days, once for each ``key``.

    Raises ``UnknownLink``, ``NotFinished`` and ``TooManyShares``.
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


def share_token(owner_token: str, key: str) -> str:
    """Return the token of a share link: 256 bits, not to be guessed without the owner's link."""
    return derived_token(owner_token, f"share:{key}")


def share_links(token: str) -> tuple[Share, ...]:
    """Return the share links behind a private link, the newest first: one query."""
    return tuple(Share.objects.filter(attempt__token_hash=hash_of(token)))


def find_shared(share_token: str) -> Share | None:
    """Return a share link with the attempt it opens, or ``None``. Ended links are found too."""
    rows = Share.objects.select_related("attempt__edition").defer("attempt__edition__document")
    return rows.filter(token_hash=hash_of(share_token)).first()

"""Read share links, make their tokens, and say how long they work and how many there can be.

The token of a share link is derived from the owner's private link and a random key that the
share keeps. So its owner can always be shown the link again, although the link itself is stored
nowhere, and nobody gets from a share link to the owner's.
"""

from assessments.attempts.selectors import hash_of
from assessments.models import Share
from web.encryption import derived_token

MAX_LIVE = 10
DAYS = (7, 30, 90)
# Links that ended are kept this long in number, to say so to whoever opens one.
MAX_ENDED = 40


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

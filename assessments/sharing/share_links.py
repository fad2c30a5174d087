"""What a share link may be: how much it shows, how long it works, and how its token is made. Pure.

The token of a share link is derived from the owner's private link and a random key that the
share keeps. So its owner can always be shown the link again, although the link itself is stored
nowhere, and nobody gets from a share link to the owner's.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

MAX_LIVE = 10
DAYS = (7, 30, 90)
# Links that ended are kept this long in number, to say so to whoever opens one.
MAX_ENDED = 40


def share_token(owner_token: str, key: str) -> str:
    """The token of a share link: 256 bits that nobody can tell without the owner's link."""
    return derived_token(owner_token, f"share:{key}")


def derived_token(owner_token: str, purpose: str) -> str:
    """A token of its own for each purpose, from which nobody gets back to the owner's link."""
    digest = hmac.new(owner_token.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_live(*, expires_at: dt.datetime, revoked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a share link still opens."""
    return revoked_at is None and now < expires_at

"""Describe share links: how much they show, how long they work, how tokens are made. Pure.

The token of a share link is derived from the owner's private link and a random key that the
share keeps. So its owner can always be shown the link again, although the link itself is stored
nowhere, and nobody gets from a share link to the owner's.
"""

import datetime as dt
from dataclasses import dataclass

from assessments.models.choices import Detail
from web.encryption import derived_token

MAX_LIVE = 10
DAYS = (7, 30, 90)
# Links that ended are kept this long in number, to say so to whoever opens one.
MAX_ENDED = 40


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One share link as its owner sees it."""

    key: str
    detail: Detail
    has_picture: bool
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None

    def is_live(self, now: dt.datetime) -> bool:
        """Return whether the link still works at ``now``."""
        return self.revoked_at is None and now < self.expires_at


def share_token(owner_token: str, key: str) -> str:
    """Return the token of a share link: 256 bits, not to be guessed without the owner's link."""
    return derived_token(owner_token, f"share:{key}")

"""Say how long share links work, how many there can be, and how their tokens are made. Pure.

The token of a share link is derived from the owner's private link and a random key that the
share keeps. So its owner can always be shown the link again, although the link itself is stored
nowhere, and nobody gets from a share link to the owner's.
"""

from web.encryption import derived_token

MAX_LIVE = 10
DAYS = (7, 30, 90)
# Links that ended are kept this long in number, to say so to whoever opens one.
MAX_ENDED = 40


def share_token(owner_token: str, key: str) -> str:
    """Return the token of a share link: 256 bits, not to be guessed without the owner's link."""
    return derived_token(owner_token, f"share:{key}")

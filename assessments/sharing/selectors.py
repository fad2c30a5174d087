"""Read share links, and the attempts that they open."""

from assessments.attempts.selectors import hash_of
from assessments.models import Share


def share_links(token: str) -> tuple[Share, ...]:
    """Return the share links behind a private link, the newest first: one query."""
    return tuple(Share.objects.filter(attempt__token_hash=hash_of(token)))


def find_shared(share_token: str) -> Share | None:
    """Return a share link with the attempt it opens, or ``None``. Ended links are found too."""
    rows = Share.objects.select_related("attempt__edition").defer("attempt__edition__document")
    return rows.filter(token_hash=hash_of(share_token)).first()

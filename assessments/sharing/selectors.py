"""Read share links, and the attempts that they open."""

from assessments.attempts.selectors import QuizSheet, hash_of, sheet_of
from assessments.models import Share
from assessments.models.choices import Detail
from assessments.sharing.share_links import ShareLink


def share_links(token: str) -> tuple[ShareLink, ...]:
    """Return the share links behind a private link, the newest first: one query."""
    rows = Share.objects.filter(attempt__token_hash=hash_of(token))
    return tuple(_share_link(row) for row in rows)


def find_shared(share_token: str) -> tuple[ShareLink, QuizSheet] | None:
    """Return a share link and the attempt it opens, or ``None``. Ended links are found too."""
    row = (
        Share.objects.select_related("attempt__edition")
        .defer("attempt__edition__document")
        .filter(token_hash=hash_of(share_token))
        .first()
    )
    return None if row is None else (_share_link(row), sheet_of(row.attempt))


def _share_link(row: Share) -> ShareLink:
    return ShareLink(
        key=row.key,
        detail=Detail(row.detail),
        has_picture=row.has_picture,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )

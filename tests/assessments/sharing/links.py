"""Share links of a result, made as its owner makes them."""

from __future__ import annotations

import uuid

from assessments.models.choices import Detail
from assessments.sharing.services import create_share, share_token
from tests.assessments.factories import NOW


def share(owner: str, detail: Detail = Detail.VERDICT, days: int = 7) -> str:
    """Return the token of a new share link."""
    key = str(uuid.uuid4())
    create_share(token=owner, key=key, detail=detail, days=days, now=NOW)
    return share_token(owner, key)


def form(**changes: str) -> dict[str, str]:
    """Return what the form for a share link sends."""
    return {"key": str(uuid.uuid4()), "detail": "dials", "days": "30", **changes}

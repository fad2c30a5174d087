"""Reading attempts: rows go in, frozen values come out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assessments.models import Attempt, Share
from assessments.questionnaire import Questionnaire, Value, questionnaire_of
from assessments.saving import StoredAnswer
from assessments.sharing import Detail, is_live
from roles.editions import Catalogue, catalogue_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """One attempt as everybody but the services sees it.

    ``result`` is what was computed when the attempt was finished, as JSON data; None before.
    """

    catalogue: Catalogue
    stored: Mapping[str, StoredAnswer]
    last_seq: int
    started_at: dt.datetime
    saved_at: dt.datetime
    sealed_at: dt.datetime | None
    result: Mapping[str, Any] | None

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def answers(self) -> dict[str, Value]:
        """What was answered, by key; None for a skip."""
        return {key: stored.value for key, stored in self.stored.items()}

    @property
    def questionnaire(self) -> Questionnaire:
        return questionnaire_of(self.catalogue)


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One share link as its owner sees it."""

    key: str
    detail: Detail
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None

    def is_live(self, now: dt.datetime) -> bool:
        return is_live(expires_at=self.expires_at, revoked_at=self.revoked_at, now=now)


def hash_of(token: str) -> str:
    """What is stored of a private link: the SHA-256 of its token, as hexadecimal text."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_sheet(token: str) -> Sheet | None:
    """The attempt behind a private link, or None. Two queries, whatever the number of answers."""
    row = attempts_behind(token).first()
    return None if row is None else sheet_of(row)


def attempts_behind(token: str) -> QuerySet[Attempt]:
    """None or one attempt, with its edition's number but not the edition's long document."""
    rows = Attempt.objects.select_related("edition").defer("edition__document")
    return rows.filter(token_hash=hash_of(token))


def sheet_of(row: Attempt) -> Sheet:
    """A row as a value, with the edition that it is pinned to."""
    return Sheet(
        catalogue=catalogue_of(row.edition.number),
        stored={key: StoredAnswer(**entry) for key, entry in row.answers.items()},
        last_seq=row.last_seq,
        started_at=row.started_at,
        saved_at=row.saved_at,
        sealed_at=row.sealed_at,
        result=row.result,
    )


def share_links(token: str) -> tuple[ShareLink, ...]:
    """The share links of the attempt behind a private link, the newest first: one query."""
    rows = Share.objects.filter(attempt__token_hash=hash_of(token))
    return tuple(_share_link(row) for row in rows)


def find_shared(share_token: str) -> tuple[ShareLink, Sheet] | None:
    """A share link and the attempt it opens, or None. Ended links are found too."""
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
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )

"""Publishing the draft: now, or at a time to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from roles.draft.differences import differences
from roles.draft.services import blocking_errors, content_hash, draft_document
from roles.models import Edition
from roles.snapshot.editions import EditionKey, current_edition_key, scheduled_edition
from roles.snapshot.sections import DraftError


class CannotPublish(Exception):
    """The draft has problems; each is named in an editor's words."""

    def __init__(self, problems: Sequence[DraftError]) -> None:
        self.problems = tuple(problems)
        super().__init__("The draft cannot be published: " + " ".join(p.message for p in problems))


class NothingToPublish(Exception):
    """The draft says just what the current edition says."""


class PublishedMeanwhile(Exception):
    """Somebody else published between reading the draft and storing the edition."""


class SomethingIsScheduled(Exception):
    """An edition is scheduled; until it is public or cancelled, nothing else can be published."""


class NotInTheFuture(Exception):
    """The time at which something should be published is over."""


class NothingIsScheduled(Exception):
    """The edition to cancel is public by now, or somebody else cancelled it."""


def publish(
    *,
    note: str,
    author: AbstractBaseUser | None,
    now: dt.datetime,
    at: dt.datetime | None = None,
    internal_note: str = "",
) -> Edition:
    """Freeze the draft into the next edition, which is current from ``at`` on (default: now).

    Readers see ``note``, the staff alone sees ``internal_note``.

    Raises CannotPublish with every problem, NothingToPublish when nothing changed,
    SomethingIsScheduled, NotInTheFuture, and PublishedMeanwhile when somebody else was faster.
    In all these cases nothing is stored.
    """
    if at is not None and at <= now:
        raise NotInTheFuture
    with transaction.atomic():
        if scheduled_edition(now=now) is not None:
            raise SomethingIsScheduled
        document = draft_document()
        current = current_edition_key(now=now)
        if current is not None and content_hash(document) == current.content_hash:
            raise NothingToPublish
        if found := blocking_errors(document):
            raise CannotPublish(found)
        edition = Edition(
            number=current.number + 1 if current else 1,
            document=document,
            content_hash=content_hash(document),
            changes=_changes(document, current),
            note=note,
            internal_note=internal_note,
            published_at=at or now,
            is_scheduled=at is not None,
            published_by_id=author.pk if author else None,
        )
        try:
            with transaction.atomic():
                edition.save()
        except IntegrityError as error:
            raise PublishedMeanwhile from error
        return edition


def cancel_schedule(*, number: int, now: dt.datetime) -> None:
    """Cancel the scheduled edition ``number``; the draft stays. Raises NothingIsScheduled."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(number=number).first()
        if edition is None or not edition.waits(now=now):
            raise NothingIsScheduled
        edition.withdraw(now=now)


def _changes(document: dict[str, Any], current: EditionKey | None) -> int | None:
    """How much the new edition changes; None for the first, before which there was nothing."""
    if current is None:
        return None
    before = Edition.objects.values_list("document", flat=True).get(number=current.number)
    return sum(not difference.silent for difference in differences(before, document))

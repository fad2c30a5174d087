"""Publish the draft now or later, and compare it with what visitors see.

An edition that waits is stored like any other and becomes current by the clock alone: whoever
reads editions leaves it out until then (``roles.snapshot.editions``).
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest

from roles.draft.differences import differences
from roles.draft.section import DraftError
from roles.draft.services import blocking_errors, content_hash, draft_document
from roles.draft.wording import Difference, count_of
from roles.models import DraftCount, Edition
from roles.snapshot.editions import (
    EditionKey,
    Snapshot,
    current_edition_key,
    pinned_snapshot,
    snapshot_of,
    upgraded,
)

# Who may read roles may know how the draft stands.
SEES_DRAFT = "roles.view_role"
PERMISSION = "roles.publish_edition"


@dataclass(frozen=True)
class DraftState:
    """The draft, compared with the current edition."""

    document: dict[str, Any]
    current: EditionKey | None

    @functools.cached_property
    def content_hash(self) -> str:
        return content_hash(self.document)

    @property
    def is_changed(self) -> bool:
        return self.current is None or self.current.content_hash != self.content_hash

    @property
    def next_number(self) -> int:
        return self.current.number + 1 if self.current else 1

    @functools.cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What the draft changes in what visitors see; empty before the first edition."""
        if self.current is None or not self.is_changed:
            return ()
        return differences(document_of(self.current.number), self.document)


def draft_state() -> DraftState:
    """Read and compare the whole draft: some twenty queries, so only for pages that need it."""
    return DraftState(draft_document(), current_edition_key())


def document_of(number: int) -> dict[str, Any]:
    """Return the document of an edition. Raises ``Http404``."""
    document = Edition.objects.filter(number=number).values_list("document", flat=True).first()
    if document is None:
        raise Http404(f"There is no edition {number}.")
    return upgraded(document)


def unpublished_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return what every page of the desk says of the draft; ``None`` if the user may not see it.

    ``changes`` is ``None`` before anything is published; ``errors`` counts what stops the draft
    from being published. Four small queries.
    """
    if not request.user.has_perm(SEES_DRAFT):
        return None
    current = current_edition_key()
    changes, errors = _counts(current)
    return {
        "changes": changes if current else None,
        "errors": errors,
        "current": current,
        "scheduled": scheduled_edition(),
    }


def unpublished_changes() -> int | None:
    """Return how many differences the draft has from the current edition; ``None`` without one."""
    current = current_edition_key()
    return _counts(current)[0] if current else None


def _counts(current: EditionKey | None) -> tuple[int, int]:
    """Return how many changes since ``current`` and how many blocking errors the draft has."""
    version = DraftCount.objects.filter(pk=1).values_list("version", flat=True).first()
    return counted(current, version or 0)


@functools.lru_cache(maxsize=4)
def counted(current: EditionKey | None, version: int) -> tuple[int, int]:
    """Count changes and blocking errors of the draft, once for each ``version`` of it."""
    state = DraftState(draft_document(), current)
    return count_of(state.differences), len(blocking_errors(state.document))


class SomethingIsScheduled(Exception):
    """An edition is scheduled; until it is public or cancelled, nothing else can be published."""


class NotInTheFuture(Exception):
    """The time at which something should be published has passed."""


class NothingIsScheduled(Exception):
    """The edition to cancel is public by now, or somebody else cancelled it."""


class CannotPublish(Exception):
    """The draft has errors; each is named in an editor's words."""

    def __init__(self, errors: Sequence[DraftError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "The draft cannot be published: " + " ".join(each.message for each in errors)
        )


class NothingToPublish(Exception):
    """The draft has the same content as the current edition."""


class PublishedMeanwhile(Exception):
    """Somebody else published between reading the draft and storing the edition."""


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

    Raises ``CannotPublish`` with every error, ``NothingToPublish`` when nothing changed,
    ``SomethingIsScheduled``, ``NotInTheFuture``, and ``PublishedMeanwhile`` when somebody else was
    faster. In all these cases nothing is stored.
    """
    if at is not None and at <= now:
        raise NotInTheFuture
    with transaction.atomic():
        if scheduled_edition(now=now) is not None:
            raise SomethingIsScheduled
        state = DraftState(draft_document(), current_edition_key(now=now))
        if not state.is_changed:
            raise NothingToPublish
        if found := blocking_errors(state.document):
            raise CannotPublish(found)
        edition = Edition(
            number=state.next_number,
            document=state.document,
            content_hash=state.content_hash,
            changes=count_of(state.differences) if state.current else None,
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


def scheduled_edition(*, now: dt.datetime | None = None) -> Edition | None:
    """Return the edition that waits for its time, without its document, or ``None``: one query."""
    public = Edition.objects.public(now).values("pk")
    rows = Edition.objects.filter(is_scheduled=True).exclude(pk__in=public)
    return rows.only("number", "note", "published_at").first()


def snapshot_also_scheduled(number: int) -> Snapshot:
    """Return the values of an edition, even if it waits for its time. Raises ``UnknownEdition``."""
    edition = Edition.objects.filter(number=number).defer("document").first()
    if edition is not None and edition.waits():
        return Snapshot.of(edition)  # not kept: it may be cancelled
    return pinned_snapshot(edition) if edition is not None else snapshot_of(number)


def cancel_schedule(*, number: int, now: dt.datetime) -> None:
    """Cancel the scheduled edition ``number``; the draft stays. Raises ``NothingIsScheduled``."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(number=number).first()
        if edition is None or not edition.waits(now=now):
            raise NothingIsScheduled
        edition.withdraw(now=now)

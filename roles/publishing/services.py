"""Publish the draft, now or at a later time."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from roles.draft.differences.values import count_of
from roles.draft.section import DraftError
from roles.draft.services import blocking_errors, draft_document
from roles.models import Edition
from roles.publishing.scheduling import NotInTheFuture, SomethingIsScheduled, scheduled_edition
from roles.publishing.unpublished import DraftState
from roles.snapshot.editions import current_edition_key


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

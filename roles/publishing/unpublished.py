"""How the draft stands beside what visitors see: said on every page of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from roles.draft.differences import differences
from roles.draft.services import draft_document
from roles.models import DraftCount, Edition
from roles.snapshot.editions import EditionKey, EditionNote, current_edition_key, scheduled_edition

# Who may read roles may know how the draft stands.
SEES_DRAFT = "roles.view_role"


@dataclass(frozen=True, slots=True)
class Unpublished:
    """``changes`` is None before anything is published."""

    changes: int | None
    current: EditionKey | None
    scheduled: EditionNote | None

    @property
    def is_changed(self) -> bool:
        return self.changes is None or self.changes > 0

    @property
    def next_number(self) -> int:
        return self.current.number + 1 if self.current else 1


def unpublished_for(request: HttpRequest) -> Unpublished | None:
    """What to say of the draft; None to those who may not see it. Four small queries."""
    if not request.user.has_perm(SEES_DRAFT):
        return None
    return Unpublished(unpublished_changes(), current_edition_key(), scheduled_edition())


def unpublished_changes() -> int | None:
    """How many differences lie between the current edition and the draft; None without an edition.

    Two small queries, until the draft or the edition changes. Then the draft is read once, by
    whoever asks first.
    """
    current = current_edition_key()
    if current is None:
        return None
    kept = DraftCount.objects.filter(pk=1).first()
    if kept is None:
        kept, _ = DraftCount.objects.get_or_create(pk=1)
    if kept.counted_version == kept.version and kept.counted_against == current.content_hash:
        return kept.changes
    return recount(current, kept.version)


def recount(current: EditionKey, version: int) -> int:
    """Count the changes of a draft that was at least at ``version``, and keep the number.

    A draft that was written meanwhile has another version, and the number is then counted again.
    """
    document = Edition.objects.values_list("document", flat=True).get(number=current.number)
    found = differences(document, draft_document())
    changes = sum(not difference.silent for difference in found)
    DraftCount.objects.filter(pk=1, version=version).update(
        counted_version=version, counted_against=current.content_hash, changes=changes
    )
    return changes

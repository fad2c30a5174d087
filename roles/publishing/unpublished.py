"""How the draft stands beside what visitors see: said on every page of the desk."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.http import HttpRequest

from roles.draft.differences import differences
from roles.draft.services import blocking_errors, draft_document
from roles.models import DraftCount, Edition
from roles.snapshot.editions import EditionKey, EditionNote, current_edition_key, scheduled_edition

# Who may read roles may know how the draft stands.
SEES_DRAFT = "roles.view_role"


@dataclass(frozen=True, slots=True)
class Unpublished:
    """``changes`` is None before anything is published; ``errors`` stop the draft from being."""

    changes: int | None
    errors: int
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
    current = current_edition_key()
    changes, errors = _counts(current)
    return Unpublished(changes if current else None, errors, current, scheduled_edition())


def unpublished_changes() -> int | None:
    """How many differences lie between the current edition and the draft; None without an edition.

    Two small queries, until the draft or the edition changes. Then each process reads the draft
    once.
    """
    current = current_edition_key()
    return _counts(current)[0] if current else None


def _counts(current: EditionKey | None) -> tuple[int, int]:
    """The changes of the draft since ``current``, and its blocking errors."""
    version = DraftCount.objects.filter(pk=1).values_list("version", flat=True).first()
    return counted(current, version or 0)


@functools.lru_cache(maxsize=4)
def counted(current: EditionKey | None, version: int) -> tuple[int, int]:
    """Count changes and blocking errors of a draft that was at least at ``version``.

    A draft that was written meanwhile has another version, and is then counted again.
    """
    draft = draft_document()
    changes, errors = 0, len(blocking_errors(draft))
    if current:
        document = Edition.objects.values_list("document", flat=True).get(number=current.number)
        changes = sum(not difference.silent for difference in differences(document, draft))
    return changes, errors

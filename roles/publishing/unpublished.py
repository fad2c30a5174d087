"""Compare the draft with what visitors see, in numbers or in full."""

import functools
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from roles.draft.differences.comparing import differences
from roles.draft.differences.values import Difference, count_of
from roles.draft.services import blocking_errors, content_hash, draft_document
from roles.models import DraftCount, Edition
from roles.publishing.scheduling import scheduled_edition
from roles.snapshot.editions import EditionKey, current_edition_key
from roles.snapshot.schemas import upgraded

# Who may read roles may know how the draft stands.
SEES_DRAFT = "roles.view_role"


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
    """Return how many differences the draft has from the current edition; ``None`` without one.

    Two small queries, until the draft or the edition changes. Then each process reads the draft
    once.
    """
    current = current_edition_key()
    return _counts(current)[0] if current else None


def _counts(current: EditionKey | None) -> tuple[int, int]:
    """Return how many changes since ``current`` and how many blocking errors the draft has."""
    version = DraftCount.objects.filter(pk=1).values_list("version", flat=True).first()
    return counted(current, version or 0)


@functools.lru_cache(maxsize=4)
def counted(current: EditionKey | None, version: int) -> tuple[int, int]:
    """Count changes and blocking errors of a draft that was at least at ``version``.

    A draft that was written meanwhile has another version, and is then counted again.
    """
    state = DraftState(draft_document(), current)
    return count_of(state.differences), len(blocking_errors(state.document))

"""How many changes wait to be published: asked on every page of the desk, so worked out once."""

from __future__ import annotations

from roles.draft.differences import differences
from roles.draft.services import draft_document
from roles.models import DraftCount, Edition
from roles.snapshot.editions import EditionKey, current_edition_key


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

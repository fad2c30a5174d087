"""Verbs that change things: publish the draft now or later, put another draft in its place."""

from roles.services.counting import unpublished_changes
from roles.services.drafts import (
    DraftChanged,
    DraftInUse,
    catalogue_of_draft,
    content_hash,
    draft_catalogue,
    draft_document,
    problems_of,
    readable_catalogue,
    replace_draft,
    restorable,
    stoppers,
    touch_draft,
)
from roles.services.publishing import (
    CannotPublish,
    NothingIsScheduled,
    NothingToPublish,
    NotInTheFuture,
    PublishedMeanwhile,
    SomethingIsScheduled,
    call_off,
    publish,
)

__all__ = [
    "CannotPublish",
    "DraftChanged",
    "DraftInUse",
    "NotInTheFuture",
    "NothingIsScheduled",
    "NothingToPublish",
    "PublishedMeanwhile",
    "SomethingIsScheduled",
    "call_off",
    "catalogue_of_draft",
    "content_hash",
    "draft_catalogue",
    "draft_document",
    "problems_of",
    "publish",
    "readable_catalogue",
    "replace_draft",
    "restorable",
    "stoppers",
    "touch_draft",
    "unpublished_changes",
]

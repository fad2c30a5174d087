"""How the draft stands beside what visitors see: said on every page of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from roles.publishing.counting import unpublished_changes
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

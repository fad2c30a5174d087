"""One change to many rows of a list, entered in the history of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from roles.editing.changes import value_text
from roles.editing.pages import author_of, log


@transaction.atomic
def set_for_many(request: HttpRequest, rows: QuerySet[Any], values: Mapping[str, Any]) -> int:
    """Give all rows these values; returns how many did not have them before.

    The history says it as of a save, and so does a screen that somebody has open meanwhile.
    """
    author = author_of(request)
    keys = list(rows.order_by().values_list("pk", flat=True).distinct())
    locked = rows.model._default_manager.select_for_update().filter(pk__in=keys)
    changed = [
        row
        for row in locked.order_by("pk")
        if any(getattr(row, name) != value for name, value in values.items())
    ]
    for row in changed:
        told = [value_text(row, name, value) for name, value in values.items()]
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        log(author, row, "\n".join(told))
    return len(changed)

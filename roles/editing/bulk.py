"""Make the same change to many rows of a list, and enter it in the history of each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from roles.editing.changes import value_text
from roles.editing.pages import author_of, log


@transaction.atomic
def set_for_many(request: HttpRequest, rows: QuerySet[Any], values: Mapping[str, Any]) -> int:
    """Set ``values`` on all rows; return how many had other values before.

    The history has the same entry as after a save, so an open screen of the row notices it.
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

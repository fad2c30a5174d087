"""The page that puts rows of one kind in order: by dragging, by buttons, or by numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from roles.editing.pages import author_of, desk_page, desk_url, log

MOST = 100_000
MOVED = (
    "Somebody changed the order after you opened this page. Nothing was saved; "
    "this is how it is now."
)
NUMBERS = f"Each place is a whole number from 0 to {MOST}. Nothing was saved."


def order_view(screen: ModelAdmin[Any], request: HttpRequest) -> HttpResponseBase:
    """Show all rows in their order; on POST, save a new order, all or nothing.

    ``move`` in the POST is the button of a page without scripts: it moves one row by one place and
    saves nothing yet.
    """
    author = author_of(request)
    if not screen.has_change_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        rows = screen.model._default_manager.select_related().order_by("position", "pk")
        return _order_page(request, screen, rows)
    with transaction.atomic():
        locked = list(screen.model._default_manager.select_for_update().order_by("position", "pk"))
        if request.POST.get("seen") != _digest(locked):
            return _order_page(request, screen, locked, refusal=MOVED, status=409)
        sent = {str(row.pk): request.POST.get(f"position-{row.pk}", "") for row in locked}
        if not all(is_place(text) for text in sent.values()):
            return _order_page(request, screen, locked, sent, refusal=NUMBERS, status=422)
        ordered = sorted(locked, key=lambda row: int(sent[str(row.pk)]))
        if "move" in request.POST:
            _move(ordered, request.POST["move"])
            places = {str(row.pk): str(number) for number, row in enumerate(ordered, 1)}
            return _order_page(request, screen, ordered, places, seen=_digest(locked))
        changed = _save(ordered)
        for row, place in changed:
            log(author, row, f"Put in place {place} of {len(ordered)}.")
    messages.success(request, "The order is saved." if changed else "The order has not changed.")
    return HttpResponseRedirect(desk_url(screen.model, "changelist"))


def is_place(text: str) -> bool:
    """Return whether a typed text is a number that ``position`` may have."""
    return text.isdecimal() and len(text) < 7 and int(text) <= MOST


def _save(ordered: Sequence[Any]) -> list[tuple[Model, int]]:
    """Store the place of each row as its number; return those that moved, each with its place."""
    numbers = sorted(row.position for row in ordered)
    if len(set(numbers)) < len(numbers):  # equal numbers cannot tell two rows apart
        numbers = list(range(1, len(numbers) + 1))
    moved = []
    for place, (row, number) in enumerate(zip(ordered, numbers, strict=True), 1):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
            moved.append((row, place))
    return moved


def _move(ordered: list[Any], wanted: str) -> None:
    """Move one row by one place; ``wanted`` is "up-" or "down-" and its primary key."""
    way, _, pk = wanted.partition("-")
    at = next((index for index, row in enumerate(ordered) if str(row.pk) == pk), None)
    if at is None:
        return
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(ordered):
        ordered[at], ordered[to] = ordered[to], ordered[at]


def _order_page(
    request: HttpRequest,
    screen: ModelAdmin[Any],
    rows: Iterable[Any],
    numbers: Mapping[str, str] | None = None,
    *,
    seen: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponseBase:
    shown = {str(row.pk): str(place) for place, row in enumerate(rows, 1)} | dict(numbers or {})
    return desk_page(
        request,
        "order",
        title=f"Order of {screen.opts.verbose_name_plural}",
        status=status,
        opts=screen.opts,
        places=[(row, shown[str(row.pk)]) for row in rows],
        seen=seen or _digest(rows),
        refusal=refusal,
    )


def _digest(rows: Iterable[Any]) -> str:
    stored = sorted((row.position, row.pk) for row in rows)
    return hashlib.sha256(repr(stored).encode()).hexdigest()[:20]

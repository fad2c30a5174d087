"""Find the edition of a request once, and keep pages that are the same for all until the next one.

The decorators pass the edition's snapshot to the view: ``def role_detail(request, snapshot,
slug)``. So a page shows one edition only, even if another is published meanwhile.
"""

import functools
from collections.abc import Callable
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from roles.snapshot.editions import Snapshot, current_snapshot, previewed
from web.own_site import READ
from web.public_pages import Page, kept_pages, place_of
from web.responses import P, View

EditionView = Callable[Concatenate[HttpRequest, Snapshot, P], HttpResponseBase]
AnyTimeView = Callable[Concatenate[HttpRequest, Snapshot | None, P], HttpResponseBase]


def snapshot_for(request: HttpRequest) -> Snapshot | None:
    """Return the edition that answers this request, asked for once; ``None`` before the first."""
    if (shown := previewed()) is not None:
        return shown
    if not hasattr(request, "snapshot"):
        request.snapshot = current_snapshot()  # type: ignore[attr-defined]
    found: Snapshot | None = request.snapshot  # type: ignore[attr-defined]
    return found


def edition_page(view: EditionView[P]) -> View[P]:
    """Decorate a page about the current edition; before the first one it says there is none."""
    at_any_time = _or_nothing_published(view)

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return at_any_time(request, snapshot_for(request), *args, **kwargs)

    return answer


def public_page(view: EditionView[P], version: Callable[[], str] | None = None) -> View[P]:
    """Decorate a page that is the same for everybody until the next edition.

    Rendered once per edition and process, then answered from memory, with an ETag. Such a view may
    read the address and the edition, never a cookie, a header or the query string. ``version`` is
    a cheap text that changes with whatever else it shows.
    """
    return public_page_always(_or_nothing_published(view), version)


def public_page_always(view: AnyTimeView[P], version: Callable[[], str] | None = None) -> View[P]:
    """Decorate a ``public_page`` that also has something to show before the first edition."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in READ:
            return HttpResponseNotAllowed(READ)
        snapshot = snapshot_for(request)
        if previewed() is not None:  # an editor's page, not everybody's
            return view(request, snapshot, *args, **kwargs)
        edition = (snapshot.number, snapshot.content_hash) if snapshot else (0, "")
        made = (*edition, version() if version else "")
        place = place_of(request.META)
        page = None if settings.DEBUG else kept_pages.get(place)
        if page is None or page.made != made:
            rendered = view(request, snapshot, *args, **kwargs)
            if not isinstance(rendered, HttpResponse) or rendered.status_code != 200:
                return rendered
            page = Page.of(rendered, made)
            kept_pages.keep(place, page)
        return page.answer(request)

    return csrf_exempt(answer)  # or a form that is sent here would get 403 instead of 405


def _or_nothing_published(view: EditionView[P]) -> AnyTimeView[P]:
    """Wrap ``view`` to say before the first edition that nothing is published yet."""

    @functools.wraps(view)
    def answer(
        request: HttpRequest, snapshot: Snapshot | None, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if snapshot is None:
            return render(request, "roles/pages/nothing_published.html")
        return view(request, snapshot, *args, **kwargs)

    return answer

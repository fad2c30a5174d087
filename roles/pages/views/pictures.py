"""The pictures that other sites show for a shared link."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from roles.graphics.pictures import pair_card, role_card, site_card
from roles.snapshot.editions import current_snapshot
from roles.snapshot.public_pages import public_page
from roles.snapshot.values import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_other_sites(view: View[P]) -> View[P]:
    """Lets other sites show what the view answers; nothing else of ours may be."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@for_other_sites
@public_page
def site_picture(request: HttpRequest) -> HttpResponse:
    """The site's picture; also for personal pages, because it is the same for everybody."""
    snapshot = current_snapshot()
    roles = snapshot.roles.roles if snapshot else ()
    return _png(site_card([_named(role) for role in roles]))


@for_other_sites
@public_page
def role_picture(request: HttpRequest, slug: str) -> HttpResponse:
    role = _role(slug)
    return _png(role_card(_named(role), role.summary))


@for_other_sites
@public_page
def pair_picture(request: HttpRequest, first: str, second: str) -> HttpResponse:
    if first == second:
        raise Http404("A picture of a pair needs two roles.")
    return _png(pair_card(_named(_role(first)), _named(_role(second))))


def _role(slug: str) -> Role:
    snapshot = current_snapshot()
    role = snapshot.role(slug) if snapshot else None
    if role is None:
        raise Http404("There is no such role.")
    return role


def _named(role: Role) -> tuple[str, str]:
    return role.name, role.accent.value


def _png(picture: bytes) -> HttpResponse:
    return HttpResponse(picture, content_type="image/png")

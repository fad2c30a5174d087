"""The pictures that other sites show for a shared link."""

import functools

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from roles.graphics.pictures import answers_card, pair_card, role_card, site_card
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import AnyTimeView, public_page_always
from roles.snapshot.values import Role
from web.one_at_a_time import OneAtATime
from web.responses import P, View

# Longer than elsewhere, as a picture that is refused stays a hole in its page. Each is painted once
# an edition, so threads wait here only shortly after a publication.
painting = OneAtATime(wait=3)


def public_picture(view: AnyTimeView[P]) -> View[P]:
    """Decorate a view that paints: once an edition, and other sites may embed it, unlike pages."""
    page = public_page_always(painting(view))

    @functools.wraps(page)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@public_picture
def site_picture(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the site's picture; also for private pages, because it is the same for everybody."""
    roles = (snapshot.quiz_roles.roles or snapshot.roles.roles) if snapshot else ()
    return _png(site_card([_named(role) for role in roles]))


@public_picture
def role_picture(request: HttpRequest, snapshot: Snapshot | None, slug: str) -> HttpResponse:
    role = _role(snapshot, slug)
    return _png(role_card(_named(role), role.summary))


@public_picture
def pair_picture(
    request: HttpRequest, snapshot: Snapshot | None, first: str, second: str
) -> HttpResponse:
    if first == second:
        raise Http404("A picture of a pair needs two roles.")
    return _png(pair_card(_named(_role(snapshot, first)), _named(_role(snapshot, second))))


@public_picture
def answers_picture(request: HttpRequest, snapshot: Snapshot | None, slugs: str) -> HttpResponse:
    """Send the picture of a result; ``slugs`` are of the one or two roles, joined by “+”."""
    wanted = slugs.split("+")
    if len(wanted) > 2:
        raise Http404("A picture of answers names one role or two.")
    return _png(answers_card([_named(_role(snapshot, slug)) for slug in wanted]))


def _role(snapshot: Snapshot | None, slug: str) -> Role:
    role = snapshot.role(slug) if snapshot else None
    if role is None:
        raise Http404("There is no such role.")
    return role


def _named(role: Role) -> tuple[str, str]:
    return role.name, role.accent.value


def _png(picture: bytes) -> HttpResponse:
    return HttpResponse(picture, content_type="image/png")

"""The public pages about roles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from roles.pages.comparison import compare
from roles.pages.presenters.brief import job_advert, role_brief
from roles.pages.presenters.compare_page import compare_matrix, compare_page
from roles.pages.presenters.levels import levels_page
from roles.pages.presenters.lists import role_list_page
from roles.pages.presenters.role_page import role_page
from roles.pages.presenters.structured import role_data
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page, public_page
from web.responses import get_only, site_url


@public_page
def role_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    page = role_list_page(snapshot.roles)
    return render(request, "roles/pages/role_list.html", {"page": page, "edition": snapshot})


@public_page
def role_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show one role, or a 404 that lists all roles."""
    role = snapshot.role(slug)
    if role is None:
        return _unknown_role(request, snapshot, slug)
    context = role_page(snapshot.roles, role)
    context |= {"edition": snapshot, "structured": role_data(snapshot.roles, role)}
    return render(request, "roles/pages/role_detail.html", context)


@public_page
def brief(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Send one role as Markdown, for programs; the page that people read is its canonical one."""
    role = snapshot.role(slug)
    if role is None:
        raise Http404("There is no such role.")
    page = site_url(request) + reverse("roles:role", args=[slug])
    response = HttpResponse(
        role_brief(snapshot, role, page), content_type="text/markdown; charset=utf-8"
    )
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    return response


@get_only
@edition_page
def levels(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show two steps of a role's ladder side by side: ``?from=`` and ``?to=``, counted from 1."""
    role = snapshot.role(slug)
    if role is None:
        return _unknown_role(request, snapshot, slug)
    if len(role.levels) < 2:
        raise Http404("This role has no ladder.")
    page = levels_page(role, request.GET.get("from", "1"), request.GET.get("to", "2"))
    status = 400 if page["errors"] else 200
    context = {"role": role, "edition": snapshot, **page}
    return render(request, "roles/pages/role_levels.html", context, status=status)


@public_page
def compare_start(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show every pair of roles; if there are only two roles, redirect to their comparison."""
    if len(snapshot.roles.roles) == 2:
        return redirect("roles:compare", *(role.slug for role in snapshot.roles.roles))
    context = {"matrix": compare_matrix(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/compare_start.html", context)


@public_page
def compare_roles(
    request: HttpRequest, snapshot: Snapshot, first: str, second: str
) -> HttpResponse:
    """Show two roles side by side, in either order."""
    one, other = snapshot.role(first), snapshot.role(second)
    if one is None or other is None or first == second:
        unknown = first if one is None else second if other is None else ""
        return _unknown_role(request, snapshot, unknown)
    comparison = compare(snapshot.roles.competencies, one, other)
    order = [role.slug for role in (*snapshot.roles.roles, one, other)]  # a draft's may wait
    context = {
        "page": compare_page(snapshot.roles, comparison, snapshot.pair(first, second)),
        "adverts": [(role, job_advert(snapshot, role)) for role in (one, other)],
        "edition": snapshot,
        "canonical": sorted((first, second), key=order.index),
    }
    return render(request, "roles/pages/compare.html", context)


def _unknown_role(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Return a 404 page that lists every role; an empty ``slug``: one role was named twice."""
    context = {"page": role_list_page(snapshot.roles), "edition": snapshot, "slug": slug}
    return render(request, "roles/pages/unknown_role.html", context, status=404)

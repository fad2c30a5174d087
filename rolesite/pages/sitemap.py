"""What search engines may visit: robots.txt, and a sitemap of the current edition's pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from web.responses import get_only


def public_paths(snapshot: Snapshot | None) -> Iterator[str]:
    """Yield the path of every page to be found; each pair once, in the snapshot's order."""
    yield reverse("home")
    yield reverse("how_it_works")
    yield reverse("assessments:quiz_start")
    yield reverse("roles:changes")
    if snapshot is None:
        return
    section = snapshot.roles
    yield reverse("assessments:method")
    yield reverse("roles:list")
    for role in section.roles:
        yield reverse("roles:role", args=[role.slug])
    if len(section.roles) != 2:  # or it leads to the only comparison
        yield reverse("roles:compare_start")
    for one, other in combinations(section.roles, 2):
        yield reverse("roles:compare", args=[one.slug, other.slug])
    yield reverse("roles:depth_levels")
    yield reverse("roles:scenarios")
    yield reverse("roles:questions")
    yield reverse("roles:certificates")
    yield reverse("roles:which_exams")
    yield reverse("roles:choose_certificate")
    for certification in section.certifications:
        yield reverse("roles:certificate", args=[certification.slug])


@public_page_always
def sitemap(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the sitemap. Every page is as new as its edition."""
    context = {"paths": public_paths(snapshot), "edition": snapshot}
    kind = "application/xml; charset=utf-8"
    return render(request, "rolesite/pages/sitemap.xml", context, content_type=kind)


@get_only
def robots(request: HttpRequest) -> HttpResponse:
    """Send robots.txt: everything but the desk; private pages say "noindex" themselves.

    Private pages must stay reachable for a crawler that has a link, or it would never read that
    they are not to be indexed; so they are not listed here.
    """
    response = render(request, "robots.txt", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response

"""What programs may visit: robots.txt, a sitemap of the current edition's pages, and llms.txt."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from rolesite.pages.search import WAYS
from web.markdown import literal, plain_paragraphs
from web.responses import get_only, site_url

SITE, ROLES, COMPARISONS, CERTIFICATES = "This site", "Roles", "Comparisons", "Certificates"
ABOUT = (
    "Helps you choose between project roles: what each one does and requires, how two of them "
    "differ, and which one suits you. Every fact has its source and the day it was read."
)


class ListedPage(NamedTuple):
    """A public page: its path, title and what it is in one line, and the group it is listed in."""

    path: str
    title: str
    line: str
    group: str = SITE


def public_pages(snapshot: Snapshot | None) -> Iterator[ListedPage]:
    """Yield every page to be found; each pair once, in the snapshot's order."""
    ways = {name: (reverse(name), title, line) for title, name, line, _ in WAYS}
    yield ListedPage(reverse("home"), "Home", "What the site is for, and the ways into it.")
    how = "What the quiz asks, how it scores, and what happens to your answers."
    yield ListedPage(reverse("how_it_works"), "How it works", how)
    yield ListedPage(*ways["assessments:quiz_start"])
    yield ListedPage(reverse("roles:changes"), "What changed", "Every edition, with its date.")
    if snapshot is None:
        return
    section = snapshot.roles
    for name in ("assessments:method", "roles:depth_levels", "roles:scenarios", "roles:questions"):
        yield ListedPage(*ways[name])
    yield ListedPage(reverse("roles:list"), "Roles", "All roles at a glance.", ROLES)
    yield ListedPage(*ways["roles:neighbours"], ROLES)
    for role in section.roles:
        yield ListedPage(reverse("roles:role", args=[role.slug]), role.name, role.summary, ROLES)
    if len(section.roles) != 2:  # or it leads to the only comparison
        yield ListedPage(*ways["roles:compare_start"], COMPARISONS)
    for one, other in combinations(section.roles, 2):
        pair = snapshot.pair(one.slug, other.slug)
        line = next(plain_paragraphs(pair.difference), "") if pair else "What the two share."
        path = reverse("roles:compare", args=[one.slug, other.slug])
        yield ListedPage(path, f"{one.name} and {other.name} compared", line, COMPARISONS)
    for name in ("roles:certificates", "roles:which_exams", "roles:choose_certificate"):
        yield ListedPage(*ways[name], CERTIFICATES)
    for each in section.certifications:
        path = reverse("roles:certificate", args=[each.slug])
        line = next(plain_paragraphs(each.summary), "")
        yield ListedPage(path, each.name, line, CERTIFICATES)


@public_page_always
def sitemap(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the sitemap: all but the briefs, which say what the roles' pages say."""
    context = {"paths": [page.path for page in public_pages(snapshot)], "edition": snapshot}
    kind = "application/xml; charset=utf-8"
    return render(request, "rolesite/pages/sitemap.xml", context, content_type=kind)


@public_page_always
def llms(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send llms.txt: in Markdown, every public page with a line, and each role's brief."""
    base = site_url(request)
    pages = list(public_pages(snapshot))
    for role in snapshot.roles.roles if snapshot else ():
        path = reverse("roles:brief", args=[role.slug])
        line = "All of the page as Markdown, with the source of each fact and the day it was read."
        pages.append(ListedPage(path, f"{role.name} as Markdown", line, "Roles as Markdown"))
    groups: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        line = f"- [{literal(page.title)}]({base}{page.path}): {literal(page.line)}"
        groups[page.group].append(line)
    parts = ("\n".join([f"## {name}", "", *lines]) for name, lines in groups.items())
    text = "\n\n".join(["# Rolesite", f"> {ABOUT}", *parts]) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@get_only
def robots(request: HttpRequest) -> HttpResponse:
    """Send robots.txt. Private pages stay reachable, or no crawler reads their own "noindex"."""
    response = render(request, "robots.txt", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response

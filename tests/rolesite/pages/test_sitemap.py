"""What programs find: the sitemap, llms.txt and robots.txt name the pages that there are."""

import re
from itertools import product
from xml.etree import ElementTree

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from roles.models import Edition, Role
from roles.snapshot.editions import Snapshot, current_snapshot
from tests.editions import PUBLISHED_AT
from tests.page_head import PageHead

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PM = "/roles/project-manager/"
# Public addresses that are no pages: nobody looks for them by themselves.
NO_PAGES = {
    *("sitemap", "llms", "feed", "brief"),
    *("site_picture", "role_picture", "pair_picture", "answers_picture"),
}


def locations(client: Client) -> dict[str, str]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == f"{SITEMAP}urlset"
    return {
        str(url.findtext(f"{SITEMAP}loc")).removeprefix("http://testserver"): str(
            url.findtext(f"{SITEMAP}lastmod", "")
        )
        for url in root
    }


def public_patterns(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> dict[str, URLPattern]:
    """Return patterns below ``prefix`` by route, without the desk and visitors' accounts."""
    found: dict[str, URLPattern] = {}
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if not route.startswith(("admin", "account/")):
                found |= public_patterns(pattern.url_patterns, route)
        else:
            found[route] = pattern
    return found


def test_the_sitemap_lists_exactly_the_public_pages(client: Client, snapshot: Snapshot) -> None:
    """Public is what says so itself: found at an address, indexable, and its own canonical."""
    section = snapshot.roles
    slugs: dict[str, list[tuple[str, ...]]] = {
        "roles/<slug:slug>/": [(role.slug,) for role in section.roles],
        "roles/<slug:slug>/levels/": [(role.slug,) for role in section.roles],
        "compare/<slug:first>/<slug:second>/": list(
            product([role.slug for role in section.roles], repeat=2)
        ),
        "certificates/<slug:slug>/": [(each.slug,) for each in section.certifications],
    }
    public: set[str] = set()
    for route, pattern in public_patterns(get_resolver().url_patterns).items():
        if pattern.name in NO_PAGES or "<token:" in route or "<path:" in route:
            continue  # no page, or a private link
        assert "<" not in route or route in slugs, f"Which pages are at {route}?"
        for arguments in slugs.get(route, [()]):
            path = "/" + re.sub(r"<[^>]+>", "{}", route).format(*arguments)
            answer = client.get(path)
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            page = PageHead(answer.content.decode())
            hidden = "noindex" in page.robots or "noindex" in answer.headers.get("X-Robots-Tag", "")
            if not hidden and page.canonical == f"http://testserver{path}":
                public.add(path)
    listed = locations(client)
    assert set(listed) == public
    assert set(listed.values()) == {PUBLISHED_AT.isoformat()}
    for path in listed:
        assert client.get(path).status_code == 200


def test_the_sitemap_follows_the_edition(client: Client, draft: Edition) -> None:
    assert PM in locations(client)
    Role.objects.filter(slug="project-manager").update(slug="project-lead")
    assert PM in locations(client)  # a draft is not published
    published = current_snapshot()
    assert published is not None
    assert published.number == 1


def test_before_the_first_edition_the_lists_are_short_and_right(client: Client, db: None) -> None:
    assert set(locations(client)) == {"/", "/how-it-works/", "/quiz/", "/changes/"}
    assert "Nothing is published yet" in client.get("/changes/").content.decode()
    assert client.get("/share/site.png").status_code == 200
    assert "/roles/" not in client.get("/llms.txt").content.decode()


def test_llms_txt_lists_what_the_sitemap_lists_and_the_briefs_each_with_a_line(
    client: Client, snapshot: Snapshot
) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("# Rolesite\n\n> ")
    listed = re.findall(r"^- \[(.+)\]\(http://testserver(\S+)\): (.+)$", text, re.MULTILINE)
    assert text.count("\n- ") == len(listed)
    briefs = [f"/roles/{role.slug}.md" for role in snapshot.roles.roles]
    assert sorted(path for _, path, _ in listed) == sorted([*locations(client), *briefs])
    titles = [title for title, _, _ in listed]
    assert len(titles) == len(set(titles))
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert len(headings) == len(set(headings)) > 3
    for path in briefs:
        assert client.get(path).status_code == 200


def test_robots_txt_names_the_sitemap(client: Client, db: None) -> None:
    assert "Sitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").content.decode()

"""The public pages as a visitor gets them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from roles.draft.services import content_hash
from roles.models import Edition
from roles.snapshot.editions import Snapshot
from tests.html_validity import assert_valid_html
from tests.roles.pages.page_parts import PM, TPM, PageParts, text_of, with_third_role

PAGES = (
    "/",
    "/how-it-works/",
    "/how-it-works/method/",
    "/roles/",
    f"/roles/{PM}/",
    f"/roles/{TPM}/",
    f"/compare/{PM}/{TPM}/",
)


@pytest.fixture
def three_roles(db: None, seed_document: dict[str, Any]) -> Edition:
    """Publish an edition with a third, bare role."""
    document = with_third_role(seed_document)
    return Edition.objects.create(
        number=1,
        document=document,
        content_hash=content_hash(document),
        note="Three roles.",
        published_at=dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_an_ordered_outline_and_working_anchors(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    labels = PageParts(text_of(client, path))
    assert labels.headings.count(1) == 1
    assert labels.headings[0] == 1
    for before, after in zip(labels.headings, labels.headings[1:], strict=False):
        assert after <= before + 1, f"a heading of level {after} follows one of level {before}"
    assert len(labels.ids) == len(set(labels.ids))
    for target in labels.targets:
        if target.startswith("#"):
            assert target[1:] in labels.ids
    assert "style" not in labels.attributes
    assert not {name for name in labels.attributes if name.startswith("on")}


@pytest.mark.parametrize("path", PAGES)
def test_every_link_to_our_own_pages_leads_somewhere(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    inside = {
        target.split("#")[0]
        for target in PageParts(text_of(client, path)).targets
        if target.startswith("/") and not target.startswith("/admin/")
    }
    for target in inside:
        assert client.get(target, follow=True).status_code == 200, target


@pytest.mark.services
@pytest.mark.once
def test_every_page_is_valid_html(client: Client, snapshot: Snapshot) -> None:
    bodies = [(path, client.get(path).content) for path in PAGES]
    bodies += [
        (path, client.get(path).content)
        for path in ("/roles/nobody/", f"/compare/{PM}/{PM}/", "/nowhere/")
    ]
    assert_valid_html(bodies)


def test_the_role_page_shows_its_chart_and_says_its_numbers(
    client: Client, snapshot: Snapshot
) -> None:
    html = text_of(client, f"/roles/{TPM}/")
    assert html.count('class="plot"') == 32
    assert html.count("<desc>") == 32


def test_a_comparison_can_be_read_from_both_sides_and_has_one_canonical_address(
    client: Client, snapshot: Snapshot
) -> None:
    there, back = (text_of(client, f"/compare/{a}/{b}/") for a, b in ((PM, TPM), (TPM, PM)))
    link = f'/compare/{PM}/{TPM}/">'
    for html in (there, back):
        head = html[: html.index("</head>")]
        assert '<link rel="canonical" href="http' in head
        assert link in head
    assert there != back


def test_the_comparison_starts_with_the_difference_and_the_namesakes(
    client: Client, snapshot: Snapshot
) -> None:
    html = text_of(client, f"/compare/{PM}/{TPM}/")
    top = " ".join(html[: html.index("<figure")].split())
    assert "Both deliver projects." in top
    assert "not Technical Program Manager or Technical Product Manager" in top


@pytest.mark.parametrize(
    "path", ["/roles/nobody/", f"/compare/{PM}/nobody/", f"/compare/{PM}/{PM}/"]
)
def test_an_unknown_or_doubled_role_is_not_found_and_names_the_legal_ones(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    html = text_of(client, path, 404)
    assert f'href="/roles/{PM}/"' in html
    assert f'href="/roles/{TPM}/"' in html
    assert f'href="/compare/{PM}/{TPM}/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_an_odd_slug_is_shown_as_text(client: Client, snapshot: Snapshot) -> None:
    assert "<q>no-body</q>" in text_of(client, "/roles/no-body/", 404)


def test_a_page_that_is_not_there_offers_ways_on(client: Client, snapshot: Snapshot) -> None:
    html = text_of(client, "/nowhere/", 404)
    assert "We could not find this page" in html
    assert 'href="/roles/"' in html


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.django_db
def test_before_the_first_edition_every_page_is_calm(client: Client, path: str) -> None:
    html = text_of(client, path)
    assert "Nothing is published yet" in html or path == "/how-it-works/"


def test_a_third_role_appears_everywhere_without_a_change_of_code(
    client: Client, three_roles: Edition
) -> None:
    for path in ("/", "/roles/", "/compare/"):
        assert "Scrum Master" in text_of(client, path)
    page = text_of(client, "/roles/scrum-master/")
    assert "accent-teal" in page
    assert 'id="certifications"' not in page
    compared = text_of(client, f"/compare/scrum-master/{TPM}/")
    assert re.search(r"counts? more for the\s+TPM", compared)


def test_with_two_roles_the_way_to_compare_leads_to_their_comparison(
    client: Client, snapshot: Snapshot
) -> None:
    answer = client.get("/compare/")
    assert (answer.status_code, answer["Location"]) == (302, f"/compare/{PM}/{TPM}/")
    page = text_of(client, f"/compare/{PM}/{TPM}/")
    assert '<a href="/compare/">' not in page.partition("<main")[2]
    assert f"http://testserver/compare/{PM}/{TPM}/" in text_of(client, "/sitemap.xml")
    assert "<loc>http://testserver/compare/</loc>" not in text_of(client, "/sitemap.xml")


def test_the_ways_through_the_site_come_before_its_one_action(
    client: Client, snapshot: Snapshot
) -> None:
    header = text_of(client, "/").partition("<header")[2].partition("</header>")[0]
    words = re.findall(r">\s*([^<>]+?)\s*</(?:a|span)>", header)
    assert words == ["Rolesite", "Roles", "Compare", "Certificates", "How it works", "Search",
                     "Take the quiz"]  # fmt: skip


def test_the_numbers_on_how_it_works_are_those_of_the_edition(
    client: Client, three_roles: Edition
) -> None:
    settings = three_roles.document["sections"]["assessments"]["settings"]
    html = text_of(client, "/how-it-works/")
    assert f"from {settings['band_ready']:g} counts as ready" in html
    assert "must not be used to hire, promote or reject anyone" in html
    assert "This is edition 1" in " ".join(html.split())

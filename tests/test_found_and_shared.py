"""Every public page can be found and shared; a personal page says nothing about the person."""

from __future__ import annotations

import io
import re
from itertools import combinations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from roles.models import Edition
from roles.models.choices import FactKind, PayMeasure
from roles.pages.presenters.structured import role_data
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role as RoleValue
from rolesite.pages.sitemap import public_pages
from tests.html_validity import assert_valid_html
from tests.page_head import PageHead
from tests.personal_pages import personal_paths
from tests.schema_org import assert_valid

PM, TPM = "/roles/project-manager/", "/roles/technical-project-manager/"
COMPARE = "/compare/project-manager/technical-project-manager/"


def head(client: Client, path: str) -> PageHead:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return PageHead(answer.content.decode())


_heads: dict[str, PageHead] = {}


@pytest.fixture
def heads(client: Client, snapshot: Snapshot) -> dict[str, PageHead]:
    """Return every public page of the seed content by its path, read once for all tests."""
    if not _heads:
        _heads.update({page.path: head(client, page.path) for page in public_pages(snapshot)})
    return _heads


# ------------------------------------------------------------------ heads


def test_every_public_page_has_a_title_and_a_description_of_its_own(
    heads: dict[str, PageHead],
) -> None:
    assert len(heads) > 20
    for what in ("title", "description"):
        values = {path: getattr(page, what) for path, page in heads.items()}
        assert all(values.values())
        same = [pair for pair in combinations(values, 2) if values[pair[0]] == values[pair[1]]]
        assert not same, (what, same)
    assert all(20 < len(page.description) <= 200 for page in heads.values())
    long = [page.title for page in heads.values() if len(page.title) > 60]
    assert all("Rolesite" not in title for title in long), long


def test_every_public_page_names_itself_and_the_feed(heads: dict[str, PageHead]) -> None:
    for path, page in heads.items():
        assert page.canonical == f"http://testserver{path}"
        assert page.feeds == ["/changes/feed/"]
        assert page.robots == ""


def test_a_comparison_the_other_way_round_names_the_one_address(
    client: Client, snapshot: Snapshot
) -> None:
    swapped = head(client, "/compare/technical-project-manager/project-manager/")
    assert swapped.canonical == swapped.shared["og:url"] == f"http://testserver{COMPARE}"
    assert swapped.shared["og:image"].endswith(f"/share{COMPARE[:-1]}.png")


def test_addresses_come_from_the_settings_and_never_from_a_forged_host(
    client: Client, snapshot: Snapshot, settings: Settings
) -> None:
    settings.SITE_URL = "https://rolesite.example"
    page = head(client, PM)
    assert page.canonical == page.shared["og:url"] == f"https://rolesite.example{PM}"
    assert page.shared["og:image"].startswith("https://rolesite.example/share/")
    (crumbs,) = page.of_type("BreadcrumbList")
    assert crumbs["itemListElement"][0]["item"] == "https://rolesite.example/"
    for path in ("/sitemap.xml", "/changes/feed/", "/robots.txt"):
        body = client.get(path).content.decode()
        assert "https://rolesite.example/" in body
        assert "testserver" not in body


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Short", "Short · Rolesite"),
        ("x" * 49, "x" * 49 + " · Rolesite"),
        ("x" * 50, "x" * 50),
        ("x" * 70, "x" * 70),
        ("Rolesite", "Rolesite"),
        ("R&D &amp; more", "R&amp;D &amp;amp; more · Rolesite"),
    ],
)
def test_a_title_carries_the_sites_name_while_it_stays_short(title: str, shown: str) -> None:
    source = (
        "{% load head %}{% keep as kept %}\n{{ title }}\n{% endkeep %}{{ kept|with_site_name }}"
    )
    assert Template(source).render(Context({"title": title})) == shown


def test_a_misspelt_keep_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="keep"):
        Template("{% load head %}{% keep in x %}{% endkeep %}")


# ------------------------------------------------------------------ sharing


def test_every_public_page_has_what_a_preview_shows(
    client: Client, heads: dict[str, PageHead]
) -> None:
    for path, page in heads.items():
        shared = page.shared
        assert shared["og:title"]
        assert page.title.startswith(shared["og:title"])
        assert shared["og:description"] == page.description
        assert shared["og:url"] == page.canonical
        assert shared["og:type"] == "website"
        assert shared["og:image:alt"] == f"Rolesite: {shared['og:title']}"
        assert shared["twitter:card"] == "summary_large_image"
        picture = client.get(shared["og:image"].removeprefix("http://testserver"))
        assert picture.headers["Content-Type"] == shared["og:image:type"] == "image/png", path
        size = Image.open(io.BytesIO(picture.content)).size
        declared = shared["og:image:width"], shared["og:image:height"]
        assert size == tuple(map(int, declared)) == (1200, 630)
    pictures = [heads[path].shared["og:image"] for path in ("/", PM, TPM, COMPARE)]
    assert len(set(pictures)) == 4


# ------------------------------------------------------------------ data for search engines


def test_all_structured_data_is_what_schema_org_asks_for(heads: dict[str, PageHead]) -> None:
    for page in heads.values():
        for block in page.data:
            assert_valid(block)
    assert len(heads["/"].of_type("WebSite")) == 1
    (asked,) = heads["/questions/"].data
    assert asked["@type"] == "FAQPage"
    for path in (PM, TPM):
        assert {block["@type"] for block in heads[path].data} == {
            *("Occupation", "FAQPage", "BreadcrumbList")
        }


def test_a_role_is_described_by_what_its_page_says(
    heads: dict[str, PageHead], snapshot: Snapshot
) -> None:
    page = heads[PM]
    (occupation,) = page.of_type("Occupation")
    role = snapshot.role("project-manager")
    assert role is not None
    assert occupation["name"] == "Project Manager"
    assert occupation["occupationalCategory"] == "13-1082.00"
    assert len(occupation["responsibilities"]) == len(role.responsibilities)
    assert occupation["qualifications"] == [each.title for each in role.qualifications]
    said = " ".join(page.text.split())
    for text in (*occupation["qualifications"], *occupation["skills"]):
        assert text.lower() in said.lower()
    assert occupation["estimatedSalary"] == [
        {
            "@type": "MonetaryAmountDistribution",
            "name": "Median pay, United States, May 2024",
            "currency": "USD",
            "duration": "P1Y",
            "median": 100_750,
        }
    ]
    assert occupation["occupationLocation"] == [{"@type": "Country", "name": "United States"}]
    assert "100,750" in said


def test_only_a_median_is_handed_on_as_the_pay_of_a_role(
    heads: dict[str, PageHead], snapshot: Snapshot
) -> None:
    """An average of other people, or the least that may be paid, is no usual pay."""
    role = snapshot.role("technical-project-manager")
    assert role is not None
    assert [f.measure for f in role.facts if f.kind is FactKind.PAY] == [PayMeasure.LOWEST]
    (occupation,) = heads[TPM].of_type("Occupation")
    assert not {"estimatedSalary", "occupationLocation"} & set(occupation)


def test_no_page_claims_a_check_that_was_not_made(heads: dict[str, PageHead]) -> None:
    for path, page in heads.items():
        assert not re.search(r"checked on \d", page.text, re.IGNORECASE), path


def test_questions_are_marked_only_where_the_page_shows_them(
    heads: dict[str, PageHead], snapshot: Snapshot
) -> None:
    for path, page in heads.items():
        said = " ".join(page.text.split())
        for block in page.of_type("FAQPage"):
            for question in block["mainEntity"]:
                assert " ".join(question["name"].split()) in said, path
                assert question["acceptedAnswer"]["text"][:40] in said, path


def test_a_role_that_says_little_has_only_what_is_true(snapshot: Snapshot) -> None:
    bare = snapshot.roles.roles[0].model_copy(
        update=dict.fromkeys(
            ("responsibilities", "qualifications", "soft_skills", "interview_questions", "facts"),
            (),
        )
        | {"requirements": ()}
    )
    assert isinstance(bare, RoleValue)
    (occupation,) = role_data(snapshot.roles, bare)
    assert set(occupation) == {"@context", "@type", "name", "alternateName", "description"}


def test_breadcrumbs_are_seen_as_they_are_said(heads: dict[str, PageHead]) -> None:
    with_crumbs = {path: page for path, page in heads.items() if page.of_type("BreadcrumbList")}
    assert {PM, TPM, COMPARE, "/certificates/which/", "/certificates/choose/"} <= set(with_crumbs)
    for page in with_crumbs.values():
        (crumbs,) = page.of_type("BreadcrumbList")
        *above, current = crumbs["itemListElement"]
        assert [each["position"] for each in crumbs["itemListElement"]] == list(
            range(1, len(above) + 2)
        )
        assert "item" not in current
        for each in above:
            assert each["item"].removeprefix("http://testserver") in heads
        names = [each["name"] for each in crumbs["itemListElement"]]
        assert "".join("".join(names).split()) in "".join(page.text.split())


def test_data_can_never_end_its_block() -> None:
    evil = {"name": "</script><!-- <script>alert('&')//", "line": "a\u2028b"}
    block = Template("{% load head %}{{ data|json_ld }}").render(Context({"data": evil}))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search(r"[<>&\u2028]", inside)
    assert PageHead(block).data == [evil]


# ------------------------------------------------------------------ personal pages


def test_personal_pages_show_only_the_sites_own_picture(client: Client, published: Edition) -> None:
    paths, tokens = personal_paths()
    for path in [*paths, "/search/?q=risk"]:
        page = head(client, path)
        assert page.canonical == "", path
        assert page.feeds == []
        assert page.data == []
        assert {name.partition(":")[0] for name in page.shared} == {"og", "twitter"}
        assert {name for name in page.shared if not name.startswith("og:image")} == {"twitter:card"}
        assert page.shared["og:image"] == "http://testserver/share/site.png"
        assert page.shared["og:image:alt"] == "Rolesite"
        assert not [token for token in tokens if token in str(page.shared)]


# ------------------------------------------------------------------ valid HTML


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, snapshot: Snapshot) -> None:
    searches = [
        "",
        "stakholder managment",
        "xylophon",
        "a",
        "word " * 40,
        "xyzzy budget",
        "<b>&\"'",
    ]
    pages = [(words or "empty", client.get("/search/", {"q": words}).content) for words in searches]
    pages += [
        (path, client.get(path).content)
        for path in ("/changes/", "/", "/questions/", PM, TPM, COMPARE)
    ]
    assert_valid_html(pages)


@pytest.mark.services
@pytest.mark.once
def test_the_pages_before_the_first_edition_are_valid_html(client: Client, db: None) -> None:
    assert_valid_html([(p, client.get(p).content) for p in ("/changes/", "/search/?q=risk", "/")])

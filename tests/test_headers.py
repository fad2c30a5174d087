"""What holds for every response: who may keep it, what it may load, which methods it knows."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from roles.models import Edition, Role
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot
from rolesite.operations.middleware import FORM_METHODS
from tests.editions import PUBLISHED_AT
from tests.personal_pages import personal_paths
from tests.read_only import somebody_else_writes
from web.public_pages import kept_pages

PUBLIC = [
    "/",
    "/how-it-works/",
    "/how-it-works/method/",
    "/roles/",
    "/roles/project-manager/",
    "/roles/technical-project-manager/",
    "/compare/project-manager/technical-project-manager/",
    "/changes/",
]
PM, TPM = "project-manager", "technical-project-manager"
ALL_PUBLIC = [
    *PUBLIC,
    "/certificates/",
    "/certificates/which/",
    "/certificates/choose/",
    "/certificates/{certificate}/",
    "/how-technical/",
    "/two-chairs/",
    "/roles/neighbours/",
    "/questions/",
    "/changes/feed/",
    "/sitemap.xml",
    "/llms.txt",
    "/roles/{pm}.md",
    "/share/site.png",
    "/share/roles/{pm}.png",
    "/share/compare/{pair}.png",
    "/share/answers/{pm}.png",
    "/schemas/account-1.json",
    "/schemas/result-1.json",
]
# Besides the edition: what was counted, the figures of questions and of people, and all editions.
OTHER_QUERIES = {"/how-it-works/method/": 5, "/changes/": 1, "/changes/feed/": 1}
# A block that no browser runs: data for search engines.
DATA = ' type="application/ld\\+json">'


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_can_be_kept_by_any_cache(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"].startswith("public, max-age=")
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in page.content
    assert "X-Robots-Tag" not in page.headers


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_not_sent_again_until_the_next_edition(
    client: Client, draft: Edition, path: str
) -> None:
    etag = client.get(path).headers["ETag"]
    unchanged = client.get(path, headers={"if-none-match": f'"other", W/{etag}'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == etag

    Role.objects.filter(slug="project-manager").update(summary="A new line.")
    publish(note="Shorter.", author=None, now=PUBLISHED_AT)
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_seen_before_costs_one_query(
    client: Client, snapshot: Snapshot, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(path).content
    # One page also shows what was counted since, and asks whether that is more.
    with django_assert_num_queries(2 if path == "/how-it-works/method/" else 1):
        again = client.get(path)
    assert again.content == first


@pytest.mark.parametrize("path", ALL_PUBLIC)
def test_a_public_page_that_is_made_asks_which_edition_is_current_once(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    """So no publishing in between can mix two editions on one page."""
    path = path.format(pair=f"{PM}/{TPM}", pm=PM, certificate=snapshot.roles.certifications[0].slug)
    client.get("/")  # the edition is parsed once a process
    kept_pages.clear()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.headers["Cache-Control"].startswith("public, max-age=")
    assert len(queries) == 1 + OTHER_QUERIES.get(path, 0)


def test_a_page_shows_one_edition_also_when_another_is_published_meanwhile(
    client: Client, draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published_meanwhile(*args: Any) -> str:
        if Edition.objects.count() == 1:  # a page may ask twice
            with somebody_else_writes():
                Role.objects.filter(slug=PM).update(summary="A new line.")
                publish(note="Shorter.", author=None, now=PUBLISHED_AT)
        return "about 10 minutes"

    monkeypatch.setattr("rolesite.pages.context.quiz_time", published_meanwhile)
    page = client.get("/")
    assert b"A new line." not in page.content
    assert page.headers["ETag"].startswith(f'"{draft.number}-')
    monkeypatch.undo()
    assert b"A new line." in client.get("/").content


@pytest.mark.parametrize("path", ["/", "/how-it-works/", "/how-it-works/method/", "/changes/"])
def test_before_the_first_edition_pages_say_so_and_ask_no_more(
    client: Client, db: None, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        page = client.get(path)
    assert page.status_code == 200
    assert page.headers["ETag"].startswith('"0-')


def test_a_signed_in_editor_gets_the_same_public_page(
    client: Client, snapshot: Snapshot, admin_user: User
) -> None:
    anonymous = client.get("/").content
    kept_pages.clear()
    client.force_login(admin_user)
    assert client.get("/").content == anonymous


def test_public_pages_go_on_while_the_database_is_away(
    client: Client, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/").content
    monkeypatch.setattr(Edition.objects, "order_by", away, raising=False)
    assert client.get("/").content == before


def away(*args: object, **kwargs: object) -> None:
    raise OperationalError("gone")


def test_a_page_that_needs_the_database_says_when_to_come_back(
    client: Client, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolesite.pages.sitemap.render", away)
    page = client.get("/robots.txt")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "2"
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "still saved" in page.content.decode()


@pytest.mark.parametrize(
    "path", [*PUBLIC, "/nothing/", "/account/sign-in/", "/admin/login/", "/robots.txt"]
)
def test_no_page_may_load_or_run_anything_foreign_or_inline(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    page = client.get(path)
    policy = page.headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["report-uri"] == "/csp-report"
    assert "unsafe" not in policy
    assert ("require-trusted-types-for" in directives) == (not path.startswith("/admin"))
    if path not in ("/robots.txt", "/admin/login/"):
        html = page.content.decode()
        assert not re.search(rf"<style|\sstyle=|\son\w+=|<script(?!{DATA}|[^>]*\ssrc=)", html)
        assert not re.search(
            r"""(?:src|href)=["']?(?:https?:)?//(?!testserver)[^"']*\.(?:js|css)""", html
        )


def test_a_personal_page_is_kept_by_nobody_found_by_nobody_and_sets_no_cookie(
    client: Client, published: Edition
) -> None:
    paths, _ = personal_paths()
    for path in [*paths, "/rate/abc/", "/results/abc/", "/shared/abc/"]:
        page = client.get(path)
        assert page.headers["Cache-Control"] == "no-store, private", path
        assert "noindex" in page.headers["X-Robots-Tag"], path
        assert not page.cookies, path
        html = page.content.decode()
        assert not re.search(rf"<style|\sstyle=|\son\w+=|<script(?!{DATA}|[^>]*\ssrc=)", html), path


@pytest.mark.parametrize("path", ["/", "/nothing/", "/account/sign-in/", "/admin/login/"])
def test_every_response_carries_the_security_headers(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    # Not "no-referrer": a form would then be sent with "Origin: null" and be refused.
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_desk_is_kept_by_nobody(client: Client, db: None) -> None:
    page = client.get("/admin/login/")
    assert "no-store" in page.headers["Cache-Control"]
    assert "private" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_unknown_methods_are_refused(client: Client, db: None, method: str) -> None:
    answer = client.generic(method, "/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/roles/role/", "/admin/history/", "/admin/nothing/", "/account/sign-in/"],
)
def test_a_page_with_forms_takes_forms_only(admin_client: Client, path: str, method: str) -> None:
    for client in (admin_client, Client(enforce_csrf_checks=True)):
        answer = client.generic(method, path)
        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", ")) <= set(FORM_METHODS)


@pytest.mark.parametrize("path", PUBLIC[:-1])
def test_a_public_page_is_only_for_reading(client: Client, snapshot: Snapshot, path: str) -> None:
    assert client.post(path, {"x": "1"}).status_code in (403, 405)


def test_a_foreign_host_name_is_refused(client: Client, snapshot: Snapshot) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_robots_may_read_everything_but_the_desk(client: Client, db: None) -> None:
    assert client.get("/robots.txt").content == (
        b"User-agent: *\nDisallow: /admin/\n\nSitemap: http://testserver/sitemap.xml\n"
    )

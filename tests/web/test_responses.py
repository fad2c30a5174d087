"""How requests end: each ending is made in one place, so that none lacks its headers."""

import ast
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from web.own_site import own_site_only
from web.responses import private_unless_public, see_other, too_many, unavailable

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("web", "roles", "assessments", "rolesite")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path != ROOT / "web" / "responses.py"
]


def test_only_one_module_makes_these_endings() -> None:
    """A 303, a 429 or a 503, and the headers that go with it, come from ``web.responses``."""
    theirs = {303, 429, 503, "Retry-After", "no-store, private"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and not isinstance(node.value, (bool, float))
        and node.value in theirs
    ]
    assert found == []


def test_unavailable_says_when_to_come_back() -> None:
    page = unavailable(HttpResponse("later"))
    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert unavailable(HttpResponse(), seconds=60).headers["Retry-After"] == "60"


def test_a_page_that_turns_out_to_be_gone_stays_so() -> None:
    assert unavailable(HttpResponse(status=410)).status_code == 410


def test_too_many_says_when_to_come_back() -> None:
    page = too_many(HttpResponse("later"), seconds=5)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "5")


@pytest.mark.parametrize(
    ("to", "fragment", "address"),
    [("roles:list", "", "/roles/"), ("roles:list", "x", "/roles/#x"), ("/a/#b", "", "/a/#b")],
)
def test_see_other_takes_a_view_or_an_address(to: str, fragment: str, address: str) -> None:
    response = see_other(to, fragment=fragment)
    assert (response.status_code, response.headers["Location"]) == (303, address)


def test_see_other_completes_the_address() -> None:
    assert see_other("roles:role", "a", fragment="b").headers["Location"] == "/roles/a/#b"


def test_only_what_says_so_is_public() -> None:
    private, public = HttpResponse(), HttpResponse(headers={"Cache-Control": "public, max-age=1"})
    private_unless_public(private)
    private_unless_public(public)
    assert private.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in private.headers["X-Robots-Tag"]
    assert public.headers["Cache-Control"] == "public, max-age=1"
    assert "X-Robots-Tag" not in public.headers


@pytest.mark.parametrize("path", ["/nothing/", "/account/", "/csp-report"])
def test_whatever_no_view_calls_public_is_kept_by_nobody(
    client: Client, db: None, path: str
) -> None:
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "no-store, private"
    assert "noindex" in headers["X-Robots-Tag"]


def test_a_write_of_a_foreign_page_is_refused_and_ours_needs_no_token() -> None:
    view = own_site_only(lambda request: HttpResponse(status=403))(lambda request: HttpResponse())
    post = RequestFactory().post
    assert view(post("/", headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert view(post("/", headers={"sec-fetch-site": "same-origin"})).status_code == 200
    assert view.csrf_exempt  # type: ignore[attr-defined]

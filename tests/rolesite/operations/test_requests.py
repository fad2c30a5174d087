"""What is refused before any view sees it, and how error pages and logs look."""

from __future__ import annotations

import logging
import math
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.core.exceptions import DisallowedHost
from django.core.mail import EmailMessage
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from roles.models import Edition
from rolesite.operations.logs import ErrorMail, MaskPrivateLinks, masked
from rolesite.operations.middleware import LARGEST_BODY, BodySizeMiddleware
from tests.desk import signed_in


def refused(path: str = "/quiz/", **meta: Any) -> int:
    def read(request: Any) -> Any:
        raise AssertionError("The body would be read.")

    request = RequestFactory().post(path)
    request.META |= meta
    response = BodySizeMiddleware(read)(request)
    assert isinstance(response, HttpResponseBase)
    return response.status_code


def test_a_body_is_refused_by_its_length_before_it_is_read() -> None:
    assert refused(CONTENT_LENGTH=str(LARGEST_BODY + 1)) == 413
    assert refused(CONTENT_LENGTH="9" * 5000) == 413
    assert refused(HTTP_TRANSFER_ENCODING="chunked") == 411
    assert refused(CONTENT_LENGTH="-1") == refused(CONTENT_LENGTH="x") == 400
    with pytest.raises(AssertionError, match="would be read"):
        refused("/admin/roles/edition/content/", CONTENT_LENGTH=str(LARGEST_BODY + 1))
    with pytest.raises(AssertionError, match="would be read"):
        refused(CONTENT_LENGTH="")


def get_only_addresses() -> list[str]:
    """Return addresses that allow only GET and need no argument."""
    found = []
    for each in get_resolver().url_patterns:
        for pattern in each.url_patterns if isinstance(each, URLResolver) else [each]:
            path = str(getattr(each, "pattern", "")) * isinstance(each, URLResolver)
            full = f"/{path}{pattern.pattern}"
            if isinstance(pattern, URLPattern) and "<" not in full and "admin" not in full:
                found.append(full)
    return found


@pytest.mark.django_db
def test_what_may_only_be_looked_at_answers_a_form_with_405() -> None:
    """Check this without a token too: 403 would send people to look for what is not there."""
    client = Client(enforce_csrf_checks=True)
    statuses = {path: client.post(path, {"a": "b"}).status_code for path in get_only_addresses()}
    assert statuses["/"] == statuses["/roles/"] == statuses["/search/"] == 405
    assert statuses["/robots.txt"] == statuses["/compare/"] == 405
    own = signed_in()
    own.handler.enforce_csrf_checks = True
    assert own.post("/search/").status_code == 405
    for path in ("/account/sign-in/", "/admin/login/"):  # their forms carry a token
        assert {client.generic(name, path).status_code for name in ("PUT", "DELETE")} == {405}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/quiz/", "/account/sign-in/", "/admin/login/"])
def test_a_form_that_cannot_be_read_is_a_bad_request(path: str, published: Edition) -> None:
    client = Client(raise_request_exception=False)
    for kind in ("multipart/form-data", "multipart/form-data; boundary=\xff"):
        page = client.generic("POST", path, b"x", kind)
        assert page.status_code in ((404,) if path == "/nothing/" else (400, 403, 303)), kind
        assert page.headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/quiz/", "/account/sign-in/", "/admin/login/"])
@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "base64", "idna"])
def test_a_form_in_another_character_set_is_a_bad_request(
    path: str, charset: str, published: Edition
) -> None:
    client = Client(raise_request_exception=False)
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--b--\r\n'
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
        page = client.generic("POST", path, part, f"{kind}; charset={charset}")
        assert page.status_code == 400, kind
    in_utf_8 = client.post("/quiz/", "a=b", "application/x-www-form-urlencoded; charset=UTF-8")
    assert in_utf_8.status_code == 303


@pytest.mark.django_db
def test_error_pages_are_kept_by_nobody(caplog: pytest.LogCaptureFixture) -> None:
    page = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "Content-Security-Policy" in page.headers
    assert Client().get("/nothing/").headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("logger", "status", "is_one_line"),
    [
        ("django.security.DisallowedHost", 400, True),
        ("django.request", 400, True),  # a form that cannot be read
        ("django.request", 500, False),
    ],
)
def test_what_a_visitor_sent_badly_is_one_line_in_the_log(
    logger: str, status: int, is_one_line: bool
) -> None:
    try:
        raise DisallowedHost("Invalid HTTP_HOST header: 'evil.example'.")
    except DisallowedHost as error:
        record = logging.LogRecord(
            logger, logging.ERROR, "", 0, str(error), (), (type(error), error, error.__traceback__)
        )
    record.status_code = status
    assert MaskPrivateLinks().filter(record)
    assert ("\n" not in logging.Formatter().format(record)) == is_one_line


URL_SAFE = st.text("ABCxyz019_-~%.", min_size=1, max_size=60)


@given(st.sampled_from(["quiz", "results", "rate", "shared", "Quiz"]), URL_SAFE, URL_SAFE)
def test_whatever_follows_a_personal_address_is_masked(kind: str, token: str, more: str) -> None:
    for text in (
        f'"GET /{kind}/{token} HTTP/1.1" 200',
        f"Not Found: /{kind}/{token}/{more}",
        f"<WSGIRequest: GET '/{kind}//{token}/plan/?x=1'>",
        f"Referer: https://rolesite.example/{kind}/{token}/{more}",
    ):
        said = masked(text)
        assert f"/{token}" not in said
        assert "[private-link]" in said
    said = masked(f'"GET /admin/login/?next=%2f{kind}%2F{token}%2Fplan%2F&ended=yes HTTP/1.1" 302')
    assert "[private-link]&ended=yes" in said
    assert f"2F{token}" not in said
    assert masked(f'"GET /{kind}/ HTTP/1.1" 200') == f'"GET /{kind}/ HTTP/1.1" 200'


@pytest.mark.usefixtures("published")
def test_an_error_is_sent_by_mail_without_what_the_visitor_sent_and_not_too_often(
    client: Client, mailoutbox: list[EmailMessage], settings: LazySettings
) -> None:
    settings.ADMINS = [("", "operator@rolesite.example")]
    token = "A" * 43
    client.raise_request_exception = False
    handlers = logging.getLogger("django").handlers
    (handler,) = (each for each in handlers if isinstance(each, ErrorMail))
    handler.sent_at = -math.inf
    with patch("rolesite.pages.home.render", side_effect=ZeroDivisionError(f"/quiz/{token}/")):
        for _ in range(3):
            client.get("/how-it-works/", {"private": "kept"}, headers={"cookie": "a=secret"})
    (mail,) = mailoutbox
    assert mail.to == ["operator@rolesite.example"]
    assert "ZeroDivisionError" in mail.body
    for secret in (token, "kept", "secret"):
        assert secret not in f"{mail.subject} {mail.body}"

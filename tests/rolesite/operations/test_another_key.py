"""Another secret key, and cookies that we never made: somebody is not known, and nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http.cookie import parse_cookie
from django.test import Client
from django.utils import timezone

from rolesite.staff.second_factor.factors import accept, app_code, enrol, new_secret

pytestmark = pytest.mark.django_db
PATHS = ("/admin/", "/account/", "/account/sign-in/", "/account/keep/confirm/")


def code_now(secret: str) -> str:
    return app_code(secret, int(timezone.now().timestamp()) // 30)


def test_a_second_factor_opens_with_a_key_of_before_and_else_is_wrong(settings: Any) -> None:
    ada, secret = User.objects.create_user("ada", is_staff=True), new_secret()
    [spare, *_] = enrol(user=ada, secret=secret)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of more than fifty characters " * 2
    for code in (code_now(secret), spare):
        assert not accept(user=ada, code=code, now=timezone.now())
    settings.SECRET_KEY_FALLBACKS = [old]
    assert accept(user=ada, code=code_now(secret), now=timezone.now())
    assert accept(user=ada, code=spare, now=timezone.now())


@pytest.mark.parametrize("path", PATHS)
def test_a_session_of_another_key_is_none(path: str, settings: Any) -> None:
    client = Client()
    client.force_login(User.objects.create_user("ada", is_staff=True))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another " * 10, []
    assert client.get(path).status_code in (200, 302, 404)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "cookie", ['"\\000"', "a" * 5000, '"\\377"', "x; csrftoken=\u00ff", "0" * 32, "../../etc"]
)
def test_cookies_that_nobody_made_are_no_cookies(path: str, cookie: str) -> None:
    client = Client()
    for name, value in parse_cookie(f"sessionid={cookie}").items():
        client.cookies[name] = value
    header = f"sessionid={cookie}".encode().decode("latin-1")
    assert Client().get(path, headers={"Cookie": header}).status_code in (200, 302, 404)
    assert client.get(path).status_code in (200, 302, 404)

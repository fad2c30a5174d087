"""Every address of an account: whom it opens for, and that nobody else may keep it."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from assessments.models import Attempt
from roles.models import Edition
from rolesite.account.urls import urlpatterns
from tests.assessments.factories import finished
from tests.assessments.sheets import technical
from tests.desk import signed_in
from tests.html_validity import assert_valid_html
from tests.rolesite.visitors import ADA, BEN, CODE, CONFIRM, KEEP, SIGN_IN, SignIn, code_in, keep

pytestmark = pytest.mark.django_db


# --- who may open what ---
# For each address: what a GET and a bare POST answer to nobody, another visitor, the owner, staff.
MATRIX = {
    "account": ((302, 405), (200, 405), (200, 405), (403, 405)),
    "account_login": ((200, 422), (302, 302), (302, 302), (403, 403)),
    "account_confirm_login_code": ((302, 302),) * 4,
    "account_logout": ((302, 200), (302, 200), (302, 200), (302, 302)),
    "account_keep": ((302, 302),) * 4,
    "account_confirm_keep": ((404, 404),) * 4,
    "account_release": ((302, 302), (404, 302), (200, 302), (403, 403)),
    "account_over_time": ((302, 302), (302, 302), (302, 302), (403, 403)),
    "account_export": ((302, 405), (200, 405), (200, 405), (403, 405)),
    "account_delete": ((302, 302), (200, 302), (200, 302), (403, 403)),
    "account_deleted": ((200, 405),) * 4,
}


@pytest.mark.parametrize("name", MATRIX)
def test_every_address_opens_for_those_it_is_for(
    published: Edition, sign_in: SignIn, name: str
) -> None:
    assert {pattern.name for pattern in urlpatterns} == set(MATRIX)
    owner, other = sign_in(ADA), sign_in(BEN)
    keep(owner, finished(technical()))
    number = Attempt.objects.get().pk
    address = reverse(name, args=[number] if name == "account_release" else [])
    clients = (Client(), other, owner, signed_in("staff"))
    got = tuple(client.get(address).status_code for client in clients)
    assert got == tuple(get for get, _ in MATRIX[name])
    for verb in ("put", "delete", "patch"):
        for client in clients:
            assert getattr(client, verb)(address).status_code == 405, verb
    assert Attempt.objects.get().owner is not None
    got = tuple(client.post(address).status_code for client in clients)
    assert got == tuple(post for _, post in MATRIX[name])


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(
    published: Edition, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    token = finished(technical())
    pages = [("sign in", client.get(SIGN_IN)), ("wrong", client.post(SIGN_IN, {"email": "x"}))]
    client.post(KEEP, {"token": token})
    client.post(SIGN_IN, {"email": ADA})
    pages.append(("code", client.get(CODE)))
    client.post(CODE, {"code": code_in(mailoutbox[-1])})
    pages.append(("keep", client.get(CONFIRM)))
    client.post(CONFIRM)
    pages += [(path, client.get(path)) for path in ("/account/?kept=yes", "/account/delete/")]
    pages.append(
        ("release", client.get(reverse("account_release", args=[Attempt.objects.get().pk])))
    )
    pages.append(("nothing", client.get(CONFIRM)))
    client.post("/account/delete/")
    pages.append(("deleted", client.get("/account/deleted/")))
    assert_valid_html([(name, page.content) for name, page in pages])


# --- addresses --------------------------------------------------------------------------------
def test_account_pages_are_kept_by_nobody_and_found_by_nobody(
    published: Edition, sign_in: SignIn
) -> None:
    client = sign_in()
    for path in ("/account/", "/account/delete/", "/account/export.json", SIGN_IN, CODE, CONFIRM):
        for each in (client, Client()):
            headers = each.get(path).headers
            assert headers["Cache-Control"] == "no-store, private", path
            assert "noindex" in headers["X-Robots-Tag"], path


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "login/",
        "email/",
        "password/change/",
        "password/reset/",
        "2fa/",
        "reauthenticate/",
    ],
)
def test_no_other_page_of_allauth_is_reachable(client: Client, path: str) -> None:
    for start in ("/account/", "/accounts/", "/"):
        assert client.get(f"{start}{path}").status_code == 404

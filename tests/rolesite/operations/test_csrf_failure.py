"""A form with an old token is not lost, and one from another site gets nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from assessments.models import Step
from roles.models import Edition
from tests.assessments.pages import text_of
from tests.desk import screen, signed_in

PASSWORD = "a password for tests"


def strict(client: Client) -> Client:
    """Return the same browser, whose forms need their token."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client.cookies
    return browser


def fields(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in page.context["fields"]:
        found.setdefault(name, []).append(value)
    return found


def test_what_was_typed_before_signing_in_in_another_tab_is_sent_again(draft: Edition) -> None:
    first = signed_in()
    step = Step.objects.all()[0]
    address = reverse("admin:assessments_step_change", args=[step.pk])
    data = screen(first, address) | {"title": "Typed before the token changed"}
    browser = strict(first)
    page = browser.post(address, data)
    assert page.status_code == 403
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "still here" in text_of(page)
    again = fields(page) | {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert browser.post(address, again).status_code == 302
    step.refresh_from_db()
    assert step.title == "Typed before the token changed"


def test_a_second_click_on_sign_in_is_told_calmly_and_shows_no_password(db: None) -> None:
    User.objects.create_user("ada", password=PASSWORD, is_staff=True)
    page = Client(enforce_csrf_checks=True).post(
        "/admin/login/", {"username": "ada", "password": PASSWORD}
    )
    assert page.status_code == 403
    assert "Please try again" in text_of(page)
    assert PASSWORD not in page.content.decode()


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_a_form_from_another_site_is_not_offered_to_be_sent(
    draft: Edition, headers: dict[str, str]
) -> None:
    browser = strict(signed_in())
    page = browser.post("/admin/typed/", {"bait": "taken"}, headers=headers)
    assert page.status_code == 403
    assert "taken" not in page.content.decode()
    assert "did not come from this site" in text_of(page)


def test_no_cookie_is_set_where_none_is_set(draft: Edition) -> None:
    for path in ("/", "/roles/", "/search/"):
        page = Client(enforce_csrf_checks=True).post(path, {"a": "b"})
        assert page.status_code == 405, path
        assert not page.cookies, path

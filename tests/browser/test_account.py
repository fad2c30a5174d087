"""A visitor's account in a real browser: sign in by a code, keep a result, take it out again."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import result_path
from tests.assessments.sheets import technical
from tests.browser.accessibility import assert_accessible
from tests.rolesite.visitors import code_in

ADDRESS = "ada.lovelace.with.a.long.name@a-rather-long-domain-name.example.org"

pytestmark = pytest.mark.django_db(transaction=True)


def looks_right(page: Page) -> None:
    assert_accessible(page)


def sign_in(page: Page) -> None:
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the e-mail").fill(code_in(mail.outbox[-1]))
    page.get_by_role("button", name="Sign in").click()


def test_every_page_of_an_account_is_accessible_and_fits_the_window(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    page.goto("/account/sign-in/")
    looks_right(page)
    page.get_by_label("Your e-mail address").fill("nobody")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right(page)
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    looks_right(page)
    page.get_by_label("Code from the e-mail").fill("BBBB-BBBB")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right(page)
    page.get_by_label("Code from the e-mail").fill(code_in(mail.outbox[-1]))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="No result yet")).to_be_visible()
    looks_right(page)
    page.goto(result_path(finished(technical())))
    page.get_by_role("button", name="Keep this result in an account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keep this result")
    looks_right(page)
    page.get_by_role("button", name="Keep it here").click()
    expect(page.get_by_text("It is kept here now.")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Take it out").click()
    looks_right(page)
    page.goto("/account/delete/")
    looks_right(page)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is gone")
    looks_right(page)
    page.goto("/account/keep/confirm/")
    looks_right(page)
    page_errors[:] = [f for f in page_errors if "422" not in f and "404" not in f]


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.postgres
def test_without_a_script_a_result_is_kept_and_found_again(page: Page, published: Edition) -> None:
    token = finished(technical())
    page.goto(result_path(token))
    page.get_by_role("button", name="Keep this result in an account").click()
    sign_in(page)
    page.get_by_role("button", name="Keep it here").click()
    headline = "Better match: Technical Project Manager."
    page.get_by_role("link", name=headline, exact=True).click()
    assert page.url.endswith(result_path(token))
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.goto("/account/")
    expect(page.get_by_label("Your e-mail address")).to_be_visible()


def test_by_keyboard_alone_a_result_is_kept(page: Page, published: Edition) -> None:
    page.goto(result_path(finished(technical())))
    page.get_by_role("button", name="Keep this result in an account").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your e-mail address")).to_be_visible()
    page.get_by_label("Your e-mail address").focus()
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code from the e-mail")).to_be_visible()
    page.get_by_label("Code from the e-mail").focus()
    page.keyboard.type(code_in(mail.outbox[-1]))
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Keep it here")
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("It is kept here now.")).to_be_visible()


def test_public_pages_and_results_get_no_cookie_also_after_signing_in(
    page: Page, published: Edition
) -> None:
    token = finished(technical())
    page.goto(result_path(token))
    page.goto("/")
    assert page.context.cookies() == []
    page.goto(result_path(token))
    page.get_by_role("button", name="Keep this result in an account").click()
    sign_in(page)
    before = {each["name"]: each["value"] for each in page.context.cookies()}
    assert set(before) == {"sessionid", "csrftoken"}
    for path in ("/", "/quiz/", result_path(token)):
        answer = page.request.get(path)
        assert "set-cookie" not in answer.headers, path
    assert {each["name"]: each["value"] for each in page.context.cookies()} == before

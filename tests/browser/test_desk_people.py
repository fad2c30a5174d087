"""Signing in at the desk in two steps, and its history, in a real browser."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from roles.models import Role
from rolesite.staff.groups import GROUPS, make_groups
from rolesite.staff.second_factor.factors import app_code
from rolesite.staff.second_factor.session import IDLE_SECONDS, SEEN
from tests.browser.accessibility import assert_accessible
from tests.editions import publish_seed_content

PASSWORD = "only-for-this-test"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page) -> Page:
    publish_seed_content()
    make_groups()
    user = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=GROUPS))
    return page


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def looks_right(page: Page) -> None:
    assert_accessible(page)


def code(secret: str, later: int = 0) -> str:
    return app_code(secret, int(time.time()) // 30 + later)


def test_a_second_factor_is_set_up_and_asked_for_from_then_on(
    desk: Page, page_errors: list[str]
) -> None:
    desk.goto("/admin/login/")
    looks_right(desk)
    sign_in(desk)
    desk.goto("/admin/second-factor/")
    looks_right(desk)
    desk.get_by_role("link", name="Set it up").click()
    desk.get_by_text("No camera? Type the key").click()
    looks_right(desk)
    secret = desk.locator(".desk-key").inner_text().replace(" ", "")
    desk.get_by_label("Code from the app").fill("000000")
    desk.get_by_role("button", name="Set it up").click()
    expect(desk.get_by_role("alert")).to_contain_text("That code is not right")
    looks_right(desk)
    desk.get_by_label("Code from the app").fill(code(secret))
    desk.get_by_role("button", name="Set it up").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your spare codes")
    assert desk.locator(".desk-codes li").count() == 10
    looks_right(desk)
    desk.get_by_role("link", name="I have saved them").click()
    expect(desk.get_by_text("10 spare codes are left")).to_be_visible()
    looks_right(desk)
    desk.get_by_role("button", name="Sign out").click()
    sign_in(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Second step")
    looks_right(desk)
    # The field has the focus: digits and Enter are all it takes.
    desk.keyboard.type(code(secret))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="What would you like to change?")).to_be_visible()


def test_the_history_tells_a_change_and_is_accessible(desk: Page, page_errors: list[str]) -> None:
    sign_in(desk)
    role = Role.objects.get(slug="project-manager")
    desk.goto(f"/admin/roles/role/{role.pk}/change/")
    desk.locator("#requirements-0").get_by_label("Importance").fill("2.5")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.goto("/admin/")
    looks_right(desk)
    desk.get_by_role("link", name="All activity").click()
    expect(desk.get_by_text("Importance: ").first).to_contain_text("→ 2.5.")
    expect(desk.get_by_text("Signed in with a password.")).to_be_visible()
    looks_right(desk)
    desk.get_by_label("What").select_option("content")
    desk.get_by_role("button", name="Show").click()
    expect(desk.get_by_text("Signed in with a password.")).to_have_count(0)
    desk.goto("/admin/history/?kind=people&first=never")
    looks_right(desk)


def test_screens_of_accounts_are_accessible(desk: Page, page_errors: list[str]) -> None:
    sign_in(desk)
    user = User.objects.get()
    for path in ("", "add/", f"{user.pk}/change/", f"{user.pk}/second-factor/"):
        desk.goto(f"/admin/auth/user/{path}")
        looks_right(desk)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_second_step_works_too(desk: Page) -> None:
    sign_in(desk)
    desk.goto("/admin/second-factor/set-up/")
    secret = (desk.locator(".desk-key").text_content() or "").replace(" ", "")
    desk.get_by_label("Code from the app").fill(code(secret))
    desk.get_by_role("button", name="Set it up").click()
    spare = desk.locator(".desk-codes li").first.inner_text()
    desk.get_by_role("button", name="Sign out").click()
    sign_in(desk)
    desk.get_by_label("Code from the app").fill(spare)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("heading", name="What would you like to change?")).to_be_visible()


@pytest.mark.postgres
def test_work_of_more_than_half_an_hour_is_saved_after_signing_in_again(
    desk: Page, page_errors: list[str]
) -> None:
    sign_in(desk)
    role = Role.objects.get(slug="project-manager")
    desk.goto(f"/admin/roles/role/{role.pk}/change/")
    desk.get_by_label("In one line").fill("Thought about for a long time.")
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store[SEEN] = int(time.time()) - IDLE_SECONDS - 1
        store.save()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("What you typed last is kept")).to_be_visible()
    looks_right(desk)
    desk.get_by_label("Username").fill("editor")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("What you typed is still here")
    looks_right(desk)
    desk.get_by_role("button", name="Send it now").click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    role.refresh_from_db()
    assert role.summary == "Thought about for a long time."

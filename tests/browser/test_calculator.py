"""The calculator and the chooser in a browser: with keys alone, without scripts, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from roles.snapshot.editions import Snapshot
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
WHICH = "/certificates/which/"
PMP, PGMP = "Project Management Professional (PMP)", "Program Management Professional (PgMP)"


def test_exams_are_worked_out_without_scripts_on_a_phone(
    browser: Browser, live_server: LiveServer, whole_snapshot: Snapshot
) -> None:
    """Choose, answer, see; then change the choice and find the numbers again."""
    context = browser.new_context(
        java_script_enabled=False, viewport=PHONE, base_url=live_server.url
    )
    page = context.new_page()
    page.goto(WHICH)
    chosen = page.get_by_role("group", name="Certificates you have in mind")
    page.get_by_label("Bachelor’s degree or higher").check()
    chosen.get_by_label(PMP).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Months in which you led projects, In the last 8 years").fill("36")
    page.get_by_label("Hours of training").fill("35")
    page.get_by_role("button", name="Show my exams").first.click()
    expect(page.get_by_role("heading", name="1 of these exams is open to you")).to_be_visible()
    page.get_by_text("Your education and certificates").click()
    chosen.get_by_label(PGMP).check()
    page.get_by_role("button", name="Show my exams").last.click()
    expect(page.get_by_role("heading", name="What these exams ask about")).to_be_visible()
    expect(page.get_by_label("led projects, In the last 8 years")).to_have_value("36")
    expect(page.get_by_label("led projects, In the last 15 years")).to_have_value("")
    context.close()


def test_exams_are_worked_out_with_keys_alone(page: Page, whole_snapshot: Snapshot) -> None:
    page.goto(WHICH)
    page.get_by_label(PMP).first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("In the last 8 years").focus()
    page.keyboard.type("96")
    page.keyboard.press("Tab")
    page.keyboard.type("35")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not yet: what is missing")).to_be_visible()
    expect(page.get_by_text("You need a secondary school diploma.").first).to_be_visible()


def test_every_answer_keeps_to_the_rules_of_accessibility(
    page: Page, page_errors: list[str], whole_snapshot: Snapshot
) -> None:
    page.goto(WHICH)
    for name in (PMP, PGMP, "IPMA Level D to A"):
        page.get_by_label(name).first.check()
    page.get_by_role("button", name="Continue").click()
    assert_accessible(page)
    page.get_by_label("led projects, In the last 8 years").fill("30")
    page.get_by_label("led projects, In the last 15 years").fill("20")
    page.get_by_role("button", name="Show my exams").first.click()
    assert_accessible(page)
    page_errors.clear()  # Chromium logs the 422
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("led projects, In the last 15 years")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not yet: what is missing")).to_be_visible()
    assert_accessible(page)


def test_the_chooser_answers(page: Page, whole_snapshot: Snapshot) -> None:
    page.goto("/certificates/choose/")
    page.get_by_label("Running IT services").check()
    for question in ("How much can you spend", "How much time"):
        page.get_by_role("group", name=question).get_by_label("It does not matter").check()
    page.get_by_role("button", name="See what fits").click()
    expect(page.get_by_role("link", name="ITIL Foundation (Version 5)")).to_be_visible()
    assert_accessible(page)

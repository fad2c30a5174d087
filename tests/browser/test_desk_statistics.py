"""The statistics of the questions and the export in a browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.analytics.statistics.aggregation import count_attempts
from roles.models import Edition
from rolesite.staff.groups import ANALYSTS, make_groups
from tests.assessments.attempt_rows import finish, leave, packed
from tests.browser.accessibility import assert_accessible
from tests.seed.content import ITEMS

PASSWORD = "only-for-this-test"
STATISTICS = "/admin/assessments/attempt/statistics/"
EXPORT = "/admin/assessments/attempt/export/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, published: Edition) -> Page:
    """Open the desk's first page, with an analyst signed in and many answers counted."""
    packed(finish(published, 210))
    leave(published, 20, place=8)
    count_attempts(now=timezone.now(), most=1000)
    make_groups()
    analyst = User.objects.create_user("ana", password=PASSWORD, is_staff=True)
    analyst.groups.add(Group.objects.get(name=ANALYSTS))
    page.goto("/admin/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("[type=submit]").first.click()
    expect(page.get_by_role("link", name="Statistics of the questions")).to_be_visible()
    return page


def test_an_analyst_finds_a_question_and_what_people_answered(desk: Page) -> None:
    desk.get_by_role("link", name="Statistics of the questions").click()
    expect(desk.get_by_role("heading", name="Where people leave")).to_be_visible()
    desk.get_by_role("link", name="Edition 1").click()
    expect(desk.get_by_text("Only what was asked and answered under edition 1")).to_be_visible()
    desk.locator("#questions ~ .desk-scroll a", has_text="B03").click()
    expect(desk.get_by_text("210 people answered.")).to_be_visible()
    expect(desk.get_by_role("row", name=ITEMS["B03"].options[0].text)).to_be_visible()


def test_the_pages_are_accessible_and_never_scroll_sideways(desk: Page) -> None:
    for address in (STATISTICS, f"{STATISTICS}?question=B03", EXPORT):
        desk.goto(address)
        for more in desk.locator("summary").all():
            more.click()
        assert_accessible(desk)


def test_an_analyst_downloads_attempts_and_finds_the_export_listed(desk: Page) -> None:
    desk.get_by_role("link", name="Export for research").click()
    desk.get_by_label("From month").fill("2026")
    desk.get_by_role("button", name="Download attempts").click()
    expect(desk.get_by_role("alert")).to_contain_text("such as 2026-03")
    assert_accessible(desk)
    desk.get_by_label("From month").fill("")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download attempts").click()
    assert download.value.suggested_filename == "rolesite-attempts-edition-1.csv"
    assert download.value.path().read_text().count("\n") == 208
    desk.goto(EXPORT)
    expect(desk.get_by_role("cell", name="207")).to_be_visible()

"""The plan in a real browser: planned again without a script, and saved to a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.sheets import sheet_for, technical
from tests.assessments.test_plan_views import SOME, plan_path
from tests.assessments.test_result_views import finished, result_path
from tests.browser.accessibility import assert_accessible
from tests.browser.test_result import open_folds, overflow

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_state_is_accessible_and_never_wider_than_the_window(
    page: Page, page_faults: list[str], view: str, published: Edition
) -> None:
    some = plan_path(finished(SOME))
    for path in (
        some,
        f"{some}?hours=99&done=risk_list&without=pm_course",
        plan_path(finished(technical())),
        plan_path(finished(sheet_for(Verdict.INSUFFICIENT))),
    ):
        page.goto(path)
        assert overflow(page) <= 0, path
        open_folds(page)
        assert overflow(page) <= 0, path
        assert_accessible(page)
    page_faults[:] = [fault for fault in page_faults if "422" not in fault]


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 320, "height": 640})
def test_without_a_script_a_plan_is_made_anew_and_taken_along(
    page: Page, published: Edition, tmp_path: Path
) -> None:
    page.goto(result_path(finished(SOME)))
    page.locator("#plan").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A plan toward")
    first = page.locator("#steps .plan-step__title").first
    title = first.inner_text()
    page.locator("#steps").get_by_label("Leave out").first.check()
    page.get_by_label("Hours a week").fill("6")
    page.get_by_role("button", name="Re-plan").first.click()
    expect(page.locator(".lead")).to_contain_text("6 hours a week for 12 weeks")
    expect(page.locator("#ticked .plan-step__title")).to_have_text(title)
    expect(page.locator("#ticked").get_by_label("Leave out")).to_be_checked()
    expect(page.locator("#steps")).not_to_contain_text(title)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a calendar file").click()
    assert download.value.suggested_filename == "development-plan.ics"
    download.value.save_as(tmp_path / "plan.ics")
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")

"""The plan in a real browser: planned again without a script, and saved to a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.plans.preferences import Action
from assessments.plans.services import apply_action, set_plan
from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import plan_path, result_path
from tests.assessments.plans.plan_pages import LIKES
from tests.assessments.sheets import SOME, TPM, person, sheet_for, technical
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_state_is_accessible_and_never_wider_than_the_window(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    changed = finished(SOME)
    apply_action(token=changed, action=Action.DONE, step="risk_list", now=NOW)
    apply_action(token=changed, action=Action.LEAVE_OUT, step="pm_course", now=NOW)
    for path in (
        plan_path(finished(SOME)),
        plan_path(changed),
        result_path(changed),
        plan_path(finished(technical())),
        plan_path(finished(sheet_for(Verdict.INSUFFICIENT))),
    ):
        page.goto(path)
        assert_fits(page)
        open_folds(page)
        assert_accessible(page)
    page.goto(plan_path(changed))
    page.get_by_label("Hours a week").fill("99")
    page.get_by_role("button", name="Update plan").click()
    expect(page.get_by_role("alert")).to_contain_text("a whole number from 1 to 60")
    expect(page.get_by_label("Hours a week")).to_have_value("99")
    assert_accessible(page)
    page_errors[:] = [fault for fault in page_errors if "422" not in fault]


def tick_leave_out_and_swap(page: Page) -> tuple[str, str, str]:
    """Mark one step as done, leave one out and swap one; return the titles of the three."""
    first = page.locator("#steps .plan-step__title").first.inner_text()
    page.locator("#steps").get_by_role("button", name="Done", exact=True).first.click()
    expect(page.locator("#ticked .plan-step__title")).to_have_text([first])
    second = page.locator("#steps .plan-step__title").first.inner_text()
    page.locator("#steps .plan-step__more > summary").first.click()
    page.locator("#steps").get_by_role("button", name="Leave out").first.click()
    expect(page.locator("#steps")).not_to_contain_text(second)
    swaps = page.locator("#steps .plan-step", has=page.locator("[value^=swap]")).first
    third = swaps.locator(".plan-step__title").inner_text()
    swaps.locator("summary").first.click()
    other = swaps.locator("[value^=swap]").first
    taken = other.inner_text().partition(", about")[0]
    other.click()
    expect(page.locator("#steps .plan-step", has_text="Your choice")).to_contain_text(taken)
    return first, second, third


def assert_it_is_all_there(page: Page, titles: tuple[str, str, str]) -> None:
    expect(page.locator("#progress")).to_contain_text("You have done 1 of")
    shown = page.locator("#ticked .plan-step__title").all_inner_texts()
    assert set(shown) == set(titles)
    expect(page.locator("#steps .plan-step", has_text="Your choice")).to_have_count(1)


@pytest.mark.postgres
def test_what_was_pressed_comes_back_on_another_device(
    page: Page, browser: Browser, base_url: str, page_errors: list[str], published: Edition
) -> None:
    path = plan_path(finished(SOME))
    page.goto(path)
    titles = tick_leave_out_and_swap(page)
    with browser.new_context(base_url=base_url) as elsewhere:
        other = elsewhere.new_page()
        other.goto(path)
        assert_it_is_all_there(other, titles)
        assert elsewhere.cookies() == []


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 320, "height": 640})
@pytest.mark.postgres
def test_without_a_script_a_plan_is_changed_and_saved_as_a_file(
    page: Page, published: Edition, tmp_path: Path
) -> None:
    page.goto(result_path(finished(SOME)))
    page.get_by_role("link", name="Plan", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A plan toward")
    titles = tick_leave_out_and_swap(page)
    page.get_by_label("Hours a week").fill("6")
    page.get_by_role("button", name="Update plan").click()
    expect(page.locator(".lead")).to_contain_text("of your 72 hours are left")
    assert_it_is_all_there(page, titles)
    page.get_by_text("In your calendar").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a calendar file").click()
    assert download.value.suggested_filename == "development-plan.ics"
    download.value.save_as(tmp_path / "plan.ics")
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_offered_time_is_set_by_its_button(
    page: Page, published: Edition
) -> None:
    token = finished(person({"pm": 3, "tpm": 3, "soft": 2}, LIKES) | {"B07": 2})
    set_plan(token=token, role=TPM, hours_a_week=3, weeks=5, now=NOW)
    page.goto(plan_path(token))
    expect(page.locator("#more-time")).to_contain_text("With 4 hours a week instead of 3, you")
    expect(page.locator("#later")).to_be_visible()
    page.get_by_role("button", name="Plan with 4 hours a week").press("Enter")
    expect(page.get_by_label("Hours a week")).to_have_value("4")
    expect(page.get_by_label("Weeks in all")).to_have_value("5")
    expect(page.locator("#more-time, #later")).to_have_count(0)

"""What every form of the desk does by script: typed text is kept, nothing happens twice."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Item
from roles.models import Edition, Role

pytestmark = pytest.mark.django_db(transaction=True)


def address() -> str:
    return f"/admin/roles/role/{Role.objects.get(slug='project-manager').pk}/change/"


def test_what_was_typed_is_offered_again_after_the_session_is_gone(desk: Page) -> None:
    desk.goto(address())
    desk.get_by_label("In one line").fill("Typed for a long time.")
    desk.wait_for_timeout(500)  # the script waits 300 ms for more to be typed
    desk.context.clear_cookies()
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.goto("/admin/login/?next=" + address())
    desk.get_by_label("Username").fill("editor")
    desk.get_by_label("Password").fill("only-for-this-test")
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("button", name="Put it back").click()
    expect(desk.get_by_label("In one line")).to_have_value("Typed for a long time.")
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert Role.objects.get(slug="project-manager").summary == "Typed for a long time."
    expect(desk.get_by_role("button", name="Put it back")).to_have_count(0)
    desk.wait_for_load_state()  # until the script has seen that all is saved
    assert (
        desk.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('desk'))") == []
    )


def test_a_long_paste_is_counted_and_refused_and_nothing_is_cut(desk: Page) -> None:
    desk.goto(address())
    field = desk.get_by_label("In one line")
    field.fill("x" * 500)
    expect(desk.get_by_text("500 of at most")).to_be_visible()
    expect(field).to_have_value("x" * 500)


def test_enter_in_the_time_publishes_nothing(desk: Page) -> None:
    Role.objects.filter(slug="project-manager").update(summary="Another line.")
    desk.goto("/admin/roles/edition/publish/")
    desk.get_by_label("For readers").fill("A note.")
    desk.get_by_label("Day").fill(f"{timezone.now().year + 1}-01-01")
    desk.get_by_label("Time", exact=True).fill("10:00")
    expect(desk.get_by_text("UTC.")).to_be_visible()
    desk.get_by_label("Time", exact=True).press("Enter")
    expect(desk.get_by_text("Nothing is published yet.")).to_be_visible()
    assert Edition.objects.count() == 1


def test_a_new_question_is_filled_in_by_its_type(desk: Page) -> None:
    desk.goto("/admin/assessments/item/add/")
    desk.get_by_label("Type").select_option("bars")
    expect(desk.locator("#id_options-5-score")).to_have_value("100")
    desk.get_by_label("Type").select_option("int")
    expect(desk.locator("#id_options-4-text")).to_have_value("Very much")
    expect(desk.locator("#id_options-5-score")).to_have_count(0)
    expect(desk.locator("#id_error_sd")).to_have_value("21.0")
    assert not Item.objects.filter(key="Z99").exists()


def test_saving_and_staying_keeps_the_place_and_what_is_unfolded(desk: Page) -> None:
    desk.goto(address())
    fold = desk.locator("#responsibilities-2 > details")
    fold.locator("summary").click()
    fold.get_by_label("Text").first.fill("Another text.")
    desk.get_by_role("button", name="Save and stay").click()
    expect(desk.locator(".messagelist .success")).to_have_count(1)
    expect(fold).to_have_attribute("open", "")
    assert desk.evaluate("scrollY") > 200


def test_a_folded_part_says_that_it_will_be_deleted(desk: Page) -> None:
    desk.goto(address())
    fold = desk.locator("#responsibilities-0 > details")
    fold.locator("summary").click()
    fold.get_by_label("Delete this").check()
    fold.locator("summary").click()
    expect(fold.get_by_text("will be deleted when you save")).to_be_visible()

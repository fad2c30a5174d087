"""Rows of the desk are put in order by dragging, by buttons and by numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from assessments.models import Item, Step
from roles.models import Responsibility, Role

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> list[str]:
    rows = Responsibility.objects.filter(role__slug="project-manager")
    return [row.title for row in rows.order_by("position", "pk")]


def shown(desk: Page) -> list[str]:
    names = desk.locator("#responsibilities-group .has_original .inline_label")
    return [name.strip() for name in names.all_text_contents()]


def drag(desk: Page, row: Locator, to: Locator) -> None:
    grip, target = row.locator(".desk-grip"), to.bounding_box()
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    target = to.bounding_box()
    assert box
    assert target
    desk.mouse.move(box["x"] + 5, box["y"] + 5)
    desk.mouse.down()
    for part in range(1, 11):
        way = target["y"] + target["height"] - box["y"]
        desk.mouse.move(box["x"] + 5, box["y"] + 5 + way * part / 10)
    desk.mouse.up()


@pytest.fixture
def role(desk: Page) -> Page:
    pk = Role.objects.get(slug="project-manager").pk
    desk.goto(f"/admin/roles/role/{pk}/change/#responsibilities-group")
    return desk


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save and stay").click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()


def test_parts_are_moved_by_keyboard_and_what_happened_is_said(role: Page) -> None:
    before = stored()
    down = role.locator("#responsibilities-0").get_by_role("button", name="Move down")
    down.focus()
    role.keyboard.press("Enter")
    expect(down).to_be_focused()
    expect(role.get_by_text(f"{before[0]}: 2 of {len(before)}")).to_be_attached()
    role.keyboard.press("Enter")
    assert shown(role) == [before[1], before[2], before[0], *before[3:]]
    assert stored() == before
    save(role)
    assert stored() == [before[1], before[2], before[0], *before[3:]]


def test_parts_are_dragged(role: Page) -> None:
    before = stored()
    drag(role, role.locator("#responsibilities-0"), role.locator("#responsibilities-2"))
    assert shown(role) == [before[1], before[2], before[0], *before[3:]]
    save(role)
    assert stored() == [before[1], before[2], before[0], *before[3:]]


def test_a_typed_number_moves_its_row(role: Page) -> None:
    before = stored()
    role.locator("#id_responsibilities-0-position").fill("4.5")
    role.locator("#id_responsibilities-0-position").fill("99")
    role.keyboard.press("Tab")
    expect(role.locator("#responsibilities-group .has_original .inline_label").last).to_have_text(
        before[0]
    )
    save(role)
    assert stored() == [*before[1:], before[0]]


@pytest.mark.postgres
def test_a_new_row_that_was_moved_up_and_a_new_row_that_was_removed_harm_no_stored_row(
    role: Page,
) -> None:
    before = stored()
    add = role.get_by_role("button", name="Add another Responsibility")
    add.click()
    new = role.locator("#responsibilities-group .inline-related:not(.has_original, .empty-form)")
    new.get_by_label("Title").fill("Keep the peace")
    new.get_by_label("Text").fill("Between those who want and those who build.")
    for _ in before:
        new.get_by_role("button", name="Move up").click()
    add.click()
    new.last.get_by_text("Remove").click()
    expect(new).to_have_count(1)
    save(role)
    assert stored() == ["Keep the peace", *before]


def test_rows_of_a_table_are_moved_too(desk: Page) -> None:
    pk = Item.objects.get(key="B01").pk
    desk.goto(f"/admin/assessments/item/{pk}/change/#options-group")
    first = desk.locator("#id_options-0-text").input_value()
    desk.locator("#options-0").get_by_role("button", name="Move down").click()
    rows = desk.locator("#options-group tr.form-row:not(.empty-form) textarea")
    assert rows.nth(1).input_value() == first


def test_leaving_a_changed_order_asks_first(desk: Page) -> None:
    desk.goto("/admin/assessments/step/order/")
    desk.get_by_role("button", name="Move down").first.click()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.once("dialog", stay)
    desk.get_by_role("link", name="Home").click()
    assert asked == ["beforeunload"]


@pytest.mark.postgres
def test_the_page_of_an_order_saves_what_was_dragged(desk: Page) -> None:
    before = list(Step.objects.order_by("position").values_list("title", flat=True))
    desk.goto("/admin/assessments/step/")
    desk.get_by_role("link", name="Change the order").click()
    rows = desk.locator(".desk-order-row")
    drag(desk, rows.nth(0), rows.nth(1))
    desk.get_by_role("button", name="Save the order").last.click()
    expect(desk.get_by_text("The order is saved.")).to_be_visible()
    after = list(Step.objects.order_by("position").values_list("title", flat=True))
    assert after == [before[1], before[0], *before[2:]]


def test_a_drag_scrolls_at_the_edge_and_escape_puts_the_row_back(desk: Page) -> None:
    desk.goto("/admin/assessments/step/order/")
    rows = desk.locator(".desk-order-row")
    names = rows.locator(".desk-order-row__name")
    before = names.all_text_contents()
    grip = rows.nth(0).locator(".desk-grip")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box
    at = desk.evaluate("scrollY")
    desk.mouse.move(box["x"] + 5, box["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 5, desk.evaluate("innerHeight") - 5)
    desk.wait_for_function("from => scrollY > from + 200", arg=at)
    assert names.all_text_contents() != before
    desk.keyboard.press("Escape")
    assert names.all_text_contents() == before
    expect(desk.get_by_text("is where it was.")).to_be_attached()
    desk.mouse.up()
    assert names.all_text_contents() == before
    assert "desk-moving" not in str(rows.nth(0).get_attribute("class"))


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args: dict[str, object]) -> dict[str, object]:
        return {**browser_context_args, "java_script_enabled": False}

    def test_buttons_and_numbers_do_the_same(self, desk: Page) -> None:
        before = list(Step.objects.order_by("position").values_list("title", flat=True))
        desk.goto("/admin/assessments/step/order/")
        desk.get_by_role("button", name="Move down").first.click()
        desk.get_by_role("button", name="Save the order").last.click()
        expect(desk.get_by_text("The order is saved.")).to_be_visible()
        after = list(Step.objects.order_by("position").values_list("title", flat=True))
        assert after == [before[1], before[0], *before[2:]]

"""An editor at work: texts shown while they are typed, previews as a visitor sees them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from assessments.models import Attempt, Item
from roles.models import Edition, Requirement, Role, RolePair
from tests.browser.accessibility import assert_accessible
from tests.desk import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

MEANWHILE = re.compile("saved this page at .* after you opened it")
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


# Whatever a screen has to be pressed or chosen; a press by the mouse costs ten times as much.
USE_WIDGETS = """() => {
  const shown = (what) => [...document.querySelectorAll(what)].filter((it) => it.checkVisibility());
  for (const button of shown(".add-row a")) button.click();
  for (const field of shown("textarea[data-prose]").slice(0, 2)) field.focus();
  for (const grip of shown(".desk-move").slice(0, 2)) grip.click();
  for (const fold of shown("summary").slice(0, 3)) fold.click();
  for (const kind of shown("select#id_type")) {
    for (const value of ["bars", "fc"]) {
      kind.value = value;
      kind.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  for (const theme of shown(".theme-toggle").slice(0, 1)) theme.click();
}"""


def change(slug: str) -> str:
    return f"/admin/roles/role/{Role.objects.get(slug=slug).pk}/change/"


def saved(desk: Page) -> None:
    expect(desk.get_by_text("was changed successfully")).to_be_visible()


def test_an_editor_renames_rewrites_and_reweighs_and_sees_it_all_before_anybody_else(
    desk: Page,
) -> None:
    desk.goto(change("project-manager"))
    desk.get_by_label("Name", exact=True).first.fill("Delivery Lead")
    weight = desk.locator("#requirements-0").get_by_label("Importance")
    before = weight.input_value()
    weight.fill("1.5")
    desk.get_by_role("button", name="Save and stay").click()
    saved(desk)
    item = Item.objects.get(key="B01")
    desk.goto(f"/admin/assessments/item/{item.pk}/change/")
    desk.get_by_label("Question text").fill("Working with people who care about the outcome")
    desk.get_by_role("button", name="Save and stay").click()
    saved(desk)

    desk.get_by_role("link", name="Preview", exact=True).last.click()
    expect(desk.get_by_text("Preview of the draft")).to_be_visible()
    expect(
        desk.get_by_text("Working with people who care about the outcome").first
    ).to_be_in_viewport()
    desk.goto("/admin/preview/quiz/")  # taken in test_desk_journey
    desk.get_by_role("link", name="Delivery Lead", exact=True).last.click()
    expect(desk).to_have_title(re.compile("^Your result"))
    expect(desk.get_by_text("Scored with the draft, which is not published.")).to_be_visible()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Delivery Lead")
    assert_accessible(desk)
    assert not Attempt.objects.exists()
    assert Edition.objects.count() == 1
    assert before != "1.5"
    assert Requirement.objects.filter(role__name="Delivery Lead", importance="1.5").exists()
    desk.goto("/roles/project-manager/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Project Manager")


def test_a_text_is_shown_as_readers_see_it_while_it_is_typed(desk: Page) -> None:
    desk.goto(change("project-manager"))
    field = desk.get_by_role("textbox", name="Description")
    field.fill("It is **important**.\n\n- one\n- two\n\n<img src=x onerror=alert(1)>")
    box = desk.get_by_role("region", name="As readers see it")
    expect(box.locator("strong")).to_have_text("important")
    expect(box.locator("li")).to_have_count(2)
    expect(box).to_contain_text("<img src=x onerror=alert(1)>")
    assert box.locator("img").count() == 0
    field.fill("Nothing *special*.")
    expect(box.locator("em")).to_have_text("special")
    expect(box.locator("li")).to_have_count(0)
    assert_accessible(desk)


def test_a_part_that_was_just_added_is_shown_too(desk: Page) -> None:
    desk.goto(change("project-manager"))
    desk.get_by_role("button", name="Add another Responsibility").click()
    row = desk.locator("#responsibilities-group .inline-related:not(.has_original, .empty-form)")
    row.get_by_label("Text").fill("Keep the **peace**.")
    expect(row.locator(".desk-prose strong")).to_have_text("peace")


# A screen of each kind that editors work on most, and a text of it.
SCREENS: dict[str, tuple[Any, dict[str, Any], str, str]] = {
    "role": (Role, {"slug": "project-manager"}, "In one line", "summary"),
    "item": (Item, {"key": "B01"}, "Question text", "stem"),
    "pair": (RolePair, {"position": 1}, "The difference in a sentence", "difference"),
}


@pytest.fixture(params=[pytest.param("role", marks=pytest.mark.postgres), "pair", "item"])
def screen(request: pytest.FixtureRequest, desk: Page) -> tuple[Any, str, str, str]:
    """Return a row, the address of its screen, the label of one of its texts, and that field."""
    model, row, label, field = SCREENS[request.param]
    found = model._default_manager.get(**row)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{found.pk}/change/"
    return found, address, label, field


def test_the_second_editor_is_told_and_nothing_is_overwritten(
    desk: Page, screen: tuple[Any, str, str, str], browser: Browser, base_url: str
) -> None:
    row, address, label, field = screen
    desk.goto(address)
    context = browser.new_context(base_url=base_url)
    other = context.new_page()
    other.goto("/admin/")
    other.get_by_label("Username").fill("editor")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.goto(address)
    other.get_by_label(label).fill("What the other editor wrote.")
    other.get_by_role("button", name="Save and stay").click()
    saved(other)
    context.close()

    desk.get_by_label(label).fill("What I wrote.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text(MEANWHILE).first).to_be_visible()
    expect(desk.get_by_label(label)).to_have_value("What I wrote.")
    row.refresh_from_db()
    assert getattr(row, field) == "What the other editor wrote."


def test_leaving_unsaved_work_asks_first_and_keeps_it(
    desk: Page, screen: tuple[Any, str, str, str]
) -> None:
    _, address, label, _ = screen
    desk.goto(address)
    desk.get_by_label(label).fill("What I wrote.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.once("dialog", stay)
    desk.get_by_role("link", name="Home").click()
    assert asked == ["beforeunload"]
    expect(desk.get_by_label(label)).to_have_value("What I wrote.")
    desk.get_by_role("button", name="Save and stay").click()
    saved(desk)


def test_no_widget_of_the_desk_breaks_the_content_policy(desk: Page) -> None:
    """Open every kind of screen and use its widgets; the browser reports nothing."""
    desk.add_init_script(WATCH)
    desk.goto("/admin/")
    links = desk.locator(".desk-group a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    broken: list[str] = []

    def look(address: str) -> None:
        desk.goto(address)
        expect(desk.locator("h1").first).to_be_visible()
        desk.evaluate(USE_WIDGETS)
        # What breaks the policy is reported when it is next drawn.
        desk.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        broken.extend(f"{address}: {each}" for each in desk.evaluate("window.broken"))

    desk.on("dialog", lambda dialog: dialog.accept())
    for address in dict.fromkeys(links):
        look(address)
        if address.endswith("/add/"):
            continue
        row = desk.locator("#result_list th a, #result_list td.field-wording a").first
        if row.count():
            change_address = str(row.get_attribute("href")).partition("?")[0]
            look(change_address)
            for more in ("history/", "delete/"):
                if desk.goto(change_address.replace("change/", more)) is not None:
                    broken.extend(desk.evaluate("window.broken"))
    for address in (
        "/admin/assessments/item/order/",
        "/admin/assessments/item/?q=risk",
        "/admin/roles/certification/?category=pm_cert",
        "/admin/roles/certification/to-check/",
        "/admin/roles/edition/publish/",
        "/admin/history/",
        "/admin/preview/",
        "/admin/password_change/",
    ):
        look(address)
    assert broken == []

"""The quiz as people take it: with and without scripts, by keyboard, on any window."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from assessments.attempts.selectors import find_sheet
from assessments.plans.services import finish_quiz
from tests.assessments.factories import NOW, finished
from tests.assessments.quiz_pages import RATINGS
from tests.assessments.sheets import technical
from tests.browser.accessibility import assert_accessible
from tests.browser.quiz import answers_of, choose, start, status
from tests.browser.windows import DESKTOP, PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

WITHOUT_SCRIPT = pytest.mark.browser_context_args(java_script_enabled=False)


def whole_quiz(page: Page) -> str:
    token = start(page, 1)
    for part in range(1, 13):
        expect(page.get_by_text(f"Part {part} of 12", exact=True)).to_be_visible()
        for question in page.locator("fieldset").all():
            question.locator("label").nth(1).click()
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("You answered all 46 questions.")).to_be_visible()
    page.get_by_role("button", name="Finish and see my result").click()
    expect(page).to_have_url(re.compile(r"/results/[\w-]{43}/$"))
    sheet = find_sheet(token)
    assert sheet is not None
    assert sheet.result is not None
    assert sheet.result.answered == 46
    return token


@pytest.mark.postgres
def test_from_start_to_result_with_scripts(page: Page) -> None:
    whole_quiz(page)


@WITHOUT_SCRIPT
@pytest.mark.postgres
def test_from_start_to_result_without_scripts(page: Page) -> None:
    whole_quiz(page)


def test_every_screen_is_accessible_and_fits(page: Page) -> None:
    page.goto("/quiz/")
    assert_accessible(page)
    page.get_by_role("button", name="Start the quiz").click()
    for part in range(1, 13):
        expect(page.get_by_text(f"Part {part} of 12", exact=True)).to_be_visible()
        page.locator("fieldset label").first.click()
        expect(status(page)).to_have_text("Saved")
        assert_accessible(page)
        page.get_by_role("button", name="Continue").click()
    for fold in page.locator("summary").all():
        fold.click()
    assert_accessible(page)


def test_pages_with_a_problem_are_accessible_too(page: Page, page_errors: list[str]) -> None:
    token = start(page)
    for path in ("/quiz/cut-link/", f"/quiz/{token}/99/"):
        page.goto(path)
        assert_accessible(page)
    page.goto(f"/quiz/{token}/11/")
    page.evaluate("document.querySelector('#q-degree_field-1').value = 'x'.repeat(300)")
    page.locator("#q-degree_field-1").evaluate("input => input.checked = true")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("is not one of the answers here")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(status(page)).to_have_text("Not saved yet: press Continue")
    assert_accessible(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#q-degree_field-0")).to_be_focused()
    finish_quiz(token=token, now=NOW)
    page.goto(f"/quiz/{token}/1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have finished this quiz")
    assert_accessible(page)
    page_errors.clear()  # the browser logs each refusal


def test_by_keyboard_alone(page: Page) -> None:
    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if " ".join(page.evaluate("document.activeElement.textContent").split()) == name:
                return
        raise AssertionError(f"no way to {name!r} by keyboard")

    page.goto("/quiz/")
    tab_to("Start the quiz")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Part 1 of 12")).to_be_visible()
    token = page.url.split("/quiz/")[1].split("/")[0]
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "F01":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(status(page)).to_have_text("Saved")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "F02"
    tab_to("Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Part 2 of 12")).to_be_visible()
    tab_to("Save and review all answers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You answered 1 of 46 questions")).to_be_visible()
    tab_to("Finish and see my result")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/results/"))
    assert answers_of(token) == {"F01": 2}


def test_the_focused_answer_is_never_hidden_by_the_status(page: Page) -> None:
    start(page)
    choose(page, "B01", "Skip")
    expect(status(page)).to_have_text("Saved")
    for question in ("B01", "B02", "B03", "B04"):
        page.locator(f"#q-{question}-0").focus()
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        bar = page.locator("[data-save-status]").bounding_box()
        focused = page.locator(f"#q-{question} input").nth(5).bounding_box()
        assert bar
        assert focused
        assert focused["y"] + focused["height"] <= bar["y"], question


PLACES = """() => [scrollY, ...[...document.querySelectorAll("main *, footer")]
    .filter((each) => !each.closest("[data-save-status], .offer__turn > *"))
    .map((each) => each.getBoundingClientRect())
    .map((box) => [box.x, box.y, box.width, box.height].join())]"""


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_no_answer_makes_the_page_jump(page: Page, window: ViewportSize, again: bool) -> None:
    page.set_viewport_size(window)
    if again:
        page.goto(reverse("assessments:retake", args=[finished(technical())]))
        page.get_by_role("button", name="Take the quiz again").click()
        token = page.url.split("/quiz/")[1].split("/")[0]
    else:
        token = start(page, 1)
    for part in (1, RATINGS, 10, 11):
        page.goto(f"/quiz/{token}/{part}/")
        expect(status(page)).to_have_text("Every answer is saved as you give it.")
        for question in page.locator("fieldset").all():
            for answer in (1, -1):
                label = question.locator("label").nth(answer)
                label.evaluate(  # to the end of what is in sight, above the status of a phone
                    "e => scrollBy(0, e.getBoundingClientRect().bottom - innerHeight + 40)"
                )
                box, places = label.bounding_box(), page.evaluate(PLACES)
                assert box
                page.mouse.click(box["x"] + 30, box["y"] + 10)
                expect(status(page)).to_have_text("Saved")
                assert page.evaluate(PLACES) == places, (part, question.get_attribute("id"))


def test_a_number_chooses_an_answer_of_the_question_that_has_the_focus(page: Page) -> None:
    token = start(page)
    page.keyboard.press("3")  # no question has the focus: nothing happens
    page.locator("#q-B01-0").focus()
    page.keyboard.press("6")
    expect(page.locator("#q-B01-5")).to_be_focused()
    expect(status(page)).to_have_text("Saved")
    page.keyboard.press("7")
    page.keyboard.press("Control+2")
    page.keyboard.press("Tab")
    page.keyboard.press("0")
    expect(page.locator("#q-B02-skip")).to_be_checked()
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": 5, "B02": None}
    page.goto(f"/quiz/{token}/11/")
    boxes = page.locator("#q-certifications input")
    boxes.nth(0).focus()
    for number in ("1", "2", "1"):
        page.keyboard.press(number)
    expect(boxes.nth(1)).to_be_checked()
    expect(page.locator("#q-certifications :checked")).to_have_count(1)


def test_on_a_phone_each_question_fills_the_window_and_leads_to_the_next(page: Page) -> None:
    page.set_viewport_size(PHONE)
    start(page, 1)
    bar = page.locator("[data-save-status]").bounding_box()
    assert bar
    for number in range(2, 5):
        page.get_by_role("link", name="Next question").nth(number - 2).click()
        block = page.locator(f"#block-{number}").bounding_box()
        assert block
        assert 0 <= block["y"] <= 40 or number == 4
        assert block["y"] + block["height"] <= bar["y"]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == f"F0{number}"


@WITHOUT_SCRIPT
def test_every_screen_but_the_first_has_a_way_back_in_sight(page: Page) -> None:
    token = start(page, 1)
    expect(page.get_by_role("button", name="Back")).to_have_count(0)
    page.locator("#q-F02").get_by_text("Skip", exact=True).click()
    page.goto(f"/quiz/{token}/2/")
    page.locator("#q-F06").get_by_text("Skip", exact=True).click()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("button", name="Back to part 1").click()
    expect(page.get_by_text("Part 1 of 12", exact=True)).to_be_visible()
    assert answers_of(token) == {"F06": None}


def test_none_of_these_and_skip_stand_alone(page: Page) -> None:
    token = start(page)
    page.goto(f"/quiz/{token}/11/")
    boxes = page.locator("#q-certifications input")
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.locator("#q-certifications").get_by_text("None of these").click()
    expect(page.locator("#q-certifications :checked")).to_have_count(1)
    boxes.nth(1).check()
    expect(page.locator("#q-certifications :checked")).to_have_count(1)
    choose(page, "certifications", "Skip")
    expect(page.locator("#q-certifications :checked")).to_have_count(1)
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"certifications": None}


@pytest.mark.postgres
def test_back_after_finishing_shows_a_calm_notice_and_one_result(page: Page) -> None:
    token = start(page)
    page.get_by_role("button", name="Save and review all answers").click()
    page.get_by_role("button", name="Finish and see my result").click()
    expect(page).to_have_url(re.compile(f"/results/{token}/"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have finished this quiz")
    page.get_by_role("link", name="See my result").click()
    expect(page).to_have_url(re.compile(f"/results/{token}/"))

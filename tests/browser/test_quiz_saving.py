"""Answers of the quiz are saved: at once, offline, in two windows, and when somebody leaves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

from assessments.plans.services import finish_quiz
from tests.assessments.factories import NOW
from tests.browser.quiz import answers_of, choose, start, status
from tests.browser.windows import PHONE
from tests.seed.content import ITEMS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


@pytest.mark.postgres
def test_every_answer_is_saved_as_it_is_given(page: Page) -> None:
    token = start(page)
    expect(status(page)).to_have_text("Every answer is saved as you give it.")
    choose(page, "B01", ITEMS["B01"].options[4].text)
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": 4}
    choose(page, "B01", "Skip")
    choose(page, "B02", ITEMS["B02"].options[1].text)
    page.wait_for_timeout(100)
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": None, "B02": 1}
    page.get_by_role("button", name="Continue").click()  # never stale against its own saves
    expect(page.get_by_text("Part 7 of 12")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("#q-B02-1")).to_be_checked()


@pytest.mark.postgres
def test_an_answer_given_before_the_script_runs_is_saved_too(page: Page) -> None:
    answer_early = "document.querySelector('#q-F01-4').checked = true;\n"

    def late(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=answer_early + response.text())

    page.route("**/js/quiz*.js", late)
    page.goto("/quiz/")
    page.get_by_role("button", name="Start the quiz").click()
    expect(status(page)).to_have_text("Saved")
    assert answers_of(page.url.split("/quiz/")[1].split("/")[0]) == {"F01": 4}


@pytest.mark.postgres
def test_a_link_that_looks_like_a_placeholder_saves_too(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "KEY" + "x" * 40)
    token = start(page)
    choose(page, "B01", ITEMS["B01"].options[0].text)
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": 0}


@pytest.mark.postgres
def test_the_private_link_resumes_on_another_device(
    page: Page, new_context: Callable[..., BrowserContext], base_url: str
) -> None:
    start(page, 1)
    choose(page, "F01", "Strongly A")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Part 2 of 12")).to_be_visible()
    link = page.get_by_label("Your private link").input_value()
    other = new_context(viewport=PHONE).new_page()
    other.goto(link)
    expect(other.locator("#q-F01-0")).to_be_checked()
    choose(other, "F02", "Either")
    expect(status(other)).to_have_text("Saved")


@pytest.mark.postgres
def test_offline_answers_wait_and_are_saved_when_the_network_is_back(
    page: Page, context: BrowserContext, page_errors: list[str]
) -> None:
    token = start(page)
    context.set_offline(True)
    choose(page, "B01", ITEMS["B01"].options[0].text)
    choose(page, "B02", ITEMS["B02"].options[1].text)
    expect(status(page)).to_have_text("Not saved yet, trying again")
    page.get_by_role("button", name="Continue").click()  # stays, for what is here is not safe yet
    page.wait_for_timeout(300)
    assert answers_of(token) == {}
    context.set_offline(False)
    expect(page.get_by_text("Part 7 of 12")).to_be_visible()
    assert answers_of(token) == {"B01": 0, "B02": 1}
    page_errors.clear()


@pytest.mark.postgres
def test_saved_is_said_only_when_the_server_has_said_so(page: Page, page_errors: list[str]) -> None:
    token = start(page)
    lost: list[str] = []

    def lose_every_second_reply(route: Route) -> None:
        lost.append(route.request.post_data or "")
        if len(lost) % 4 == 1:
            route.abort()
        elif len(lost) % 4 == 2:
            route.fetch()  # stored, but the reply is lost
            route.abort()
        elif len(lost) % 4 == 3:
            route.fulfill(status=503, body="{}")
        else:
            route.continue_()

    page.route("**/answers/*/", lose_every_second_reply)
    for number, value in enumerate((1, 3, 5, 2)):
        page.locator(f"#q-B0{number % 2 + 1}-{value}").check()
        expect(status(page)).to_have_text("Saved", timeout=15_000)
        assert answers_of(token)[f"B0{number % 2 + 1}"] == value
    assert len(lost) >= 16
    assert len(set(lost)) == 4, "every retry carries the same key"
    page_errors.clear()


NO_NETWORK = "() => { window.fetch = () => Promise.reject(new TypeError('no network')) }"


@pytest.mark.postgres
def test_what_could_not_be_saved_is_sent_again_when_the_quiz_is_opened_next(page: Page) -> None:
    token = start(page)
    page.evaluate(NO_NETWORK)  # of this page only, its last words included
    page.locator("#q-B01-3").check()
    expect(status(page)).to_have_text("Not saved yet, trying again")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/quiz/{token}/5/")
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": 3}


@pytest.mark.postgres
def test_leaving_is_warned_of_only_while_something_is_unsaved(page: Page) -> None:
    token = start(page)
    warnings: list[str] = []

    def note(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    choose(page, "B01", ITEMS["B01"].options[0].text)
    expect(status(page)).to_have_text("Saved")
    page.goto(f"/quiz/{token}/7/")
    assert warnings == []
    page.evaluate(NO_NETWORK)
    page.locator("#q-B05-1").check()
    expect(status(page)).to_have_text("Not saved yet, trying again")
    page.goto(f"/quiz/{token}/3/")
    assert warnings == ["beforeunload"]


@pytest.mark.postgres
def test_a_second_window_learns_what_the_first_one_changed(
    page: Page, context: BrowserContext, page_errors: list[str]
) -> None:
    token = start(page)
    lines = [option.text for option in ITEMS["B01"].options]
    other = context.new_page()
    other.goto(page.url)
    choose(page, "B01", ITEMS["B01"].options[0].text)
    expect(status(page)).to_have_text("Saved")

    # Another answer in the other window: it is told of the first one's change.
    choose(other, "B02", ITEMS["B02"].options[1].text)
    news = other.locator("[data-news]")
    expect(news).to_contain_text("was changed in another window")
    expect(news).to_contain_text(f"It now says “{lines[0]}”; here it said “nothing”")
    expect(other.locator("#q-B01-0")).to_be_checked()

    # The same answer in both: the one that comes later with an old number is told, then may insist.
    choose(other, "B01", ITEMS["B01"].options[1].text)
    expect(status(other)).to_have_text("Saved")
    choose(page, "B01", ITEMS["B01"].options[5].text)
    expect(page.locator("[data-news]")).to_contain_text(
        f"It now says “{lines[1]}”; here it said “{lines[5]}”"
    )
    expect(page.locator("#q-B01-1")).to_be_checked()
    assert answers_of(token)["B01"] == 1
    choose(page, "B01", ITEMS["B01"].options[5].text)
    expect(status(page)).to_have_text("Saved")
    assert answers_of(token) == {"B01": 5, "B02": 1}
    page_errors.clear()  # the browser logs the 409


@pytest.mark.postgres
def test_after_finishing_in_one_window_the_other_stops_and_links_to_the_result(
    page: Page, page_errors: list[str]
) -> None:
    token = start(page)
    finish_quiz(token=token, now=NOW)
    page.locator("#q-B01-2").check()
    news = page.locator("[data-news]")
    expect(news).to_contain_text("These answers have their result already.")
    page.locator("#q-B01-3").check()
    news.get_by_role("link", name="See the result").click()
    expect(page).to_have_url(re.compile(f"/results/{token}/"))
    assert answers_of(token) == {}
    page_errors.clear()


@pytest.mark.postgres
def test_leaving_the_page_sends_what_is_not_saved_once_more(page: Page) -> None:
    token = start(page)
    page.evaluate(
        """() => {
          const send = window.fetch;
          window.fetch = (address, options) =>
            options.keepalive ? send(address, options) : Promise.reject(new TypeError("busy"));
        }"""
    )
    page.locator("#q-B01-3").check()
    expect(status(page)).to_have_text("Not saved yet, trying again")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    for _ in range(50):
        if answers_of(token):
            break
        page.wait_for_timeout(100)
    assert answers_of(token) == {"B01": 3}

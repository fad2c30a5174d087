"""The page on what a draft does to results, in each of its states, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from assessments.instrument.values import instrument_of
from assessments.models import Impact
from benchmarks.crowd import answers, store
from roles.models import Edition, Requirement, Role
from roles.snapshot.editions import snapshot_of
from tests.browser.accessibility import assert_accessible

IMPACT = "/admin/impact/"

pytestmark = pytest.mark.django_db(transaction=True)


def people(count: int) -> None:
    store(Edition.objects.get(), answers(instrument_of(snapshot_of(1)), count, seed=4))


def shift_weights() -> None:
    """Change weights of the draft so that many results change, some from one role to the other."""
    for number, row in enumerate(Requirement.objects.order_by("pk")):
        row.importance = (0, 5)[number % 2]
        row.save()


def assert_well(page: Page, state: str) -> None:
    """Check that the page breaks no accessibility rule and never scrolls sideways."""
    assert_accessible(page)


def test_every_state_of_the_impact_is_accessible_and_never_scrolls_sideways(
    desk: Page, page_errors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shows(text: str) -> None:
        desk.goto(IMPACT)
        expect(desk.locator("#content-main")).to_contain_text(text)
        for more in desk.locator("summary").all():
            more.click()
        assert_well(desk, text)

    shows("no result would change")
    Role.objects.update(summary="Said in other words.")
    shows("Nothing in the draft can move a score")
    shift_weights()
    shows("Nobody with answers that can be scored has finished the quiz yet")
    Impact.objects.all().delete()
    people(3)
    shows("any figure could reveal a single person")
    people(597)
    Impact.objects.all().delete()
    shows("Who moves where")
    expect(desk.locator("#content-main strong").first).to_contain_text("would swap")

    held: list[Route] = []
    Impact.objects.all().delete()
    monkeypatch.setattr("assessments.analytics.impact.services.FIRST_BATCH", 200)
    monkeypatch.setattr("assessments.analytics.impact.desk.SECONDS", 0)
    desk.route(
        f"**{IMPACT}",
        lambda route: held.append(route) if route.request.method == "POST" else route.fallback(),
    )
    shows("Nothing is counted yet")
    held[0].abort()
    expect(desk.get_by_text("The count stopped. What is counted is kept")).to_be_visible()
    expect(desk.get_by_role("button", name="Count", exact=True)).to_be_visible()
    assert_well(desk, "a count that stopped")
    assert page_errors.pop().endswith("net::ERR_FAILED")  # the one that this test made


@pytest.mark.postgres
def test_with_a_script_it_counts_on_by_itself_until_the_answer_is_there(
    desk: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(600)
    shift_weights()
    monkeypatch.setattr("assessments.analytics.impact.services.FIRST_BATCH", 100)
    monkeypatch.setattr("assessments.analytics.impact.desk.SECONDS", 0)
    desk.goto(IMPACT)
    expect(desk.get_by_role("heading", name="Who moves where")).to_be_visible()
    expect(desk.locator(".desk-lead")).to_contain_text("Of 600 finished quizzes")
    assert desk.locator("#edits ~ .desk-scroll tbody tr").count() > 1


def test_without_scripts_each_press_counts_on(
    desk: Page, new_context: Callable[..., BrowserContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    people(600)
    shift_weights()
    monkeypatch.setattr("assessments.analytics.impact.services.FIRST_BATCH", 250)
    monkeypatch.setattr("assessments.analytics.impact.desk.SECONDS", 0)
    state = desk.context.storage_state()
    page = new_context(java_script_enabled=False, storage_state=state).new_page()
    page.goto(IMPACT)
    page.get_by_role("button", name="Count", exact=True).press("Enter")
    expect(page.get_by_text("250 of 600 finished quizzes")).to_be_visible()
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_text("500 of 600 finished quizzes")).to_be_visible()
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("heading", name="Who moves where")).to_be_visible()


def test_it_says_so_when_an_edit_moves_nobody(desk: Page) -> None:
    people(40)
    row = Requirement.objects.exclude(required_level=0).order_by("pk")[0]
    row.required_level += 1
    row.save()
    desk.goto(IMPACT)
    expect(desk.locator(".desk-lead")).to_contain_text(
        "All 40 finished quizzes would read as they do now."
    )
    expect(desk.get_by_text("No edit changes anybody’s result on its own.")).to_be_visible()
    assert_well(desk, "nobody moves")

"""An editor who has never seen the site goes all the way, with nothing but what the screens show.

No address is typed but that of the desk: every step is a link, a field or a button in sight, or
the browser's own ways back and to load a page again.
"""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Locator, Page, expect

from assessments.instrument.values import instrument_of
from assessments.models import Attempt, Item
from benchmarks.crowd import answers, store
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from rolesite.staff.groups import EDITORS, PUBLISHERS, make_groups
from tests.browser.accessibility import assert_accessible
from tests.desk import PASSWORD
from tests.editions import publish_seed_content

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "Project Manager", "Delivery Lead"
STEM = "Working with people who care about the outcome"
PEOPLE = 600  # who finished the quiz before


@pytest.fixture
def newcomer(page: Page) -> Page:
    """Return the sign-in page of the desk for a new colleague who may edit and publish."""
    edition = publish_seed_content()
    store(edition, answers(instrument_of(snapshot_of(edition.number)), PEOPLE, seed=4))
    make_groups()
    person = User.objects.create_user("mara", password=PASSWORD, is_staff=True)
    person.groups.set(Group.objects.filter(name__in=(EDITORS, PUBLISHERS)))
    page.goto("/admin/")
    return page


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def follow(page: Page, name: str, *, within: Locator | None = None) -> None:
    """Press a link that can be seen, by what it says."""
    link = (within or main(page)).get_by_role("link", name=name, exact=True).first
    expect(link).to_be_visible()
    link.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def home(page: Page) -> None:
    follow(page, "Home", within=page.get_by_role("navigation", name="Breadcrumbs"))
    expect(page.get_by_role("heading", name="What would you like to change?")).to_be_visible()


def publish_with(page: Page, note: str, number: int) -> None:
    page.get_by_label("What changed, and why").fill(note)
    page.get_by_role("button", name=f"Publish edition {number}").click()
    expect(page.get_by_text(f"Edition {number} is published.")).to_be_visible()
    expect(page.get_by_text("Everything is published.")).to_be_visible()


def visitors_read(page: Page, name: str) -> None:
    """Go from the message after publishing to the list of roles, and back to the desk."""
    follow(page, "See it on the site")
    follow(page, "Roles", within=page.get_by_role("navigation", name="Main"))
    page.reload()  # as the note of the publishing says
    expect(main(page).get_by_role("link", name=name, exact=True).first).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="What would you like to change?")).to_be_visible()


@pytest.mark.postgres
def test_a_newcomer_edits_previews_weighs_publishes_regrets_and_restores(newcomer: Page) -> None:
    page = newcomer
    page.get_by_label("Username").fill("mara")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    # Rename a role.
    follow(page, "Roles")
    follow(page, OLD)
    page.get_by_label("Name", exact=True).first.fill(NEW)
    save(page)
    # Shift a weight.
    home(page)
    follow(page, "Profiles side by side")
    page.get_by_label(f"Importance of Stakeholder management for {NEW}").fill("0.5")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text(f"Saved: 1 cell in {NEW}.")).to_be_visible()
    # Rewrite an item.
    home(page)
    follow(page, "Items")
    follow(page, "B01")
    page.get_by_label("Question text").fill(STEM)
    save(page)

    # Preview it as a visitor, with the quiz and its result.
    follow(page, "Preview", within=page.get_by_role("banner"))
    notice = page.get_by_role("complementary", name="Preview")
    expect(notice).to_contain_text("It has 3 changes that visitors do not see yet.")
    expect(page.get_by_text(NEW).first).to_be_visible()
    follow(page, "Take the quiz", within=page.get_by_role("banner"))
    page.get_by_role("button", name="Start the quiz").click()
    seen_stem = False
    while not page.get_by_role("heading", name="Your answers").is_visible():
        seen_stem = seen_stem or page.get_by_text(STEM).first.is_visible()
        for group in page.locator("fieldset.question").all():
            group.locator(".choices__list .choice").first.click()
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("h1")).to_be_visible()
    assert seen_stem
    page.get_by_role("button", name="Finish and see my result").click()
    expect(page.get_by_text("Scored with the draft, which is not published.")).to_be_visible()
    expect(main(page).get_by_text(NEW).filter(visible=True).first).to_be_visible()
    assert Attempt.objects.count() == PEOPLE

    # Read what changes, and what it does to results.
    follow(page, "3 changes", within=notice)
    expect(page.get_by_text("3 changes in the draft that visitors do not see yet.")).to_be_visible()
    for what in (NEW, "outcome", "importance"):
        expect(main(page).get_by_text(what).first).to_be_visible()
    assert_accessible(page)
    follow(page, "See what they do to results")
    expect(page.get_by_text(f"Of {PEOPLE} finished quizzes")).to_be_visible()
    expect(page.get_by_role("heading", name="Which edit has the biggest effect")).to_be_visible()

    # Publish, and look at it as everybody does.
    follow(page, "Publish…", within=page.get_by_role("banner"))
    publish_with(page, "A clearer name.", 2)
    visitors_read(page, NEW)

    # Regret it: back to the edition before, and publish that.
    follow(page, "Editions")
    follow(page, "Restore… edition 1")
    expect(page.get_by_text("so nothing is lost")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Restore edition 1 as the draft").click()
    expect(page.get_by_text("The draft now matches edition 1.")).to_be_visible()
    follow(page, "Publish…")
    publish_with(page, "The name that people know.", 3)
    visitors_read(page, OLD)

    first, _, third = Edition.objects.order_by("number")
    assert third.content_hash == first.content_hash
    assert Item.objects.get(key="B01").stem != STEM
    # And all of it can be read in the history.
    follow(page, "All activity")
    for said in (f"Name: {OLD} → {NEW}.", "Importance: 5 → 0.5.", "Restored edition 1"):
        expect(page.get_by_text(re.compile(re.escape(said))).first).to_be_visible()

"""A panel of experts in a browser: rating without a script, and what the desk shows of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from assessments.analytics.study.services import keep_expert_answer, questions_of
from assessments.models import Panel
from rolesite.staff.groups import ANALYSTS
from tests.assessments.analytics.study.people import expert_sheet
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_expert_rates_without_a_script_and_the_desk_shows_where_ours_lie_outside(
    desk: Page, page_errors: list[str], new_context: Callable[..., BrowserContext]
) -> None:
    User.objects.get().groups.set(Group.objects.filter(name=ANALYSTS))
    desk.goto("/admin/assessments/attempt/study/")
    desk.get_by_label("Role").select_option(label="Technical Project Manager")
    desk.get_by_role("button", name="Make a panel").click()
    link = desk.locator("#content-main code").inner_text()
    page = new_context(java_script_enabled=False).new_page()
    page.goto(link)
    page.get_by_label("Years in this job").fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "“Is this your job?”: please answer this too."
    )
    expect(page.get_by_label("Years in this job")).to_have_value("10")
    page_errors.clear()  # the browser notes a refused form
    panel = Panel.objects.get()
    for name, value in expert_sheet(questions_of(panel), np.random.default_rng(1)).items():
        if name.startswith(("years", "required_level")):
            page.locator(f'[name="{name}"]').fill(str(value))
        else:
            page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("We have your ratings.")
    own = page.url
    expect(page.get_by_label("Years in this job")).not_to_have_value("10")
    rng, now = np.random.default_rng(2), timezone.now()
    for number in range(6):
        sent = expert_sheet(questions_of(panel), rng, error=0.7)
        keep_expert_answer(token=link.split("/")[-2], key=str(number), said=sent, now=now)
    desk.reload()
    expect(desk.get_by_text("ours is outside").first).to_be_visible()
    open_folds(desk)
    assert_accessible(desk)
    desk.goto(own)
    open_folds(desk)
    assert_accessible(desk)

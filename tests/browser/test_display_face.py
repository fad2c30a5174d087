"""The face of the headings arrives late and moves nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import plan_path, result_path
from tests.assessments.sheets import PM, SOME, TPM
from tests.browser.windows import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SHIFTS = """() => {
    window.moved = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({type: "layout-shift", buffered: true});
}"""

ARRIVED = """async () => { await document.fonts.load('700 20px "Rolesite Display"'); }"""


def test_nothing_moves_when_the_face_of_the_headings_arrives_late(
    page: Page, published: Edition
) -> None:
    token = finished(SOME)
    late: list[Route] = []
    page.route("**/*.woff2", lambda route: late.append(route))
    for window in (PHONE, DESKTOP):
        page.set_viewport_size(window)
        for path in (
            "/", f"/compare/{PM}/{TPM}/", f"/roles/{TPM}/", "/questions/", "/quiz/",
            result_path(token), plan_path(token),
        ):  # fmt: skip
            page.goto(path, wait_until="domcontentloaded")
            page.evaluate(SHIFTS)
            page.wait_for_timeout(300)
            assert late, "The page asks for the face."
            while late:
                late.pop().continue_()
            page.evaluate(ARRIVED)
            page.wait_for_timeout(100)
            assert page.evaluate("window.moved") == 0, (path, window)

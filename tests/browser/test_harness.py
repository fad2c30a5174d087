"""The harness itself: it lets a good page pass and sees each kind of bad one."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import assert_accessible

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Roles</title></head>
<body><main><h1>Roles</h1><p>Two roles.</p></main></body></html>"""
NO_INLINE_STYLE = """<meta http-equiv="Content-Security-Policy" content="style-src 'self'">"""


def test_a_good_page_passes(page: Page, view: str) -> None:
    page.set_content(GOOD)
    assert_accessible(page)


def test_an_inaccessible_page_fails_with_the_broken_rule(page: Page) -> None:
    page.set_content(GOOD.replace("Two roles.", "<img src='data:,'>"))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("<script>console.error('out of cheese')</script>", "out of cheese"),
        ("<script>throw new Error('redo from start')</script>", "redo from start"),
        (f"{NO_INLINE_STYLE}<style>p {{}}</style>", "violates"),
    ],
    ids=["console error", "exception", "broken content policy"],
)
def test_a_faulty_page_is_noticed(
    page: Page, page_faults: list[str], fault: str, told: str
) -> None:
    page.set_content(GOOD.replace("<title>", f"{fault}<title>"))
    page.evaluate("1")
    assert any(told in noticed for noticed in page_faults), page_faults
    page_faults.clear()

"""The harness itself: it lets a good page pass and sees each kind of bad one."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import assert_accessible

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Roles</title></head>
<body><main><h1>Roles</h1><p>Two roles.</p></main></body></html>"""
NO_INLINE_STYLE = """<meta http-equiv="Content-Security-Policy" content="style-src 'self'">"""


def test_a_good_page_passes(page: Page) -> None:
    page.set_content(GOOD)
    assert_accessible(page)


DARK = "<style>@media (prefers-color-scheme: dark) { p { color: #ddd; background: #eee } }</style>"
WIDE = "<style>@media (min-width: 1000px) { p { color: #ddd } }</style>"
LATE = "<style>@media (max-width: 999px) { img { display: none } }</style><img src='data:,'>"
PLAIN_LINK = "<style>a { color: #060; text-decoration: none }</style><a href='/'>One</a> of "


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("<img src='data:,'>", "image-alt"),
        (DARK, r"(?s)\((360|1280) px, dark\).*color-contrast"),
        (WIDE, r"(?s)\(1280 px, light\).*color-contrast"),
        (LATE, r"(?s)\(1280 px, light\).*image-alt"),
        (PLAIN_LINK, r"(?s)\(360 px, light\).*link-in-text-block"),
        ("<hr style='width: 400px'>", "wider than a window of 320 px"),
    ],
    ids=[
        "no text for a picture",
        "dark on dark",
        "pale if wide",
        "shown if wide",
        "plain link",
        "wide on a phone",
    ],
)
def test_a_bad_page_fails_with_the_rule_and_the_window(page: Page, fault: str, told: str) -> None:
    page.set_content(GOOD.replace("Two roles.", f"{fault}Two roles."))
    with pytest.raises(AssertionError, match=told):
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
    page: Page, page_errors: list[str], fault: str, told: str
) -> None:
    page.set_content(GOOD.replace("<title>", f"{fault}<title>"))
    page.evaluate("1")
    assert any(told in noticed for noticed in page_errors), page_errors
    page_errors.clear()

"""Windows of different sizes, and how a page lies in them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, ViewportSize

SMALLEST = ViewportSize(width=320, height=640)
PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=800)


def in_each_window(page: Page, *sizes: ViewportSize) -> Iterator[str]:
    """Resize an open page to each size, which costs less than opening it again, and back."""
    before = page.viewport_size
    for size in sizes:
        page.set_viewport_size(size)
        yield f"{size['width']} px"
    if before:
        page.set_viewport_size(before)


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")

"""Pages in a real Chromium, served by pytest-django's ``live_server``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError, expect
from pytest_django.live_server_helper import LiveServer

from rolesite.staff.groups import EDITORS, PUBLISHERS
from tests.desk import PASSWORD, signed_in
from tests.editions import publish_seed_content

# Playwright keeps an event loop on the test's thread; Django would take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is slow, not wrong; a page that never gets there still fails.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use Debian's Chromium without a window, which costs a third less, and offline."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"),
        "args": [
            "--no-sandbox",  # its sandbox refuses to run as root, as CI does
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Let tests open pages by their path: ``page.goto("/roles/")``."""
    return live_server.url


@pytest.fixture
def page_errors() -> Iterator[list[str]]:
    """Fail a test whose pages break the content policy, log an error or raise one.

    The list holds what the browser complained of so far; a test that provokes a fault looks for
    it and clears the list.
    """
    faults: list[str] = []
    yield faults
    assert faults == []


@pytest.fixture
def new_context(page_errors: list[str], new_context: Callable[..., BrowserContext]) -> Any:
    """Return contexts that note faults; ``page_errors`` comes first, to check after they closed.

    Chromium reports a broken content policy as an error on the console.
    """

    def note_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            page_errors.append(f"console: {message.text}")

    def note_exception(error: WebError) -> None:
        page_errors.append(f"exception: {error.error}")

    def create(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        context.on("console", note_error)
        context.on("weberror", note_exception)
        return context

    return create


@pytest.fixture
def desk(page: Page, base_url: str) -> Page:
    """Open the desk's first page, with an editor signed in; the journeys sign in by the form."""
    publish_seed_content()
    client = signed_in("editor", groups=(EDITORS, PUBLISHERS), password=PASSWORD)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="What would you like to change?")).to_be_visible()
    return page

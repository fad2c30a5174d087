"""What every test may use."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import settings

from roles.content.files import load, read_document, read_file
from roles.content_updates import merged
from roles.draft.services import content_hash
from roles.models import Edition
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot, snapshot_of
from web.public_pages import kept_pages

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by their folder, and run them last: a plain failure shows sooner."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


# How long an example takes depends on what else the machine does, and says nothing.
settings.register_profile("everywhere", deadline=None)
settings.load_profile("everywhere")

CONTENT = Path(__file__).parent.parent / "content"
UPDATES = CONTENT.parent / "content_updates"
PUBLISHED_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


def with_updates(document: dict[str, Any]) -> dict[str, Any]:
    """The document that the seed content becomes once a site has taken every update."""
    for file in sorted(UPDATES.glob("*.yaml"), key=lambda path: int(path.stem)):
        sections = read_file(UPDATES, file.name).data["sections"]
        document = {**document, "sections": merged(document["sections"], sections)}
    return document


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Pages kept by the process do not outlive a test, and neither do counts of its limits."""
    kept_pages.clear()
    cache.clear()
    yield
    kept_pages.clear()


@pytest.fixture(scope="session")
def seed_document() -> dict[str, Any]:
    """The document of an edition made of the seed content."""
    return read_document(CONTENT)


@pytest.fixture(scope="session")
def newest_document(seed_document: dict[str, Any]) -> dict[str, Any]:
    """The document of the newest edition that ships: the seed content with every update."""
    return with_updates(seed_document)


@pytest.fixture
def published(db: None, seed_document: dict[str, Any]) -> Edition:
    """Edition 1, made of the seed content; there are no draft rows behind it."""
    return Edition.objects.create(
        number=1,
        document=seed_document,
        content_hash=content_hash(seed_document),
        note="The first edition.",
        published_at=PUBLISHED_AT,
    )


@pytest.fixture
def snapshot(published: Edition) -> Snapshot:
    """The frozen values of the seed content, published as edition 1."""
    return snapshot_of(published.number)


@pytest.fixture
def newest(published: Edition, newest_document: dict[str, Any]) -> Snapshot:
    """The frozen values of the newest edition that ships, published as edition 2."""
    Edition.objects.create(
        number=2,
        document=newest_document,
        content_hash=content_hash(newest_document),
        note="The newest edition.",
        published_at=PUBLISHED_AT,
    )
    return snapshot_of(2)


@pytest.fixture
def draft(db: None) -> Edition:
    """The seed content as draft rows that editors can change, published as edition 1."""
    load(CONTENT)
    return publish(note="The first edition.", author=None, now=PUBLISHED_AT)

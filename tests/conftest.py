"""Fixtures and rules for every test."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.template import Template
from django.template.context import Context
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from roles.models import Edition
from roles.models.edition import EditionQuerySet
from roles.publishing.services import counted
from roles.snapshot.editions import Snapshot, snapshot_of
from rolesite.staff.groups import make_groups
from tests import editions
from tests.editions import publish_document, publish_seed_content
from web.public_pages import kept_pages

BROWSER_TESTS = Path(__file__).parent / "browser"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# Seconds for what a test does itself; setting up may include making a database. With nothing else
# to do, none needs a fifth of this, so a busy machine gets through, and a test that became many
# times as slow is looked at while one still knows why.
LONGEST_TEST = 120

# The same examples in every run and in every process: a failure can be repeated, and nothing is
# kept between runs. How long an example takes depends on what else the machine does. They try our
# code, which runs on SQLite first; for another database the first few are enough.
settings.register_profile(
    "everywhere",
    max_examples=40 if connection.vendor == "sqlite" else 10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("everywhere")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by their folder, and what runs on PostgreSQL too.

    That is every test that touches the database, but for those marked ``once``, which take long and
    judge what was read, such as markup or a figure. Of those in the browser it is only the ones
    that say so: the others read pages, and other tests ask the database for the same pages. Browser
    tests run last, since a plain failure shows sooner.
    """
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        elif _touches_the_database(item) and not item.get_closest_marker("once"):
            item.add_marker(pytest.mark.postgres)
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


def pytest_collection_finish() -> None:
    """Freeze what is loaded, so that the garbage collector does not search it again and again.

    That takes a sixth of a run otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _touches_the_database(item: pytest.Item) -> bool:
    """Return whether a test uses the database, by its fixtures and marks.

    pytest-django stops any other test that tries.
    """
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & DATABASE_FIXTURES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that passed but took too long, unless a command of its own runs its module."""
    report = yield
    has_its_command = item.path.name.startswith("check_")
    is_late = call.when == "call" and call.duration > LONGEST_TEST
    if report.passed and is_late and not has_its_command:
        report.outcome = "failed"
        report.longrepr = f"Took {call.duration:.0f} s; a test may take {LONGEST_TEST} s."
    return report


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_delete(django_test_environment: None) -> None:
    """Empty the tables with DELETE after a test that commits.

    Django does it with TRUNCATE, for which PostgreSQL takes 50 times as long, and makes content
    types and permissions again, which may as well stay, like the groups of the staff.
    """
    models = apps.get_models(include_auto_created=True)
    kept = (ContentType, Permission, Group, Group.permissions.through)
    tables = {each._meta.db_table for each in models} - {each._meta.db_table for each in kept}

    def delete(_case: TransactionTestCase) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608

    case: Any = TransactionTestCase
    case._fixture_teardown = delete


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the groups of the staff once, as on a real site, since many tests need them."""
    with django_db_blocker.unblock():
        make_groups()


@pytest.fixture(scope="session", autouse=True)
def _fields_unwatched(django_test_environment: None) -> None:
    """Tell test clients of the templates of pages, not of those of single fields.

    A screen of the desk has 700 fields, and noting each takes a sixth of its time.
    """
    watched: Any = Template
    noted = watched._render

    def render(template: Template, context: Context) -> Any:
        is_field = (template.name or "").startswith("django/forms/")
        return template.nodelist.render(context) if is_field else noted(template, context)

    watched._render = render


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Clear what the process keeps of pages and of the draft, before and after each test."""
    kept_pages.clear()
    counted.cache_clear()
    EditionQuerySet.seen = None
    yield
    kept_pages.clear()


@pytest.fixture(scope="session")
def seed_document() -> dict[str, Any]:
    """Return the document of an edition made of the seed content."""
    return editions.seed_document()


@pytest.fixture
def published(db: None, seed_document: dict[str, Any]) -> Edition:
    """Publish edition 1, made of the seed content; there are no draft rows behind it."""
    return publish_document(seed_document)


@pytest.fixture
def snapshot(published: Edition) -> Snapshot:
    """Return the frozen values of the seed content, published as edition 1."""
    return snapshot_of(published.number)


@pytest.fixture
def whole_snapshot(db: None) -> Snapshot:
    """Return the frozen values of all that ships, published as edition 1."""
    return snapshot_of(publish_document(editions.whole_document()).number)


@pytest.fixture
def draft(db: None) -> Edition:
    """Store the seed content as draft rows that editors can change, and publish it as edition 1."""
    return publish_seed_content()

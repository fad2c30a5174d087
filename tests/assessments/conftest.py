"""Attempts to test with, and many requests at once."""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from assessments.attempts.services import start_attempt
from assessments.scoring import revisions
from roles.draft.services import content_hash
from roles.models import Edition
from tests.assessments.scoring.forms import PLAIN_CONSTANTS
from tests.editions import PUBLISHED_AT

T = TypeVar("T")

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PAGE = "00000000-0000-4000-8000-00000000000a"
OTHER_PAGE = "00000000-0000-4000-8000-00000000000b"


@pytest.fixture
def plain_edition(published: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The seed content once more as edition 2, under a made-up second revision of the score."""
    monkeypatch.setitem(revisions._ROWS, 2, PLAIN_CONSTANTS)
    document = copy.deepcopy(published.document)
    document["sections"]["assessments"]["settings"]["revision"] = 2
    return Edition.objects.create(
        number=2,
        document=document,
        content_hash=content_hash(document),
        note="Plain constants.",
        published_at=PUBLISHED_AT,
    )


@pytest.fixture
def token(published: Edition) -> str:
    """The token of an attempt that was just started under the seed content."""
    return start_attempt(now=NOW)


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Run all jobs at the same moment, each on a thread and a database connection of its own."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        gate.wait(timeout=30)
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))

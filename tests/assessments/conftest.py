"""Attempts and editions to test with."""

from __future__ import annotations

import copy
from typing import TypeVar

import pytest

from assessments.attempts.services import start_attempt
from assessments.scoring import specification
from roles.draft.services import content_hash
from roles.models import Edition
from tests.assessments.factories import NOW
from tests.assessments.scoring.forms import PLAIN_CONSTANTS
from tests.editions import PUBLISHED_AT

T = TypeVar("T")


@pytest.fixture
def plain_edition(published: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Publish the seed content again as edition 2, under a made-up revision of the score."""
    monkeypatch.setitem(specification._ROWS, 4, PLAIN_CONSTANTS)
    document = copy.deepcopy(published.document)
    document["sections"]["assessments"]["settings"]["revision"] = 4
    return Edition.objects.create(
        number=2,
        document=document,
        content_hash=content_hash(document),
        note="Plain constants.",
        published_at=PUBLISHED_AT,
    )


@pytest.fixture
def token(published: Edition) -> str:
    """Return the token of an attempt that was just started under the seed content."""
    return start_attempt(now=NOW)

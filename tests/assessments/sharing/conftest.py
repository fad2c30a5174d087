"""What tests of share links start with."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.assessments.sheets import technical


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner(published: Edition) -> str:
    """Return the token of a finished result."""
    return finished(technical())

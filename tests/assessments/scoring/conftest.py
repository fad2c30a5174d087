"""The draft instrument, built once."""

import pytest

from assessments.scoring import Instrument
from tests.assessments.scoring.forms import real_specification


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    """Return the draft instrument: 36 items, 4 evidence scores, PM and TPM."""
    return Instrument.build(real_specification())

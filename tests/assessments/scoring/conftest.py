"""The draft instrument, built once."""

import pytest
from hypothesis import HealthCheck, settings

from assessments.scoring import Instrument
from tests.assessments.scoring.forms import real_specification

settings.register_profile(
    "scoring",
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


settings.load_profile("scoring")


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    """Return the draft instrument: 36 items, 4 evidence scores, PM and TPM."""
    return Instrument.build(real_specification())

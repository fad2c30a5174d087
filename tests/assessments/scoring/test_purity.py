"""The core scores an attempt without the framework, and without touching what it is given."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from assessments.scoring import Instrument, contributions, score

ROOT = Path(__file__).resolve().parents[3]
SCORE_AN_ATTEMPT = """
import sys
sys.modules["django"] = None  # importing it would fail
from assessments.scoring import Instrument, contributions, encode, score
from tests.assessments.scoring.forms import real_specification
instrument = Instrument.build(real_specification())
y, years = encode(instrument, {"B01": 3, "F01": 0, "certifications": ["pm_cert"]})
assert len(score(instrument, [y], [years])) == 1
assert contributions(instrument, [y], [years]).gap.shape == (1, 2, 16)
loaded = [name for name in sys.modules if name.split(".")[0] == "django"]
assert loaded == ["django"], loaded
"""


def test_an_attempt_is_scored_with_django_never_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCORE_AN_ATTEMPT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_arrays_given_are_left_as_they_were(instrument: Instrument) -> None:
    """One row and rows laid out by column are read in place unless they are copied first."""
    y = np.asfortranarray([[60.0] * 39 + [np.nan], [np.nan] * 40])
    years = np.array([np.nan, 4.0])
    y.setflags(write=False)
    years.setflags(write=False)
    score(instrument, y, years)
    contributions(instrument, y[:1], years[:1])


def test_the_same_answers_give_the_same_bits(instrument: Instrument) -> None:
    y = np.random.default_rng(3).choice([0.0, 20.0, 60.0, np.nan], (50, 40))
    first, second = (score(instrument, y, np.full(50, 4.0)) for _ in range(2))
    for name in type(first).__dataclass_fields__:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)

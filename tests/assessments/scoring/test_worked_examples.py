"""Every value of the worked examples (docs/scoring.md §1.10), to 1e-6."""

from typing import Any

import numpy as np
import pytest

from assessments.scoring import BARS_SCORES, GRADED_SCORES, Scores, Verdict
from tests.assessments.scoring.forms import (
    EXAMPLES,
    FLAT_ROLE,
    ROLE_P,
    ZERO_ROLE,
    explain_one,
    score_one,
    toy,
)

TWO_ROLE_EXAMPLES = [name for name, each in EXAMPLES.items() if "SE_D" in each]
SCORE_OF = {
    "x": "level", "d": "profile", "F": "fit", "R": "readiness", "R_raw": "readiness_raw",
    "M": "match", "SE_F": "fit_error", "SE_R": "readiness_error", "bhat": "readiness_bias",
    "cov": "coverage", "cov_fit": "coverage_fit", "D": "first_minus_second",
    "SE_D": "standard_error", "chance": "chance",
}  # fmt: skip
RESULT = {-1: Verdict.TOO_CLOSE, -2: Verdict.NEITHER, -3: Verdict.INSUFFICIENT}


def scored(name: str) -> Scores:
    instrument = toy(FLAT_ROLE, ZERO_ROLE) if name.startswith("5_") else toy()
    return score_one(instrument, EXAMPLES[name]["y"])


def close(expected: Any) -> Any:
    values = np.array(expected, dtype=np.float64)
    return pytest.approx(values, abs=1e-6, rel=0, nan_ok=True)


@pytest.mark.parametrize("name", TWO_ROLE_EXAMPLES)
@pytest.mark.parametrize("symbol", SCORE_OF)
def test_every_number_of_a_worked_example_is_reproduced(name: str, symbol: str) -> None:
    values = getattr(scored(name), SCORE_OF[symbol])[0]
    assert values == close(EXAMPLES[name][symbol])


@pytest.mark.parametrize("name", TWO_ROLE_EXAMPLES)
def test_the_verdict_of_a_worked_example_is_reproduced(name: str) -> None:
    scores, recommended = scored(name), EXAMPLES[name]["rec"]
    assert scores.verdict_of(0) == RESULT.get(recommended, Verdict.ONE_ROLE)
    assert scores.named_role[0] == max(recommended, -1)


def test_contributions_of_example_1_are_reproduced() -> None:
    parts = explain_one(toy(), EXAMPLES["1_complete"]["y"])
    assert parts.fit_by_item[0, 0] == close(EXAMPLES["1_complete"]["contrib_F_P"])
    assert parts.readiness_by_item[0, 0] == close(EXAMPLES["1_complete"]["contrib_R_P"])


def test_the_must_have_of_example_4_caps_readiness() -> None:
    scores = scored("4_must_have")
    assert scores.cap[0] == close([100.0, EXAMPLES["4_must_have"]["cap_T"]])
    assert scores.unmet_must_haves[0].tolist() == [0, 1]


def test_a_single_role_is_named() -> None:
    scores, expected = (
        score_one(toy(ROLE_P), EXAMPLES["5b_single_role"]["y"]),
        EXAMPLES["5b_single_role"],
    )
    assert scores.fit[0] == close([expected["F"]])
    assert scores.readiness[0] == close([expected["R"]])
    assert scores.verdict_of(0) == Verdict.ONE_ROLE
    assert scores.named_role[0] == expected["rec"]


def test_the_range_of_example_6_is_reproduced() -> None:
    scores = scored("6_too_close")
    interval = [scores.difference_low[0], scores.difference_high[0]]
    assert interval == close(EXAMPLES["6_too_close"]["interval"])


def test_the_what_if_of_example_7_is_reproduced() -> None:
    base = EXAMPLES["7_what_if"]["base"]
    changed = [*base[:2], EXAMPLES["7_what_if"]["change"]["bC"], *base[3:]]
    gain = score_one(toy(), changed).readiness - score_one(toy(), base).readiness
    assert gain[0, 1] == close(EXAMPLES["7_what_if"]["gain_R_T"])


def test_option_scores_are_those_of_example_8() -> None:
    keys = EXAMPLES["8_keys"]
    assert list(BARS_SCORES) == list(keys["bars"].values())
    assert list(GRADED_SCORES) == list(keys["int"].values()) == list(keys["fc_yB"].values())
    assert [100 - each for each in GRADED_SCORES] == list(keys["int_reverse"].values())

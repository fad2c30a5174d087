"""Answers that point in different directions widen the errors or stop the verdict (§1.6)."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.scoring import (
    VERDICTS,
    Evidence,
    ForcedChoiceItem,
    Instrument,
    RoleProfile,
    Scores,
    Settings,
    Verdict,
    encode,
    score,
)
from tests.assessments.scoring.forms import (
    PLAIN,
    ROLE_P,
    ROLE_T,
    by_key,
    real_specification,
    score_one,
    toy,
)


def same_option(instrument: Instrument, index: int) -> Scores:
    """Score the sheet of somebody who always picks the first, or the last, option."""
    answers = {item.key: index % len(item.option_scores) for item in instrument.specification.items}
    y, years = encode(instrument, answers)
    return score_one(instrument, y.tolist(), years)


def random_clicks(instrument: Instrument, count: int) -> np.ndarray:
    random = np.random.default_rng(2024)
    columns = (*instrument.specification.items, *instrument.specification.evidence)
    legal = [
        [0, 20, 40, 65, 85, 100] if isinstance(each, Evidence) else each.option_scores
        for each in columns
    ]
    return np.stack([random.choice(np.array(each), count) for each in legal], axis=1)


def test_a_full_sheet_has_28_degrees_of_freedom(instrument: Instrument) -> None:
    scores = score_one(instrument, [50.0] * 40)
    assert scores.person_fit_df[0] == 28
    assert scores.person_fit[0] == 0
    assert scores.widening[0] == pytest.approx(np.sqrt(0.7))


@pytest.mark.parametrize("index", [0, -1])
def test_always_the_first_or_the_last_option_is_inconsistent(
    instrument: Instrument, index: int
) -> None:
    scores = same_option(instrument, index)
    assert scores.verdict_of(0) == Verdict.INCONSISTENT
    np.testing.assert_allclose(scores.fit[0], 50.0, atol=0.1)
    assert scores.named_role[0] == -1


def test_always_the_middle_is_too_close_and_not_inconsistent(instrument: Instrument) -> None:
    columns = (*instrument.specification.items, *instrument.specification.evidence)
    middle = [50.0 if isinstance(each, ForcedChoiceItem) else 60.0 for each in columns]
    assert score_one(instrument, middle).verdict_of(0) == Verdict.TOO_CLOSE


def test_random_clicking_is_flagged_and_names_almost_no_role(instrument: Instrument) -> None:
    y = random_clicks(instrument, 20_000)
    verdict = score(instrument, y, np.full(len(y), np.nan)).verdict
    assert np.mean(verdict == VERDICTS.index(Verdict.INCONSISTENT)) > 0.90
    assert np.mean(verdict == VERDICTS.index(Verdict.ONE_ROLE)) < 0.03


def test_scatter_widens_every_error() -> None:
    """Two sheets with the same levels, skips and shape differ only in scatter of neutral pairs."""
    known_scale = replace(real_specification(), settings=Settings(choice_scale_sd=0.0))
    instrument = Instrument.build(known_scale)
    y = random_clicks(instrument, 1000)
    scores = score(instrument, y, np.full(len(y), np.nan))
    expected = np.clip(np.sqrt((0.3 * scores.person_fit + 0.77) / 1.1), 0.8, 3)
    np.testing.assert_allclose(scores.widening, expected)
    narrow = score_one(instrument, [60.0] * 16 + [50.0] * 16 + [60.0] * 8).fit_error[0]
    tidy = np.sqrt(0.7)
    np.testing.assert_allclose(scores.fit_error / narrow, expected[:, None] / [tidy, tidy])


def test_widening_ends_at_its_limit() -> None:
    limited = replace(real_specification(), settings=Settings(max_widening=1.2))
    widening = score_one(Instrument.build(limited), [0.0, 100.0] * 20).widening[0]
    assert widening == 1.2


def test_too_few_answers_neither_widen_nor_flag(instrument: Instrument) -> None:
    y = np.full(40, np.nan)
    y[:12] = [0, 100] * 6
    scores = score_one(instrument, y.tolist())
    assert scores.person_fit_df[0] == 10
    assert np.isnan(scores.person_fit[0])
    assert scores.widening[0] == 1


def test_df_12_is_enough(instrument: Instrument) -> None:
    y = np.full(40, np.nan)
    y[:13] = [0, 100] * 6 + [0]
    assert score_one(instrument, y.tolist()).widening[0] == 1
    y[13] = 100
    scores = score_one(instrument, y.tolist())
    assert scores.person_fit_df[0] == 12
    assert scores.person_fit[0] > 2.4
    assert scores.widening[0] > 1


def test_answers_are_compared_by_the_role_that_they_suit() -> None:
    """Both parts of one role are even, and the other role would call that scattered."""
    row = [100, 0, 100, 0, 100, 100, None, None]
    even = RoleProfile("even", by_key(5, 1, 5, 1), by_key(60, 60, 60, 60))
    settings = replace(PLAIN, min_person_fit_df=2.0)
    scattered = score_one(toy(settings=settings), row)
    tidy = score_one(toy(ROLE_P, ROLE_T, even, settings=settings), row)
    assert scattered.person_fit[0] > 2.4
    assert tidy.person_fit[0] == 0


def test_choices_inside_one_part_say_nothing_about_consistency() -> None:
    role = RoleProfile("sides", by_key(5, 1, 5, 1), {})
    scores = score_one(toy(role), [None, None, None, None, 0, 100, None, None])
    assert scores.person_fit_df[0] == 0
    assert np.isnan(scores.person_fit[0])
    assert scores.widening[0] == 1

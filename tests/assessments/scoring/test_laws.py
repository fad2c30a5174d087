"""Laws that hold for every sheet and every profile (the properties of docs/scoring.md)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.scoring import (
    BARS_SCORES,
    NO_BAND,
    NO_ROLE,
    BarsItem,
    ForcedChoiceItem,
    Instrument,
    InterestItem,
    Scores,
    Verdict,
    contributions,
    score,
)
from assessments.scoring import scores as scores_module
from tests.assessments.scoring.forms import explain_one, real_specification, score_one
from tests.assessments.scoring.strategies import KEYS, YEARS, instruments, sheets

SEED = Instrument.build(real_specification())
SIDE = 0.1


def columns_of(instrument: Instrument, kind: type) -> list[int]:
    return [k for k, each in enumerate(instrument.specification.items) if isinstance(each, kind)]


def assert_same(first: Scores, second: Scores, rows: slice = slice(None)) -> None:
    for name in Scores.__dataclass_fields__:
        np.testing.assert_allclose(
            getattr(first, name)[rows], getattr(second, name), atol=1e-9, rtol=0, err_msg=name
        )


@given(st.data(), st.sampled_from([BarsItem, InterestItem]), st.integers(1, 4))
def test_adding_a_constant_to_all_ratings_changes_no_fit(
    data: st.DataObject, kind: type, steps: int
) -> None:
    instrument = data.draw(instruments())
    row = data.draw(sheets(instrument))
    shifted = row.copy()
    for k in columns_of(instrument, kind):
        row[k] = row[k] * 0.2
        shifted[k] = row[k] + 20.0 * steps
    np.testing.assert_allclose(
        score_one(instrument, row).fit, score_one(instrument, shifted).fit, atol=1e-9
    )


@pytest.mark.parametrize("side", [0.0, 100.0])
@given(st.sampled_from(BARS_SCORES))
def test_always_the_same_side_moves_no_fit_by_more_than_a_tenth(side: float, rating: float) -> None:
    row = [np.nan] * 40
    for k in columns_of(SEED, BarsItem):
        row[k] = rating
    for k in columns_of(SEED, ForcedChoiceItem):
        row[k] = side
    np.testing.assert_allclose(score_one(SEED, row).fit, 50.0, atol=SIDE)


@given(st.data())
def test_contributions_add_up_to_the_scores(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    row, years = data.draw(sheets(instrument)), data.draw(YEARS)
    scores, parts = score_one(instrument, row, years), explain_one(instrument, row, years)
    lam = instrument.settings.lambda_fit

    def adds_up(total: np.ndarray, *lines: np.ndarray) -> None:
        summed = sum(line.sum(axis=2) if line.ndim == 3 else line for line in lines)
        np.testing.assert_allclose(summed, total, atol=1e-9, rtol=0)

    adds_up(scores.fit - 50.0, parts.fit_by_item, parts.fit_clip)
    adds_up(scores.fit - 50.0, parts.fit_by_competency, parts.fit_clip)
    adds_up(scores.readiness, parts.readiness_by_item, parts.given, parts.must_have_line)
    adds_up(scores.readiness, parts.readiness_by_competency, parts.must_have_line)
    adds_up(100.0 - scores.readiness_raw, parts.gap)
    adds_up(scores.match, parts.match_by_item, parts.match_base)
    np.testing.assert_allclose(
        parts.match_by_item, lam * parts.fit_by_item + (1 - lam) * parts.readiness_by_item
    )


@given(st.data(), st.booleans())
def test_the_order_of_competencies_changes_nothing(data: st.DataObject, tied: bool) -> None:
    """Tied: several must-haves of each role are missed by the same share, all else is met."""
    instrument = data.draw(instruments(fewest=2, most=3))
    row, years = data.draw(sheets(instrument)), data.draw(YEARS)
    specification = instrument.specification
    if tied:
        keys = data.draw(st.sets(st.sampled_from(KEYS), min_size=2, max_size=5))
        specification = replace(
            specification,
            roles=tuple(
                replace(
                    role,
                    required_level=dict.fromkeys(KEYS, data.draw(st.sampled_from([50.0, 80.0]))),
                    must_have=dict.fromkeys(data.draw(st.sets(st.sampled_from(sorted(keys)))), 50),
                )
                for role in specification.roles
            ),
        )
        missed = [instrument.competencies.index(key) for key in keys]
        for k, weight in enumerate(instrument.level_weight):
            if weight.any():
                row[k] = 20.0 if weight[missed].any() else 100.0
    turned = tuple(data.draw(st.permutations(specification.competencies)))
    first = score_one(Instrument.build(specification), row, years)
    second = score_one(Instrument.build(replace(specification, competencies=turned)), row, years)
    for name in set(Scores.__dataclass_fields__) - {"level", "level_error", "profile"}:
        np.testing.assert_allclose(
            getattr(first, name), getattr(second, name), atol=1e-9, rtol=0, err_msg=name
        )


@given(st.data())
def test_a_skipped_answer_contributes_nothing(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    row = data.draw(sheets(instrument))
    parts, skipped = explain_one(instrument, row), np.isnan(row)
    assert not parts.fit_by_item[0][:, skipped].any()
    known = ~np.isnan(parts.gap[0].sum(axis=1))
    assert not parts.readiness_by_item[0][known][:, skipped].any()


@given(st.data())
def test_a_skip_is_never_a_zero(data: st.DataObject) -> None:
    """Skipping everything about a competency leaves the readiness of the others as it is."""
    instrument = data.draw(instruments())
    row = data.draw(sheets(instrument))
    competency = data.draw(st.integers(0, len(instrument.competencies) - 1))
    before, parts = score_one(instrument, row), explain_one(instrument, row)
    for k in np.flatnonzero(instrument.level_weight[:, competency]):
        row[k] = np.nan
    after = score_one(instrument, row)
    assert np.isnan(after.level[0, competency])
    others = np.delete(np.arange(len(instrument.competencies)), competency)
    importance = instrument.importance * ~np.isnan(before.level)
    full = 100.0 * importance[:, others]
    remaining = full.sum(axis=1) / 100.0
    share = remaining / np.maximum(importance.sum(axis=1), 1.0)
    expected = parts.readiness_by_competency[0][:, others].sum(axis=1)
    known = remaining > 0
    np.testing.assert_allclose(
        after.readiness_raw[0][known] * share[known], expected[known], atol=1e-9
    )
    assert np.isnan(after.readiness_raw[0][~known]).all()
    assert (after.coverage <= before.coverage + 1e-12).all()


@given(st.data(), st.integers(1, 5))
def test_raising_one_level_never_lowers_readiness(data: st.DataObject, steps: int) -> None:
    instrument = data.draw(instruments())
    row, years = data.draw(sheets(instrument)), data.draw(YEARS)
    answered = [
        k for k in np.flatnonzero(instrument.level_weight.any(axis=1)) if not np.isnan(row[k])
    ]
    assume(answered)
    raised = row.copy()
    k = data.draw(st.sampled_from(answered))
    raised[k] = min(100.0, row[k] + 20.0 * steps)
    before, after = score_one(instrument, row, years), score_one(instrument, raised, years)
    assert not (after.readiness < before.readiness - 1e-9).any()
    assert not (after.readiness_raw < before.readiness_raw - 1e-9).any()
    more_years = score_one(instrument, row, years + steps)
    assert not (more_years.readiness < before.readiness - 1e-9).any()


@given(st.data())
def test_skipping_a_background_question_never_pays(data: st.DataObject) -> None:
    """Neither the level, nor readiness, nor the band is better for who says nothing."""
    instrument = data.draw(instruments())
    row, years = data.draw(sheets(instrument)), data.draw(YEARS)
    facts = range(len(instrument.specification.items), len(row))
    silent = row.copy()
    for k in data.draw(st.sets(st.sampled_from(facts), min_size=1)):
        silent[k] = np.nan
    said, unsaid = score_one(instrument, row, years), score_one(instrument, silent, np.nan)
    np.testing.assert_array_equal(np.isnan(said.level), np.isnan(unsaid.level))
    assert not (unsaid.level > said.level + 1e-9).any()
    assert not (unsaid.readiness > said.readiness + 1e-9).any()
    assert not (unsaid.unmet_must_haves < said.unmet_must_haves).any()


@given(st.data())
def test_saying_none_is_as_good_as_skipping(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    row = data.draw(sheets(instrument))
    none = [0.0 if k >= len(instrument.specification.items) else y for k, y in enumerate(row)]
    skipped = [np.nan if k >= len(instrument.specification.items) else y for k, y in enumerate(row)]
    one, other = score_one(instrument, none, 0.0), score_one(instrument, skipped)
    for name in ("level", "fit", "readiness", "unmet_must_haves", "band"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@given(st.data(), st.sampled_from([1e-3, 1e-6]))
def test_readiness_has_no_cliff_at_a_must_have(data: st.DataObject, step: float) -> None:
    instrument = data.draw(instruments())
    musts = np.argwhere(~np.isnan(instrument.must_have))
    assume(len(musts))
    role, competency = data.draw(st.sampled_from(musts.tolist()))
    row = data.draw(sheets(instrument))
    must = float(instrument.must_have[role, competency])
    for k in np.flatnonzero(instrument.level_weight[:, competency]):
        row[k] = must
    at = score_one(instrument, row).readiness[0]
    for k in np.flatnonzero(instrument.level_weight[:, competency]):
        row[k] = must - step
    below = score_one(instrument, row).readiness[0]
    limit = step * (100.0 + instrument.settings.cap_slope) / 5.0
    np.testing.assert_allclose(below, at, atol=limit, rtol=0)


@given(st.data())
def test_any_number_of_roles_gives_a_clear_result(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    row = data.draw(st.one_of(sheets(instrument), st.just([np.nan] * 44)))
    scores = score_one(instrument, row, data.draw(YEARS))
    roles = len(instrument.roles)
    verdict, named = scores.verdict_of(0), scores.named_role[0]
    assert scores.fit.shape == scores.readiness.shape == (1, roles)
    assert np.isfinite(scores.fit).all()
    known = ~np.isnan(scores.readiness[0])
    assert np.isfinite(scores.standard_error_from_top).sum() == max(known.sum() - 1, 0)
    assert (np.isfinite(scores.difference_from_top[0]) == known).all()
    assert np.isfinite(scores.difference[0]) == (known.sum() > 1)
    assert (
        np.isfinite(scores.chance[0]) == np.isfinite(scores.standard_error[0]) == (known.sum() > 1)
    )
    assert (named == scores.top[0]) if verdict == Verdict.ONE_ROLE else (named == NO_ROLE)
    if verdict == Verdict.ONE_ROLE:
        assert not scores.not_separated.any()
    if verdict == Verdict.TOO_CLOSE:
        assert scores.not_separated.any()
    if roles == 1:
        assert scores.other[0] == NO_ROLE
        assert np.isnan([scores.difference[0], scores.standard_error[0], scores.chance[0]]).all()
    for role in range(roles):
        assert (scores.band_of(0, role) is None) == np.isnan(scores.readiness[0, role])
        assert (scores.band[0, role] == NO_BAND) == np.isnan(scores.readiness[0, role])


@given(st.data())
def test_numbers_stay_on_their_scales(data: st.DataObject) -> None:
    instrument = data.draw(instruments(fewest=2))
    scores = score_one(instrument, data.draw(sheets(instrument)), data.draw(YEARS))
    for name in ("fit", "readiness", "readiness_raw", "match", "level", "fit_low", "fit_high"):
        values = getattr(scores, name)
        assert not ((values < -1e-9) | (values > 100 + 1e-9)).any(), name
    assert not (scores.difference < 0).any()
    assert not ((scores.chance < 0.5) | (scores.chance > 1)).any()
    assert (scores.widening >= 0.8).all()
    assert (scores.fit_low <= scores.fit_high).all()


@given(st.data())
def test_many_sheets_score_as_each_alone(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    rows = [data.draw(sheets(instrument)) for _ in range(data.draw(st.integers(2, 5)))]
    years = [data.draw(YEARS) for _ in rows]
    together = score(instrument, rows, years)
    parts = contributions(instrument, rows, years)
    for number, row in enumerate(rows):
        assert_same(together, score_one(instrument, row, years[number]), slice(number, number + 1))
        alone = explain_one(instrument, row, years[number])
        for name in type(alone).__dataclass_fields__:
            np.testing.assert_allclose(
                getattr(parts, name)[number], getattr(alone, name)[0], atol=1e-9, err_msg=name
            )


@pytest.mark.parametrize("skipped", [0.0, 0.1, 1.0])
def test_chunks_leave_no_seam(skipped: float, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    y = 20.0 * random.integers(0, 6, (700, 40))
    y[random.random(y.shape) < skipped] = np.nan
    years = random.choice([0.0, 0.5, 4.0, np.nan], 700)
    whole = score(SEED, y, years)
    monkeypatch.setattr(scores_module, "CHUNK", 256)
    chunked = score(SEED, y, years)
    assert len(chunked) == 700
    assert_same(whole, chunked)


def test_no_sheets_give_empty_scores() -> None:
    scores = score(SEED, np.empty((0, 40)), np.empty(0))
    assert len(scores) == 0
    assert scores.fit.shape == (0, 2)

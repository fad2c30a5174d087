"""The edge cases of docs/scoring.md §1.9 on the draft instrument and the toy form."""

import numpy as np
import pytest

from assessments.scoring import (
    Band,
    Instrument,
    RoleProfile,
    Settings,
    Verdict,
    contributions,
    score,
)
from tests.assessments.scoring.forms import (
    FLAT_ROLE,
    ROLE_P,
    ROLE_T,
    ZERO_ROLE,
    by_key,
    explain_one,
    score_one,
    toy,
)

FULL_SHEET = [80, 60, 40, 60, 25, 0, 100, 65]
NOTHING = RoleProfile("nothing", {}, {})


def everything(instrument: Instrument, value: float) -> list[float]:
    """Return a sheet with ``value`` on every level answer and 50 on every choice."""
    return [50.0 if is_choice else value for is_choice in instrument.is_choice]


def test_all_zero_is_neither_yet(instrument: Instrument) -> None:
    scores = score_one(instrument, everything(instrument, 0.0), 12.0)
    assert scores.fit[0].tolist() == [50, 50]
    assert scores.readiness[0].tolist() == [0, 0]
    assert scores.verdict_of(0) == Verdict.NEITHER


def test_all_max_is_too_close(instrument: Instrument) -> None:
    scores = score_one(instrument, everything(instrument, 100.0), 12.0)
    assert scores.fit[0].tolist() == [50, 50]
    assert scores.readiness[0].tolist() == [100, 100]
    assert scores.verdict_of(0) == Verdict.TOO_CLOSE
    assert scores.difference[0] == 0
    assert scores.chance[0] == 0.5
    assert scores.not_separated[0].tolist() == [False, True]


def test_an_exact_tie_keeps_the_order_of_the_profiles() -> None:
    for roles in ((ROLE_P, ROLE_T), (ROLE_T, ROLE_P)):
        scores = score_one(toy(*roles), [100, 100, 100, 100, 50, 50, 100, 100])
        assert (scores.top[0], scores.other[0]) == (0, 1)


def test_all_skipped_is_insufficient_and_has_no_match(instrument: Instrument) -> None:
    scores = score_one(instrument, [None] * 40)
    assert scores.fit[0].tolist() == [50, 50]
    assert np.isnan(scores.readiness).all()
    assert np.isnan(scores.match).all()
    assert np.isnan(scores.level).all()
    assert scores.verdict_of(0) == Verdict.INSUFFICIENT
    assert scores.band_of(0, 0) is None
    parts = explain_one(instrument, [None] * 40)
    for name in ("readiness_by_item", "readiness_by_competency", "given", "gap", "match_base"):
        assert np.isnan(getattr(parts, name)).all(), name


def test_interests_alone_still_show_a_lean_but_no_difference(instrument: Instrument) -> None:
    toward = instrument.interest_sign @ (instrument.alpha[1] - instrument.alpha[0])
    tpm_ward = np.where(instrument.is_choice > 0, 50.0 + 50.0 * np.sign(toward), np.nan)
    scores = score_one(instrument, tpm_ward.tolist())
    assert scores.verdict_of(0) == Verdict.INSUFFICIENT
    assert instrument.roles[scores.top[0]] == "tpm"
    assert instrument.roles[scores.other[0]] == "pm"
    assert np.isnan([scores.difference[0], scores.standard_error[0], scores.chance[0]]).all()
    assert np.isnan(scores.readiness_error).all()
    assert np.isnan([scores.difference_from_top[0], scores.standard_error_from_top[0]]).all()


def test_equal_importances_are_flagged_and_give_fit_50() -> None:
    instrument = toy(FLAT_ROLE, ZERO_ROLE)
    assert instrument.flat.tolist() == [True, False]
    scores = score_one(instrument, FULL_SHEET)
    assert scores.fit[0, 0] == 50
    assert scores.fit_error[0, 0] == 0
    assert scores.coverage_fit[0, 0] == 1


def test_importance_0_is_out_of_readiness_and_the_low_end_of_fit() -> None:
    lower = score_one(toy(ZERO_ROLE), FULL_SHEET)
    higher = score_one(toy(ZERO_ROLE), [80, 60, 40, 100, 25, 0, 100, 65])
    assert lower.readiness[0, 0] == higher.readiness[0, 0] == 80
    assert higher.fit[0, 0] < lower.fit[0, 0]


def test_nothing_required_is_given() -> None:
    role = RoleProfile("easy", by_key(5, 3, 1, 1), by_key(0, 80, 20, 40))
    scores, parts = score_one(toy(role), [0] * 8), explain_one(toy(role), [0] * 8)
    assert scores.readiness[0, 0] == parts.given[0, 0] == 50
    assert parts.gap[0, 0].tolist() == [0, 30, 10, 10]
    assert not parts.readiness_by_item.any()


def test_a_role_without_importances_is_left_out_of_the_comparison() -> None:
    instrument = toy(ROLE_P, NOTHING, ROLE_T)
    assert instrument.comparable.tolist() == [True, False, True]
    scores, two = score_one(instrument, FULL_SHEET), score_one(toy(), FULL_SHEET)
    assert np.isnan([scores.readiness[0, 1], scores.match[0, 1]]).all()
    assert scores.fit[0, 1] == 50
    assert scores.verdict_of(0) == two.verdict_of(0) == Verdict.ONE_ROLE
    assert (scores.top[0], scores.other[0]) == (0, 2)
    assert scores.difference_low[0] == pytest.approx(two.difference_low[0])
    assert np.isnan(scores.difference_from_top[0, 1])


def test_a_role_without_importances_is_no_lean_either() -> None:
    scores = score_one(toy(NOTHING, ROLE_P), [None, None, None, None, 100, 100, None, None])
    assert scores.fit[0, 1] < scores.fit[0, 0] == 50
    assert (scores.top[0], scores.other[0]) == (1, -1)


def test_a_level_needs_just_the_least_weight() -> None:
    alone = [None, None, None, None, 25, 0, 60, None]
    enough, short = (
        score_one(toy(settings=Settings(min_level_weight=least)), alone).level[0, 1]
        for least in (1.0, 1.01)
    )
    assert enough == 60
    assert np.isnan(short)


def test_only_roles_without_importances_are_insufficient() -> None:
    scores = score_one(toy(NOTHING, RoleProfile("blank", {}, {})), FULL_SHEET)
    assert scores.verdict_of(0) == Verdict.INSUFFICIENT
    assert np.isnan(scores.readiness).all()


@pytest.mark.parametrize(
    ("years", "is_met"), [(0.0, False), (0.5, False), (1.0, True), (1.5, True), (np.nan, False)]
)
def test_hands_on_years_move_no_readiness_but_ready_needs_them(
    instrument: Instrument, years: float, is_met: bool
) -> None:
    sheet = everything(instrument, 100.0)
    scores, parts = score_one(instrument, sheet, years), explain_one(instrument, sheet, years)
    assert scores.readiness[0].tolist() == [100, 100]
    assert scores.unmet_must_haves[0].tolist() == [0, int(not is_met)]
    assert scores.band_of(0, 1) == (Band.READY if is_met else Band.NEARLY)
    assert parts.must_have_line[0].tolist() == [0, 0]
    np.testing.assert_equal(parts.years_shortfall[0], [np.nan, np.maximum(1 - years, 0.0)])


def test_unmet_must_haves_come_with_their_shortfalls(instrument: Instrument) -> None:
    sheet = everything(instrument, 20.0)
    parts = contributions(instrument, [sheet], [np.nan])
    shortfall = dict(zip(instrument.competencies, parts.must_have_shortfall[0, 1], strict=True))
    assert shortfall["technical_expertise"] == pytest.approx(0.6)
    assert shortfall["project_planning"] == pytest.approx(0.5)
    assert np.isnan(shortfall["leadership"])
    assert score_one(instrument, sheet).unmet_must_haves[0].tolist() == [2, 3]


def test_a_must_have_without_a_level_does_not_cap() -> None:
    scores = score_one(toy(), [100, 100, None, 100, 50, 50, 100, None])
    assert scores.cap[0, 1] == 100
    assert scores.unmet_must_haves[0, 1] == 0
    parts = explain_one(toy(), [100, 100, None, 100, 50, 50, 100, None])
    assert np.isnan(parts.must_have_shortfall).all()


@pytest.mark.parametrize(
    ("level", "band"),
    [(100, Band.READY), (85, Band.READY), (84.9, Band.NEARLY), (70, Band.NEARLY),
     (69.9, Band.BUILDING), (50, Band.BUILDING), (49.9, Band.EARLY), (0, Band.EARLY)],
)  # fmt: skip
def test_bands_begin_at_their_limits(level: float, band: Band) -> None:
    role = RoleProfile("hard", by_key(4, 3, 2, 1), dict.fromkeys("ABCD", 100))
    scores = score_one(toy(role), [level] * 8)
    assert scores.readiness[0, 0] == pytest.approx(level)
    assert scores.band_of(0, 0) == band


def test_ready_needs_every_must_have() -> None:
    role = RoleProfile("strict", by_key(5, 3, 1, 1), by_key(50, 50, 50, 50), {"D": 50})
    scores = score_one(toy(role), [100, 100, 100, 40, 50, 50, 100, 100])
    assert scores.readiness[0, 0] == pytest.approx(88)
    assert scores.band_of(0, 0) == Band.NEARLY


def test_two_evidence_scores_do_not_make_up_for_one_alone_being_no_level() -> None:
    scores = score_one(toy(), [None, None, None, 60, 25, 0, 100, 65])
    assert np.isnan(scores.level[0, :3]).all()


@pytest.mark.parametrize(
    ("y", "years", "message"),
    [
        (np.zeros((2, 7)), np.zeros(2), r"\(2, 7\); allowed: \(N, 8\)"),
        (np.zeros(8), np.zeros(1), r"\(8,\); allowed: \(N, 8\)"),
        (np.zeros((2, 8)), np.zeros(3), r"\(3,\); allowed: \(2,\)"),
        (np.full((1, 8), 101.0), np.zeros(1), "allowed: 0 to 100"),
        (np.full((1, 8), -1.0), np.zeros(1), "allowed: 0 to 100"),
        (np.full((1, 8), np.inf), np.zeros(1), "allowed: 0 to 100"),
        (np.zeros((1, 8)), np.array([-1.0]), "allowed: 0 or more"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(y: np.ndarray, years: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(toy(), y, years)
    with pytest.raises(ValueError, match=message):
        contributions(toy(), y, years)

"""Simulated people: the same from the same seeds, and a broken scoring is found out."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assessments.scoring import (
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    score,
)
from assessments.simulation.figures import WorldOutcomes, main_figures, share, swaps
from assessments.simulation.people import Manner, draw_later_errors
from assessments.simulation.report import TARGETS, FigureTarget, compared
from assessments.simulation.study import Crowd, condition_figures, five_roles, shorter_table, study
from assessments.simulation.worlds import (
    HOLDOUT,
    HOLDOUT_WORLDS,
    MAIN_SEEDS,
    ROLES,
    SAME,
    TABLE_SEEDS,
    TUNING_SEEDS,
    Condition,
    World,
    holdout_seeds,
    two_roles,
)
from tests.assessments.scoring.forms import real_specification

SMALL = {"people": 150, "worlds": 1}
TIDY = Condition("tidy", noise_sd=0.0)


@pytest.fixture(scope="module")
def specification() -> InstrumentSpecification:
    """Return the draft instrument, its roles by the slugs of the site."""
    draft = real_specification()
    roles = zip(draft.roles, ROLES, strict=True)
    return replace(draft, roles=tuple(replace(role, slug=slug) for role, slug in roles))


@pytest.fixture(scope="module")
def instrument(specification: InstrumentSpecification) -> Instrument:
    return Instrument.build(specification)


def silent(step: str) -> None:
    """Ignore a report of progress."""


def halved_errors(specification: InstrumentSpecification) -> InstrumentSpecification:
    """Return an instrument that believes its answers to be twice as exact as they are."""
    return replace(
        specification,
        items=tuple(replace(item, error_sd=item.error_sd / 2) for item in specification.items),
        evidence=tuple(
            replace(each, error_sd=each.error_sd / 2) for each in specification.evidence
        ),
    )


def test_the_same_seeds_give_the_same_figures(specification: InstrumentSpecification) -> None:
    first = study(specification, silent, **SMALL)
    assert study(specification, silent, **SMALL) == first
    assert first["respondents"] == 150
    assert {row["type"] for row in first["types"]} >= {"general", "all"}


def test_no_seed_is_used_twice() -> None:
    """The hold-out is drawn from seeds that nothing was tuned on."""
    seeds = [*MAIN_SEEDS, *TABLE_SEEDS, *TUNING_SEEDS]
    for number in range(len(HOLDOUT)):
        seeds.extend(holdout_seeds(number, HOLDOUT_WORLDS))
    assert len(set(seeds)) == len(seeds)


def test_in_a_tidy_world_the_ranges_hold_about_as_often_as_they_say(instrument: Instrument) -> None:
    figures, _ = condition_figures(instrument, TIDY, range(5), 2000)
    assert figures["coverage_d"] == pytest.approx(0.90, abs=0.02)


def test_ranges_that_are_too_narrow_miss_the_target(specification: InstrumentSpecification) -> None:
    broken = Instrument.build(halved_errors(specification))
    figures, _ = condition_figures(broken, SAME, range(3), 2000)
    missed = [each["figure"] for each in compared(figures) if not each["met"]]
    assert "coverage_d" in missed
    assert "confident_wrong" in missed
    assert isinstance(figures["coverage_d"], float)
    assert figures["coverage_d"] < 0.75


def test_random_clicks_name_almost_no_role(instrument: Instrument) -> None:
    figures, _ = condition_figures(instrument, SAME, range(3), 200)
    assert isinstance(figures["random_named"], float)
    assert 0.0 < figures["random_named"] < 0.03


def test_answers_without_error_give_the_true_levels(instrument: Instrument) -> None:
    """With no noise a rating is the option nearest to the true level."""
    world = World.draw(instrument, SAME, 5, 500)
    y, _ = world.answers(Manner(noise=0.0))
    ratings = y[:, [k for k, each in enumerate(instrument.is_bars) if each]]
    assert np.abs(ratings - world.people.levels).max() < 10 + 5 * 4.0
    assert np.abs(ratings - world.people.levels).mean() < 6.0


def test_truth_ignores_how_people_answer(instrument: Instrument) -> None:
    world = World.draw(instrument, SAME, 5, 100)
    years = np.full(100, 4.0)
    true = world.truth(years).first_minus_second
    milder = World.draw(instrument, HOLDOUT[3], 5, 100)
    assert HOLDOUT[3].manner.choice_scale == 0.7
    np.testing.assert_array_equal(milder.truth(years).first_minus_second, true)
    assert not np.isnan(true).any()


def test_a_second_sitting_shares_three_tenths_of_the_error(instrument: Instrument) -> None:
    world = World.draw(instrument, TIDY, 8, 4000)
    later = draw_later_errors(np.random.default_rng(1), world.people, world.errors)
    assert np.corrcoef(world.errors.ravel(), later.ravel())[0, 1] == pytest.approx(0.3, abs=0.01)
    assert later.std() == pytest.approx(1.0, abs=0.01)


def test_exaggeration_raises_readiness_and_leaves_choices(instrument: Instrument) -> None:
    world = World.draw(instrument, SAME, 3, 300)
    honest, years = world.answers(Manner())
    more, more_years = world.answers(Manner(inflation=20.0))
    choices = instrument.is_choice > 0
    np.testing.assert_array_equal(honest[:, choices], more[:, choices])
    ready = (
        score(instrument, more, more_years).readiness - score(instrument, honest, years).readiness
    )
    assert ready.mean() > 5.0
    beginners, _ = world.answers(Manner(beginners_add=30.0))
    raised = (beginners - honest)[:, instrument.is_bars > 0]
    able = world.people.levels >= 60.0
    assert raised[able].max() == 0.0
    assert raised[~able].mean() > 0.0


def test_other_types_of_items_are_simulated_too(specification: InstrumentSpecification) -> None:
    with_spares = real_specification(spare_items=True)
    kinds = {type(item) for item in with_spares.items}
    assert {InterestItem, JudgementItem} <= kinds
    instrument = Instrument.build(replace(with_spares, roles=specification.roles))
    world = World.draw(instrument, SAME, 2, 50)
    y, _ = world.answers(Manner())
    assert y.shape == (50, len(instrument.answer_columns))
    assert y.min() >= 0.0
    assert y.max() <= 100.0


def outcomes(true: list[float], named: list[int]) -> WorldOutcomes:
    """Return outcomes of people with these true differences, who were named these roles."""
    count = len(true)
    return WorldOutcomes(
        kind=np.zeros(count, dtype=np.intp),
        true_difference=np.array(true),
        true_readiness=np.full((count, 2), 70.0),
        difference=np.array(true),
        error=np.ones(count),
        covered=np.ones(count, dtype=np.bool_),
        readiness=np.full((count, 2), 70.0),
        readiness_covered=np.ones((count, 2), dtype=np.bool_),
        verdict=np.zeros(count, dtype=np.int8),
        named=np.array(named, dtype=np.intp),
    )


def test_the_figures_count_what_they_say() -> None:
    some = outcomes([25.0, -25.0, -30.0, 5.0, 0.0], [0, -1, 1, 1, 0])
    assert main_figures(some) == {
        "respondents": 5,
        "coverage_d": 1.0,
        "coverage_r": 1.0,
        "confident_wrong": 0.4,  # the fourth, and the fifth: a true tie is nobody's better match
        "accuracy_gap20": 2 / 3,
        "accuracy_gap20_tpm": 0.5,
    }
    assert swaps(some, outcomes([0.0] * 5, [1, 1, 1, 0, -1])) == 0.4
    assert share(np.array([True]), np.array([False])) is None


def test_a_target_counts_its_ends_as_it_says() -> None:
    by_figure = {each.figure: each for each in TARGETS}
    coverage, wrong = by_figure["coverage_d"], by_figure["confident_wrong"]
    right = by_figure["accuracy_gap20"]
    assert [coverage.is_met(v) for v in (0.88, 0.92, 0.8799, 0.9201)] == [True, True, False, False]
    assert [wrong.is_met(v) for v in (0.0059, 0.006)] == [True, False]
    assert not wrong.is_met(None)
    assert (coverage.legal, wrong.legal) == ("0.88 to 0.92", "below 0.006")
    assert [right.is_met(v) for v in (0.978, 0.9779)] == [True, False]
    assert right.legal == "0.978 or more"
    assert isinstance(coverage, FigureTarget)


def test_without_one_of_the_two_roles_nothing_is_simulated() -> None:
    with pytest.raises(ValueError, match="no role project-manager"):
        two_roles(real_specification())


def test_asking_less_costs_certainty_and_never_turns_a_verdict_around(
    specification: InstrumentSpecification,
) -> None:
    instrument = Instrument.build(two_roles(specification))
    drawn = World.draw(instrument, SAME, 101, 1500)
    rows: dict[Any, Any] = {row["asked"]: row for row in shorter_table(Crowd([drawn]))}
    full, short, early = rows["full"], rows["short form"], rows["early stop"]
    assert full["items"] == 36
    assert short["items"] == 24
    assert 24 < early["items"] < 36
    assert 0.2 < early["stopped"] < 0.9
    assert short["accuracy_gap20"] <= full["accuracy_gap20"]
    assert short["swaps"] == early["swaps"] == 0
    assert early["verdict_kept"] > 0.9


def test_the_example_of_each_of_five_roles_is_told_it(
    specification: InstrumentSpecification,
) -> None:
    """Somebody at every required level who much prefers what the role weighs more."""
    instrument = Instrument.build(five_roles(specification))
    toward = instrument.interest_sign @ instrument.importance.T
    rated = instrument.level_weight @ instrument.required_level.T
    rated /= np.maximum(instrument.level_weight.sum(axis=1, keepdims=True), 1.0)
    sheets = np.where(instrument.is_choice[:, None] > 0, 50 + 50 * np.sign(toward), rated).T
    scores = score(instrument, sheets, np.full(len(sheets), 4.0))
    assert scores.named_role.tolist() == list(range(5))

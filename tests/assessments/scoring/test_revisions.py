"""A published revision of the score never changes, and revisions differ by constants alone."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.scoring import (
    REVISIONS,
    Instrument,
    Settings,
    SpecificationError,
    contributions,
    score,
    specification,
)
from tests.assessments.scoring.forms import PLAIN, PLAIN_CONSTANTS, real_specification

# Fit, readiness, difference, its error and the widening of one sheet, under each revision.
# Computed once, when the revision was new. A row is added with a revision, and never edited.
KNOWN = {
    3: (
        31.96551974851498,
        69.03260379499834,
        52.0,
        40.0,
        12.53354202324168,
        15.778194053013557,
        1.2198262453624062,
    )
}
KNOWN_PLAIN = (
    29.802522678849297,
    67.76639454648712,
    52.0,
    40.0,
    12.98193593381891,
    21.635012270969835,
    1.6206748274252356,
)
"""The same under the made-up revision of plain constants."""


def with_settings(settings: Settings) -> Instrument:
    return Instrument.build(replace(real_specification(), settings=settings))


def known_sheet(instrument: Instrument) -> np.ndarray:
    """Return a sheet that uses every type of answer, with two skips."""
    levels = np.array([float((7 * k) % 6 * 20) for k in range(len(instrument.answer_columns))])
    choices = np.array([float((3 * k) % 5 * 25) for k in range(len(levels))])
    sheet = np.where(instrument.is_choice > 0, choices, levels)
    sheet[[3, 20]] = np.nan
    return sheet


def scores_of_known_sheet(settings: Settings) -> list[float]:
    instrument = with_settings(settings)
    scores = score(instrument, [known_sheet(instrument)], [4.0])
    return [*scores.fit[0], *scores.readiness[0], scores.difference[0],
            scores.standard_error[0], scores.widening[0]]  # fmt: skip


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_published_revision_scores_as_it_always_did(revision: int) -> None:
    found = scores_of_known_sheet(Settings.of_revision(revision))
    assert found == pytest.approx(KNOWN[revision], abs=1e-9)


def test_a_second_revision_scores_by_its_own_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(specification._ROWS, 4, PLAIN_CONSTANTS)
    for number, known in ((3, KNOWN[3]), (4, KNOWN_PLAIN)):
        found = scores_of_known_sheet(Settings.of_revision(number))
        assert found == pytest.approx(known, abs=1e-9)


def test_every_revision_has_every_constant_and_the_first_is_the_default() -> None:
    assert set(KNOWN) == set(REVISIONS)
    assert len({frozenset(row) for row in REVISIONS.values()}) == 1
    assert Settings.of_revision(3) == Settings()
    with pytest.raises(SpecificationError, match="allowed: 3"):
        Settings.of_revision(9)


@pytest.mark.parametrize("settings", [Settings(), PLAIN], ids=["shipped", "plain"])
def test_parts_add_up_under_every_revision(settings: Settings) -> None:
    instrument = with_settings(settings)
    sheets = np.stack([known_sheet(instrument), 100.0 - known_sheet(instrument)])
    years = np.array([4.0, np.nan])
    parts, scores = contributions(instrument, sheets, years), score(instrument, sheets, years)
    np.testing.assert_allclose(
        50.0 + parts.fit_by_item.sum(axis=2) + parts.fit_clip, scores.fit, atol=1e-9
    )
    np.testing.assert_allclose(
        50.0 + parts.fit_by_competency.sum(axis=2) + parts.fit_clip, scores.fit, atol=1e-9
    )
    np.testing.assert_allclose(
        parts.match_by_item.sum(axis=2) + parts.match_base, scores.match, atol=1e-9
    )


def test_a_constant_shift_moves_no_fit_and_one_side_gives_50() -> None:
    instrument = Instrument.build(real_specification())
    sheet = np.full(len(instrument.answer_columns), 40.0)
    sheet[instrument.is_choice > 0] = 75.0
    raised = np.where(instrument.is_choice > 0, sheet, sheet + 20.0)
    fits = score(instrument, [sheet, raised], [4.0, 4.0]).fit
    np.testing.assert_allclose(fits, 50.0, atol=0.1)
    np.testing.assert_allclose(fits[0], fits[1], atol=1e-9)


def test_strong_choices_widen_the_range_of_the_difference() -> None:
    instrument = Instrument.build(real_specification())
    sure = Instrument.build(
        replace(
            instrument.specification, settings=replace(instrument.settings, choice_scale_sd=0.0)
        )
    )
    mild = np.full(len(instrument.answer_columns), 50.0)
    strong = known_sheet(instrument)
    with_scale, without = (score(each, [mild, strong], [4.0, 4.0]) for each in (instrument, sure))
    assert with_scale.standard_error[0] == pytest.approx(without.standard_error[0])
    assert with_scale.standard_error[1] > without.standard_error[1] + 0.01

"""The prove dial: no evidence counts 0, here and only here."""

import numpy as np

from assessments.scoring import Instrument, RoleProfile, evidence_levels, proof, proof_reach
from tests.assessments.scoring.forms import ROLE_P, by_key, toy


def test_nothing_to_show_is_0() -> None:
    assert proof(toy(), np.full((1, 4), np.nan)).tolist() == [[0, 0]]


def test_importances_run_over_the_whole_role() -> None:
    shown = proof(toy(ROLE_P), [[30.0, np.nan, 20.0, 100.0]])
    np.testing.assert_allclose(shown, [[100 * (5 * 0.5 + 1 + 2) / 12]])


def test_what_requires_nothing_counts_in_full_and_no_importance_is_null() -> None:
    easy, nothing = (
        RoleProfile("easy", by_key(1, 3, 0, 0), by_key(0, 50, 0, 0)),
        RoleProfile("nothing", {}, {}),
    )
    np.testing.assert_allclose(proof(toy(easy, nothing), [[np.nan] * 4]), [[25.0, np.nan]])


def test_evidence_levels_are_the_evidence_scores_only(instrument: Instrument) -> None:
    row = np.full(40, 100.0)
    row[36:] = [65.0, np.nan, 20.0, 0.0]
    levels = dict(zip(instrument.competencies, evidence_levels(instrument, [row])[0], strict=True))
    assert levels["technical_expertise"] == 65
    assert levels["project_planning"] == 20
    assert levels["quality_assurance"] == 0
    assert np.isnan([levels["technical_integration"], levels["leadership"]]).all()


def test_the_reach_is_what_full_evidence_would_show(instrument: Instrument) -> None:
    full = proof(instrument, evidence_levels(instrument, np.full((1, 40), 100.0)))[0]
    np.testing.assert_array_equal(proof_reach(instrument), full)
    assert (proof_reach(instrument) < 100).all()
    np.testing.assert_allclose(proof_reach(toy(ROLE_P)), [100 / 12])

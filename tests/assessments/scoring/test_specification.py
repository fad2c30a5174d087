"""An instrument that cannot be scored is refused by name before it is built."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest

from assessments.scoring import (
    BackgroundFact,
    Bands,
    BarsItem,
    Bonus,
    Competency,
    Evidence,
    FactOption,
    ForcedChoiceItem,
    Instrument,
    JudgementItem,
    RoleProfile,
    Settings,
    SpecificationError,
)
from tests.assessments.scoring.forms import ROLE_P, TOY_ITEMS, real_specification, toy

FACT = BackgroundFact("years", (FactOption("0", 0, 0), FactOption("1+", 40, 1.5)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"competencies": ()}, "no competencies"),
        ({"roles": ()}, "no roles"),
        ({"competencies": (*toy().specification.competencies, Competency("A", "x"))},
         "Repeated competency: 'A'"),
        ({"items": (*TOY_ITEMS, BarsItem("bA", "A"))}, "Repeated item or evidence: 'bA'"),
        ({"evidence": (Evidence("bA", "C"),)}, "Repeated item or evidence: 'bA'"),
        ({"facts": (replace(FACT, key="bA"),)}, "Repeated item or fact: 'bA'"),
        ({"roles": (ROLE_P, ROLE_P)}, "Repeated role: 'P'"),
        ({"items": (BarsItem("b", "Z"),)}, "Item 'b' names 'Z'; allowed: A, B, C, D"),
        ({"items": (ForcedChoiceItem("f", "Z", "A"),)}, "Item 'f' side A names 'Z'"),
        ({"items": (ForcedChoiceItem("f", "A", "Z"),)}, "Item 'f' side B names 'Z'"),
        ({"items": (ForcedChoiceItem("f", "A", "A"),)}, "'A' on both sides"),
        ({"items": (BarsItem("b", "A", error_sd=0),)}, "error SD is 0; allowed: above 0"),
        ({"items": (BarsItem("b", "A", level_weight=-1),)}, "level weight is -1"),
        ({"items": (JudgementItem("s", "A", (0,)),)}, "has 1 options; allowed: 2 or more"),
        ({"items": (JudgementItem("s", "A", (0, 101)),)}, "option score is 101; allowed: 0 to 100"),
        ({"facts": (replace(FACT, options=()),)}, "Fact 'years' has no options"),
        ({"facts": (replace(FACT, options=(FactOption("a"), FactOption("a"))),)},
         "Repeated option of fact 'years': 'a'"),
        ({"facts": (replace(FACT, options=(FactOption("a", -1),)),)}, "points is -1"),
        ({"facts": (replace(FACT, options=(FactOption("a", 1, -2),)),)}, "years is -2"),
        ({"evidence": (Evidence("x", "Z"),)}, "Evidence 'x' names 'Z'"),
        ({"evidence": (Evidence("x", "A", error_sd=-1),)}, "error SD is -1"),
        ({"evidence": (Evidence("x", "A", level_weight=-1),)}, "level weight is -1"),
        ({"evidence": (Evidence("x", "A", ("age",)),)}, "base fact names 'age'; allowed: years"),
        ({"evidence": (Evidence("x", "A", (), (Bonus("age", "0", 1),)),)}, "bonus fact names"),
        ({"evidence": (Evidence("x", "A", (), (Bonus("years", "9", 1),)),)},
         r"bonus option of 'years' names '9'; allowed: 0, 1\+"),
        ({"evidence": (Evidence("x", "A", (), (Bonus("years", "0", -1),)),)}, "bonus points is"),
        ({"roles": (RoleProfile("r", {"Z": 1}, {}),)}, "Role 'r' importance names 'Z'"),
        ({"roles": (RoleProfile("r", {"A": -1}, {}),)}, "importance of 'A' is -1"),
        ({"roles": (RoleProfile("r", {"A": float("nan")}, {}),)}, "importance of 'A' is nan"),
        ({"roles": (RoleProfile("r", {}, {"A": 101}),)}, "required level of 'A' is 101"),
        ({"roles": (RoleProfile("r", {}, {}, {"A": -1}),)}, "must-have of 'A' is -1"),
        ({"roles": (RoleProfile("r", {}, {}, {}, -1),)}, "hands-on years is -1"),
    ],
)  # fmt: skip
def test_a_specification_that_cannot_be_scored_is_refused(
    change: dict[str, Any], message: str
) -> None:
    specification = replace(toy().specification, facts=(FACT,))
    Instrument.build(specification)
    with pytest.raises(SpecificationError, match=message):
        Instrument.build(replace(specification, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"lambda_fit": 1.1}, {"lambda_fit": -0.1}, {"omega_interest": 2.0},
        {"min_coverage": 60.0}, {"min_coverage_fit": -1.0}, {"cap_slope": 101.0},
        {"theta_neither": -1.0}, {"ramp": 0.0}, {"fit_slope": 0.0}, {"min_level_weight": 0.0},
        {"scatter_reference": 0.0}, {"choice_error": 0.0}, {"pf_reference": 0.0},
        {"pf_critical": 0.0}, {"chance_factor": 0.0}, {"delta_min": -1.0}, {"tau_m": -1.0},
        {"tau_d": -1.0}, {"min_person_fit_df": -1.0}, {"disagreement_margin": -1.0},
        {"confidence": 1.0}, {"confidence": 0.4}, {"max_widening": 0.5},
        {"bands": Bands(70, 85, 50)}, {"lambda_fit": float("nan")},
    ],
)  # fmt: skip
def test_a_setting_without_meaning_is_refused(change: dict[str, Any]) -> None:
    (name,) = change
    with pytest.raises(SpecificationError, match=f"Setting {name} is .*; allowed: "):
        Settings(**change)


def test_columns_are_the_items_then_the_evidence(instrument: Instrument) -> None:
    assert instrument.answer_columns[:2] == ("B01", "B02")
    assert instrument.answer_columns[-5:] == ("S04", "X01", "X02", "X03", "X04")
    assert instrument.level_weight.shape == (40, 16)
    assert instrument.roles == ("pm", "tpm")


def test_the_drafts_can_be_told_apart(instrument: Instrument) -> None:
    assert np.corrcoef(*instrument.importance).min() == pytest.approx(-0.75, abs=0.005)


def test_an_instrument_cannot_be_changed(instrument: Instrument) -> None:
    with pytest.raises(ValueError, match="read-only"):
        instrument.importance[0, 0] = 1.0
    with pytest.raises(FrozenInstanceError):
        instrument.roles = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Settings().tau_d = 1.0  # type: ignore[misc]


def test_a_must_have_of_nothing_is_no_must_have() -> None:
    role = replace(ROLE_P, must_have={"A": 0, "B": None}, required_hands_on_years=0)
    instrument = toy(role)
    assert np.isnan(instrument.must_have).all()
    assert np.isnan(instrument.required_years).all()


def test_the_draft_specification_is_a_value() -> None:
    assert real_specification() == real_specification()

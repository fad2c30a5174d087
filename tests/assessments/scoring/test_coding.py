"""Raw answers become item scores; what is not legal is refused by name (docs/scoring.md §1.1)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assessments.scoring import (
    AnswerError,
    BackgroundFact,
    Evidence,
    FactOption,
    Instrument,
    encode,
)
from tests.assessments.scoring.forms import EXAMPLES, encode_all, real_specification, toy


def coded(instrument: Instrument, **answers: object) -> dict[str, float]:
    row, _ = encode(instrument, answers)
    return dict(zip(instrument.answer_columns, row.tolist(), strict=True))


def years(instrument: Instrument, **answers: object) -> float:
    return encode(instrument, answers)[1]


@pytest.fixture(scope="module")
def spare() -> Instrument:
    return Instrument.build(real_specification(spare_items=True))


@pytest.mark.parametrize(
    ("key", "table"), [("B01", "bars"), ("F01", "fc_yB"), ("I01", "int"), ("I03", "int_reverse")]
)
def test_an_option_index_becomes_its_score(spare: Instrument, key: str, table: str) -> None:
    scores = [coded(spare, **{key: int(index)})[key] for index in EXAMPLES["8_keys"][table]]
    assert scores == list(EXAMPLES["8_keys"][table].values())


def test_a_judgement_option_scores_its_key(instrument: Instrument) -> None:
    assert [coded(instrument, S01=index)["S01"] for index in range(4)] == [60, 100, 0, 30]


@pytest.mark.parametrize("answers", [{}, {"B01": None, "degree_field": None, "years_cloud": None}])
def test_a_missing_key_and_none_are_skips(instrument: Instrument, answers: dict[str, Any]) -> None:
    row, known_years = encode(instrument, answers)
    assert np.isnan(row).all()
    assert np.isnan(known_years)


def test_no_experience_is_an_answer_and_not_a_skip(instrument: Instrument) -> None:
    scores = coded(instrument, B01=0, years_software="0")
    assert [scores["B01"], scores["X01"], scores["X04"]] == [0, 0, 0]
    assert years(instrument, years_software="0") == 0


@pytest.mark.parametrize(
    ("answers", "key", "expected"),
    [
        ({"years_software": "3-5"}, "X01", 65),
        ({"years_software": "<1", "years_cloud": "3-5"}, "X01", 65),
        ({"years_software": "3-5", "degree_field": "technical",
          "certifications": ["cloud_cert"]}, "X01", 90),
        ({"years_cloud": "10+"}, "X01", 100),
        ({"years_cloud": "10+", "degree_field": "technical"}, "X01", 100),
        ({"years_software": "10+"}, "X02", np.nan),
        ({"years_systems": "1-2", "certifications": ["cloud_cert", "pm_cert"]}, "X02", 50),
        ({"sdlc_projects": "1-2", "certifications": ["pm_cert", "agile_cert"]}, "X03", 70),
        ({"years_software": "6-9", "certifications": ["testing_cert"]}, "X04", 100),
        ({"years_software": "1-2", "certifications": ["none"]}, "X04", 40),
    ],
)  # fmt: skip
def test_facts_add_up_to_an_evidence_score(
    instrument: Instrument, answers: dict[str, Any], key: str, expected: float
) -> None:
    assert coded(instrument, **answers)[key] == pytest.approx(expected, nan_ok=True)


def test_extras_alone_are_no_evidence(instrument: Instrument) -> None:
    scores = coded(instrument, degree_field="technical", certifications=["cloud_cert", "pm_cert"])
    assert all(np.isnan(scores[key]) for key in ("X01", "X02", "X03", "X04"))


@pytest.mark.parametrize("degree", ["prefer_not_to_say", "none_or_other", None])
def test_not_saying_costs_nothing_but_the_extra(instrument: Instrument, degree: object) -> None:
    assert coded(instrument, years_software="3-5", degree_field=degree)["X01"] == 65


def test_a_base_option_without_points_is_no_base() -> None:
    specification = toy().specification
    fact = BackgroundFact("years", (FactOption("3-5", 65.0, 4.0), FactOption("prefer_not_to_say")))
    evidence = (Evidence("xC", "C", ("years",)),)
    instrument = Instrument.build(replace(specification, facts=(fact,), evidence=evidence))
    assert coded(instrument, years="3-5")["xC"] == 65
    assert np.isnan(coded(instrument, years="prefer_not_to_say")["xC"])


def test_no_box_ticked_is_a_skip(instrument: Instrument) -> None:
    assert coded(instrument, years_software="3-5", certifications=[])["X01"] == 65


@pytest.mark.parametrize(
    ("option", "midpoint"),
    [("0", 0), ("<1", 0.5), ("1-2", 1.5), ("3-5", 4), ("6-9", 7.5), ("10+", 12)],
)
def test_years_are_midpoints(instrument: Instrument, option: str, midpoint: float) -> None:
    assert years(instrument, years_systems=option) == midpoint


def test_years_are_the_largest_of_the_answered_questions(instrument: Instrument) -> None:
    assert years(instrument, years_software="1-2", years_systems="0", years_cloud="<1") == 1.5
    assert np.isnan(years(instrument, sdlc_projects="11+"))


@pytest.mark.parametrize("value", [6, -1, True, 2.0, "2", [2], "x" * 1000])
def test_a_value_that_is_no_option_index_is_refused_by_name(
    instrument: Instrument, value: object
) -> None:
    with pytest.raises(AnswerError, match=r"'B01'.*Allowed: 0, 1, 2, 3, 4, 5\.") as caught:
        encode(instrument, {"B01": value})
    assert caught.value.key == "B01"
    assert caught.value.value is value
    assert caught.value.legal == (0, 1, 2, 3, 4, 5)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(("key", "options"), [("F01", 5), ("S01", 4)])
def test_each_item_has_its_own_options(instrument: Instrument, key: str, options: int) -> None:
    encode(instrument, {key: options - 1})
    with pytest.raises(AnswerError):
        encode(instrument, {key: options})


@pytest.mark.parametrize("key", ["B99", "X01", "I01", 7])
def test_an_unknown_key_is_refused_with_the_legal_ones(instrument: Instrument, key: Any) -> None:
    with pytest.raises(
        AnswerError, match=rf"Unknown answer key '?{key}'?.*Allowed: B01, "
    ) as caught:
        encode(instrument, {"B01": 1, key: 3})
    assert caught.value.key == key
    assert caught.value.value == 3
    assert {"B01", "F16", "S04", "degree_field"} < set(caught.value.legal)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("degree_field", "physics", "'physics', not one of its options.*Allowed: none_or_other"),
        ("degree_field", ["technical"], "not one of its options"),
        ("degree_field", 2, "is 2, not one of its options"),
        ("years_software", "2", "Allowed: 0, <1, 1-2, 3-5, 6-9, 10\\+"),
        ("certifications", "pm_cert", "not a list of its options"),
        ("certifications", {"pm_cert": True}, "not a list of its options"),
        ("certifications", ["pm_cert", "mba"], "'mba'.*Allowed: pm_cert, agile_cert"),
        ("certifications", ["pm_cert", 3], "not a list of its options"),
        ("certifications", ["pm_cert", ["none"]], "not a list of its options"),
        ("certifications", ["pm_cert", "pm_cert"], "names an option twice"),
        ("certifications", ["none", "pm_cert"], "'none' cannot stand with another option"),
    ],
)
def test_a_fact_that_is_not_legal_is_refused_by_name(
    instrument: Instrument, key: str, value: object, message: str
) -> None:
    with pytest.raises(AnswerError, match=message) as caught:
        encode(instrument, {key: value})
    assert caught.value.key == key
    assert caught.value.value == value
    assert key in str(caught.value)


def test_many_sheets_are_coded_like_one_by_one(instrument: Instrument) -> None:
    many: list[dict[str, object]] = [{"B01": 3}, {}, {"F02": 4, "years_cloud": "1-2"}]
    y, known_years = encode_all(instrument, many)
    for number, answers in enumerate(many):
        row, one = encode(instrument, answers)
        np.testing.assert_array_equal(y[number], row)
        np.testing.assert_equal(known_years[number], one)
    assert encode_all(instrument, [])[0].shape == (0, 40)

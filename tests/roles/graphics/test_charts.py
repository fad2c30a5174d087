"""Charts: where things lie, what is said about them, and that they draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from roles.graphics.charts import (
    Beside,
    Dumbbell,
    Measure,
    NumberLine,
    RangeBar,
    RangeBars,
    dumbbell,
    stepping_apart,
)
from roles.models.choices import Accent
from tests.roles.role_values import PM, TPM
from web.numbers import number_text, percent, place

WEIGHT = Measure("How much it counts", 0, 5, decimals=1)
LEVEL = Measure("Level", 0, 100)


def drawn(name: str, chart: Dumbbell | NumberLine | RangeBars) -> str:
    """Return the words and shapes of a chart, on one line."""
    context = {"chart": chart, "id": "c", "table": True}
    return " ".join(render_to_string(f"components/chart_{name}.html", context).split())


def two(*values: tuple[float | None, float | None]) -> Dumbbell:
    return dumbbell(
        title="Two roles",
        roles=(PM, TPM),
        measures=(LEVEL,),
        rows=[(f"Row {position}", (pair,)) for position, pair in enumerate(values)],
    )


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (5.0, 1, False, "5"),
        (2.5, 1, False, "2.5"),
        (71.6, 0, False, "72"),
        (-3.0, 0, False, "\N{MINUS SIGN}3"),
        (3.0, 0, True, "+3"),
        (-0.2, 0, True, "0"),
        (100, 0, False, "100"),
        (None, 0, False, "not known"),
    ],
)
def test_numbers_read_as_people_write_them(
    value: float | None, decimals: int, signed: bool, text: str
) -> None:
    assert number_text(value, decimals, signed=signed) == text


@given(st.floats(-1e6, 1e6))
def test_a_position_never_leaves_its_plot_and_always_has_a_point(share: float) -> None:
    text = percent(share)
    assert re.fullmatch(r"\d+(\.\d+)?%", text)
    assert 0 <= float(text[:-1]) <= 100


def test_a_scale_must_rise() -> None:
    with pytest.raises(ValueError, match="low 5 is not below high 5"):
        place(1, 5, 5)


def test_marks_stand_left_to_right_with_their_numbers_outside() -> None:
    chart = two((70, 55))
    ((_, (span,)),) = chart.rows
    left, right = span.marks
    assert (left.role, left.at, left.anchor) == (TPM, "55%", "end")
    assert (right.role, right.at, right.anchor) == (PM, "70%", "start")
    assert (span.start, span.end) == ("55%", "70%")
    assert '<td class="number">70</td> <td class="number">55</td>' in drawn("dumbbell", chart)


def test_marks_on_one_spot_step_apart() -> None:
    upper, lower = two((60, 60)).rows[0][1][0].marks
    assert float(upper.dy) < 0 < float(lower.dy)
    assert {upper.role, lower.role} == {PM, TPM}


def test_what_a_role_does_not_have_is_left_out_of_the_picture_and_named() -> None:
    chart = two((None, 40))
    assert [mark.role for mark in chart.rows[0][1][0].marks] == [TPM]
    html = drawn("dumbbell", chart)
    assert '<td class="number">none</td> <td class="number">40</td>' in html
    assert "Project Manager none, Technical Project Manager 40, on a scale from 0 to 100." in html


def test_one_role_alone_is_drawn_from_the_low_end() -> None:
    chart = dumbbell(title="One", roles=(PM,), measures=(WEIGHT,), rows=[("Plan", ((4,),))])
    assert (chart.rows[0][1][0].start, chart.rows[0][1][0].end) == ("0%", "80%")


def test_a_row_with_too_few_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="'Plan' needs 2 numbers on each of 1 measures"):
        dumbbell(title="Two", roles=(PM, TPM), measures=(LEVEL,), rows=[("Plan", ((4,),))])


def test_a_score_bar_is_drawn_and_told_with_its_range() -> None:
    html = drawn(
        "range_bars", RangeBars("Scores", "Fit", (RangeBar("PM", "amber", 96, (88, 100)),))
    )
    assert 'class="plot__range" x="88%" width="12%"' in html
    assert '<svg x="96%"' in html
    assert "PM: 96 of 100, likely between 88 and 100." in html


def test_a_score_that_is_not_known_is_not_zero() -> None:
    html = drawn("range_bars", RangeBars("Scores", "Fit", (RangeBar("PM", "amber", None),)))
    assert "PM: not enough answers." in html
    assert "plot__mark" not in html


@pytest.mark.parametrize(
    ("difference", "accent", "towards"),
    [
        (-8, "amber", "Project Manager"),
        (8, "blue", "Technical Project Manager"),
        (2, "", "Technical Project Manager"),
        (0, "", "either role"),
    ],
)
def test_a_difference_has_the_colour_of_a_role_only_when_it_is_worth_naming(
    difference: int, accent: str, towards: str
) -> None:
    line = NumberLine(
        title="Verdict",
        note="",
        low_role=PM,
        high_role=TPM,
        difference=difference,
        ends=(difference - 5, difference + 5),
        too_small=3,
    )
    assert line.accent == accent
    assert f"toward {towards}." in " ".join(drawn("number_line", line).split())


def test_in_the_table_a_difference_has_the_sign_of_its_range() -> None:
    line = NumberLine(
        title="Verdict", note="", low_role=PM, high_role=TPM, difference=-10, ends=(-15, -5)
    )
    html = drawn("number_line", line)
    assert 'text-anchor="middle">10</text>' in html
    assert "<td>−10</td>" in html
    assert "<td>−15 to −5</td>" in html


def test_the_line_is_the_same_for_every_interval_and_holds_what_lies_outside() -> None:
    line = NumberLine(
        title="Verdict", note="", low_role=PM, high_role=TPM, difference=50, ends=(-20, 120)
    )
    html = drawn("number_line", line)
    assert 'class="plot__range" x="40%" width="60%"' in html
    assert '<svg x="75%"' in html


def test_a_bar_may_end_at_a_number_of_its_own() -> None:
    bars = (RangeBar("PM", "amber", 9, top=18), RangeBar("TPM", "blue", 9, top=36))
    html = drawn("range_bars", RangeBars("Proof", "Proof", bars, high_text="the most"))
    assert html.index("PM: 9 of 18.") < html.index('x="50%"') < html.index("TPM: 9 of 36.")
    assert html.index("TPM: 9 of 36.") < html.index('x="25%"')
    assert "the most</text>" in html


def test_only_marks_near_each_other_step_apart_and_by_turns() -> None:
    assert stepping_apart([10, 50, 53, 55, 90], 4) == [0, 1, -1, 1, 0]
    assert stepping_apart([], 4) == []


CHARTS: dict[str, Dumbbell | NumberLine | RangeBars] = {
    "dumbbell": two((70, 55), (60, 60), (None, 0)),
    "range_bars": RangeBars(
        "Scores",
        "Fit",
        (RangeBar("PM & more", "amber", 72, (64, 80)), RangeBar("TPM", "blue", None)),
        ((70, "nearly"),),
    ),
    "number_line": NumberLine(
        title="Verdict",
        note="",
        low_role=PM,
        high_role=TPM,
        difference=8,
        ends=(1, 15),
        too_small=3,
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_draws_with_a_title_a_description_and_no_inline_style(name: str) -> None:
    html = drawn(name, CHARTS[name])
    figure = ElementTree.fromstring(html.strip())  # noqa: S314 - our own templates
    plots = figure.findall(".//svg[@class]")
    plots = [plot for plot in plots if "plot" in plot.attrib["class"].split()]
    assert plots
    for plot in plots:
        assert plot.findtext("title")
        assert plot.findtext("desc")
    assert figure.find(".//figcaption") is not None
    assert "style=" not in html
    assert "<table" in html or 'role="table"' in html


@pytest.mark.parametrize("accent", Accent)
def test_every_accent_has_its_own_marker(accent: Accent) -> None:
    shapes = {
        name: render_to_string("components/marker_shape.html", {"accent": name, "css": ""})
        for name in Accent
    }
    assert len(set(shapes.values())) == len(Accent)
    assert "<" in shapes[accent]


def test_overlap_tiles_say_so_when_a_column_is_empty() -> None:
    row = {"competency": {"name": "Budget"}, "importances": (4.0, None)}
    groups = ((PM, (row,)), (None, ()))
    html = render_to_string("components/overlap_tiles.html", {"groups": groups, "roles": (PM, TPM)})
    words = " ".join(html.split())
    assert "Budget" in words
    assert f"{PM.short_name} 4, {TPM.short_name} 0" in words
    assert "Nothing." in words


# ------------------------------------------------------------------ oneself beside others


def test_oneself_beside_others_says_every_number_it_draws() -> None:
    chart = Beside(
        title="You and others",
        note="",
        own="You",
        others="Others",
        highest=5,
        rows=[("Planning", 4, (2, 3)), ("Budget", None, (0, 0))],
    )
    html = render_to_string("components/chart_beside.html", {"chart": chart, "id": "x"})
    words = " ".join(html.split())
    assert "You: 4. Others: 2 to 3. The scale runs from 0 to 5." in words
    assert "You: no answer. Others: 0. The scale runs from 0 to 5." in words
    assert 'class="beside__range" x1="40%" x2="60%"' in html
    assert 'x="80%"' in html
    assert html.count("plot__mark") == 1  # what is not known is never drawn as 0
    table = html.partition("<table")[2]
    assert "2 to 3" in table
    assert "no answer" in table

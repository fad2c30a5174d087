"""The geometry of the result page's own charts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from assessments.evaluation.charts import (
    LevelChart,
    LevelRow,
    SlopeChart,
    Waterfall,
    slope_chart,
    waterfall,
)
from tests.roles.role_values import PM, TPM, role


def drawn(name: str, chart: LevelChart | SlopeChart | Waterfall) -> str:
    """Return a chart as its page has it, on one line."""
    html = render_to_string(f"components/chart_{name}.html", {"chart": chart, "id": "chart"})
    return " ".join(html.split())


def cells(html: str) -> list[str]:
    """Return what stands in the cells of its table."""
    return [text.strip() for text in re.findall(r'<td class="number">(.*?)</td>', html)]


def levels(row: LevelRow) -> LevelChart:
    return LevelChart("T", "", (PM, TPM), (row,))


def test_each_step_of_a_waterfall_starts_where_the_one_before_it_ended() -> None:
    steps = [
        ("a", "", 4, [("x", "", "", 5), ("y", "", "", -1)]),
        ("b", "", -2, []),
        ("c", "", 0, []),
    ]
    chart = waterfall(title="T", low_role=PM, high_role=TPM, steps=steps, total="Lead")
    assert [(s.start, s.end, s.whole.text) for s in chart.steps] == [
        (0, 4, "4"),
        (4, 2, "2"),
        (2, 2, "0"),
    ]
    assert re.findall(r'plot__fill" x="(\S+)" width="(\S+)"', drawn("waterfall", chart)) == [
        ("50%", "50%"),
        ("75%", "25%"),
        ("75%", "0%"),
        ("50%", "25%"),
    ]
    assert [s.whole.role for s in chart.steps] == [TPM, PM, None]
    assert [(part.text, part.role) for part in chart.steps[0].parts] == [("5", TPM), ("1", PM)]
    total = chart.total
    assert (total.start, total.end, total.whole.text, total.whole.role) == (0, 2, "2", TPM)


def test_steps_that_cancel_out_speak_for_neither() -> None:
    total = waterfall(
        title="T",
        low_role=PM,
        high_role=TPM,
        steps=[("a", "", 3, []), ("b", "", -3, [])],
        total="Lead",
    ).total
    assert (total.whole.text, total.whole.role, total.points) == ("0", None, 0)


def test_a_level_is_a_bar_with_its_range_and_a_mark_for_each_role() -> None:
    chart = levels(LevelRow("Planning", 40, (14, 66), ((PM, 70), (TPM, 60))))
    assert chart.rows[0].marks == [(TPM, 60, 0), (PM, 70, 0)]
    html = drawn("levels", chart)
    assert 'class="levels__range" x="14%" width="52%"' in html
    assert 'class="levels__bar" x="0" width="40%"' in html
    assert html.index('x="60%" y="50%"') < html.index('x="70%" y="50%"')
    assert "You: 40. Project Manager asks for 70. " in html
    assert cells(html) == ["40", "14 to 66", "70", "60"]


def test_marks_at_the_same_level_step_apart() -> None:
    row = LevelRow("Planning", 40, None, ((PM, 60), (TPM, 60)))
    assert [dy for _, _, dy in row.marks] == [-6, 6]


def test_what_is_not_known_and_not_asked_has_no_mark_and_says_so() -> None:
    html = drawn("levels", levels(LevelRow("Budget", None, None, ((PM, 60), (TPM, None)))))
    assert "levels__bar" not in html
    assert html.count("plot__mark") == 1
    assert "You: no level. Project Manager asks for 60. " in html
    assert cells(html) == ["no level", "not known", "60", "not asked"]


def test_marks_of_two_roles_at_one_height_stand_beside_each_other() -> None:
    scores = [[(65, None), (90, None)], [(65, None), (10, None)]]
    chart = slope_chart(
        title="Can",
        note="",
        roles=[PM, TPM],
        dates=["1 May", "1 June"],
        ends=("1 May", "1 June"),
        days=[0, 31],
        scores=scores,
        real=[[True], [True]],
        changes=[["+25"], ["-55"]],
    )
    first = [float(slope.dots[0].mark_dx) for slope in chart.slopes]
    assert first[1] - first[0] >= 10
    assert sum(first) == 0
    assert [slope.dots[1].mark_dx for slope in chart.slopes] == ["0", "0"]
    labels = [slope.first for slope in chart.slopes]
    assert all(label and float(label[3]) < min(first) - 6 for label in labels)


@pytest.mark.parametrize("values", [(0, 0, 0), (0, 3, 100), (100, 100, 100), (50, 2, 1)])
def test_labels_of_scores_cover_neither_each_other_nor_the_dates(
    values: tuple[int, int, int],
) -> None:
    chart = slope_chart(
        title="Can",
        note="",
        roles=[PM, TPM, role("third", {})],
        dates=["1 May", "1 June"],
        ends=("1 May", "1 June"),
        days=[0, 31],
        scores=[[(value, None), (value, None)] for value in values],
        real=[[False]] * 3,
        changes=[["none"]] * 3,
    )
    heights = sorted(float(slope.last[1]) for slope in chart.slopes if slope.last)
    assert all(above + 16 <= below for above, below in pairwise(heights))
    assert heights[-1] <= 180  # dates stand at 196


def test_a_picture_over_time_says_how_far_its_own_scale_goes() -> None:
    chart = slope_chart(
        title="Prove",
        note="",
        roles=[PM],
        dates=["1 May", "1 June"],
        ends=("1 May", "1 June"),
        days=[0, 31],
        scores=[[(10, None), (40, None)]],
        real=[[True]],
        changes=[["+30"]],
        top=60,
    )
    html = drawn("slope", chart)
    assert "Prove, 0 to 60<" in html
    assert "of at most 60," in html
    assert cells(html) == ["10", "", "40", "+30"]

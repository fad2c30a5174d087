"""The drawn depth levels and the sequence diagram: positions, and odd text."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from roles.graphics.charts.depth_levels import draw_depth_levels
from roles.graphics.charts.sequence import sequence
from tests.roles.role_values import PM, TPM, role

DEPTH_LEVELS = [("Read", 20.0), ("Follow", 40.0), ("Judge", 60.0)]


def share(percentage: str) -> float:
    return float(percentage.rstrip("%"))


def test_a_role_stands_on_its_level_and_between_levels_in_proportion() -> None:
    drawing = draw_depth_levels(depth_levels=DEPTH_LEVELS, roles=[(PM, 20), (TPM, 50)])
    heights = [int(depth_level.y) for depth_level in drawing.depth_levels]
    places = {mark.role.short_name: int(mark.y) for mark in drawing.marks}
    assert heights == sorted(heights, reverse=True)
    assert places["PM"] == heights[0]
    assert places["TPM"] == (heights[1] + heights[2]) / 2


def test_a_role_may_stand_below_the_first_level_and_above_the_last() -> None:
    drawing = draw_depth_levels(depth_levels=DEPTH_LEVELS, roles=[(PM, 0), (TPM, 100)])
    low, high = (int(mark.y) for mark in sorted(drawing.marks, key=lambda m: m.role.short_name))
    assert low == int(drawing.ground)
    assert 0 < high < int(drawing.depth_levels[-1].y)


def test_a_role_without_a_level_is_left_out_of_the_picture() -> None:
    drawing = draw_depth_levels(depth_levels=DEPTH_LEVELS, roles=[(PM, None), (TPM, 50)])
    assert [mark.role for mark in drawing.marks] == [TPM]
    assert "Project Manager at" not in drawing.description.replace("Technical Project Manager", "")


def test_a_drawing_without_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a depth level"):
        draw_depth_levels(depth_levels=[], roles=[(PM, 20)])


@given(
    st.lists(st.floats(0.5, 100), min_size=1, max_size=8), st.lists(st.floats(0, 100), max_size=12)
)
def test_names_never_cover_each_other_and_all_stay_in_the_picture(
    depth_levels: list[float], levels: list[float]
) -> None:
    drawing = draw_depth_levels(
        depth_levels=[(f"Rung {level}", level) for level in depth_levels],
        roles=[(role(f"r{i}", {}, short_name=f"R{i}"), level) for i, level in enumerate(levels)],
    )
    names = [int(mark.name_y) for mark in drawing.marks]
    assert all(after - before >= 20 for before, after in pairwise(names))
    assert all(0 < y <= int(drawing.height) for y in names)
    for one, other in combinations(drawing.marks, 2):
        assert one.x != other.x or abs(int(one.y) - int(other.y)) >= 12
    assert all(int(mark.x) < int(drawing.rail) for mark in drawing.marks)


def test_a_sequence_has_a_lane_for_each_name_and_time_runs_downwards() -> None:
    diagram = sequence(title="A sale", text="Shop -> Bank: Take 5\nBank -> Shop: Done")
    assert diagram is not None
    assert [lane.name for lane in diagram.lanes] == ["Shop", "Bank"]
    there, back = diagram.arrows
    assert (there.start, there.end) == (back.end, back.start)
    assert (there.towards, back.towards) == ("right", "left")
    assert int(there.y) < int(back.y) < int(diagram.height)
    assert "2 messages between Shop and Bank" in diagram.description


def test_a_message_to_oneself_is_a_loop_inside_the_picture() -> None:
    diagram = sequence(title="A check", text="Shop -> Bank: Ask\nBank -> Bank: Check it")
    assert diagram is not None
    loop = diagram.arrows[1]
    assert loop.loop
    assert loop.towards == "left"


@pytest.mark.parametrize(
    "text",
    ["", "Shop: hello", "Shop -> Bank", "-> Bank: hello", "Shop -> : hello", "Shop -> Bank:"],
)
def test_a_text_that_is_not_one_message_a_line_is_no_diagram(text: str) -> None:
    assert sequence(title="Odd", text=f"Shop -> Bank: Fine\n{text}" if text else text) is None


def test_with_too_many_lanes_there_is_only_the_list() -> None:
    text = "\n".join(f"System {i} -> System {i + 1}: Hello" for i in range(9))
    diagram = sequence(title="Many", text=text)
    assert diagram is not None
    assert diagram.lanes == ()
    html = render_to_string("components/chart_sequence.html", {"diagram": diagram, "id": "many"})
    assert "<svg" not in html
    assert "<details" in html
    assert " open" in html
    assert html.count("<li>") == 9


names = st.text("abc def", min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(names, names, names), min_size=1, max_size=8))
def test_any_diagram_is_well_formed_and_inside_its_frame(
    messages: list[tuple[str, str, str]],
) -> None:
    text = "\n".join(f"{sender} -> {receiver}: {said}" for sender, receiver, said in messages)
    diagram = sequence(title="Any", text=text)
    assert diagram is not None
    for arrow in diagram.arrows:
        assert 0 < share(arrow.start) < 100
        assert 0 < share(arrow.end) < 100
        assert 0 < int(arrow.y) < int(diagram.height)
    html = render_to_string("components/chart_sequence.html", {"diagram": diagram, "id": "any"})
    ElementTree.fromstring(f"<div>{html.replace(' open>', '>')}</div>")  # noqa: S314  our own
    for sender, receiver, _ in messages:
        assert sender.strip() in html
        assert receiver.strip() in html


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_sequence(text: str) -> None:
    sequence(title="Anything", text=text)

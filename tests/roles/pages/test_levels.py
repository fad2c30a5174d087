"""The steps of a role's ladder: on its page, and any two side by side."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from django.test import Client
from django.utils.html import escape

from roles.pages.presenters.levels import OUR_LADDER, levels_page, rows_of
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import RoleLevel
from tests.html_validity import assert_valid_html
from tests.roles.pages.page_parts import PM, TPM, text_of
from tests.roles.role_values import role

JUNIOR = RoleLevel(title="Junior", scope="A task.", autonomy="Asks.", technical_depth="None.")
SENIOR = RoleLevel(
    title="Senior",
    also_called="Lead_er",
    scope="All.",
    autonomy="Decides.",
    technical_depth="Some.",
)
CLIMBING = role("climbing", {}, levels=(JUNIOR, SENIOR))


def test_a_row_that_no_level_fills_is_left_out_and_names_are_no_markdown() -> None:
    assert [label for label, _ in rows_of(JUNIOR)] == ["Scope", "Autonomy", "Technical depth"]
    assert rows_of(JUNIOR, SENIOR)[0] == ("Also called", ("", r"Lead\_er"))


def test_two_levels_stand_side_by_side_in_the_order_that_was_asked_for() -> None:
    page = levels_page(CLIMBING, "2", "1")
    assert page["pair"] == (SENIOR, JUNIOR)
    assert ("Scope", [(SENIOR, "All."), (JUNIOR, "A task.")]) in page["rows"]
    assert page["errors"] == []


@pytest.mark.parametrize(
    ("first", "second", "errors"),
    [
        ("1", "1", [("to", "Choose two different levels. Your first choice is kept.")]),
        ("0", "2", [("from", "Choose the first level from the list.")]),
        ("1", "3", [("to", "Choose the second level from the list.")]),
        ("\u0661", "x", [("from", "Choose the first level from the list."),
                         ("to", "Choose the second level from the list.")]),
    ],
)  # fmt: skip
def test_levels_that_are_not_there_are_asked_for_again(
    first: str, second: str, errors: list[tuple[str, str]]
) -> None:
    page = levels_page(CLIMBING, first, second)
    assert (page["errors"], page["pair"], page["rows"]) == (errors, (), [])


@pytest.mark.parametrize("slug", [PM, TPM])
def test_a_role_page_has_every_step_and_says_whose_judgement_it_is(
    client: Client, whole_snapshot: Snapshot, slug: str
) -> None:
    page = " ".join(text_of(client, f"/roles/{slug}/").split())
    steps = whole_snapshot.role(slug)
    assert steps is not None
    assert len(steps.levels) == 5
    places = [page.index(f"<summary>{level.title}</summary>") for level in steps.levels]
    assert places == sorted(places)
    assert OUR_LADDER in page


@pytest.mark.parametrize("slug", [PM, TPM])
def test_any_two_levels_of_a_role_can_be_compared(
    client: Client, whole_snapshot: Snapshot, slug: str
) -> None:
    steps = whole_snapshot.role(slug)
    assert steps is not None
    for first, second in permutations(range(1, 6), 2):
        page = " ".join(text_of(client, f"/roles/{slug}/levels/?from={first}&to={second}").split())
        one, other = steps.levels[first - 1], steps.levels[second - 1]
        assert escape(f"From {one.title} to {other.title}") in page
        for name in (one.title, other.title):
            assert page.count(f'<span class="compare-table__role">{name}</span>') == 4
        selected = re.findall(r'value="(\d)" selected', page)
        assert selected == [str(first), str(second)]


def test_a_choice_of_levels_is_kept_in_what_is_asked_again(
    client: Client, whole_snapshot: Snapshot
) -> None:
    page = text_of(client, f"/roles/{PM}/levels/?from=3&to=3", 400)
    assert 'id="error-summary"' in page
    assert 'value="3" selected' in " ".join(page.split())
    assert "<table" not in page
    assert client.get(f"/roles/{PM}/levels/").status_code == 200
    assert client.post(f"/roles/{PM}/levels/").status_code == 405
    assert client.get("/roles/nobody/levels/").status_code == 404


@pytest.mark.services
@pytest.mark.once
def test_the_pages_of_levels_are_valid_html(client: Client, whole_snapshot: Snapshot) -> None:
    paths = [f"/roles/{PM}/levels/{rest}" for rest in ("", "?from=2&to=5", "?from=9&to=9")]
    assert_valid_html([(path, client.get(path).content) for path in paths])

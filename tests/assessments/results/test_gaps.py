"""What the result page says of gaps, must-haves and levels."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import result_of
from assessments.results.presenters.gaps import level_text
from assessments.scoring import Verdict
from tests.assessments.results.page_words import gap_title, page_of, step_words, words
from tests.assessments.sheets import PM, TPM, edition, person, sheet_for, technical
from tests.seed.content import ITEMS


def test_gaps_are_sorted_by_cost_and_show_the_next_level() -> None:
    answers = technical() | {"B07": 2, "B08": 1}
    gaps = page_of(answers).gaps[0]
    assert gaps.role.short_name == "TPM"
    costs = [gap.cost for gap in (*gaps.first, *gaps.rest)]
    assert costs == sorted(costs, reverse=True)
    assert gaps.first[0].competency == "Technical integration"
    options = next(i for i in Reading(result_of(edition(), answers), edition()).assessments.items
                   if i.key == "B08").options  # fmt: skip
    assert gaps.first[0].next_step == f"“{options[2].text}”"


def test_unmet_must_haves_come_in_plain_words_with_what_is_needed() -> None:
    answers = person({"pm": 4, "tpm": 2, "soft": 4}, {"pm": 0, "tpm": 0, "soft": 0}, years="<1")
    gaps = next(each for each in page_of(answers).gaps if each.role.slug == TPM)
    level, years = gaps.must_haves
    assert level.name == "Technical expertise"
    assert level.text == ("At least level 50 of 100. You are at 40.")
    assert level.needed == f"Level 60 is: “{ITEMS['B07'].options[3].text}”"
    assert years.text == "Needs 1 year. You told us about 0.5."
    assert gaps.held_at is None
    text = words("gaps_role", gap=gaps)
    assert "Until then you do not count as ready for TPM, whatever the points." in text


def test_a_level_that_was_chosen_is_not_asked_for_but_what_brings_it_down_is_said() -> None:
    answers = person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 0, "tpm": 0, "soft": 0}, years="0")
    gaps = next(each for each in page_of(answers).gaps if each.role.slug == PM)
    assert [each.name for each in gaps.must_haves] == ["Stakeholder management"], "No fact lowers."
    (must,) = gaps.must_haves
    assert must.text.startswith("At least level 40 of 100. You chose level 40: “")
    assert f"This answer brings your level down to 32: “{ITEMS['S01'].options[2].text}" in must.text
    assert must.needed == ""
    gap = next(each for each in (*gaps.first, *gaps.rest) if each.competency == must.name)
    assert gap.levels == "Needs level 70 of 100. You are at 32.", (
        "What the must-have says is said once."
    )


def test_an_unmet_must_have_that_holds_nothing_down_still_says_what_it_means() -> None:
    answers = person({"pm": 2, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2})
    gaps = next(each for each in page_of(answers).gaps if each.role.slug == PM)
    assert gaps.must_haves
    assert gaps.held_at is None
    text = words("gaps_role", gap=gaps)
    assert "Until then you do not count as ready for PM, whatever the points." in text


@pytest.mark.parametrize(("roles", "none"), [(2, "neither role"), (3, "no role")])
def test_readiness_ranges_that_overlap_put_no_role_ahead(roles: int, none: str) -> None:
    title = page_of(sheet_for(Verdict.TOO_CLOSE), roles).measures.readiness.title
    assert title == f"By your own ratings, {none} is clearly ahead"


def test_years_that_were_not_said_are_a_must_have_not_met() -> None:
    answers = {k: v for k, v in technical().items() if not k.startswith("years")}
    gaps = next(each for each in page_of(answers).gaps if each.role.slug == TPM)
    (years,) = gaps.must_haves
    assert years.text == "Needs 1 year. You did not say how many you have."


def test_somebody_who_meets_everything_is_told_so() -> None:
    for gaps in page_of(sheet_for(Verdict.TOO_CLOSE)).gaps:
        assert gaps.missing == 0
        text = words("gap_empty", gap=gaps)
        assert text.startswith("By your own ratings you meet every level")


def test_levels_stand_beside_what_each_role_asks() -> None:
    chart = page_of(technical() | {"B07": 2}).levels
    assert [role.short_name for role in chart.roles] == ["PM", "TPM"]
    row = next(row for row in chart.rows if row.label == "Budget management")
    assert row.level == 80
    assert [asked for _, asked in row.required] == [60, 30]
    assert chart.rows[0].label == "Technical expertise"


def test_a_competency_without_a_level_is_named_and_not_zero() -> None:
    answers = {k: v for k, v in technical().items() if k != "B06"}
    page = page_of(answers)
    row = next(row for row in page.levels.rows if row.label == "Budget management")
    assert (row.level, row.likely) == (None, None)
    assert all("Budget management" in gaps.unknown for gaps in page.gaps)
    (line,) = (r for r in page.sums[0].by_competency if r.label == "Budget management")
    assert line.readiness is None


@pytest.mark.parametrize(
    ("level", "asked", "text"),
    [(32.0, 40.0, "You are at 32."), (39.7, 40.0, "You are just below it.")],
)
def test_a_level_below_what_is_asked_is_never_shown_as_the_same_number(
    level: float, asked: float, text: str
) -> None:
    assert level_text(level, asked) == text


def test_the_levels_that_are_not_known_are_counted_apart() -> None:
    answers = {k: v for k, v in technical().items() if k != "B06"}
    assert page_of(technical()).levels.title == "You meet all 16 levels that TPM asks for"
    title = "You meet 15 of the 16 levels that TPM asks for; 1 is not known"
    assert page_of(answers).levels.title == title


def test_where_nothing_is_missing_the_first_step_is_to_show_it() -> None:
    page = page_of(technical())
    assert step_words(page)[0].startswith("Show that you can do TPM work:")
    assert page_of(technical() | {"B08": 1}).steps.names[0] == "read"


def test_where_too_little_is_known_to_name_a_gap_there_are_none() -> None:
    choices = {key: value for key, value in technical().items() if key.startswith("F")}
    assert page_of(choices).gaps == ()
    assert page_of(technical()).gaps


@pytest.mark.parametrize(("roles", "open_ones", "folded"), [(1, 1, 0), (2, 1, 1), (5, 1, 4)])
def test_the_nearest_role_stands_open_and_further_ones_are_folded(
    roles: int, open_ones: int, folded: int
) -> None:
    page = page_of(person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0}), roles)
    html = render_to_string("assessments/results/gaps.html", {"gaps": page.gaps})
    assert html.count('class="gaps__role') == open_ones
    assert html.count("gaps__more") == folded
    for gap in page.gaps:
        assert gap_title(gap) in " ".join(html.split())

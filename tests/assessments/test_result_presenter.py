"""What the result page says: wording, rounding and order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from math import fsum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.presenters.result import ResultPage, result_page
from assessments.presenters.result.quotes import quote
from assessments.presenters.result.reading import Reading
from assessments.presenters.result.rounding import chance_text, half_up, shares
from assessments.presenters.result.why import RoleSums, SumRow
from assessments.results import Result, result_of
from assessments.scoring import Verdict
from tests.assessments.sheets import (
    LONG_NAME,
    PM,
    TPM,
    Answers,
    any_sheet,
    edition,
    person,
    scattered,
    sheet_for,
    technical,
)
from tests.seed.plain_words import reading_grade

ROLE_COUNTS = (1, 2, 3, 5)
CASES = [
    (verdict, roles)
    for verdict in Verdict
    for roles in ROLE_COUNTS
    if not (verdict is Verdict.TOO_CLOSE and roles == 1)
]
HEADLINES = {
    Verdict.TOO_CLOSE: "Too close to call.",
    Verdict.NEITHER: "Not yet.",
    Verdict.INSUFFICIENT: "Not enough answers.",
    Verdict.INCONSISTENT: "No role named.",
}
HIGHEST_GRADE = 9
NEVER_SAID = re.compile(
    r"!|(?i:congratulat|percentile|\bpass(ed)?\b|\bfail|personality|certain)|"
    r"9[6-9] in 100|100 in 100|\bnan\b|None"
)


def page_of(answers: Answers, roles: int = 2, *, flat: bool = False) -> ResultPage:
    catalogue = edition(roles, flat=flat)
    return result_page(result_of(catalogue, answers), catalogue)


def said(value: Any) -> Iterator[str]:
    """Every text of a page model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from said(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from said(getattr(value, field.name))


def own_words(page: ResultPage) -> str:
    """Everything the page says but the answers it quotes."""
    return " ".join(re.sub(r"“[^”]*”", "…", text) for text in said(page))


def first_screen(page: ResultPage) -> str:
    verdict = page.verdict
    return " ".join([verdict.headline, verdict.lead, *verdict.evidence, *verdict.notes])


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(("verdict", "roles"), CASES)
def test_every_verdict_has_its_sentence_with_any_number_of_roles(
    verdict: Verdict, roles: int
) -> None:
    page = page_of(sheet_for(verdict), roles)
    if verdict is Verdict.ONE_ROLE:
        alone = "Technical Project Manager: ready, by your own ratings."
        named = "Better match: Technical Project Manager."
        assert page.verdict.headline == (alone if roles == 1 else named)
        assert page.verdict.role is not None
    else:
        assert page.verdict.headline == HEADLINES[verdict]
        assert page.verdict.role is None
    assert page.verdict.lead
    assert page.steps
    drawn = roles > 1 and verdict in (Verdict.ONE_ROLE, Verdict.TOO_CLOSE)
    assert (page.verdict.line is not None) == drawn


@pytest.mark.parametrize(("verdict", "roles"), CASES)
def test_the_page_keeps_to_the_wording_rules(verdict: Verdict, roles: int) -> None:
    words = own_words(page_of(sheet_for(verdict), roles))
    found = NEVER_SAID.search(words)
    assert found is None, words[max(found.start() - 60, 0) : found.end() + 60]


@pytest.mark.parametrize(("verdict", "roles"), CASES)
def test_the_first_screen_is_in_plain_words(verdict: Verdict, roles: int) -> None:
    assert reading_grade(first_screen(page_of(sheet_for(verdict), roles))) <= HIGHEST_GRADE


@pytest.mark.parametrize("roles", ROLE_COUNTS)
def test_readiness_is_always_by_your_own_ratings(roles: int) -> None:
    page = page_of(technical(), roles)
    meets = [text for text in said(page) if re.search(r"[Yy]ou meet \d+ of 100", text)]
    assert meets
    assert all("by your own ratings" in text.lower() for text in meets)
    assert all("by your own ratings" in band.text for band in page.measures.bands)
    assert "by your own ratings" in page.measures.readiness.note


def test_one_role_says_fit_readiness_and_chance() -> None:
    text = first_screen(page_of(technical()))
    assert re.search(
        r"Your likes fit TPM \d+ \(likely \d+ to \d+\) and PM \d+ \(\d+ to \d+\), out of 100\.",
        text,
    )
    assert re.search(r"By your own ratings you meet \d+ of 100 of what TPM asks", text)
    assert "with a chance of at least 95 in 100 if your answers reflect you well." in text


def nearly_tied() -> Answers:
    """Somebody just a little on the technical side."""
    return person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0}) | {"F01": 3}


def test_a_tie_says_its_gap_and_range_with_the_side_of_each_end() -> None:
    page = page_of(nearly_tied())
    assert re.match(
        r"The gap is 2 points toward TPM, and our range runs from −\d+ \(toward PM\) "
        r"to \+\d+ \(toward TPM\)\. Both roles suit what you told us\. We see no real lean\.$",
        page.verdict.lead,
    )


def test_a_tie_of_many_names_all_of_them() -> None:
    page = page_of(sheet_for(Verdict.TOO_CLOSE), 3)
    assert page.verdict.lead.startswith("Three roles are close: PM, TPM and people-lead. ")
    assert "All of them suit what you told us." in page.verdict.lead


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.5, "We see no real lean."),
        (0.7499, "We see no real lean."),
        (0.75, "Your answers lean to TPM, with a chance of 75 in 100 against PM."),
        (0.97, "Your answers lean to TPM, with a chance of at least 95 in 100 against PM."),
    ],
)
def test_a_tie_is_never_more_than_a_lean(chance: float, words: str) -> None:
    result = with_chance(result_of(edition(), nearly_tied()), chance)
    assert result_page(result, edition()).verdict.lead.endswith(words)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.91, "is the better match, with a chance of 91 in 100"),
        (0.9449, "is the better match, with a chance of 94 in 100"),
        (0.9499, "is the better match, with a chance of 94 in 100"),
        (0.95, "is the better match, with a chance of at least 95 in 100"),
        (0.96, "is clearly the better match, with a chance of at least 95 in 100"),
        (1.0, "is clearly the better match, with a chance of at least 95 in 100"),
    ],
)
def test_the_chance_is_said_in_the_agreed_words(chance: float, words: str) -> None:
    result = with_chance(result_of(edition(), technical()), chance)
    assert words in result_page(result, edition()).verdict.lead


def with_chance(result: Result, chance: float) -> Result:
    """The same result with another stated chance."""
    assert result.difference is not None
    difference = result.difference.model_copy(update={"chance": chance})
    return result.model_copy(update={"difference": difference})


def test_interests_and_skills_that_disagree_are_said() -> None:
    answers = person({"pm": 5, "tpm": 1, "soft": 4}, {"pm": 0, "tpm": 2, "soft": 0})
    assert (
        "Your interests point to Technical Project Manager. "
        "Your skills today point to Project Manager."
    ) in page_of(answers).verdict.notes


def test_a_flat_role_and_a_flat_person_are_said() -> None:
    (note,) = page_of(technical(), flat=True).verdict.notes
    assert note.startswith("Fit says nothing about Project Manager: this role weighs every")
    notes = page_of(person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0})).verdict
    assert any("your answers show no direction" in note for note in notes.notes)


def test_too_few_answers_say_what_is_missing_and_show_what_can_be_shown() -> None:
    choices = {key: value for key, value in technical().items() if key.startswith("F")}
    page = page_of(choices)
    assert page.verdict.lead.startswith(f"You answered {len(choices)} of 42 questions.")
    assert "We need more about what you have done so far." in page.verdict.lead
    assert [bar.has_value for bar in page.measures.fit.bars] == [True, True]
    assert [bar.text for bar in page.measures.readiness.bars] == ["not enough answers"] * 2
    assert page.steps_first
    assert page.has_scores
    assert not page_of({}).has_scores


def test_a_finished_quiz_is_not_offered_to_be_reopened() -> None:
    for verdict in (Verdict.INSUFFICIENT, Verdict.INCONSISTENT):
        first = page_of(sheet_for(verdict)).steps[0]
        assert first.target == "quiz"
        assert "this page stays as it is" in first.text


def test_a_tie_says_what_both_roles_share() -> None:
    steps = page_of(sheet_for(Verdict.TOO_CLOSE)).steps
    assert steps[0].text.startswith("Build on what both roles need: ")
    assert {step.target for step in steps} >= {"compare", "quiz"}


def test_wide_ranges_are_explained() -> None:
    details = dict(page_of(scattered()).details)
    assert re.search(r"every range is [\d.]+ times as wide", details["How well your answers agree"])
    assert details["How it was scored"].endswith("revision 1 of the score.")
    assert (
        "as well as we expect" in dict(page_of(technical()).details)["How well your answers agree"]
    )


# ------------------------------------------------------------------ why


def test_the_answers_that_moved_most_are_quoted_and_add_up_to_the_gap() -> None:
    page = page_of(technical())
    assert page.pulls is not None
    assert page.verdict.line is not None
    named = page.pulls.rows[:5]
    assert all(row.label.startswith("“") and row.role is not None for row in named)
    assert page.pulls.rows[5].label.startswith("Your other ")
    total = sum(int(r.text) * (1 if r.role and r.role.short_name == "TPM" else -1)
                for r in page.pulls.rows)  # fmt: skip
    assert str(total) == page.pulls.total.text == page.verdict.line.text


@pytest.mark.parametrize(
    ("key", "text", "about"),
    [
        ("B01", "“I teach others how to win support for hard changes.”", "what you have done"),
        (
            "F01",
            "“Talk with a customer about what they hope to get” much rather than "
            "“Work out how a piece of software does its job”",
            "What you would rather do",
        ),
        ("S01", "“Meet both to agree which goal matters most.”", "your first step in an example"),
        (
            "X01",
            "How many years of hands-on software work have you done? “3 to 5 years” and "
            "“Computing, engineering or another technical field” and "
            "“Cloud (such as AWS, Azure, Google Cloud)”",
            "Technical expertise: your background",
        ),
    ],
)
def test_an_answer_is_quoted_as_it_was_given(key: str, text: str, about: str) -> None:
    answers = technical() | {
        "B01": 5,
        "F01": 0,
        "S01": 1,
        "degree_field": "technical",
        "certifications": ["cloud_cert", "pm_cert"],
    }
    found = quote(Reading(result_of(edition(), answers), edition()), key)
    assert found.text == text
    assert about in found.about


def test_a_choice_in_the_middle_is_quoted_as_alike() -> None:
    answers = technical() | {"F01": 2, "F02": 3}
    reading = Reading(result_of(edition(), answers), edition())
    assert quote(reading, "F01").text.endswith(" alike")
    assert " rather than " in quote(reading, "F02").text
    assert "much rather" not in quote(reading, "F02").text


# ------------------------------------------------------------------ gaps


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
    gaps = next(each for each in page_of(answers).gaps if each.slug == TPM)
    level, years = gaps.must_haves
    assert level.name == "Technical expertise"
    assert level.text.startswith("Needs level 50 of 100. You are at ")
    assert level.needed == "Level 60 is: “I build a working part on my own.”"
    assert years.text == "Needs 1 year. You told us about 0.5."
    assert gaps.held_at == "Until then your readiness for TPM stays at 70 at most."
    assert gaps.missing == 30


def test_an_unmet_must_have_that_holds_nothing_down_still_says_what_it_means() -> None:
    answers = person({"pm": 2, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2})
    gaps = next(each for each in page_of(answers).gaps if each.slug == PM)
    assert gaps.must_haves
    assert gaps.must_have_cost_text == ""
    assert gaps.held_at == "Until then you do not count as ready for PM, whatever the points."


@pytest.mark.parametrize(("roles", "none"), [(2, "neither role"), (3, "no role")])
def test_readiness_ranges_that_overlap_put_no_role_ahead(roles: int, none: str) -> None:
    title = page_of(sheet_for(Verdict.TOO_CLOSE), roles).measures.readiness.title
    assert title == f"By your own ratings, {none} is clearly ahead"


def test_a_score_that_a_must_have_holds_shows_no_range_it_does_not_have() -> None:
    answers = person({"pm": 4, "tpm": 4, "soft": 4}, {"pm": 0, "tpm": 2, "soft": 0}, years="<1")
    page = page_of(answers)
    assert page.measures.readiness.bars[1].has_value
    assert not page.measures.readiness.bars[1].has_range
    assert "70 to 70" not in own_words(page)
    assert "an unmet must-have holds it there" in first_screen(page)


def test_somebody_who_meets_everything_is_told_so() -> None:
    for gaps in page_of(sheet_for(Verdict.TOO_CLOSE)).gaps:
        assert gaps.missing == 0
        assert gaps.empty.startswith("By your own ratings you meet every level")


# ------------------------------------------------------------------ levels


def test_levels_stand_beside_what_each_role_asks() -> None:
    chart = page_of(technical() | {"B07": 2}).levels
    assert [role.short_name for role in chart.roles] == ["PM", "TPM"]
    row = next(row for row in chart.rows if row.label == "Budget management")
    assert row.cells[0] == "80"
    assert row.cells[2:] == ("60", "30")
    assert chart.rows[0].label == "Technical expertise"


def test_a_competency_without_a_level_is_named_and_not_zero() -> None:
    answers = {k: v for k, v in technical().items() if k != "B06"}
    page = page_of(answers)
    row = next(row for row in page.levels.rows if row.label == "Budget management")
    assert (row.text, row.cells[1], row.has_level) == ("no level", "not known", False)
    assert all("Budget management" in gaps.not_assessed for gaps in page.gaps)
    (line,) = (r for r in page.sums[0].by_competency if r.label == "Budget management")
    assert line.readiness == ""


# ------------------------------------------------------------------ parts add up


@settings(max_examples=60, deadline=None)
@given(answers=any_sheet(), roles=st.sampled_from(ROLE_COUNTS), flat=st.booleans())
def test_any_sheet_gives_a_page_whose_shown_parts_add_up(
    answers: Answers, roles: int, flat: bool
) -> None:
    page = page_of(answers, roles, flat=flat)
    assert NEVER_SAID.search(own_words(page)) is None
    for sums in page.sums:
        assert_sums(sums)
    for gaps in page.gaps:
        parts = [gap.cost for gap in (*gaps.first, *gaps.rest)]
        assert sum(parts) + gaps.must_have_cost == (gaps.missing or 0)
    if page.pulls is not None:
        high = page.pulls.high_role.name
        signed = [
            int(row.text) * (1 if row.role and row.role.name == high else -1)
            for row in (*page.pulls.rows, page.pulls.total)
        ]
        assert sum(signed[:-1]) == signed[-1]


def assert_sums(sums: RoleSums) -> None:
    for rows in (sums.by_competency, sums.by_answer):
        for column in ("fit", "readiness"):
            total = getattr(sums.totals, column)
            parts = [_number(row, column) for row in rows]
            if total != "not shown":
                assert sum(parts) == int(total), (sums.title, column)


def _number(row: SumRow, column: str) -> int:
    text: str = getattr(row, column)
    return int(text.replace("−", "-")) if text else 0


@given(parts=st.lists(st.floats(-40, 40), max_size=50))
def test_shares_add_up_and_stay_within_one_of_their_part(parts: list[float]) -> None:
    total = half_up(fsum(parts))
    shown = shares(parts, total)
    assert sum(shown) == total
    assert all(abs(share - part) < 1 + 1e-6 for share, part in zip(shown, parts, strict=True))
    assert all(share == 0 for share, part in zip(shown, parts, strict=True) if part == 0)


def test_shares_refuse_a_total_that_is_not_theirs() -> None:
    with pytest.raises(ValueError, match="not to 9"):
        shares([1.0, 2.0], 9)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.5, 1),
        (1.5, 2),
        (2.5, 3),
        (2.4999, 2),
        (-0.5, -1),
        (-2.5, -3),
        (84.9999999999, 85),
        (0, 0),
    ],
)
def test_halves_are_rounded_up_and_both_directions_alike(value: float, shown: int) -> None:
    assert half_up(value) == shown


@given(st.floats(0.5, 1.0))
def test_no_chance_above_95_is_ever_printed(chance: float) -> None:
    numbers = [int(n) for n in re.findall(r"\d+", chance_text(chance))]
    assert numbers[0] <= 95
    assert ("at least" in chance_text(chance)) == (numbers[0] == 95)


# ------------------------------------------------------------------ long names


def test_a_role_name_of_80_characters_is_shown_whole() -> None:
    assert len(LONG_NAME) == 80
    answers = person({"pm": 2, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2})
    page = page_of(answers, 3)
    assert page.verdict.headline == f"Better match: {LONG_NAME}."
    assert page.verdict.name == f"{LONG_NAME}."

"""What the result page says: wording, rounding and order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.evaluation.charts import Pull
from assessments.evaluation.presenters.dials import MOVE
from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import SPOKEN_OF, Reading
from assessments.evaluation.result import Result, result_of
from assessments.instrument.values import BackgroundFact
from assessments.results.presenters.page import ResultPage, result_page
from assessments.results.presenters.page import first_screen as at_a_glance
from assessments.results.presenters.why import RoleSums
from assessments.scoring import Verdict
from tests.assessments.results.page_words import (
    NEVER_SAID,
    detail_words,
    first_screen,
    own_words,
    page_of,
    step_words,
    words,
)
from tests.assessments.sheets import (
    LONG_NAME,
    Answers,
    any_sheet,
    edition,
    person,
    questions,
    scattered,
    sheet_for,
    technical,
)
from tests.seed.content import FACTS, ITEMS, sides
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


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(("verdict", "roles"), CASES)
def test_every_verdict_has_its_sentence_with_any_number_of_roles(
    verdict: Verdict, roles: int
) -> None:
    page = page_of(sheet_for(verdict), roles)
    if verdict is Verdict.ONE_ROLE:
        alone = "Technical Project Manager: ready, by your own ratings."
        named = "Better match: Technical Project Manager."
        best = "better" if roles == 2 else "best"
        assert page.verdict.intro == (f"Your {best} match is" if roles > 1 else "")
        assert page.verdict.headline == (alone if roles == 1 else named)
        assert page.verdict.role is not None
    else:
        assert page.verdict.headline == HEADLINES[verdict]
        assert page.verdict.role is None
    assert page.verdict.lead
    assert all(step_words(page))
    drawn = roles > 1 and verdict in SPOKEN_OF
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
    evidence = words("evidence", measures=page.measures)
    meets = re.findall(r"[^.]*you meet \d+ of 100", evidence)
    assert meets
    assert all("By your own ratings" in text for text in meets)
    assert all("by your own ratings" in text for _, text in page.measures.bands)
    assert "by your own ratings" in words("measure_note", chart=page.measures.readiness)


def test_one_role_says_fit_readiness_and_chance() -> None:
    page = page_of(technical())
    text = words("evidence", measures=page.measures)
    for name in ("Technical Project Manager", "Project Manager"):
        match = rf"Your interests match {name}: \d+ of 100 \(likely \d+ to \d+\)\."
        assert re.search(match, text)
    assert re.search(r"you meet \d+ of 100 of what Technical Project Manager asks", text)
    chance = "There is at least a 95% chance that TPM is the closer fit, if your answers reflect"
    assert chance in first_screen(page)


def nearly_tied() -> Answers:
    """Return the answers of somebody just a little on the technical side."""
    return person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0}) | {"F01": 3}


def test_a_tie_says_its_lead_and_range_with_the_side_of_each_end() -> None:
    verdict = page_of(nearly_tied()).verdict
    assert verdict.lead == "Both suit what you told us. Neither stands out."
    assert verdict.line is not None
    assert verdict.line.title == "TPM leads by 2 points"
    assert re.fullmatch(r"Likely range: PM by \d+ to TPM by \d+\.", verdict.line.note)


def test_a_tie_whose_whole_range_speaks_for_a_role_says_why_it_is_not_named() -> None:
    why = "We name no role for a lead below 10.5 points."
    alike = person({"pm": 4, "tpm": 4, "soft": 4}, {"pm": 0, "tpm": 0, "soft": 0})
    small = alike | dict.fromkeys(("F01", "F02", "F03", "F05", "F17", "F19"), 3)
    verdict = page_of(small).verdict
    assert verdict.line is not None
    assert verdict.line.note == "Likely range: 1 to 20."
    assert verdict.lead.startswith(why)
    assert why not in page_of(nearly_tied()).verdict.lead


def test_a_tie_of_many_names_all_of_them() -> None:
    page = page_of(sheet_for(Verdict.TOO_CLOSE), 3)
    assert page.verdict.lead.startswith("They are PM, TPM and people-lead. ")
    assert page.verdict.lead.endswith("show no preference.")


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.5, "Neither stands out."),
        (0.7499, "Neither stands out."),
        (0.75, "There is a 75% chance that TPM is the closer fit."),
        (0.97, "There is at least a 95% chance that TPM is the closer fit."),
    ],
)
def test_a_tie_is_never_more_than_a_lean(chance: float, words: str) -> None:
    result = with_chance(result_of(edition(), nearly_tied()), chance)
    assert result_page(result, edition()).verdict.lead.endswith(words)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.87, "There is an 87% chance"),
        (0.91, "There is a 91% chance"),
        (0.9449, "There is a 94% chance"),
        (0.9499, "There is a 94% chance"),
        (0.95, "There is at least a 95% chance"),
        (1.0, "There is at least a 95% chance"),
    ],
)
def test_the_chance_is_said_in_the_agreed_words(chance: float, words: str) -> None:
    result = with_chance(result_of(edition(), technical()), chance)
    verdict = result_page(result, edition()).verdict
    assert f"{words} that TPM is the closer fit" in verdict.lead
    assert verdict.confidence == ("high" if chance >= 0.95 else "fair")


def with_chance(result: Result, chance: float) -> Result:
    """Return the same result with another stated chance."""
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
    flat = page_of(person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0})).verdict
    assert "your answers show no preference" in flat.lead
    assert flat.notes == ()


def test_a_must_have_of_the_other_role_that_decides_is_named() -> None:
    answers = person({"pm": 3, "tpm": 1, "soft": 4}, {"pm": 1, "tpm": 1, "soft": 1}, years="0")
    result = result_of(edition(), answers)
    reason = at_a_glance(result, edition(), page_of(answers), None).reason
    assert "and you are missing one of TPM’s must-haves, technical expertise." in reason


def test_too_few_answers_say_what_is_missing_and_show_what_can_be_shown() -> None:
    choices = {key: value for key, value in technical().items() if key.startswith("F")}
    page = page_of(choices)
    assert page.verdict.lead.startswith(f"You answered {len(choices)} of 46 questions.")
    assert "We need more about what you have done so far." in page.verdict.lead
    assert all(bar.score is not None for bar in page.measures.fit.bars)
    assert [bar.score for bar in page.measures.readiness.bars] == [None, None]
    assert page.has_scores
    assert not page_of({}).has_scores


def test_a_quiz_without_an_answer_says_whether_it_was_skipped_or_left_open() -> None:
    skipped = dict.fromkeys((question.key for question in questions(edition())), None)
    assert page_of(skipped).verdict.lead.startswith("You skipped every question,")
    page = page_of({})
    assert page.verdict.lead.startswith("You answered no question,")
    assert "agree" not in detail_words(page), "No answers, so none agree."


def test_a_background_nobody_was_told_of_is_not_known_and_never_nothing() -> None:
    facts = {fact.key for fact in questions(edition()) if isinstance(fact, BackgroundFact)}
    page = page_of({k: v for k, v in technical().items() if k not in facts})
    assert page.measures.proof.title == "You told us nothing about your background"
    assert all(bar.score is None for bar in page.measures.proof.bars)
    assert page.together[0].advice == MOVE
    none = page_of(sheet_for(Verdict.NEITHER))
    assert none.measures.proof.title == "Nothing to show yet"
    assert [bar.score for bar in none.measures.proof.bars] == [0, 0]


def test_a_finished_quiz_is_not_offered_to_be_reopened() -> None:
    for verdict in (Verdict.INSUFFICIENT, Verdict.INCONSISTENT):
        page = page_of(sheet_for(verdict))
        assert "This page stays as it is" in step_words(page)[0]


def test_a_tie_says_what_both_roles_share() -> None:
    page = page_of(sheet_for(Verdict.TOO_CLOSE))
    assert step_words(page)[0].startswith("Build on what both roles need: ")
    assert page.steps.names[-2:] == ("compare", "retake after both")


def test_wide_ranges_are_explained() -> None:
    details = detail_words(page_of(scattered()))
    assert re.search(r"How well your answers agree .* every range is [\d.]+ times as wide", details)
    assert "revision 3 of the score." in details
    assert "as well as we expect" in detail_words(page_of(technical()))


# ------------------------------------------------------------------ why


def test_four_themes_quote_their_answers_and_add_up_to_the_lead() -> None:
    page = page_of(technical())
    assert page.waterfall is not None
    assert page.verdict.line is not None
    steps = {step.whole.label: step for step in page.waterfall.steps}
    assert list(steps)[:4] == ["Interests", "Skills", "Background", "Must-haves"]
    for theme, opening in (("Interests", "You strongly prefer “"), ("Skills", "“")):
        named = [part for part in steps[theme].parts if part.key]
        assert named
        assert all(part.label.startswith(opening) and part.role is not None for part in named)
    assert page.waterfall.total.whole.text == str(page.verdict.line.points)
    assert page.waterfall.title == f"{page.verdict.line.title}. This is what makes up the lead."


@pytest.mark.parametrize(
    ("key", "text", "about"),
    [
        ("B01", f"“{ITEMS['B01'].stem}”: “{ITEMS['B01'].options[5].text}”", "what you have done"),
        (
            "F01",
            "You strongly prefer “{}” to “{}”".format(
                *(s.rstrip(".") for s in sides(ITEMS["F01"]))
            ),
            "What you would rather do",
        ),
        ("S01", f"“{ITEMS['S01'].options[1].text}”", "your first step in an example"),
        (
            "X01",
            f"{FACTS['years_software'].prompt} “3 to 5” and "
            f"“{FACTS['degree_field'].options[2].label}” and "
            f"“{FACTS['certifications'].options[2].label}”",
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


def test_a_choice_in_the_middle_is_no_preference() -> None:
    answers = technical() | {"F01": 2, "F02": 3}
    reading = Reading(result_of(edition(), answers), edition())
    assert quote(reading, "F01").text.startswith("No preference between “")
    assert quote(reading, "F02").text.startswith("You prefer “")


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
    if page.waterfall is not None:
        steps = page.waterfall.steps
        assert [signed(page, step.whole) for step in steps] == [step.points for step in steps]
        for step in steps:
            assert sum(signed(page, part) for part in step.parts) == step.points
        assert sum(step.points for step in steps) == signed(page, page.waterfall.total.whole)


def signed(page: ResultPage, row: Pull) -> int:
    """Return the points of a row, below 0 toward the low role."""
    assert page.waterfall is not None
    return int(row.text) * (-1 if row.role == page.waterfall.low_role else 1)


def assert_sums(sums: RoleSums) -> None:
    for rows in (sums.by_competency, sums.by_answer):
        for column in ("fit", "readiness"):
            total = getattr(sums, column)
            if total is not None:
                parts = [getattr(row, column) or 0 for row in rows]
                assert sum(parts) == total, (sums.title, column)


# ------------------------------------------------------------------ long names


def test_a_role_name_of_80_characters_is_shown_whole() -> None:
    assert len(LONG_NAME) == 80
    answers = person({"pm": 2, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2})
    page = page_of(answers, 3)
    assert page.verdict.headline == f"Better match: {LONG_NAME}."
    assert page.verdict.name == f"{LONG_NAME}."

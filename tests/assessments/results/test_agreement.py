"""No sentence, number or label of a result contradicts another, on any page and in any file."""

from __future__ import annotations

import copy
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.evaluation.presenters.reading import SPOKEN_OF, Reading, half_up
from assessments.evaluation.result import Result, result_of
from assessments.instrument.values import instrument_of
from assessments.models.choices import Detail
from assessments.plans.planning import plan_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.page import kept_plan
from assessments.results.presenters.export import ResultDocument, result_document, result_rows
from assessments.results.presenters.gaps import RoleGaps
from assessments.results.presenters.measures import measures
from assessments.results.presenters.page import REASONS, ResultPage, first_screen, result_page
from assessments.results.presenters.what_if import what_if_page
from assessments.results.presenters.why import Theme
from assessments.scoring import Band, Verdict, all_alike, encode
from assessments.sharing.presenters.shared import shared_page
from roles.graphics.charts import RangeBar
from roles.snapshot.editions import parse_document
from tests.assessments.factories import NOW
from tests.assessments.results.page_words import (
    NEVER_SAID,
    gap_title,
    own_words,
    quality_words,
    said,
    step_words,
    words,
)
from tests.assessments.sheets import (
    PM,
    Answers,
    any_sheet,
    edition,
    person,
    scattered,
    sheet_for,
    technical,
)
from tests.editions import seed_document
from web.words import capitalised, counted

YEARS = ("0", "<1", "1-2", "3-5", "10+")
GROUPS = ("pm", "tpm", "soft")


@st.composite
def somebody(draw: st.DrawFn) -> Answers:
    """Draw a person who answers mostly in line with themselves, and skips a little."""
    levels = {group: draw(st.integers(0, 5)) for group in GROUPS}
    leaning = {group: draw(st.integers(0, 2)) for group in GROUPS}
    answers = person(levels, leaning, years=draw(st.sampled_from(YEARS)))
    other = draw(any_sheet())
    for key in draw(st.sets(st.sampled_from(sorted(answers)), max_size=10)):
        if key in other:
            answers[key] = other[key]
        else:
            del answers[key]
    return answers


SHEETS = st.one_of(somebody(), somebody(), any_sheet())


class Everywhere:
    """One result, in every place where it is shown."""

    def __init__(self, answers: Answers, roles: int) -> None:
        snapshot = edition(roles)
        self.result: Result = result_of(snapshot, answers)
        self.reading = Reading(self.result, snapshot)
        self.page: ResultPage = result_page(self.result, snapshot)
        self.first = first_screen(
            self.result, snapshot, self.page, kept_plan(self.result, snapshot, None)
        )
        self.file: ResultDocument = result_document(
            self.result, snapshot, finished_at=NOW, schema="https://rolesite.example/schema"
        )
        self.shared = shared_page(self.result, snapshot, Detail.FULL)
        self.shorts = [role.short_name for role in snapshot.roles.roles]

    def bars(self, dial: str) -> dict[str, RangeBar]:
        return dict(zip(self.shorts, getattr(self.page.measures, dial).bars, strict=True))


@settings(max_examples=50, deadline=None)
@given(answers=SHEETS, roles=st.sampled_from([1, 2, 2, 2, 3]))
@example(answers=technical(), roles=2)
@example(answers=scattered(), roles=2)
@example(answers=sheet_for(Verdict.TOO_CLOSE), roles=2)
@example(answers=sheet_for(Verdict.NEITHER), roles=2)
@example(answers={}, roles=2)
def test_nothing_contradicts_anything_else(answers: Answers, roles: int) -> None:
    found = Everywhere(answers, roles)
    assert NEVER_SAID.search(own_words(found.page)) is None
    assert_first_screen_agrees(found)
    assert_same_numbers(found)
    assert_labels_follow_numbers(found)
    assert_one_sign(found)
    assert_likes_agree(found)
    assert_what_suits_is_near(found)
    for gaps in found.page.gaps:
        assert_gaps_agree(found, gaps)
    assert_said_once(found)


def assert_first_screen_agrees(found: Everywhere) -> None:
    """Check what is read at a glance: a reason, a step, and no strength that is a gap as well."""
    first, page = found.first, found.page
    assert NEVER_SAID.search(" ".join(said(first))) is None
    assert first.reason.endswith((".", "?"))
    assert first.step is not None or words("step", name=first.step_name, steps=page.steps)
    if first.step is not None:
        assert first.step.line.step.hours > 0
    assert first.step_name not in first.more
    strengths = page.strengths.names if page.strengths else ()
    assert len(strengths) <= 3
    if page.strengths and page.strengths.title.startswith("What you bring") and first.missing:
        assert not {*strengths} & {*first.missing.names}
    if found.result.named_role and page.waterfall is not None:
        fall, role = page.waterfall, found.reading.roles[found.result.named_role]
        main = max(fall.steps, key=lambda step: step.points * (1 if role == fall.high_role else -1))
        if main.whole.label in tuple(REASONS):
            start = REASONS[Theme(main.whole.label)][0].partition("{")[0]
            assert first.reason.startswith(start) or first.reason == page.verdict.lead


def assert_same_numbers(found: Everywhere) -> None:
    """Check that page, file and shared page show the same scores, each inside its range."""
    rows = result_rows(found.file)
    for dial in ("fit", "readiness", "proof"):
        for role, bar in zip(found.file.roles, found.bars(dial).values(), strict=True):
            value, low, high = getattr(role, dial), None, None
            if dial != "proof" and value is not None:
                value, low, high = value.value, value.low, value.high
            assert bar.score == value
            assert ("role", role.name, dial, value, low, high) in rows
            if bar.ends:
                assert bar.ends == (low, high)
                low, high = bar.ends
                assert low <= (value or 0) <= high
                assert low < high
                assert low < value or value == 0
                assert high > value or value == 100
            if dial == "proof" and value is not None:
                assert bar.top == role.most_proof
                assert value <= (role.most_proof or 0)
    if found.shared.measures is not None:
        for dial in ("fit", "readiness"):
            shared, own = (getattr(m, dial) for m in (found.shared.measures, found.page.measures))
            assert shared.bars == own.bars
    for gaps in found.page.gaps:
        shown = found.bars("readiness")[gaps.role.short_name].score
        assert gaps.missing is None or gaps.missing == 100 - (shown or 0)
        if gaps.missing:
            assert re.search(rf": {gaps.missing} points? missing$", gap_title(gaps))


def assert_labels_follow_numbers(found: Everywhere) -> None:
    """Check the labels of shown numbers: from 50 building, 70 nearly ready, 85 ready."""
    limits = ((85, "Ready"), (70, "Nearly ready"), (50, "Building"), (0, "At the start"))
    bars = found.bars("readiness")
    for (mark, text), role in zip(found.page.measures.bands, found.file.roles, strict=False):
        bar = bars[mark.short_name]
        if bar.score is None:
            assert role.band is None
            continue
        may = limits[1:] if role.unmet_must_haves else limits
        label = next(word for limit, word in may if bar.score >= limit)
        assert text.startswith(f"{label}, by your own ratings."), (bar.score, text)
        assert found.shared.measures
        assert {each.short_name: text for each, text in found.shared.measures.bands}[
            mark.short_name
        ].startswith(f"{label}, by their own ratings.")
        assert role.band is not None
        assert role.band.value in label.lower() or (role.band.value, label) == (
            "early",
            "At the start",
        )
    title = found.page.measures.readiness.title
    if match := re.search(r"you are readie\w+ for (.+)$", title):
        ahead = bars[match[1]]
        others = [bar.score for short, bar in bars.items() if short != match[1]]
        assert ahead.score is not None
        assert all(score is None or ahead.score > score for score in others)


def assert_one_sign(found: Everywhere) -> None:
    """Check that everywhere the earlier role is below zero and the later one above."""
    line, gap = found.page.verdict.line, found.file.difference
    if line is None or gap is None:
        return
    names = {role.role: role.name for role in found.file.roles}
    assert (names[gap.below_zero], names[gap.above_zero]) == (
        line.low_role.name,
        line.high_role.name,
    )
    assert (line.difference, *line.ends) == (gap.points, gap.low, gap.high)
    (row,) = (row for row in result_rows(found.file) if row[2] == "difference")
    assert row[3:] == (gap.points, gap.low, gap.high)
    assert row[1] == f"below 0 toward {gap.below_zero}, above 0 toward {gap.above_zero}"
    if gap.points:
        ahead = line.high_role if gap.points > 0 else line.low_role
        start = f"{capitalised(ahead.short_name)} leads by {abs(gap.points)} point"
        assert line.title.startswith(start)
        assert found.reading.result.named_role in (None, ahead.slug)
        said = " ".join(
            render_to_string("components/number_line_text.html", {"chart": line}).split()
        )
        assert said.startswith(f"{counted(abs(gap.points), 'point')} toward {ahead.name}.")
    if found.page.waterfall is not None:
        assert found.page.waterfall.total.whole.text == str(abs(gap.points))
        parts = [part for step in found.page.waterfall.steps for part in step.parts]
        assert all(part.text != "0" for part in parts if part.key), "Moved most: 0"


def assert_likes_agree(found: Everywhere) -> None:
    """Check that the heading about interests, each role's range and the advice agree."""
    title = found.page.measures.fit.title
    texts = {each.role.short_name: each.text for each in found.page.together}
    for short, bar in found.bars("fit").items():
        if not bar.ends:
            continue
        low, high = bar.ends
        likes, away = low > 50, high < 50
        if match := re.match(r"Your interests lean (away from|toward) (.+)$", title):
            named = short in re.split(r", | and ", match[2])
            assert named == (likes if match[1] == "toward" else away), (title, short, bar.ends)
        else:
            assert not likes, title
            assert not away, title
        text = texts.get(short, "")
        assert ("matches your interests" in text) <= likes
        assert ("interests lean away" in text) <= away
        assert ("lean neither" in text) <= (not likes and not away)


def assert_what_suits_is_near(found: Everywhere) -> None:
    """Check that roles suit only from nearly ready on, and where no advice speaks against it."""
    lead = found.page.verdict.lead
    if not re.search(r"(Both roles|All of them) suit", lead):
        return
    close = [role.slug for role in found.result.roles if role.is_not_separated]
    for role in found.result.roles:
        if role.slug in (found.result.lean, *close):
            shown = found.reading.readiness(role)
            assert shown is not None
            assert shown >= 70
    advice = {each.role.short_name: each.advice for each in found.page.together}
    for slug in (found.result.lean, *close):
        assert advice[found.reading.short(slug)] != "Think it over"


def assert_gaps_agree(found: Everywhere, gaps: RoleGaps) -> None:
    """Check that a level below the line that was chosen says so once and is not asked again."""
    keys = {name: key for key, name in found.reading.competency_names.items()}
    musts = {must.name: f"{must.text} {must.needed}" for must in gaps.must_haves}
    texts = musts | {
        gap.competency: f"{gap.levels} {gap.next_step}"
        for gap in (*gaps.first, *gaps.rest)
        if gap.competency not in musts
    }
    for name, text in texts.items():
        if name not in keys:
            continue
        item, level = found.reading.bars_item(keys[name]), found.reading.levels[keys[name]].level
        answer = found.result.answers.get(item.key) if item else None
        assert level is not None
        shown = half_up(level)
        assert re.search(rf"(You are at|down to) {shown}\b|just below", text), text
        if item is None or not isinstance(answer, int):
            continue
        chosen = item.options[answer]
        assert text.count(f"“{chosen.text}”") == (1 if half_up(chosen.score) > shown else 0), text
        if half_up(chosen.score) > shown:
            assert f"You chose level {half_up(chosen.score)}" in text
            assert re.search(r"(This answer brings|These answers bring) your level", text), text
    if found.result.verdict in SPOKEN_OF:
        names = [gap.competency for gap in (*gaps.first, *gaps.rest)]
        assert bool(words("gap_empty", gap=gaps)) == (not names)
        assert ("no points missing" in gap_title(gaps)) <= (not names)
    if gaps.role.short_name == found.reading.short(found.reading.ranked[0].slug):
        title = found.page.levels.title
        if match := re.match(
            r"You meet (\d+) of the (\d+) levels .*?(?:; (\d+) (?:is|are))?", title
        ):
            assert int(match[2]) - int(match[1]) >= len((*gaps.first, *gaps.rest))


def assert_said_once(found: Everywhere) -> None:
    """Check that each piece of advice is on the page once, and no note denies the verdict."""
    page = found.page
    to_do = [each.text.rpartition(": ")[2] for each in page.together if ": " in each.text]
    texts = [
        page.verdict.lead,
        words("evidence", measures=page.measures),
        *page.verdict.notes,
        *step_words(page),
        quality_words(page),
    ]
    sentences = [s for text in texts if text for s in re.split(r"(?<=[.?]) ", text)] + to_do
    assert len(set(sentences)) == len(sentences), sorted(sentences)
    text = " ".join(texts)
    if "different directions" in text:
        assert "the same" not in quality_words(page)
        assert "rated everything the same" not in text
        assert page.together == ()
    assert "against you" not in own_words(page)


@settings(max_examples=40, deadline=None)
@given(answers=SHEETS, data=st.data())
def test_a_changed_answer_that_moves_no_shown_score_is_shown_as_no_change(
    answers: Answers, data: st.DataObject
) -> None:
    other = data.draw(any_sheet())
    key = data.draw(st.sampled_from(sorted(other))) if other else None
    before = result_of(edition(), answers)
    after = result_of(edition(), {**answers, **({key: other[key]} if key else {})})
    page = what_if_page(before, after, edition(), [key] if key else [])
    moved = [dial for _, dials in page.roles for dial in dials[:2] if dial.before != dial.after]
    if not moved:
        assert page.after == page.before
    elif page.after != page.before:
        assert f"the verdict would be: {page.after}" in page.summary


def test_another_technical_certificate_alone_never_names_a_role() -> None:
    """It narrows a range and moves neither fit nor readiness by a point."""
    answers = person({"pm": 4, "tpm": 4, "soft": 4}, {"pm": 1, "tpm": 0, "soft": 0}, years="1-2")
    before = result_of(edition(), answers)
    role = before.roles[0]
    sure = role.model_copy(update={"readiness": role.readiness and role.readiness + 0.01})
    after = before.model_copy(
        update={"roles": (sure, *before.roles[1:]), "verdict": Verdict.NEITHER, "named_role": None}
    )
    page = what_if_page(before, after, edition(), ["certifications"])
    assert page.after == page.before
    assert page.summary == "One answer changed: neither fit nor readiness moves by a point."


@pytest.mark.parametrize(("readiness", "label"), [(69.97, "Nearly ready"), (69.4, "Building")])
def test_the_band_is_that_of_the_rounded_number(readiness: float, label: str) -> None:
    result = result_of(edition(), technical())
    first = result.roles[0].model_copy(update={"readiness": readiness, "must_have_line": 0.0})
    changed = result.model_copy(update={"roles": (first, *result.roles[1:])})
    assert measures(Reading(changed, edition())).bands[0][1].startswith(f"{label},")


def test_one_answer_throughout_beside_a_contradiction_is_said_in_one_way() -> None:
    answers = person(dict.fromkeys(GROUPS, 3), dict.fromkeys(GROUPS, 0))
    answers |= {key: 0 for key in answers if key.startswith("F")}
    result = result_of(edition(), answers)
    assert result.verdict is Verdict.INCONSISTENT
    instrument = instrument_of(edition())
    assert all_alike(instrument, [encode(instrument, result.answers)[0]])[0][0]
    assert_said_once(Everywhere(answers, 2))


def test_a_plan_calls_ready_what_the_result_calls_ready() -> None:
    """A readiness of 86.6 is shown as 87, so it is ready where that begins at 87."""
    answers = person({"pm": 4, "tpm": 3, "soft": 3}, {"pm": 1, "tpm": 0, "soft": 0}, years="1-2")
    exact = 0.0
    for key in sorted(answers):
        answers |= {key: 2} if key.startswith("B") else {}
        exact = result_of(edition(), answers).role(PM).readiness or 0.0
        if 0.5 <= exact % 1 < 0.9 and exact > 70:
            break
    document = copy.deepcopy(seed_document())
    document["sections"]["assessments"]["settings"]["band_ready"] = half_up(exact)
    snapshot = replace(edition(), sections=parse_document(document))
    result = result_of(snapshot, answers)
    assert not any(must.is_unmet for must in result.role(PM).must_haves)
    assert Reading(result, snapshot).band(result.role(PM)) is Band.READY
    way = plan_of(result, snapshot, PlanPreferences(PM)).way
    assert way.is_reached
    assert way.steps == ()

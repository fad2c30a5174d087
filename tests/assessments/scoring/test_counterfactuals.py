"""The smallest changes to another verdict, held to trying everything."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.scoring import (
    BackgroundFact,
    Bonus,
    Counterfactual,
    Evidence,
    FactOption,
    Instrument,
    Settings,
    Verdict,
    VerdictOutcome,
    score,
)
from assessments.scoring.counterfactuals import _Search, find_counterfactuals
from tests.assessments.scoring.forms import ROLE_P, ROLE_T, encode_all, toy

Answers = dict[str, Any]
YEARS = BackgroundFact("years", tuple(FactOption(str(n), 50.0 * n, float(n)) for n in range(3)))
CERTIFICATES = BackgroundFact(
    "certificates", tuple(FactOption(code) for code in ("x", "y", "unread", "none")), multiple=True
)


def small(**changes: Any) -> Instrument:
    """Return the toy form with two facts behind its evidence, whose verdict changes easily."""
    plain = toy().specification
    evidence = Evidence(
        "xC", "C", ("years",), (Bonus("certificates", "x", 20), Bonus("certificates", "y", 30))
    )
    role = replace(ROLE_T, required_hands_on_years=1.0)
    easy = Settings(confidence=0.5, min_coverage=0.4, min_coverage_fit=0.3, **changes)
    return Instrument.build(
        replace(
            plain,
            facts=(YEARS, CERTIFICATES),
            evidence=(evidence,),
            roles=(ROLE_P, role),
            settings=easy,
        )
    )


SMALL = small()
WORTH = {"x": 60.0, "y": 90.0, "none": 0.0}


def resting_on_certificates() -> Instrument:
    """Return the same form with certificates as its only evidence; "none of these" is an answer."""
    plain = SMALL.specification
    worth = tuple(FactOption(each.code, WORTH.get(each.code)) for each in CERTIFICATES.options)
    return Instrument.build(
        replace(
            plain,
            facts=(YEARS, replace(CERTIFICATES, options=worth)),
            evidence=(Evidence("xC", "C", ("certificates",), ()),),
        )
    )


RESTING = resting_on_certificates()
BOTH_FORMS = pytest.mark.parametrize("form", [SMALL, RESTING], ids=["bonus", "base"])


def options(instrument: Instrument) -> dict[str, list[Any]]:
    """Return every answer that can be given to every question."""
    found: dict[str, list[Any]] = {
        item.key: list(range(len(item.option_scores))) for item in instrument.specification.items
    }
    found["years"] = ["0", "1", "2"]
    found["certificates"] = [["none"], ["x"], ["y"], ["x", "y"]]
    return found


@st.composite
def sheets(draw: st.DrawFn) -> Answers:
    answers: Answers = {}
    for key, legal in options(SMALL).items():
        if draw(st.integers(0, 9)):
            answers[key] = draw(st.sampled_from(legal))
    if "certificates" in answers and answers["certificates"] != ["none"] and draw(st.booleans()):
        answers["certificates"] = [*answers["certificates"], "unread"]
    return answers


def distance(before: Answers, after: Answers) -> int:
    """Return how many changes lie between two sheets."""
    count = 0
    for key in before | after:
        if key == "certificates":
            held = [set(each.get(key) or []) - {"none"} for each in (before, after)]
            count += len(held[0] ^ held[1])
        else:
            count += before.get(key) != after.get(key)
    return count


def within(answers: Answers, changes: int) -> Iterator[Answers]:
    """Yield every sheet that is at most so many changes away, found without the code under test."""
    legal = options(SMALL)
    unread = ["unread"] if "unread" in (answers.get("certificates") or []) else []
    legal["certificates"] = [
        [code for code in each if not (unread and code == "none")] + unread
        for each in legal["certificates"]
    ]
    for keys in itertools.combinations(legal, changes):
        for values in itertools.product(*(legal[key] for key in keys)):
            changed = answers | dict(zip(keys, values, strict=True))
            if 0 < distance(answers, changed) <= changes:
                yield changed


def outcomes(instrument: Instrument, many: list[Answers]) -> list[VerdictOutcome]:
    scores = score(instrument, *encode_all(instrument, many))
    return [
        VerdictOutcome(
            scores.verdict_of(row),
            instrument.roles[scores.named_role[row]] if scores.named_role[row] >= 0 else None,
        )
        for row in range(len(many))
    ]


def by_outcome(instrument: Instrument, answers: Answers) -> dict[VerdictOutcome, Counterfactual]:
    return {
        counterfactual.outcome: counterfactual
        for counterfactual in find_counterfactuals(instrument, answers)
    }


def worth(form: Instrument, key: str, answer: Any) -> float:
    """Return the points of an answer to a question with one answer, as docs/scoring.md §1.12."""
    for item in form.specification.items:
        if item.key == key:
            return float(item.option_scores[answer])
    if key == "years":
        return 50.0 * int(answer)
    held = {"bonus": {"x": 20.0, "y": 30.0}, "base": WORTH}["base" if form is RESTING else "bonus"]
    return held.get(answer, 0.0)


def move(form: Instrument, before: Answers, after: Answers) -> float:
    """Return how far one sheet lies from another, in points."""
    total = 0.0
    for key in after:
        was, now = before.get(key), after[key]
        if key == "certificates":
            toggled = ({*(was or [])} ^ {*now}) - {"none"}
            total += sum(100.0 if not was else max(1.0, worth(form, key, c)) for c in toggled)
        elif was != now:
            points = 0.0 if was is None else abs(worth(form, key, now) - worth(form, key, was))
            total += 100.0 if was is None else max(1.0, points)
    return total


def shown(form: Instrument, answers: Answers) -> list[int]:
    """Return fit and readiness as a reader sees them, -1 for what is not known."""
    scores = score(form, *encode_all(form, [answers]))
    both = [*scores.fit[0].tolist(), *scores.readiness[0].tolist()]
    return [-1 if value != value else int(value + 0.5 + 1e-9) for value in both]


def one_fewer(before: Answers, after: Answers) -> Iterator[Answers]:
    """Yield the changed sheet without one of its changes, each in turn."""
    for key in after:
        was, now = before.get(key), after[key]
        rest = {k: v for k, v in after.items() if k != key}
        if key == "certificates" and now != was:
            held = {*(was or [])} - {"none"}
            for toggled in ({*now} - {"none"}) ^ held:
                back = ({*now} - {"none"}) ^ {toggled}
                start = was if back == held else sorted(back) or ["none"]
                yield rest | ({} if start is None else {key: start})
        elif now != was:
            yield rest | ({} if was is None else {key: was})


@BOTH_FORMS
@settings(max_examples=25, deadline=None)
@given(answers=sheets())
def test_one_and_two_changes_are_the_smallest_that_trying_everything_finds(
    form: Instrument, answers: Answers
) -> None:
    tried = list(within(answers, 2))
    ways: dict[VerdictOutcome, list[tuple[float, int, Answers]]] = {}
    for changed, outcome in zip(tried, outcomes(form, tried), strict=True):
        way = (move(form, answers, changed), distance(answers, changed), changed)
        ways.setdefault(outcome, []).append(way)
    for outcome, counterfactual in by_outcome(form, answers).items():
        best = None
        for way in sorted(ways.get(outcome, []), key=lambda each: each[:2]):
            after = shown(form, way[2])
            if all(shown(form, each) != after for each in one_fewer(answers, way[2])):
                best = way[:2]
                break
        if best is None:
            assert counterfactual.count in (0, 3), outcome
        else:
            assert (counterfactual.move, counterfactual.count) == pytest.approx(best), outcome


@BOTH_FORMS
@settings(max_examples=40, deadline=None)
@given(answers=sheets())
def test_the_changes_lead_where_they_say_and_are_as_many_as_they_say(
    form: Instrument, answers: Answers
) -> None:
    (now,) = outcomes(form, [answers])
    found = by_outcome(form, answers)
    assert now not in found
    for outcome, counterfactual in found.items():
        if counterfactual.is_found:
            changed = answers | dict(counterfactual.changes)
            assert outcomes(form, [changed]) == [outcome]
            assert distance(answers, changed) == counterfactual.count
            assert set(answers) <= {key for key, value in changed.items() if value is not None}


@BOTH_FORMS
@settings(max_examples=40, deadline=None)
@given(answers=sheets())
def test_a_changed_sheet_is_scored_as_if_it_had_been_answered_so(
    form: Instrument, answers: Answers
) -> None:
    search = _Search(form, answers)
    pairs = search.extended(np.arange(len(search.singles), dtype=np.intp)[:, None])
    sheets, _ = search.sheets(pairs)
    answered = [answers | dict(search.changed(pair)) for pair in pairs.tolist()]
    np.testing.assert_array_equal(sheets.T, encode_all(form, answered)[0])


def test_the_real_form_names_every_outcome_but_its_own(instrument: Instrument) -> None:
    answers: Answers = {each.key: 2 for each in instrument.specification.items}
    found = by_outcome(instrument, answers)
    (now,) = outcomes(instrument, [answers])
    everything = {
        *(VerdictOutcome(Verdict.ONE_ROLE, slug) for slug in instrument.roles),
        VerdictOutcome(Verdict.TOO_CLOSE),
        VerdictOutcome(Verdict.NEITHER),
    }
    assert set(found) == everything - {now}
    for outcome, counterfactual in found.items():
        assert counterfactual.is_found == (
            outcomes(instrument, [answers | dict(counterfactual.changes)]) == [outcome]
        )


def test_a_certificate_that_no_score_reads_stays_and_the_last_one_leaves_none_of_these() -> None:
    held = SMALL.specification.facts[1]
    assert [option.code for option in held.options] == ["x", "y", "unread", "none"]
    for before in (["x"], ["x", "unread"], ["none"], None):
        for counterfactual in find_counterfactuals(
            SMALL, {"bA": 3, "bB": 3, "bC": 3, "bD": 3, "certificates": before}
        ):
            after = dict(counterfactual.changes).get("certificates")
            if isinstance(after, list):
                assert ("unread" in after) == ("unread" in (before or []))
                assert after == ["none"] or "none" not in after
                assert after

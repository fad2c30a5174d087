"""The methodology page: what it says is what the published edition says and does."""

from __future__ import annotations

import copy
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from assessments.analytics.statistics.aggregation import count_attempts, rebuild
from assessments.evaluation.result import result_of
from assessments.instrument.preview_answers import example_answers
from assessments.instrument.questionnaire import TITLES, QuestionKind
from assessments.instrument.values import AssessmentsSection, assessments_of
from assessments.methodology.presenters import worked_example
from assessments.models import Attempt
from roles.draft.services import content_hash
from roles.models import Edition
from roles.snapshot.editions import Snapshot, snapshot_of
from tests.assessments.attempt_rows import LATER, finish
from tests.assessments.method_page import Tables, number, page

ROOT = Path(__file__).parents[3]


def publish_changed(document: dict[str, Any], number: int = 2) -> None:
    Edition.objects.create(
        number=number,
        document=document,
        content_hash=content_hash(document),
        note="Importance of budgets.",
        published_at="2026-11-02T09:00:00+00:00",
    )


def test_every_question_asked_stands_on_the_page_with_its_scores(
    client: Client, snapshot: Snapshot
) -> None:
    html = page(client)
    for item in assessments_of(snapshot).items:
        said = f"{item.key}: " in html
        assert said is item.is_active, item.key
    b01 = next(item for item in assessments_of(snapshot).items if item.key == "B01")
    rows = [t for t in Tables(html).tables if t[0] == ["Answer", "Score"] and len(t) > 1]
    assert [[o.text, f"{o.score:g}"] for o in b01.options] in [table[1:] for table in rows]


def test_profiles_are_those_of_the_edition(client: Client, published: Edition) -> None:
    document = copy.deepcopy(published.document)
    role = document["sections"]["roles"]["roles"][0]
    asked = next(r for r in role["requirements"] if r["competency"] == "budget_management")
    assert asked["importance"] == 4

    def budget() -> list[str]:
        rows = [row for table in Tables(page(client)).tables for row in table]
        return next(row for row in rows if row[0] == "Budget management" and len(row) == 7)

    assert budget()[1] == "4"
    asked["importance"] = 2
    publish_changed(document)
    assert budget()[1] == "2"
    assert "Importance of budgets." in page(client)


def test_the_level_and_the_profile_of_the_example_can_be_worked_out_again(
    client: Client, snapshot: Snapshot
) -> None:
    html = page(client)
    tables = Tables(html)
    terms = [(number(y), number(v)) for _, y, v in tables.headed("Answer", "Score", "Weight")]
    level = sum(y * v for y, v in terms) / sum(v for _, v in terms)
    shown = re.search(r"Level = [^<]* =\s+<strong>([\d.]+)</strong>", html)
    assert shown
    assert number(shown[1]) == pytest.approx(level, abs=0.001)
    rows = tables.headed("Answer", "Score", "H", "Points")
    worked = [number(weight) * (number(y) - 50) for _, y, weight, _ in rows]
    assert [number(points) for *_, points in rows] == pytest.approx(worked, abs=0.003)
    profile = re.search(r"Profile = [^<=]* =\s+<strong>(−?[\d.]+)</strong>", html)
    assert profile
    assert number(profile[1]) == pytest.approx(sum(worked), abs=0.05)


def test_fit_readiness_and_match_of_the_example_can_be_worked_out_again(
    client: Client, snapshot: Snapshot
) -> None:
    tables = Tables(page(client))
    fits = tables.headed("Competency", "Importance", "α", "Profile", "α × profile")
    *rows, total = fits
    for _, _, alpha, profile, part in rows:
        assert number(part) == pytest.approx(number(alpha) * number(profile), abs=0.03)
    fit = 50 + sum(number(row[4]) for row in rows)
    assert number(total[1]) == pytest.approx(fit - 50, abs=0.01)
    *levels, total = tables.headed(
        "Competency", "Importance", "Level", "Required", "Part met", "Points"
    )
    weights = sum(number(row[1]) for row in levels)
    ready = 0.0
    for _, importance, level, required, met, points in levels:
        assert number(met) == pytest.approx(min(1, number(level) / number(required)), abs=0.001)
        assert number(points) == pytest.approx(
            100 * number(importance) * number(met) / weights, abs=0.01
        )
        ready += number(points)
    assert number(total[1]) == pytest.approx(ready, abs=0.01)
    matches = tables.headed("Role", "Fit", "Readiness", "Match")
    for _, role_fit, role_ready, match in matches:
        assert number(match) == pytest.approx(
            (number(role_fit) + number(role_ready)) / 2, abs=0.001
        )
    assert number(matches[1][1]) == pytest.approx(fit, abs=0.01)
    assert number(matches[1][2]) == pytest.approx(ready, abs=0.01)


def test_what_is_said_of_simulated_people_is_what_the_simulation_gave(
    client: Client, published: Edition
) -> None:
    text = (ROOT / "docs/scoring.md").read_text(encoding="utf-8")
    heads, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("<!-- simulate: edition 1 -->")[1].splitlines()
        if line.startswith("| ")
    ]
    worlds = {row[0]: dict(zip(heads, row, strict=True)) for row in rows if len(row) == len(heads)}
    usual, worst = worlds["main"], worlds["all of these"]

    def of_100(world: dict[str, str], figure: str) -> int:
        return round(100 * float(world[figure]))

    assert of_100(worst, "accuracy gap20") == min(
        of_100(each, "accuracy gap20") for each in worlds.values()
    )
    said = " ".join(page(client).split())
    assert f"names the better role for {of_100(usual, 'accuracy gap20')} of 100" in said
    assert f"better role for {of_100(worst, 'accuracy gap20')} of 100, and" in said
    assert float(usual["confident wrong"]) < 0.01
    covered = of_100(worst, "coverage d"), of_100(usual, "coverage d")
    assert "for {} of 100 people instead of {}".format(*covered) in said


def test_the_example_is_scored_as_everybody_is(snapshot: Snapshot) -> None:
    example = worked_example(snapshot)
    assert example
    assert example["result"] == result_of(snapshot, example["answers"])


def test_the_profile_of_the_example_follows_from_its_terms(snapshot: Snapshot) -> None:
    example = worked_example(snapshot)
    assert example
    points = [weight * (score - 50) for _, score, weight, _ in example["profile_terms"]]
    assert [each for *_, each in example["profile_terms"]] == pytest.approx(points, abs=1e-9)
    assert example["row"]["level"].profile == pytest.approx(sum(points), abs=1e-9)


@pytest.mark.parametrize("index", [0, 1])
def test_example_answers_lead_to_the_role_they_come_near_to(snapshot: Snapshot, index: int) -> None:
    role = snapshot.roles.roles[index]
    answers = example_answers(snapshot, [role])
    result = result_of(snapshot, answers)
    assert result.named_role == role.slug
    assert result.unanswered == result.skipped == 0


def test_an_edition_that_asks_nothing_has_formulas_but_no_example(
    client: Client, published: Edition
) -> None:
    document = copy.deepcopy(published.document)
    section = document["sections"]["assessments"]
    for item in section["items"]:
        item["is_active"] = False
    section["evidence"] = []
    publish_changed(document)
    assert worked_example(snapshot_of(2)) is None
    html = page(client)
    assert "How it is scored" in html
    assert "A worked example" not in html


def test_spare_interest_ratings_are_explained_once_they_are_asked(
    client: Client, published: Edition
) -> None:
    document = copy.deepcopy(published.document)
    section = document["sections"]["assessments"]
    for item in section["items"]:
        item["is_active"] = item["is_active"] or item["type"] == "int"
    publish_changed(document)
    html = " ".join(page(client).split())
    assert "What you like doing (4 questions)" in html
    assert "counted the other way round" in html
    assert "for ratings of what you enjoy" in html
    values = AssessmentsSection.model_validate(section)
    assert any(item.is_reversed for item in values.items)


def test_the_error_from_retakes_shows_once_a_hundred_answered_twice(
    client: Client, published: Edition
) -> None:
    first = finish(published, 106)
    again = finish(published, 106, seed=2)
    for row, earlier in zip(again[:99], first, strict=False):
        Attempt.objects.filter(pk=row.pk).update(retake_of=earlier)
    count_attempts(now=LATER, most=1000)
    html = page(client)
    assert "not yet measured" in html
    assert "Error from retakes" not in html
    for row, earlier in zip(again[99:], first[99:], strict=True):
        Attempt.objects.filter(pk=row.pk).update(retake_of=earlier)
    rebuild(now=LATER)
    count_attempts(now=LATER + dt.timedelta(hours=1), most=1000)
    html = page(client)
    assert "not yet measured" not in html
    rows = Tables(html).headed("Kind of question", "People", "Error from retakes")
    assert {row[0] for row in rows} >= {"What you have done", "What you would rather do"}
    assert all(row[1] == "106" and float(row[2]) > 5 for row in rows)


def test_reliability_from_answers_shows_once_enough_are_counted(
    client: Client, published: Edition
) -> None:
    soon = "There are not that many yet."
    assert soon in page(client)
    finish(published, 60)
    count_attempts(now=LATER)
    assert soon in page(client)
    finish(published, 60, seed=2)
    count_attempts(now=LATER + dt.timedelta(hours=1))
    html = page(client)
    assert soon not in html
    rows = Tables(html).headed(
        "Group of questions", "Questions", "People", "Alpha", "Omega", "Error"
    )
    assert {row[0] for row in rows} >= {"Levels: technical work", "Levels: project management"}
    for _, questions, people, alpha, *_ in rows:
        assert int(questions) >= 2
        assert int(people) >= 100
        assert 0 < float(alpha.split()[0]) < 1


def test_kinds_of_questions_are_called_as_the_quiz_calls_them(
    client: Client, published: Edition
) -> None:
    for kind, title in TITLES.items():
        said = render_to_string("assessments/methodology/kind.html", {"kind": kind.value})
        assert said.strip() == title
    how_it_works = client.get("/how-it-works/").content.decode()
    named = re.findall(r"<li><strong>(.*?)\.</strong>", how_it_works)
    assert named == [title for kind, title in TITLES.items() if kind != QuestionKind.INTEREST]

"""The desk's page of statistics: what it says, to whom, and at what price."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.analytics.statistics import aggregation
from assessments.analytics.statistics.figures import Flag
from assessments.analytics.statistics.presenters import overview, people, whole_percent
from assessments.analytics.statistics.report import report
from assessments.analytics.statistics.sums import AttemptEnd
from assessments.models import Attempt, EditionSums
from roles.models import Edition
from rolesite.staff.groups import ANALYSTS, EDITORS, PUBLISHERS
from tests.assessments.analytics.statistics.people import FORM, crowd, left_at, part
from tests.assessments.attempt_rows import finish, leave
from tests.desk import signed_in
from tests.html_validity import assert_valid_html
from web.numbers import exact_text

PAGE = "/admin/assessments/attempt/statistics/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Client:
    return signed_in("ana", groups=[ANALYSTS])


def counted(client: Client, address: str = PAGE) -> str:
    """Press "Count now" and return the text of the page."""
    assert client.post(PAGE).headers["Location"] == PAGE
    return text(client, address)


def text(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("group", [EDITORS, PUBLISHERS])
def test_only_analysts_read_statistics(published: Edition, group: str) -> None:
    client = signed_in("other", groups=[group])
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}?question=B03").status_code == 403
    assert "Statistics of the questions" not in text(client, "/admin/")
    assert PAGE in text(signed_in("ana", groups=[ANALYSTS]), "/admin/")


def test_the_page_is_kept_by_nobody(analyst: Client, published: Edition) -> None:
    headers = analyst.get(PAGE).headers
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]


def test_before_anything_is_published_it_says_so(analyst: Client, db: None) -> None:
    assert "Nothing is published yet" in text(analyst)


def test_without_answers_it_says_what_it_waits_for(analyst: Client, published: Edition) -> None:
    page = text(analyst)
    assert "from 30 answers on; there are fewer than 5 so far" in page
    assert "once 100 people have started" in page
    assert "Every finished attempt is counted." in page


def test_with_some_answers_it_says_how_many_there_are(analyst: Client, published: Edition) -> None:
    finish(published, 12)
    assert "12 attempts wait to be counted" in text(analyst)
    page = counted(analyst)
    assert "from 30 answers on; there are 12 so far" in page
    one = text(analyst, f"{PAGE}?question=B03")
    assert "12 people answered" in one
    assert "These figures show from 30 answers on; there are 12 so far." in one


def test_a_press_counts_some_and_the_page_says_how_many_wait(
    analyst: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(published, 40)
    leave(published, 3)
    monkeypatch.setattr(aggregation, "BATCH", 10)
    assert "3 attempts wait to be counted" in counted(analyst)
    assert not Attempt.objects.filter(finished_at__isnull=False, statistics_place=None).exists()


def test_an_unknown_question_or_edition_is_not_found(analyst: Client, published: Edition) -> None:
    finish(published, 40)
    counted(analyst)
    for query in ("?question=B99", "?edition=9", "?edition=x", "?edition=1&question=B99"):
        assert analyst.get(PAGE + query).status_code == 404
    assert analyst.get(f"{PAGE}?edition=1&question=B03").status_code == 200


def test_the_page_costs_as_many_queries_whatever_is_counted(
    analyst: Client, published: Edition
) -> None:
    costs = []
    for number in (20, 120):
        finish(published, number, seed=number)
        counted(analyst)
        with CaptureQueriesContext(connection) as queries:
            text(analyst)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.services
@pytest.mark.once
def test_every_state_is_valid_html(analyst: Client, published: Edition) -> None:
    pages = [("empty", analyst.get(PAGE).content)]
    finish(published, 12)
    pages.append(("waiting", analyst.get(PAGE).content))
    counted(analyst)
    pages.append(("few", analyst.get(PAGE).content))
    finish(published, 230, seed=3)
    leave(published, 30)
    aggregation.count_attempts(now=timezone.now(), most=1000)
    pages.append(("many", analyst.get(PAGE).content))
    for key in ("B03", "F01", "S01", "certifications"):
        pages.append((key, analyst.get(f"{PAGE}?question={key}").content))
    assert_valid_html(pages)


# ------------------------------------------------------------------ what is said


def page_of(attempts: list[Any]) -> Any:
    return overview(report([part(attempts)], FORM))


def test_what_needs_a_look_stands_first_with_what_to_do() -> None:
    page = page_of(crowd(200, seed=6, dead=["B11"]))
    assert page["questions"][0].asked.key == "B11"
    assert {Flag.CHECK_KEY, Flag.WEAK_LINK} & set(page["questions"][0].flags)
    assert any(asked.key == "B11" for _, flagged in page["looks"] for asked in flagged)


def test_every_flag_has_words_and_something_to_do() -> None:
    for flag in Flag:
        advice = render_to_string("admin/assessments/advice.html", {"flag": flag}).strip()
        assert flag.label
        assert advice.endswith(".")
        assert "!" not in advice


def test_shares_are_whole_percents_and_hidden_ones_say_so(
    analyst: Client, published: Edition
) -> None:
    finish(published, 40)
    shares = re.findall(r'shares__value">([^<]*)</td>', counted(analyst, f"{PAGE}?question=B03"))
    assert shares
    assert all(re.fullmatch(r"hidden|\d+ %", share) for share in shares)


def test_who_left_is_told_by_question_and_at_the_end() -> None:
    page = page_of(crowd(150) + [left_at(9)] * 12 + [left_at(len(FORM.keys))] * 6)
    assert page["exits"][-1][1].left == 6
    assert page["exits"][9][1].left == 12
    assert whole_percent(page["arrived"]) == "93 %"  # 156 of 168 get to the last one


def test_few_people_are_said_in_words() -> None:
    told = report([part(crowd(40) + [left_at(2)] * 3)], FORM)
    assert people(told.people[AttemptEnd.LEFT]) == "1 to 4 people"


def test_numbers_are_rounded_once() -> None:
    assert exact_text(-0.004, 2) == "0.00"
    assert exact_text(-0.345, 2) in ("−0.34", "−0.35")
    assert whole_percent(0.125) == "12 %"
    assert whole_percent(None) == "–"


def test_a_quarter_is_looked_at_by_itself(analyst: Client, published: Edition) -> None:
    page = counted(analyst)
    assert 'aria-label="Quarter"' not in page
    for month, number in ((2, 40), (5, 35)):
        finish(published, number, seed=month, started_at=dt.datetime(2026, month, 3, tzinfo=dt.UTC))
    page = counted(analyst)
    assert "quarter=2026-Q1" in page
    assert "Jan to Mar 2026" in page
    one = text(analyst, f"{PAGE}?quarter=2026-Q2")
    assert "Only attempts that ended in April to June 2026" in one
    assert "35 people who finished" in one
    assert "?question=B03&amp;quarter=2026-Q2" in one
    question = text(analyst, f"{PAGE}?question=B03&quarter=2026-Q2")
    assert "35 people answered." in question
    assert "April to June 2026" in question


@pytest.mark.parametrize(
    "asked", ["quarter=2026-Q3", "quarter=x", "edition=1&quarter=2026-Q1", "edition=7"]
)
def test_what_is_not_counted_or_not_told_is_not_found(
    analyst: Client, published: Edition, asked: str
) -> None:
    for month in (2, 5):
        finish(published, 9, seed=month, started_at=dt.datetime(2026, month, 3, tzinfo=dt.UTC))
    text(analyst)
    assert analyst.get(f"{PAGE}?{asked}").status_code == 404


def test_how_much_answers_vary_waits_for_a_hundred_people(
    analyst: Client, published: Edition
) -> None:
    first = finish(published, 100)
    again = finish(published, 100, seed=2)
    for row, earlier in zip(again[:99], first, strict=False):
        Attempt.objects.filter(pk=row.pk).update(retake_of=earlier)
    assert "once 100 people have taken the whole quiz again" in text(analyst)
    Attempt.objects.filter(pk=again[99].pk).update(retake_of=first[99], statistics_place=None)
    EditionSums.objects.update(rebuild_started_at=timezone.now())
    aggregation.finish_rebuilds(now=timezone.now())
    aggregation.count_attempts(now=timezone.now(), most=1000)
    page = text(analyst)
    assert "Show the error of each question" in page
    question = text(analyst, f"{PAGE}?question=B03")
    assert "100 people answered it again within 30 days. Both together make" in question

"""The plan over HTTP: private, stored nowhere, and taken along as a calendar file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.calendar_file import Entry, calendar_file
from assessments.models import Attempt
from assessments.scoring import Verdict
from assessments.services import start_attempt
from roles.models import Edition
from tests.assessments.conftest import NOW
from tests.assessments.sheets import person, sheet_for, technical
from tests.assessments.test_result_views import (
    UNKNOWN,
    assert_private,
    finished,
    result_path,
    text_of,
)
from tests.html_validity import assert_valid_html

SOME = person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0})


def plan_path(token: str) -> str:
    return reverse("assessments:plan", args=[token])


def calendar_path(token: str) -> str:
    return reverse("assessments:plan_calendar", args=[token])


@pytest.fixture
def done(published: Edition) -> str:
    """The token of a result with something left to learn."""
    return finished(SOME)


def entries(content: bytes) -> list[Any]:
    return Calendar.from_ical(content).walk("VEVENT")


class TestPage:
    def test_it_shows_the_plan_and_is_private(self, client: Client, done: str) -> None:
        response = client.get(plan_path(done))
        assert response.status_code == 200
        assert_private(response)
        text = text_of(response)
        assert "A plan toward" in text
        assert "4 hours a week for 12 weeks" in text
        assert "if the steps work as usual" in text
        assert result_path(done) in response.content.decode()

    def test_the_address_holds_the_choices_and_nothing_is_stored(
        self, client: Client, done: str
    ) -> None:
        before = Attempt.objects.values().get()
        response = client.get(
            plan_path(done),
            {"hours": "10", "weeks": "6", "role": "technical-project-manager",
             "done": ["risk_list"], "without": ["small_service", "pm_course"]},
        )  # fmt: skip
        page = response.context["page"]
        assert (page.choice.hours_a_week, page.choice.weeks) == (10, 6)
        assert page.choice.role == "technical-project-manager"
        assert page.choice.done == {"risk_list"}
        assert page.choice.left_out == {"small_service", "pm_course"}
        html = response.content.decode()
        assert 'name="done" value="risk_list" checked' in html
        assert 'name="without" value="small_service" checked' in html
        assert not {p.line.key for p in page.planned} & {"risk_list", "small_service", "pm_course"}
        assert Attempt.objects.values().get() == before

    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("hours", "0", "Hours a week lie between 1 and 60."),
            ("hours", "61", "Hours a week lie between 1 and 60."),
            ("hours", "four", "Hours a week are a whole number"),
            ("weeks", "105", "Weeks lie between 1 and 104."),
            ("weeks", "1.5", "Weeks are a whole number"),
            ("role", "boss", "Choose one of the roles listed."),
            ("done", "nap", "“nap” is not one of the steps."),
            ("without", "\0", "is not one of the steps."),
        ],
    )
    def test_bad_input_is_named_and_the_plan_stands(
        self, client: Client, done: str, name: str, value: str, says: str
    ) -> None:
        response = client.get(plan_path(done), {name: value})
        assert response.status_code == 422
        assert_private(response)
        text = text_of(response)
        assert says in text
        assert "What to do, in this order" in text
        assert client.get(calendar_path(done), {name: value}).status_code == 303

    def test_blank_fields_are_as_at_first(self, client: Client, done: str) -> None:
        response = client.get(plan_path(done), {"hours": "", "weeks": "", "role": ""})
        assert response.status_code == 200
        assert "4 hours a week for 12 weeks" in text_of(response)

    @pytest.mark.parametrize("path", [plan_path, calendar_path])
    def test_it_is_only_read(self, client: Client, done: str, path: Any) -> None:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(path(done)).status_code == 405

    @pytest.mark.parametrize("path", [plan_path, calendar_path])
    def test_links_that_lead_to_no_result(
        self, client: Client, published: Edition, path: Any
    ) -> None:
        unknown = client.get(path(UNKNOWN))
        assert unknown.status_code == 404
        assert_private(unknown)
        unfinished = client.get(path(start_attempt(now=NOW)))
        assert "not finished yet" in text_of(unfinished)
        assert_private(unfinished)

    def test_too_few_answers_have_a_page_and_no_calendar(
        self, client: Client, published: Edition
    ) -> None:
        token = finished(sheet_for(Verdict.INSUFFICIENT))
        response = client.get(plan_path(token))
        assert response.status_code == 200
        assert "You told us too little" in text_of(response)
        calendar = client.get(calendar_path(token))
        assert (calendar.status_code, calendar.headers["Location"]) == (303, plan_path(token))
        assert_private(calendar)

    def test_the_number_of_queries_is_small_and_fixed(
        self, client: Client, done: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.get(plan_path(done))
        with django_assert_max_num_queries(3):
            client.get(plan_path(done))


class TestOnTheResult:
    def test_it_shows_three_steps_and_the_way_to_all(self, client: Client, done: str) -> None:
        html = client.get(result_path(done)).content.decode()
        part = html.partition('id="plan"')[2].partition("</section>")[0]
        assert part.count("<li") == 3
        assert f'href="{plan_path(done)}"' in part

    def test_without_a_plan_there_is_no_such_part(self, client: Client, published: Edition) -> None:
        token = finished(sheet_for(Verdict.INSUFFICIENT))
        assert 'id="plan"' not in client.get(result_path(token)).content.decode()

    def test_who_meets_everything_reads_so(self, client: Client, published: Edition) -> None:
        assert "you meet every level" in text_of(client.get(result_path(finished(technical()))))


class TestCalendar:
    def test_it_is_a_private_file_with_every_step_and_a_reminder(
        self, client: Client, done: str
    ) -> None:
        page = client.get(plan_path(done)).context["page"]
        response = client.get(calendar_path(done))
        assert_private(response)
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        found = entries(response.content)
        titles = [planned.line.title for planned in page.planned]
        assert [str(event["summary"]) for event in found[:-1]] == titles
        assert found[-1].walk("VALARM")
        assert found[-1]["dtstart"].dt - found[0]["dtstart"].dt == dt.timedelta(weeks=12)

    def test_it_holds_no_link_and_no_figure_unless_the_person_ticks_it(
        self, client: Client, done: str
    ) -> None:
        plain = client.get(calendar_path(done)).content.decode().replace("\r\n ", "")
        assert done not in plain
        assert "/results/" not in plain
        assert "Project Manager" not in plain
        ticked = client.get(calendar_path(done), {"link": "yes"}).content.decode()
        assert f"http://testserver{result_path(done)}" in ticked.replace("\r\n ", "")

    def test_it_follows_the_choices(self, client: Client, done: str) -> None:
        content = client.get(calendar_path(done), {"weeks": "2", "hours": "12"}).content
        first, *_, last = entries(content)
        assert last["dtstart"].dt - first["dtstart"].dt == dt.timedelta(weeks=2)

    def test_text_is_escaped_and_lines_are_folded(self) -> None:
        nasty = "Comma, semicolon; back\\slash\nBEGIN:VALARM “ü” " + "long " * 40
        entry = Entry("k", nasty, nasty, 0, 3)
        content = calendar_file([entry], name="Plan", seed="s", now=NOW)
        assert b"\nBEGIN:VALARM" not in content
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        [event] = entries(content)
        assert str(event["summary"]) == nasty
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=3)

    def test_the_same_plan_again_replaces_its_entries_and_no_id_gives_the_seed_away(self) -> None:
        entry = Entry("k", "Title", "Text", 0, 1)
        one, again, other = (
            entries(calendar_file([entry], name="Plan", seed=seed, now=NOW))[0]["uid"]
            for seed in ("seed-one", "seed-one", "seed-two")
        )
        assert one == again
        assert one != other
        assert "seed-one" not in one


@pytest.mark.services
def test_the_pages_are_valid_html(client: Client, done: str) -> None:
    everything = {"done": ["risk_list"], "without": ["pm_course"], "hours": "0"}
    assert_valid_html(
        [
            ("plan", client.get(plan_path(done)).content),
            ("ticked", client.get(plan_path(done), everything).content),
            ("none", client.get(plan_path(finished({}))).content),
            ("met", client.get(plan_path(finished(technical()))).content),
        ]
    )

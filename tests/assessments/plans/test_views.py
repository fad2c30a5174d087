"""The plan over HTTP: private, kept with the result, and saved as a calendar file."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.attempts.services import start_attempt
from assessments.models import KeptPlan
from assessments.models.choices import Detail
from assessments.plans.presenters.calendar import CalendarEntry, calendar_file
from assessments.scoring import Verdict
from assessments.sharing.services import create_share, share_token
from roles.models import Edition
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, plan_path, result_path, text_of
from tests.assessments.sheets import SOME, sheet_for, technical
from tests.html_validity import assert_valid_html
from web.retry import DatabaseAway

KEY = "6f1c1b1e-3c5e-4a39-9d0b-2f8c8f4f0a11"


def step_path(token: str) -> str:
    return reverse("assessments:plan_step", args=[token])


def act(client: Client, token: str, value: str) -> Any:
    return client.post(step_path(token), {"action": value})


def calendar_path(token: str) -> str:
    return reverse("assessments:plan_calendar", args=[token])


@pytest.fixture
def done(published: Edition) -> str:
    """Return the token of a result with something left to learn."""
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
        assert "if the steps work as expected" in text
        assert result_path(done) in response.content.decode()

    def test_what_an_address_asks_for_changes_nothing(self, client: Client, done: str) -> None:
        response = client.get(plan_path(done), {"hours": "10", "done": ["risk_list"]})
        assert response.context["plan"].found.preferences.hours_a_week == 4
        assert "Nothing is saved yet" in text_of(response)
        assert not KeptPlan.objects.exists()

    @pytest.mark.parametrize("path", [plan_path, step_path, calendar_path])
    def test_other_methods_are_refused(self, client: Client, done: str, path: Any) -> None:
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(path(done)).status_code == 405
        assert client.post(calendar_path(done)).status_code == 405

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
        with django_assert_max_num_queries(4):
            client.get(plan_path(done))


class TestKept:
    """What is done and set is stored with the result and comes back by its link."""

    def test_time_and_role_are_kept_and_the_page_says_when(self, client: Client, done: str) -> None:
        response = client.post(
            plan_path(done), {"hours": "10", "weeks": "6", "role": "technical-project-manager"}
        )
        assert response.status_code == 303
        assert response.headers["Location"] == f"{plan_path(done)}#plan-top"
        assert_private(response)
        page = Client().get(plan_path(done))
        preferences = page.context["plan"].found.preferences
        assert (preferences.hours_a_week, preferences.weeks) == (10, 6)
        assert preferences.role == "technical-project-manager"
        assert "Saved on" in text_of(page)

    def test_each_action_is_kept_and_the_plan_made_again(self, client: Client, done: str) -> None:
        first = client.get(plan_path(done)).context["plan"].planned[0].line.step.key
        response = act(client, done, f"done {first}")
        assert response.status_code == 303
        assert response.headers["Location"] == f"{plan_path(done)}#progress"
        left_out = act(client, done, "leave-out pm_course")
        assert left_out.headers["Location"] == f"{plan_path(done)}#steps"
        act(client, done, "done-before risk_list" if first != "risk_list" else "done risk_list")
        again = Client().get(plan_path(done))
        page = again.context["plan"]
        assert first not in {each.line.step.key for each in page.planned}
        assert {line.step.key for line in page.ticked} == {first, "pm_course", "risk_list"}
        assert "You have done 1 of" in text_of(again)
        back = act(client, done, f"take-back {first}")
        assert back.headers["Location"] == f"{plan_path(done)}#step-{first}"
        assert "You have done" not in text_of(client.get(plan_path(done)))

    def test_a_swap_takes_one_action(self, client: Client, done: str) -> None:
        page = client.get(plan_path(done)).context["plan"]
        out = next(each for each in page.planned if each.others)
        other = out.others[0].key
        html = client.get(plan_path(done)).content.decode()
        assert f'value="swap {out.line.step.key} {other}"' in html
        response = act(client, done, f"swap {out.line.step.key} {other}")
        assert response.headers["Location"] == f"{plan_path(done)}#step-{other}"
        after = client.get(plan_path(done))
        planned = {each.line.step.key for each in after.context["plan"].planned}
        assert other in planned
        assert out.line.step.key not in planned
        assert "Your choice" in text_of(after)

    def test_acting_twice_changes_nothing_more(self, client: Client, done: str) -> None:
        act(client, done, "done risk_list")
        row = KeptPlan.objects.values("done", "done_before", "left_out", "wanted").get()
        act(client, done, "done risk_list")
        assert KeptPlan.objects.values("done", "done_before", "left_out", "wanted").get() == row

    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("hours", "0", "Hours a week are a whole number from 1 to 60, such as 4."),
            ("hours", "61", "Hours a week are a whole number from 1 to 60, such as 4."),
            ("hours", "four", "Hours a week are a whole number"),
            ("weeks", "105", "Weeks are a whole number from 1 to 104, such as 12."),
            ("weeks", "1.5", "Weeks are a whole number"),
            ("role", "boss", "Choose one of the roles listed."),
            ("hours", "\0", "Hours a week are a whole number"),
        ],
    )
    def test_bad_input_is_named_and_kept_as_typed_and_the_plan_stands(
        self, client: Client, done: str, name: str, value: str, says: str
    ) -> None:
        typed = {"hours": "7", "weeks": "9", "role": "", name: value}
        response = client.post(plan_path(done), typed)
        assert response.status_code == 422
        assert_private(response)
        text = text_of(response)
        assert says in text
        assert "What to do, in this order" in text
        shown = response.context["typed"]
        assert shown == typed
        html = response.content.decode()
        assert 'max="60" value="7"' in html or name == "hours"
        assert 'max="104" value="9"' in html or name == "weeks"
        assert not KeptPlan.objects.exists()

    @pytest.mark.parametrize(
        "action",
        ["", "done", "done nap", "nap risk_list", "swap risk_list nap", "swap risk_list",
         "done \0", "done " + "x" * 5000],
    )  # fmt: skip
    def test_an_action_that_is_no_button_of_ours_changes_nothing(
        self, client: Client, done: str, action: str
    ) -> None:
        response = act(client, done, action)
        assert response.status_code == 422
        assert_private(response)
        assert "There is a problem" in text_of(response)
        assert not KeptPlan.objects.exists()

    def test_blank_fields_are_as_at_first(self, client: Client, done: str) -> None:
        client.post(plan_path(done), {"hours": "", "weeks": "", "role": ""})
        assert "4 hours a week for 12 weeks" in text_of(client.get(plan_path(done)))

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    def test_another_site_cannot_act(
        self, client: Client, done: str, headers: dict[str, str]
    ) -> None:
        for path in (plan_path(done), step_path(done)):
            response = client.post(path, {"action": "done risk_list"}, headers=headers)
            assert response.status_code == 403
        assert not KeptPlan.objects.exists()

    def test_without_the_database_nothing_is_lost_and_the_page_says_so(
        self, client: Client, done: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object, **__: object) -> None:
            raise DatabaseAway

        monkeypatch.setattr("assessments.attempts.views.result_views.retried", away)
        response = client.post(plan_path(done), {"hours": "9", "weeks": "3"})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
        assert 'max="60" value="9"' in response.content.decode()
        assert "nothing was changed" in text_of(response)

    @pytest.mark.parametrize("path", [plan_path, step_path])
    def test_links_without_a_result_cannot_be_written_to(
        self, client: Client, published: Edition, path: Any
    ) -> None:
        data = {"action": "done risk_list", "hours": "5"}
        assert client.post(path(UNKNOWN), data).status_code == 404
        client.post(path(start_attempt(now=NOW)), data)
        assert not KeptPlan.objects.exists()

    def test_a_step_address_that_is_only_read_leads_to_the_plan(
        self, client: Client, done: str
    ) -> None:
        response = client.get(step_path(done))
        assert (response.status_code, response.headers["Location"]) == (303, plan_path(done))

    def test_no_share_shows_what_was_ticked(self, client: Client, done: str) -> None:
        create_share(token=done, key=KEY, detail=Detail.FULL, days=30, now=timezone.now())
        path = reverse("assessments:shared", args=[share_token(done, KEY)])
        before = client.get(path).content
        act(client, done, "done risk_list")
        client.post(plan_path(done), {"hours": "9", "weeks": "3"})
        assert client.get(path).status_code == 200
        assert client.get(path).content == before


class TestOnTheResult:
    def test_it_shows_the_first_step_with_its_hours(self, client: Client, done: str) -> None:
        first = client.get(plan_path(done)).context["plan"].planned[0].line.step
        said = f"The first step: about {first.hours:.0f} hours of work {first.title}"
        assert said in text_of(client.get(result_path(done)))

    def test_without_a_plan_there_is_another_first_step(
        self, client: Client, published: Edition
    ) -> None:
        text = text_of(client.get(result_path(finished(sheet_for(Verdict.INSUFFICIENT)))))
        said = (
            r"The first step, about \d+ minutes A finished quiz cannot be reopened\..*Take the quiz"
        )
        assert re.search(said, text)

    def test_who_meets_everything_reads_so(self, client: Client, published: Edition) -> None:
        assert "you meet every level" in text_of(client.get(result_path(finished(technical()))))


class TestCalendar:
    def test_it_is_a_private_file_with_every_step_and_a_reminder(
        self, client: Client, done: str
    ) -> None:
        page = client.get(plan_path(done)).context["plan"]
        response = client.get(calendar_path(done))
        assert_private(response)
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        found = entries(response.content)
        titles = [planned.line.step.title for planned in page.planned]
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

    def test_it_follows_what_was_kept(self, client: Client, done: str) -> None:
        client.post(plan_path(done), {"weeks": "2", "hours": "12"})
        content = client.get(calendar_path(done)).content
        first, *_, last = entries(content)
        assert last["dtstart"].dt - first["dtstart"].dt == dt.timedelta(weeks=2)

    def test_text_is_escaped_and_lines_are_folded(self) -> None:
        nasty = "Comma, semicolon; back\\slash\nBEGIN:VALARM “ü” " + "long " * 40
        entry = CalendarEntry("k", nasty, nasty, 0, 3)
        content = calendar_file([entry], name="Plan", seed="s", now=NOW)
        assert b"\nBEGIN:VALARM" not in content
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        [event] = entries(content)
        assert str(event["summary"]) == " ".join(nasty.split())
        assert str(event["description"]) == nasty.strip()
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=3)

    def test_the_same_plan_again_replaces_its_entries_and_no_id_gives_the_seed_away(self) -> None:
        entry = CalendarEntry("k", "Title", "Text", 0, 1)
        one, again, other = (
            entries(calendar_file([entry], name="Plan", seed=seed, now=NOW))[0]["uid"]
            for seed in ("seed-one", "seed-one", "seed-two")
        )
        assert one == again
        assert one != other
        assert "seed-one" not in one


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, done: str) -> None:
    act(client, done, "leave-out pm_course")
    act(client, done, "done risk_list")
    assert_valid_html(
        [
            ("plan", client.get(plan_path(finished(SOME))).content),
            ("ticked", client.get(plan_path(done)).content),
            ("problem", client.post(plan_path(done), {"hours": "0"}).content),
            ("none", client.get(plan_path(finished({}))).content),
            ("met", client.get(plan_path(finished(technical()))).content),
        ]
    )

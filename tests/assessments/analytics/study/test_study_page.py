"""What a person may say to check the quiz: with consent, replaced, withdrawn, never seen again."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.analytics.study.services import EXTRA, extra_competencies
from assessments.attempts.services import delete_attempt
from assessments.models import StudyAnswer
from roles.snapshot.editions import Snapshot
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import assert_private, path, result_path, text_of
from tests.assessments.sheets import edition, technical

SAID = {"work": "technical-project-manager", "again": "4", "consent": "yes"}


@pytest.fixture
def today(time_machine: Any) -> dt.datetime:
    time_machine.move_to(NOW, tick=False)
    return NOW


def kept() -> list[tuple[int, str, int | None]]:
    return list(StudyAnswer.objects.order_by("wave").values_list("wave", "work", "again"))


def chosen(page: Any) -> dict[str, str]:
    """Return what is checked on a page, by question."""
    tags = re.findall(r"<input[^>]*\schecked\b[^>]*>", page.content.decode())
    return dict(re.findall(r'name="([^"]*)".*?value="([^"]*)"', " ".join(tags), re.DOTALL))


@pytest.mark.django_db
class TestStudyPage:
    @pytest.fixture
    def token(self, snapshot: Snapshot, today: dt.datetime) -> str:
        return finished(technical())

    def test_it_is_reached_from_the_result_and_nothing_is_ticked(
        self, client: Client, token: str
    ) -> None:
        assert path("study", token) in client.get(result_path(token)).content.decode()
        page = client.get(path("study", token))
        assert_private(page)
        assert chosen(page) == {}
        assert not StudyAnswer.objects.exists()

    def test_a_second_answer_replaces_the_first_and_it_can_be_withdrawn(
        self, client: Client, token: str
    ) -> None:
        address = path("study", token)
        assert client.post(address, SAID).status_code == 303
        assert chosen(client.get(address)) == {"work": SAID["work"], "again": "4"}
        client.post(address, {"work": "none", "consent": "yes"})
        assert kept() == [(1, "none", None)]
        assert client.post(address, {"withdraw": "yes"}).status_code == 303
        assert kept() == []

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"consent": ""}, "Otherwise we keep nothing."),
            ({"work": "", "again": ""}, "Answer at least one of the questions"),
            ({"work": "pirate"}, "“pirate” is not one of the answers here."),
            ({"again": "6"}, "“6” is not one of the answers here."),
        ],
    )
    def test_what_is_wrong_is_named_kept_on_the_page_and_not_stored(
        self, client: Client, token: str, changed: dict[str, str], said: str
    ) -> None:
        page = client.post(path("study", token), SAID | changed)
        assert page.status_code == 422
        assert said in text_of(page)
        for name, value in (SAID | changed).items():
            assert value in ("", "pirate", "6") or chosen(page)[name] == value
        assert kept() == []

    def test_a_refused_form_reads_its_attempt_once(
        self, client: Client, token: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.get(path("study", token))
        with django_assert_num_queries(2):  # the attempt, and what was said before
            assert client.post(path("study", token), {"work": "pirate"}).status_code == 422

    def test_after_half_a_year_it_is_asked_once_more_and_after_a_year_no_more(
        self, client: Client, token: str, time_machine: Any
    ) -> None:
        address = path("study", token)
        client.post(address, SAID)
        for days, wave_two in ((184, "1"), (300, "2"), (366, "3")):
            time_machine.move_to(NOW + dt.timedelta(days=days), tick=False)
            client.post(address, SAID | {"again": wave_two})
        assert "so we ask nothing more" in text_of(client.get(address))
        assert kept() == [(1, SAID["work"], 4), (2, SAID["work"], 2)]
        client.post(address, {"withdraw": "yes"})
        assert kept() == []

    def test_it_goes_with_the_result_and_stands_in_no_file_of_it(
        self, client: Client, token: str
    ) -> None:
        before = [client.get(path(name, token)).content for name in ("result_json", "result_csv")]
        client.post(path("study", token), SAID)
        assert before == [
            client.get(path(name, token)).content for name in ("result_json", "result_csv")
        ]
        delete_attempt(token=token)
        assert kept() == []

    def test_one_person_in_four_rates_eight_kinds_of_work(
        self, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = "assessments.analytics.study.services.extra_competencies"
        monkeypatch.setattr(name, lambda *_: {"budget_management": "Budgets"})
        address = path("study", token)
        sent = {"like-budget_management": "3", "like-project_planning": "1", "consent": "yes"}
        assert client.post(address, sent).status_code == 303
        assert StudyAnswer.objects.get().ratings == {"budget_management": 3}
        assert chosen(client.get(address)) == {"like-budget_management": "3"}


def test_the_quarter_is_random_and_always_the_same() -> None:
    people = [f"{number:043}" for number in range(2000)]
    asked = {each: extra_competencies(each, edition()) for each in people}
    some = [found for found in asked.values() if found]
    assert 430 < len(some) < 570  # 500 ± 3.6 standard errors
    assert {len({*found}) for found in some} == {EXTRA}
    everything = {competency for found in some for competency in found}
    assert everything == {each.key for each in edition().roles.competencies}
    assert asked == {each: extra_competencies(each, edition()) for each in people}

"""The desk's page on what the draft does to results, in each of its states."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.attempts.services import start_attempt
from assessments.instrument.values import instrument_of
from assessments.models import Impact
from assessments.plans.services import finish_quiz
from benchmarks.crowd import answers, store
from roles.models import Edition, Requirement, Role
from roles.snapshot.editions import snapshot_of
from rolesite.staff.groups import ANALYSTS, EDITORS, PUBLISHERS
from tests.assessments.factories import NOW
from tests.desk import signed_in
from tests.html_validity import assert_valid_html

URL = "/admin/impact/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in(groups=[EDITORS])


def shift_weights() -> None:
    """Change weights of the draft so that many results change."""
    for number, row in enumerate(Requirement.objects.order_by("pk")[:16]):
        row.importance = (0, 5)[number % 2]
        row.save()


def people(edition: Edition, count: int) -> None:
    store(edition, answers(instrument_of(snapshot_of(edition.number)), count, seed=4))


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def counted(client: Client) -> Any:
    """Press the button of the page and return the page that follows."""
    draft = client.get(URL).context["state"].content_hash
    return client.post(URL, {"draft": draft}, follow=True)


def test_a_look_begins_no_count(editor: Client, draft: Edition) -> None:
    people(draft, 10)
    shift_weights()
    assert "Nothing is counted yet." in text_of(editor.get(URL))
    assert not Impact.objects.exists()


def test_with_many_people_it_says_who_moves_where(editor: Client, draft: Edition) -> None:
    people(draft, 600)
    shift_weights()
    text = text_of(counted(editor))
    assert "Of 600 finished quizzes" in text
    assert "would read differently under the draft" in text
    for part in ("Who moves where", "Which edit has the biggest effect", "importance", "All then"):
        assert part in text
    assert "<strong>" in editor.get(URL).content.decode()


@pytest.mark.services
@pytest.mark.once
def test_its_html_is_valid(editor: Client, draft: Edition) -> None:
    pages = [("unchanged", editor.get(URL).content)]
    people(draft, 600)
    shift_weights()
    pages.append(("not counted", editor.get(URL).content))
    pages.append(("counted", counted(editor).content))
    assert_valid_html(pages)


def test_no_figure_of_one_to_four_people_is_on_the_page(editor: Client, draft: Edition) -> None:
    people(draft, 60)
    shift_weights()
    moves = counted(editor).context["moves"]
    cells = [cell["count"] for _, row, _ in moves["rows"] for cell in row]
    totals = [total for _, total in moves["totals"]] + [total for _, _, total in moves["rows"]]
    assert None in cells
    assert not {1, 2, 3, 4} & {*cells, *totals}


def test_with_fewer_than_five_people_it_shows_no_figure(editor: Client, draft: Edition) -> None:
    people(draft, 3)
    shift_weights()
    assert "Fewer than five people finished the quiz." in text_of(counted(editor))


def test_without_people_there_is_nothing_to_compare(editor: Client) -> None:
    shift_weights()
    assert "Nobody with answers that can be scored has finished" in text_of(counted(editor))


def test_an_unchanged_draft_leaves_every_result(editor: Client) -> None:
    assert "The draft matches edition 1" in text_of(editor.get(URL))
    assert not Impact.objects.exists()


def test_changed_texts_cannot_move_a_score(editor: Client) -> None:
    Role.objects.update(summary="Said in other words.")
    assert "Nothing in the draft can move a score." in text_of(editor.get(URL))
    assert not Impact.objects.exists()


def test_a_draft_with_problems_names_them(editor: Client) -> None:
    Requirement.objects.update(importance=0)
    text = text_of(editor.get(URL))
    assert "The draft cannot be scored yet." in text
    assert "Fix it in" in text


@pytest.mark.django_db
def test_before_anything_is_published_nobody_has_a_result() -> None:
    client = signed_in(groups=[PUBLISHERS])
    assert "Nothing is published yet" in text_of(client.get(URL))


def test_who_may_not_see_the_impact_is_told_so(draft: Edition) -> None:
    client = signed_in(groups=[ANALYSTS])
    assert client.get(URL).status_code == 403
    assert client.post(URL).status_code == 403
    assert URL not in client.get(reverse("admin:index")).content.decode()


class TestCountingOn:
    @pytest.fixture
    def slow(self, editor: Client, draft: Edition, monkeypatch: pytest.MonkeyPatch) -> Client:
        """Prepare a count that takes three batches."""
        monkeypatch.setattr("assessments.analytics.impact.services.FIRST_BATCH", 100)
        monkeypatch.setattr("assessments.analytics.impact.desk.SECONDS", 0)
        people(draft, 250)
        shift_weights()
        return editor

    def test_without_a_script_a_button_counts_on(self, slow: Client) -> None:
        draft = slow.get(URL).context["state"].content_hash
        for expected in ("100 of 250", "200 of 250", "Of 250 finished quizzes"):
            answer = slow.post(URL, {"draft": draft}, follow=True)
            assert answer.redirect_chain == [(URL, 302)]
            assert expected in text_of(answer)

    def test_a_script_is_told_how_far_it_is(self, slow: Client) -> None:
        draft = slow.get(URL).context["state"].content_hash
        steps = [
            slow.post(URL, {"draft": draft}, headers={"accept": "application/json"}).json()
            for _ in range(3)
        ]
        assert steps == [
            {"done": 100, "total": 250, "is_over": False},
            {"done": 200, "total": 250, "is_over": False},
            {"done": 250, "total": 250, "is_over": True},
        ]

    def test_looking_again_counts_nothing_twice(self, slow: Client) -> None:
        counted(slow)
        for _ in range(2):
            assert "100 of 250 finished quizzes" in text_of(slow.get(URL))

    def test_a_draft_that_changed_meanwhile_is_counted_again(self, slow: Client) -> None:
        draft = slow.get(URL).context["state"].content_hash
        slow.post(URL, {"draft": draft})
        Requirement.objects.filter(pk=Requirement.objects.order_by("pk")[0].pk).update(importance=3)
        data, script = {"draft": draft}, {"accept": "application/json"}
        assert slow.post(URL, data, headers=script).json() == {"is_over": True}
        text = text_of(slow.post(URL, data, follow=True))
        assert "The draft has changed, so counting starts again." in text
        assert "100 of 250 finished quizzes" in text


def test_when_five_more_have_finished_it_can_be_counted_again(
    editor: Client, draft: Edition
) -> None:
    people(draft, 20)
    shift_weights()
    assert "Count again" not in text_of(counted(editor))
    for _ in range(5):
        finish_quiz(token=start_attempt(now=NOW), now=NOW)
    response = editor.get(URL)
    assert "Count again" in text_of(response)
    data = {"draft": response.context["state"].content_hash, "again": "1"}
    assert "25 finished quizzes" in text_of(editor.post(URL, data, follow=True))


class TestOnThePageThatPublishes:
    PUBLISH = "/admin/roles/edition/publish/"

    @pytest.fixture
    def publisher(self, draft: Edition) -> Client:
        return signed_in(groups=[PUBLISHERS])

    def test_it_leads_to_the_impact_until_somebody_looked(
        self, publisher: Client, draft: Edition
    ) -> None:
        people(draft, 600)
        shift_weights()
        response = publisher.get(self.PUBLISH)
        assert "Nobody has counted yet." in text_of(response)
        assert f'href="{URL}"' in response.content.decode()

    def test_then_it_sums_it_up(self, publisher: Client, draft: Edition) -> None:
        people(draft, 600)
        shift_weights()
        counted(publisher)
        assert "Of 600 finished quizzes" in text_of(publisher.get(self.PUBLISH))

    def test_texts_alone_are_said_to_move_nobody(self, publisher: Client) -> None:
        Role.objects.update(summary="Said in other words.")
        assert "Nothing here can move a score" in text_of(publisher.get(self.PUBLISH))

    def test_an_unchanged_draft_has_no_note(self, publisher: Client) -> None:
        assert "Effect on results" not in text_of(publisher.get(self.PUBLISH))

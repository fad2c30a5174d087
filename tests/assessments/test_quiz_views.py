"""The quiz over HTTP without a script: every way on, and every bad input."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from assessments.forms import KEY, SEQ, TO
from assessments.models import Attempt
from assessments.presenters.quiz import SKIP
from assessments.retry import DatabaseAway
from assessments.selectors import find_sheet
from assessments.services import finish_attempt, save_answers
from assessments.views import quiz as view
from roles.models import Edition
from tests.assessments.conftest import NOW, OTHER_PAGE, PAGE

if TYPE_CHECKING:  # Django's test client adds to its responses; the stubs name that privately
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

Fields = dict[str, Any]


def address(token: str, number: int = 1) -> str:
    return reverse("assessments:quiz_screen", args=[token, number])


def text_of(response: Page) -> str:
    """What a person reads, on one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hidden(response: Page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def chosen(response: Page) -> dict[str, Any]:
    """What is checked on a page, by question."""
    found: dict[str, Any] = {}
    for tag in re.findall(
        r"<input class=\"choice__input\"[^>]* checked>", unescape(response.content.decode())
    ):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        found.setdefault(name[1], []).append(value[1])
    return found


def send(client: Client, page: Page, path: str, to: str = "next", **answers: Any) -> Page:
    """Press a button on a page that was opened before."""
    fields: Fields = {KEY: hidden(page, KEY), SEQ: hidden(page, SEQ), TO: to, **answers}
    return client.post(path, fields)


def answers_of(token: str) -> dict[str, Any]:
    sheet = find_sheet(token)
    assert sheet is not None
    return dict(sheet.answers)


class TestStart:
    def test_the_page_says_what_it_is_and_may_be_kept_by_everybody(
        self, client: Client, published: Edition
    ) -> None:
        page = client.get("/quiz/")
        assert page.status_code == 200
        assert page.headers["Cache-Control"].startswith("public")
        assert not page.cookies
        said = text_of(page)
        assert "This takes about 8 minutes." in said
        assert "two roles" in said
        assert "must not be used to hire, promote or reject anyone" in said
        assert "no cookies" in said

    def test_starting_leads_to_the_first_screen_of_a_new_attempt(
        self, client: Client, published: Edition
    ) -> None:
        client.get("/quiz/")  # the kept page must not answer the POST
        first, second = client.post("/quiz/"), client.post("/quiz/")
        assert first.status_code == 303
        assert first.headers["Location"] != second.headers["Location"]
        assert first.headers["Cache-Control"] == "no-store, private"
        assert not first.cookies
        assert client.get(first.headers["Location"]).status_code == 200
        assert Attempt.objects.count() == 2

    @pytest.mark.django_db
    def test_before_the_first_edition_it_says_so(self, client: Client) -> None:
        assert "not open yet" in text_of(client.get("/quiz/"))
        assert client.post("/quiz/").status_code == 503

    @pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"},
                                         {"Sec-Fetch-Site": "cross-site"}])  # fmt: skip
    def test_another_site_cannot_start_one(
        self, client: Client, published: Edition, headers: dict[str, str]
    ) -> None:
        assert client.post("/quiz/", headers=headers).status_code == 403
        assert not Attempt.objects.exists()


class TestLink:
    def test_it_leads_to_the_first_open_screen_then_to_the_review_then_to_the_result(
        self, client: Client, token: str
    ) -> None:
        link = reverse("assessments:quiz", args=[token])
        assert client.get(link).headers["Location"] == address(token, 1)
        sheet = find_sheet(token)
        assert sheet is not None
        save_answers(
            token=token,
            key=PAGE,
            seq=1,
            answers=dict.fromkeys(sheet.questionnaire.keys[:8]),
            now=NOW,
        )
        assert client.get(link).headers["Location"] == address(token, 3)
        save_answers(
            token=token, key=PAGE, seq=2, answers=dict.fromkeys(sheet.questionnaire.keys), now=NOW
        )
        review = reverse("assessments:quiz_review", args=[token])
        assert client.get(link).headers["Location"] == review
        finish_attempt(token=token, now=NOW)
        result = reverse("assessments:result", args=[token])
        assert client.get(link).headers["Location"] == result

    def test_a_lost_last_slash_does_not_matter(self, client: Client, token: str) -> None:
        page = client.get(f"/quiz/{token}")
        assert (page.status_code, page.headers["Location"]) == (303, address(token))
        assert page.headers["Cache-Control"] == "no-store, private"

    @pytest.mark.parametrize("path", ["/quiz/{}/", "/quiz/{}/1/", "/quiz/{}/review/"])
    @pytest.mark.parametrize("link", ["x" * 43, "short", "with.dot", "x" * 44])
    def test_an_unknown_or_cut_link_gets_a_helpful_404(
        self, client: Client, published: Edition, path: str, link: str
    ) -> None:
        page = client.get(path.format(link))
        assert page.status_code == 404
        assert page.headers["Cache-Control"] == "no-store, private"
        assert "Check that it was copied whole" in text_of(page)

    @pytest.mark.parametrize("path", ["1/", "finish/"])
    def test_a_form_sent_to_an_unknown_link_gets_a_404_too(
        self, client: Client, published: Edition, path: str
    ) -> None:
        assert client.post(f"/quiz/{'x' * 43}/{path}", {"B01": "1"}).status_code == 404

    def test_every_personal_page_is_kept_by_nobody(self, client: Client, token: str) -> None:
        for name, arguments in (
            ("quiz", [token]),
            ("quiz_screen", [token, 1]),
            ("quiz_screen", [token, 99]),
            ("quiz_review", [token]),
            ("quiz_finish", [token]),
            ("quiz_answer", [token, "B01"]),
        ):
            page = client.get(reverse(f"assessments:{name}", args=arguments))
            assert page.headers["Cache-Control"] == "no-store, private", name
            assert "noindex" in page.headers["X-Robots-Tag"], name
            assert not page.cookies, name

    def test_the_link_on_the_page_comes_from_the_setting(
        self, client: Client, token: str, settings: Settings
    ) -> None:
        settings.SITE_URL = "https://rolesite.example"
        page = client.get(address(token)).content.decode()
        assert f'value="https://rolesite.example/quiz/{token}/"' in page

    def test_reading_changes_nothing(self, client: Client, token: str) -> None:
        before = Attempt.objects.values().get()
        for path in ("", "1/", "11/", "review/", "finish/", "answers/B01/"):
            client.get(f"/quiz/{token}/{path}")
        assert Attempt.objects.values().get() == before


class TestScreen:
    def test_questions_are_fieldsets_with_legends_and_radios(
        self, client: Client, token: str
    ) -> None:
        page = client.get(address(token)).content.decode()
        assert page.count("<fieldset") == page.count("<legend") == 4
        assert page.count('type="radio"') == 4 * 7
        assert "Part 1 of 11" in page
        assert "about 8 minutes left" in page

    def test_no_screen_names_a_role_or_a_group(self, client: Client, token: str) -> None:
        names = re.compile(r"\b(project manager|PM|TPM|technical project manager)\b", re.I)
        for number in range(1, 12):
            page = client.get(address(token, number))
            body = page.content.decode().partition("<form")[2].partition("</form>")[0]
            asked = unescape(re.sub(r"<[^>]+>", " ", body))
            assert not names.search(asked), number

    def test_a_forced_choice_shows_both_tasks_and_five_grades(
        self, client: Client, token: str
    ) -> None:
        said = text_of(client.get(address(token, 5)))
        assert "A Talk with a customer about what they hope to get." in said
        assert "B Work out how a piece of software does its job." in said
        assert "Much rather A Rather A Both the same Rather B Much rather B" in said

    @pytest.mark.parametrize(
        ("number", "to", "goes"),
        [
            (1, "next", 2),
            (2, "back", 1),
            (1, "back", None),
            (11, "next", None),
            (3, "review", None),
            (3, "nonsense", 4),
        ],
    )
    def test_a_page_is_saved_and_goes_on(
        self, client: Client, token: str, number: int, to: str, goes: int | None
    ) -> None:
        page = client.get(address(token, number))
        key = re.findall(r'data-answer="([^"]*)"', page.content.decode())[0]
        done = send(client, page, address(token, number), to, **{key: SKIP})
        assert done.status_code == 303
        review = reverse("assessments:quiz_review", args=[token])
        assert done.headers["Location"] == (address(token, goes) if goes else review)
        assert answers_of(token) == {key: None}

    def test_answers_skips_and_blanks_are_told_apart(self, client: Client, token: str) -> None:
        page = client.get(address(token))
        send(client, page, address(token), B01="0", B02=SKIP)
        assert answers_of(token) == {"B01": 0, "B02": None}
        again = client.get(address(token))
        assert chosen(again) == {"B01": ["0"], "B02": [SKIP]}
        assert hidden(again, SEQ) == "2"

    def test_facts_are_stored_by_code(self, client: Client, token: str) -> None:
        page = client.get(address(token, 10))
        send(
            client,
            page,
            address(token, 10),
            degree_field="technical",
            certifications=["cloud_cert", "pm_cert"],
            years_software="<1",
        )
        assert answers_of(token) == {
            "degree_field": "technical",
            "certifications": ["pm_cert", "cloud_cert"],
            "years_software": "<1",
        }

    def test_unchecking_every_box_opens_the_question_again(
        self, client: Client, token: str
    ) -> None:
        path = address(token, 10)
        send(client, client.get(path), path, certifications=["pm_cert"])
        send(client, client.get(path), path)
        assert chosen(client.get(path)) == {}
        assert "4 open" not in text_of(client.get(path))

    def test_the_price_does_not_grow_with_the_answers(
        self, client: Client, token: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # edition, attempt; then the same with lock, update and savepoint
        page = client.get(address(token))
        with django_assert_num_queries(7):
            send(client, page, address(token), B01="1")
        sheet = find_sheet(token)
        assert sheet is not None
        keys = sheet.questionnaire.keys[1:36]
        save_answers(token=token, key=PAGE, seq=50, answers=dict.fromkeys(keys), now=NOW)
        with django_assert_num_queries(2):
            page = client.get(address(token))
        with django_assert_num_queries(7):
            send(client, page, address(token), B01="2")


class TestBadInput:
    def test_an_answer_outside_its_options_is_named_and_the_rest_stays_on_the_page(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        page = send(client, client.get(path), path, B01="99", B02="3", B03=SKIP)
        assert page.status_code == 422
        assert "“99” is not one of the answers here" in text_of(page)
        assert 'href="#q-B01-0"' in page.content.decode()
        assert chosen(page) == {"B02": ["3"], "B03": [SKIP]}
        assert answers_of(token) == {}
        assert send(client, page, path, B01="1", B02="3").status_code == 303

    @pytest.mark.parametrize("bad", ["-1", "1.0", "٣", "1\0", "x" * 5000, "<script>", "true"])
    def test_no_bad_value_is_stored_or_shown_raw(
        self, client: Client, token: str, bad: str
    ) -> None:
        path = address(token)
        page = send(client, client.get(path), path, B01=bad)
        assert page.status_code == 422
        assert "<script>" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert len(page.content) < 30_000
        assert answers_of(token) == {}

    @pytest.mark.parametrize("other", ["cloud_cert", SKIP])
    def test_none_of_these_stands_alone(self, client: Client, token: str, other: str) -> None:
        path = address(token, 10)
        page = send(client, client.get(path), path, certifications=["none", other])
        assert page.status_code == 422
        assert "You chose “None of these” and something else too." in text_of(page)
        assert set(chosen(page)["certifications"]) == {"none", other}
        assert answers_of(token) == {}

    def test_answers_of_another_page_are_told_not_dropped(self, client: Client, token: str) -> None:
        path = address(token, 2)
        page = send(client, client.get(path), path, B01="3", B05="1")
        assert page.status_code == 422
        assert "“B01”, which is not a question of this page" in text_of(page)
        assert chosen(page) == {"B05": ["1"]}
        assert answers_of(token) == {}

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {KEY: "x", SEQ: "1"},
            {KEY: PAGE, SEQ: "-1"},
            {KEY: PAGE, SEQ: "9" * 30},
            {KEY: PAGE, SEQ: "x"},
        ],
    )
    def test_a_damaged_form_keeps_its_answers_and_works_on_the_second_press(
        self, client: Client, token: str, fields: Fields
    ) -> None:
        path = address(token)
        page = client.post(path, {**fields, "B01": "2"})
        assert page.status_code == 422
        assert "This form is damaged or very old" in text_of(page)
        assert answers_of(token) == {}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 2}

    @pytest.mark.parametrize("number", [0, 12, 10**20])
    def test_a_part_that_there_is_not_is_told(
        self, client: Client, token: str, number: int
    ) -> None:
        for page in (client.get(address(token, number)), client.post(address(token, number))):
            assert page.status_code == 404
            assert "The quiz has 11 parts" in text_of(page)

    def test_the_same_form_twice_is_stored_once(self, client: Client, token: str) -> None:
        path = address(token)
        page = client.get(path)
        first = send(client, page, path, B01="2")
        stored = Attempt.objects.values("answers", "last_seq").get()
        again = send(client, page, path, B01="2")
        assert first.headers["Location"] == again.headers["Location"]
        assert Attempt.objects.values("answers", "last_seq").get() == stored

    def test_going_back_in_the_browser_and_answering_otherwise_asks_once_more(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        old = client.get(path)
        send(client, old, path, B01="2", B02="2")
        page = send(client, old, path, B01="4", B02="2")
        assert page.status_code == 422
        assert "You sent this page before with other answers" in text_of(page)
        assert chosen(page) == {"B01": ["4"], "B02": ["2"]}
        assert hidden(page, KEY) != hidden(old, KEY)
        assert answers_of(token) == {"B01": 2, "B02": 2}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 4, "B02": 2}

    def test_a_stale_form_shows_both_answers_and_pressing_again_keeps_ones_own(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        old = client.get(path)
        save_answers(token=token, key=OTHER_PAGE, seq=1, answers={"B01": 1, "B03": 1}, now=NOW)
        page = send(client, old, path, B01="4", B02="2")
        assert page.status_code == 409
        said = text_of(page)
        assert "you chose “I settle clashes between people who want different things.” here" in said
        assert "“I know who they are, but others speak to them.” is saved" in said
        assert chosen(page) == {"B01": ["4"], "B02": ["2"]}
        assert answers_of(token) == {"B01": 1, "B03": 1}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 4, "B02": 2, "B03": 1}

    @pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"},
                                         {"Sec-Fetch-Site": "same-site"}])  # fmt: skip
    def test_a_form_from_another_site_is_refused_and_keeps_what_was_typed(
        self, client: Client, token: str, headers: dict[str, str]
    ) -> None:
        fields = {KEY: PAGE, SEQ: "1", "B01": "3"}
        page = client.post(address(token), fields, headers=headers)
        assert page.status_code == 403
        assert page.headers["Cache-Control"] == "no-store, private"
        assert hidden(page, "B01") == "3"
        assert hidden(page, KEY) == PAGE
        assert answers_of(token) == {}
        finish = reverse("assessments:quiz_finish", args=[token])
        assert client.post(finish, headers=headers).status_code == 403
        assert Attempt.objects.get().sealed_at is None


class TestOutage:
    def test_the_page_keeps_what_was_sent_for_one_more_press(
        self, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(unit: Any) -> Any:
            raise DatabaseAway from OperationalError()

        fields = {KEY: PAGE, SEQ: "1", TO: "back", "certifications": ["pm_cert", "cloud_cert"]}
        monkeypatch.setattr(view, "retried", away)
        page = client.post(address(token, 10), fields)
        assert (page.status_code, page.headers["Retry-After"]) == (503, "1")
        assert page.headers["Cache-Control"] == "no-store, private"
        assert "Try again" in text_of(page)
        monkeypatch.undo()
        kept = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode())
        assert sorted(kept) == sorted(
            [(KEY, PAGE), (SEQ, "1"), (TO, "back"), ("certifications", "pm_cert"),
             ("certifications", "cloud_cert")]
        )  # fmt: skip
        again: dict[str, list[str]] = {}
        for name, value in kept:
            again.setdefault(name, []).append(value)
        assert client.post(address(token, 10), again).headers["Location"] == address(token, 9)
        assert answers_of(token) == {"certifications": ["pm_cert", "cloud_cert"]}

    def test_starting_and_finishing_can_be_tried_again(
        self, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(unit: Any) -> Any:
            raise DatabaseAway from OperationalError()

        monkeypatch.setattr(view, "retried", away)
        for path in ("/quiz/", reverse("assessments:quiz_finish", args=[token])):
            page = client.post(path)
            assert (page.status_code, page.headers["Retry-After"]) == (503, "1")
            assert f'action="{path}"' in page.content.decode()


class TestReviewAndFinish:
    def test_the_review_says_honestly_what_is_missing(self, client: Client, token: str) -> None:
        path = reverse("assessments:quiz_review", args=[token])
        assert "with no answers the result can say nothing" in text_of(client.get(path))
        answers = {"B01": 3, "B02": None}
        save_answers(token=token, key=PAGE, seq=1, answers=answers, now=NOW)
        said = text_of(client.get(path))
        assert "You answered 1 of 42 questions, skipped 1 and left 40 open." in said
        assert "Part 1: what you have done so far 2 open" in said
        assert "never counted as zero" in said
        assert "Working with people who have a say in a project I agree with each person" in said

    def test_few_open_questions_are_named_with_a_way_to_each(
        self, client: Client, token: str
    ) -> None:
        sheet = find_sheet(token)
        assert sheet is not None
        all_but_two = dict.fromkeys(sheet.questionnaire.keys[2:])
        save_answers(token=token, key=PAGE, seq=1, answers=all_but_two, now=NOW)
        page = client.get(reverse("assessments:quiz_review", args=[token])).content.decode()
        assert f'href="{address(token, 1)}#q-B02"' in page.partition("Skipped</h2>")[0]

    def test_finishing_leads_to_the_result_as_often_as_it_is_pressed(
        self, client: Client, token: str
    ) -> None:
        path = reverse("assessments:quiz_finish", args=[token])
        replies = [client.post(path) for _ in range(3)]
        assert {(r.status_code, r.headers["Location"]) for r in replies} == {
            (303, reverse("assessments:result", args=[token]))
        }
        assert Attempt.objects.count() == 1

    def test_after_finishing_the_quiz_is_a_calm_notice(self, client: Client, token: str) -> None:
        page = client.get(address(token))
        send(client, page, address(token), B01="2")
        finish_attempt(token=token, now=NOW)
        before = Attempt.objects.values().get()
        for path in (address(token), reverse("assessments:quiz_review", args=[token])):
            notice = client.get(path)
            assert notice.status_code == 200
            assert "You have finished this quiz" in text_of(notice)
            assert reverse("assessments:result", args=[token]) in notice.content.decode()
        late = send(client, page, address(token), B01="4")
        assert late.status_code == 409
        assert "You have finished this quiz" in text_of(late)
        assert Attempt.objects.values().get() == before

    def test_methods_that_a_page_does_not_have_are_refused(
        self, client: Client, token: str
    ) -> None:
        assert client.put(address(token)).status_code == 405
        assert client.post(reverse("assessments:quiz_review", args=[token])).status_code == 405

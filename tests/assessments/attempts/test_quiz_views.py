"""The quiz over HTTP without a script: every way on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from assessments.attempts.forms import SEQ
from assessments.attempts.presenters.quiz import SKIP, about, quiz_time
from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import save_answers, start_attempt
from assessments.instrument.questionnaire import GRADES, Value, questionnaire_of
from assessments.models import Attempt
from assessments.plans.services import finish_quiz
from roles.models import Edition
from roles.snapshot.editions import Snapshot, snapshot_of
from tests.assessments.factories import NOW, PAGE
from tests.assessments.quiz_pages import RATINGS, address, answers_of, chosen, hidden, send, text_of
from tests.seed.content import ITEMS, sides
from web.words import lowered


class TestStart:
    def test_the_page_says_what_it_is_and_may_be_found_but_not_shared_by_caches(
        self, client: Client, published: Edition
    ) -> None:
        page = client.get("/quiz/")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-cache"
        assert "noindex" not in page.headers["X-Robots-Tag"]
        assert hidden(page, "form_key") != hidden(client.get("/quiz/"), "form_key")
        assert not page.cookies
        said = text_of(page)
        assert f"This takes {quiz_time(questionnaire_of(snapshot_of(1)))}." in said
        assert "two roles" in said
        assert "must not be used to hire, promote or reject anyone" in said
        assert "no cookies" in said

    def test_starting_leads_to_the_first_screen_of_a_new_attempt(
        self, client: Client, published: Edition
    ) -> None:
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
        finish_quiz(token=token, now=NOW)
        result = reverse("assessments:result", args=[token])
        assert client.get(link).headers["Location"] == result

    def test_a_lost_last_slash_does_not_matter(self, client: Client, token: str) -> None:
        page = client.get(f"/quiz/{token}")
        assert (page.status_code, page.headers["Location"]) == (303, address(token, 1))
        assert page.headers["Cache-Control"] == "no-store, private"

    @pytest.mark.parametrize("path", ["/quiz/{}/", "/quiz/{}/1/", "/quiz/{}/review/"])
    @pytest.mark.parametrize("link", ["x" * 43, "short", "with.dot", "x" * 44])
    def test_an_unknown_or_cut_link_gets_a_helpful_404(
        self, client: Client, published: Edition, path: str, link: str
    ) -> None:
        page = client.get(path.format(link))
        assert page.status_code == 404
        assert page.headers["Cache-Control"] == "no-store, private"
        assert "Check that you copied all of it" in text_of(page)

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
        for path in ("", "1/", "12/", "review/", "finish/", "answers/B01/"):
            client.get(f"/quiz/{token}/{path}")
        assert Attempt.objects.values().get() == before


class TestScreen:
    def test_questions_are_fieldsets_with_legends_and_radios(
        self, client: Client, token: str
    ) -> None:
        page = client.get(address(token)).content.decode()
        assert page.count("<fieldset") == page.count("<legend") == 4
        assert page.count('type="radio"') == 4 * 7
        assert "Part 6 of 12" in page

    def test_the_first_screen_says_how_long_the_whole_quiz_takes(
        self, client: Client, token: str
    ) -> None:
        page = client.get(address(token, 1)).content.decode()
        assert "Part 1 of 12" in page
        assert f"{quiz_time(questionnaire_of(snapshot_of(1)))} left" in page

    def test_no_screen_names_a_role_or_a_group(self, client: Client, token: str) -> None:
        names = re.compile(r"\b(project manager|PM|TPM|technical project manager)\b", re.I)
        for number in range(1, 13):
            page = client.get(address(token, number))
            body = page.content.decode().partition("<form")[2].partition("</form>")[0]
            asked = unescape(re.sub(r"<[^>]+>", " ", body))
            assert not names.search(asked), number

    def test_a_forced_choice_shows_both_tasks_and_five_grades(
        self, client: Client, token: str
    ) -> None:
        said = text_of(client.get(address(token, 1)))
        a, b = sides(ITEMS["F01"])
        assert (
            f"Which would you rather do? A: {a} B: {b} A {a} {' '.join(GRADES)} B {b} Skip" in said
        )

    def test_the_end_of_a_section_says_what_is_left(
        self, client: Client, token: str, snapshot: Snapshot
    ) -> None:
        quiz = questionnaire_of(snapshot)
        assert "done." not in text_of(client.get(address(token, 2)))
        pairs = [key for key in quiz.keys if key.startswith("F")]
        answers: dict[str, Value] = dict.fromkeys(pairs[:-2], 2)
        save_answers(token=token, key=f"{PAGE}:1", seq=1, answers=answers, now=NOW)
        page = client.get(address(token))
        time = about(quiz.progress(answers, since=RATINGS).seconds_left)
        assert f"Interests: 2 questions still open. Go back to them . A{time[1:]} left." in text_of(
            page
        )
        assert f'href="{address(token, 5)}"' in page.content.decode()
        last = {pairs[-2]: None, pairs[-1]: 0}  # a skip counts as done
        save_answers(token=token, key=f"{PAGE}:2", seq=2, answers=last, now=NOW)
        assert f"Interests done. A{time[1:]} left." in text_of(client.get(address(token)))
        assert "Interests" not in text_of(client.get(address(token, RATINGS + 1)))
        for number, section in ((10, "Experience"), (11, "Situations")):
            assert f"{section}: " in text_of(client.get(address(token, number)))

    @pytest.mark.parametrize(
        ("number", "to", "goes"),
        [
            (1, "next", 2),
            (2, "back", 1),
            (1, "back", None),
            (12, "next", None),
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
        page = client.get(address(token, 11))
        send(
            client,
            page,
            address(token, 11),
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
        path = address(token, 11)
        send(client, client.get(path), path, certifications=["pm_cert"])
        send(client, client.get(path), path)
        assert chosen(client.get(path)) == {}
        assert "4 open" not in text_of(client.get(path))

    def test_the_price_does_not_grow_with_the_answers(
        self, client: Client, token: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # the attempt with its edition; then the same with lock, update and savepoint
        page = client.get(address(token))
        with django_assert_num_queries(5):
            send(client, page, address(token), B01="1")
        sheet = find_sheet(token)
        assert sheet is not None
        keys = sheet.questionnaire.keys[1:36]
        save_answers(token=token, key=PAGE, seq=50, answers=dict.fromkeys(keys), now=NOW)
        with django_assert_num_queries(1):
            page = client.get(address(token))
        with django_assert_num_queries(5):
            send(client, page, address(token), B01="2")


class TestReviewAndFinish:
    def test_the_review_says_honestly_what_is_missing(self, client: Client, token: str) -> None:
        path = reverse("assessments:quiz_review", args=[token])
        assert "with no answers the result can say nothing" in text_of(client.get(path))
        answers = {"B01": 3, "B02": None}
        save_answers(token=token, key=PAGE, seq=1, answers=answers, now=NOW)
        said = text_of(client.get(path))
        assert "You answered 1 of 46 questions, skipped 1 and left 44 open." in said
        assert "Part 6: what you have done 2 open" in said
        assert "never counted as zero" in said
        assert f"{ITEMS['B01'].stem} {ITEMS['B01'].options[3].text}" in said

    def test_few_open_questions_are_named_with_a_way_to_each(
        self, client: Client, token: str
    ) -> None:
        sheet = find_sheet(token)
        assert sheet is not None
        all_but_two = dict.fromkeys(set(sheet.questionnaire.keys) - {"B01", "B02"})
        save_answers(token=token, key=PAGE, seq=1, answers=all_but_two, now=NOW)
        page = client.get(reverse("assessments:quiz_review", args=[token])).content.decode()
        assert f'href="{address(token)}#q-B02"' in page.partition("Skipped</h2>")[0]

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
        finish_quiz(token=token, now=NOW)
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


def test_the_review_says_what_was_chosen_of_two_tasks(client: Client, published: Edition) -> None:
    token = start_attempt(now=NOW)
    save_answers(token=token, key=f"{PAGE}:1", seq=1, answers={"F01": 3, "F02": 0}, now=NOW)
    said = text_of(client.get(reverse("assessments:quiz_review", args=[token])))
    assert f"B: {lowered(sides(ITEMS['F01'])[1].rstrip('.'))}" in said
    assert f"Strongly A: {lowered(sides(ITEMS['F02'])[0].rstrip('.'))}" in said

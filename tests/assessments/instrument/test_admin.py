"""The desk's screens for the quiz."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.instrument.values import AssessmentsSection, assessments_of
from assessments.models import (
    Attempt,
    BackgroundFact,
    Evidence,
    FactOption,
    Item,
    ScoringSettings,
    Step,
)
from roles.models import Certification, Competency, Edition, RoleCertification
from roles.publishing.services import publish
from roles.snapshot.editions import current_snapshot
from tests.desk import said, screen, signed_in

SECRET_ANSWER = "a-telling-answer"
TOKEN_HASH = "f00d" * 16


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


@pytest.fixture
def attempt(draft: Edition) -> Attempt:
    now = timezone.now()
    return Attempt.objects.create(
        token_hash=TOKEN_HASH,
        edition=draft,
        answers={"B01": {"value": SECRET_ANSWER, "seq": 1}},
        started_at=now,
        saved_at=now,
        finished_at=now,
        result={"verdict": SECRET_ANSWER},
    )


@pytest.mark.parametrize(
    ("row", "key"), [("item", "B01"), ("item", "F01"), ("backgroundfact", "degree_field")]
)
def test_why_a_question_is_asked_stands_beside_it_and_reaches_the_next_edition(
    editor: Client, row: str, key: str
) -> None:
    rows: Any = Item.objects if row == "item" else BackgroundFact.objects
    url = reverse(f"admin:assessments_{row}_change", args=[rows.get(key=key).pk])
    before = screen(editor, url)
    assert before["reason"]
    assert editor.post(url, before | {"reason": "It tells much."}).status_code == 302
    publish(note="Why we ask.", author=None, now=timezone.now())
    snapshot = current_snapshot()
    assert snapshot
    assert assessments_of(snapshot).asked[key].reason == "It tells much."


def test_an_editor_sees_when_the_quiz_was_taken_and_never_an_answer(
    editor: Client, attempt: Attempt
) -> None:
    for page in ("changelist", "change", "history"):
        args = [] if page == "changelist" else [attempt.pk]
        body = editor.get(reverse(f"admin:assessments_attempt_{page}", args=args)).content.decode()
        assert str(attempt.pk) in body
        assert SECRET_ANSWER not in body, page
        assert TOKEN_HASH not in body, page


def test_an_editor_cannot_find_out_an_answer_by_filtering(editor: Client, attempt: Attempt) -> None:
    attempts = reverse("admin:assessments_attempt_changelist")
    for lookup in (
        "answers__B01__value",
        "result__verdict",
        "token_hash__startswith",
        "last_seq",
        "edition__published_by__password__startswith",
    ):
        assert editor.get(attempts, {lookup: "f"}).status_code == 400, lookup
    editions = reverse("admin:roles_edition_changelist")
    assert editor.get(editions, {"published_by__password__startswith": "a"}).status_code == 400
    assert editor.get(attempts, {"edition__number": "1"}).status_code == 200


def test_who_was_given_leave_sees_answers_and_still_changes_nothing(
    editor: Client, attempt: Attempt
) -> None:
    analyst = User.objects.get(username="editor")
    analyst.user_permissions.add(Permission.objects.get(codename="view_answers"))
    address = reverse("admin:assessments_attempt_change", args=[attempt.pk])
    body = editor.get(address).content.decode()
    assert body.count(SECRET_ANSWER) == 2
    assert TOKEN_HASH not in body
    assert editor.post(address, {"answers": "{}"}).status_code == 403


def test_scoring_settings_open_as_their_one_row(editor: Client) -> None:
    response = editor.get(reverse("admin:assessments_scoringsettings_changelist"))
    assert response.headers["Location"] == "/admin/assessments/scoringsettings/1/change/"


def test_a_missing_row_of_settings_can_be_added_once(editor: Client) -> None:
    ScoringSettings.objects.all().delete()
    url = reverse("admin:assessments_scoringsettings_add")
    data = screen(editor, url)
    assert editor.post(url, data).status_code == 302
    assert ScoringSettings.objects.get().pk == 1
    assert editor.get(url).status_code == 403


def test_bands_that_do_not_rise_are_refused_in_plain_words(editor: Client) -> None:
    url = reverse("admin:assessments_scoringsettings_change", args=[1])
    [message] = said(editor.post(url, screen(editor, url) | {"band_nearly": "90"}))
    assert message.startswith("The bands must rise")


def test_a_choice_without_its_sides_is_refused_in_plain_words(editor: Client) -> None:
    item = Item.objects.filter(type="fc")[0]
    url = reverse("admin:assessments_item_change", args=[item.pk])
    [message] = said(editor.post(url, screen(editor, url) | {"text_b": ""}))
    assert message.startswith("A choice needs sides A and B")


def test_the_same_answer_twice_is_refused_in_plain_words(editor: Client) -> None:
    item = Item.objects.filter(type="bars")[0]
    url = reverse("admin:assessments_item_change", args=[item.pk])
    data = screen(editor, url)
    data["options-1-text"] = data["options-0-text"]
    assert "This question already has that answer." in said(editor.post(url, data))


def test_a_published_item_keeps_its_key(editor: Client) -> None:
    item = Item.objects.all()[0]
    url = reverse("admin:assessments_item_change", args=[item.pk])
    assert "key" not in screen(editor, url)
    assert editor.post(url, screen(editor, url) | {"key": "Z99"}).status_code == 302
    assert not Item.objects.filter(key="Z99").exists()


def test_saving_quiz_screens_as_they_stand_changes_nothing_to_publish(editor: Client) -> None:
    for name, row in (
        ("item", Item.objects.filter(type="bars")[0]),
        ("item", Item.objects.filter(type="fc")[0]),
        ("evidence", Evidence.objects.all()[0]),
        ("backgroundfact", FactOption.objects.all()[0].fact),
        ("scoringsettings", ScoringSettings.objects.get()),
        ("step", Step.objects.get(key="connect_systems")),
    ):
        url = reverse(f"admin:assessments_{name}_change", args=[row.pk])
        response = editor.post(url, screen(editor, url))
        assert response.status_code == 302, said(response)
    assert "Everything is published." in editor.get(reverse("admin:index")).content.decode()


class TestSteps:
    def address(self, key: str = "connect_systems") -> str:
        return reverse("admin:assessments_step_change", args=[Step.objects.get(key=key).pk])

    def test_an_editor_adds_a_step_with_its_gains(self, editor: Client) -> None:
        url = reverse("admin:assessments_step_add")
        competency = Step.objects.all()[0].gains.all()[0].competency
        before = Step.objects.get(key="pm_course")
        data = screen(editor, url) | {
            "title": "Keep a log of decisions", "kind": "practice", "hours": "6",
            "description": "Write down what was decided, by whom and why.",
            "key": "decision_log", "position": "99", "prerequisites": [before.pk],
            "gains-TOTAL_FORMS": "1", "gains-0-competency": competency.pk,
            "gains-0-gain": "5", "gains-0-ceiling": "60", "gains-0-position": "1",
        }  # fmt: skip
        response = editor.post(url, data)
        assert response.status_code == 302, said(response)
        step = Step.objects.get(key="decision_log")
        assert [gain.gain for gain in step.gains.all()] == [5]
        publish(note="One more.", author=None, now=timezone.now())
        snapshot = current_snapshot()
        assert snapshot is not None
        last = snapshot.section("assessments", AssessmentsSection).steps[-1]
        assert (last.key, last.hours, last.prerequisites) == ("decision_log", 6, ("pm_course",))

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("hours", "501", "A step takes 1 to 500 hours."),
            ("gains-0-gain", "0", "A gain lies between 1 and 100"),
            ("gains-0-ceiling", "5", "The ceiling lies between the gain and 100"),
        ],
    )
    def test_a_bad_number_is_refused_in_plain_words(
        self, editor: Client, field: str, value: str, says: str
    ) -> None:
        response = editor.post(self.address(), screen(editor, self.address()) | {field: value})
        assert response.status_code == 200
        assert any(message.startswith(says) for message in said(response)), said(response)

    def test_a_step_cannot_come_after_itself(self, editor: Client) -> None:
        step = Step.objects.get(key="connect_systems")
        data = screen(editor, self.address()) | {"prerequisites": [step.pk]}
        assert editor.post(self.address(), data).status_code == 200
        assert [s.key for s in step.prerequisites.all()] == ["small_service"]

    def test_steps_that_wait_for_each_other_cannot_be_published(self, editor: Client) -> None:
        course = Step.objects.get(key="pm_course")
        course.prerequisites.add(Step.objects.get(key="capm_exam"))
        [problem] = editor.get(reverse("admin:roles_edition_publish")).context["blocking_errors"]
        assert "wait for each other" in problem["message"]
        assert problem["links"][0].url in {self.address("pm_course"), self.address("capm_exam")}

    def test_a_published_step_keeps_its_key(self, editor: Client) -> None:
        assert "key" not in screen(editor, self.address())

    def test_a_certificate_that_goes_leaves_the_step(self, editor: Client) -> None:
        RoleCertification.objects.filter(certification__slug="capm").delete()
        Certification.objects.get(slug="capm").delete()
        assert Step.objects.get(key="capm_exam").certification is None


@pytest.mark.parametrize(
    ("kind", "scores", "weight"),
    [
        ("bars", [0, 20, 40, 60, 80, 100], "4.0"),
        ("int", [0, 25, 50, 75, 100], "0.0"),
        ("sjt", [100, 60, 30, 0], "1.0"),
        ("fc", [], "0.0"),
    ],
)
def test_a_new_question_starts_with_what_its_type_usually_has(
    editor: Client, kind: str, scores: list[int], weight: str
) -> None:
    url = reverse("admin:assessments_item_add")
    assert f'href="?type={kind}"' in editor.get(url).content.decode()
    data = screen(editor, f"{url}?type={kind}")
    rows = range(int(data["options-TOTAL_FORMS"]))
    assert [data[f"options-{row}-score"] for row in rows] == scores
    assert (data["type"], data["level_weight"]) == (kind, weight)
    more = {"key": "Z99", "competency": Competency.objects.all()[0].pk, "stem": "How often?"}
    more |= {f"options-{row}-text": data.get(f"options-{row}-text") or f"T{row}" for row in rows}
    if kind == "fc":
        other = Competency.objects.all()[1].pk
        more |= {"stem": "", "text_a": "One.", "text_b": "Two.", "competency_b": other}
    response = editor.post(url, data | more)
    assert response.status_code == 302, said(response)
    stored = Item.objects.get(key="Z99").options.order_by("position")
    assert [option.score for option in stored] == scores

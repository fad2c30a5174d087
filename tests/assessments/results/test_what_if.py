"""What other answers would do: beside the real result, and stored nowhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from assessments.attempts.services import start_attempt
from assessments.evaluation.result import result_of
from assessments.models import Attempt
from assessments.results.presenters.what_if import what_if_page
from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, path, result_path, text_of, what_if_path
from tests.assessments.sheets import Answers, edition, questions, sheet_for, technical
from tests.html_validity import assert_valid_html

SKIP = "~skip"


def sent(answers: Answers) -> dict[str, Any]:
    """Return a sheet as the form sends it."""
    data: dict[str, Any] = {}
    for question in questions(edition()):
        value = answers.get(question.key)
        data[question.key] = SKIP if value is None else value
    return data


def stored() -> str:
    rows = Attempt.objects.values("answers", "result", "saved_at", "last_seq", "finished_at")
    return json.dumps(list(rows), default=str)


class TestPage:
    def test_it_opens_with_the_real_answers_and_no_difference(
        self, client: Client, published: Edition
    ) -> None:
        response = client.get(what_if_path(finished(technical())))
        assert response.status_code == 200
        assert_private(response)
        html = " ".join(response.content.decode().split())
        for key in ("B01", "F01", "S01"):
            row = html.partition(f'data-row="{key}"')[2].partition("data-said")[0]
            assert f'value="{technical()[key]}" selected' in row
        text = text_of(response)
        assert "Nothing has been changed yet." in text
        assert text.count("Better match: Technical Project Manager.") == 2

    def test_changed_answers_show_what_moves_and_nothing_is_stored(
        self, client: Client, published: Edition
    ) -> None:
        token = finished(technical())
        before = stored()
        changed = technical() | {f"B{n:02}": 0 for n in range(7, 12)}
        response = client.post(what_if_path(token), sent(changed))
        assert response.status_code == 200
        assert_private(response)
        expected = result_of(edition(), changed)
        text = text_of(response)
        assert "Five answers changed: the verdict would be: Too close to call." in text
        role = expected.roles[1]
        assert f"would be {round(role.readiness or 0)}" in text
        assert text.count("Your own answer:") == len(questions(edition()))
        html = response.content.decode()
        assert len(re.findall(r"data-said>", html)) == 5
        assert stored() == before
        assert text_of(client.get(result_path(token))).startswith(
            "Result Why Gaps Plan Details Your better match is"
        )

    def test_the_script_gets_the_same_numbers(self, client: Client, published: Edition) -> None:
        token = finished(technical())
        data = sent(technical() | {"B07": 0})
        reply = client.post(what_if_path(token), data, headers={"Accept": "application/json"})
        assert_private(reply)
        said = reply.json()
        assert said["changed"] == ["B07"]
        html = client.post(what_if_path(token), data).content.decode()
        for name, text in said["texts"].items():
            assert re.search(rf'data-slot="{name}">{re.escape(text)}<', html), name
        for name, places in said["places"].items():
            for attribute, value in places.items():
                assert re.search(rf'data-slot="{name}"[^>]* {attribute}="{value}"', html), name

    def test_a_question_may_be_left_out_and_answered_again(
        self, client: Client, published: Edition
    ) -> None:
        token = finished({k: v for k, v in technical().items() if k != "B07"})
        page = client.post(what_if_path(token), sent(technical()))
        assert "One answer changed" in text_of(page)
        page = client.post(what_if_path(token), {})
        assert page.status_code == 200
        assert "Not enough answers." in text_of(page)

    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_result_has_its_what_if(
        self, client: Client, published: Edition, verdict: Verdict
    ) -> None:
        assert client.get(what_if_path(finished(sheet_for(verdict)))).status_code == 200


class TestBadInput:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({"B01": "17"}, "is not one of the answers here"),
            ({"Z99": "1"}, "which is not a question of this page"),
            ({"certifications": ["none", "pm_cert"]}, "Keep one of the two"),
        ],
    )
    def test_what_does_not_fit_is_named_and_the_real_result_shown(
        self, client: Client, published: Edition, data: dict[str, Any], says: str
    ) -> None:
        token = finished(technical())
        response = client.post(what_if_path(token), sent(technical()) | data)
        assert response.status_code == 422
        assert_private(response)
        assert says in text_of(response)
        assert "Nothing has been changed yet." in text_of(response)

    def test_another_site_is_refused(self, client: Client, published: Edition) -> None:
        response = client.post(
            what_if_path(finished(technical())), headers={"Origin": "https://a.example"}
        )
        assert response.status_code == 403

    def test_our_own_form_needs_no_cookie(self, published: Edition) -> None:
        client = Client(enforce_csrf_checks=True)
        assert (
            client.post(what_if_path(finished(technical())), sent(technical())).status_code == 200
        )

    def test_links_that_lead_nowhere_and_unfinished_quizzes(
        self, client: Client, published: Edition
    ) -> None:
        assert client.get(what_if_path(UNKNOWN)).status_code == 404
        response = client.get(what_if_path(start_attempt(now=NOW)))
        assert "not finished yet" in text_of(response)


def test_every_single_answer_in_why_leads_to_its_place(client: Client, published: Edition) -> None:
    token = finished(technical())
    html = "".join(
        client.get(path(tab, token)).content.decode() for tab in ("result_why", "result_details")
    )
    links = set(re.findall(rf'href="{what_if_path(token)}\?answer=(\w+)#q-(\w+)"', html))
    assert all(key == anchor for key, anchor in links)
    scored = {key for key in technical() if re.match(r"[BFS]\d\d", key)}
    assert scored <= {key for key, _ in links}
    target = client.get(f"{what_if_path(token)}?answer=F01").content.decode()
    for key, _ in links:
        assert f'id="q-{key}"' in target
    part = target.rpartition('id="q-F01"')[0].rpartition("<details")[2]
    assert " open>" in part
    closed = client.get(what_if_path(token)).content.decode().rpartition('id="q-F01"')[0]
    assert " open>" not in closed.rpartition("<details")[2]


@pytest.mark.parametrize("roles", [1, 2, 3, 5])
def test_any_number_of_roles_is_compared_with_itself(roles: int) -> None:
    snapshot = edition(roles)
    before = result_of(snapshot, technical())
    page = what_if_page(before, before, snapshot, [])
    assert len(page.roles) == roles
    assert {dial.change for _, dials in page.roles for dial in dials} == {"same"}
    after = result_of(snapshot, {})
    page = what_if_page(before, after, snapshot, ["B01"])
    assert {dial.after for dial in page.roles[0][1][:2]} == {"not known"}


@pytest.mark.services
@pytest.mark.once
def test_the_page_is_valid_html(client: Client, published: Edition) -> None:
    token = finished(technical())
    pages = [("what-if", client.get(what_if_path(token)).content)]
    bad = client.post(what_if_path(token), {"B01": "17", "certifications": ["none", "pm_cert"]})
    assert_valid_html([*pages, ("bad", bad.content)])

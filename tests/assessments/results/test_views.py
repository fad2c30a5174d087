"""The result over HTTP: private, pinned to its edition, and gone when it is deleted."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import start_attempt
from assessments.models import Attempt
from assessments.results.views import results as view
from assessments.scoring import Verdict
from roles.models import Edition, Requirement
from roles.publishing.services import publish
from tests.assessments.factories import NOW, OTHER_PAGE, UNKNOWN, finished
from tests.assessments.pages import assert_private, delete_path, path, result_path, text_of
from tests.assessments.sheets import sheet_for, technical
from tests.html_validity import assert_valid_html
from web.retry import DatabaseAway


class TestResult:
    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_verdict_has_a_page(
        self, client: Client, published: Edition, verdict: Verdict
    ) -> None:
        response = client.get(result_path(finished(sheet_for(verdict))))
        assert response.status_code == 200
        assert_private(response)
        text = text_of(response)
        assert "must not be used to hire, promote or reject anyone" in text
        assert "Scored with edition 1, published on 1 November 2026." in text
        assert "Finished on 23 November 2026." in text

    def test_the_page_opens_with_the_verdict_and_holds_its_parts_in_order(
        self, client: Client, published: Edition
    ) -> None:
        token = finished(technical())
        text = text_of(client.get(result_path(token)))
        assert text.startswith(
            "Result Why Gaps Plan Details Your better match is Technical Project Manager. "
            "You prefer TPM work to PM work, and your skills point the same way. TPM leads "
        )
        headings = (
            "Confidence: high",
            "What you bring to TPM",
            "The biggest gap for TPM",
            "The first step",
            "What you can do next",
            "Keep this result",
            "Delete my answers",
        )
        places = [text.index(heading) for heading in headings]
        assert places == sorted(places)
        for tab, parts in {
            "result_why": (
                "Interests",
                "Must-haves",
                "What you can show",
                "What would change this",
            ),
            "result_gaps": ("What you bring", "What is missing for each role", "Your levels"),
            "result_details": ("How TPM comes to", "Middle of the scale", "How sure this is"),
        }.items():
            response = client.get(path(tab, token))
            assert_private(response)
            places = [text_of(response).index(part) for part in parts]
            assert places == sorted(places)

    def test_a_result_without_answers_leads_on_from_each_tab(
        self, client: Client, published: Edition
    ) -> None:
        token = finished({"B01": None})
        retake = f'href="{path("retake", token)}"'
        for tab in ("result", "result_why", "result_gaps", "plan"):
            assert retake in client.get(path(tab, token)).content.decode()
        assert "two pages" not in text_of(client.get(result_path(token)))

    def test_the_private_link_is_the_address_of_the_page(
        self, client: Client, published: Edition
    ) -> None:
        token = finished(technical())
        page = client.get(result_path(token)).content.decode()
        assert f'value="http://testserver{result_path(token)}"' in page
        assert f'href="{delete_path(token)}"' in page

    def test_the_number_of_queries_is_small_and_fixed(
        self,
        client: Client,
        published: Edition,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        token = finished(technical())
        client.get(result_path(token))
        with django_assert_max_num_queries(4):
            client.get(result_path(token))

    def test_an_attempt_that_is_not_finished_leads_back_to_the_quiz(
        self, client: Client, token: str
    ) -> None:
        response = client.get(result_path(token))
        assert response.status_code == 200
        assert_private(response)
        assert "not finished yet" in text_of(response)
        assert reverse("assessments:quiz", args=[token]) in response.content.decode()

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "address", [f"/results/{UNKNOWN}/", f"/results/{UNKNOWN}/why/", "/results/abc/"]
    )
    def test_a_link_that_leads_nowhere_says_what_to_do(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert response.status_code == 404
        assert_private(response)
        assert "There is no result at this link" in text_of(response)

    def test_the_last_slash_may_be_missing(self, client: Client, published: Edition) -> None:
        token = finished(technical())
        assert client.get(f"/results/{token}").status_code == 200

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_result_is_only_read(self, client: Client, published: Edition, method: str) -> None:
        token = finished(technical())
        assert getattr(client, method)(result_path(token)).status_code == 405
        assert Attempt.objects.count() == 1


class TestDelete:
    def test_opening_the_page_deletes_nothing(self, client: Client, published: Edition) -> None:
        response = client.get(delete_path(finished(technical())))
        assert response.status_code == 200
        assert_private(response)
        assert "Nobody can undo this" in text_of(response)
        assert Attempt.objects.count() == 1

    def test_deleting_leaves_no_row_and_no_trace(self, client: Client, published: Edition) -> None:
        kept, gone = finished(sheet_for(Verdict.NEITHER)), finished(technical(), page=OTHER_PAGE)
        traces = [hash_of(gone), OTHER_PAGE]
        assert tables_with(traces) == ["assessments_attempt"]
        response = client.post(delete_path(gone))
        assert response.status_code == 200
        assert_private(response)
        assert "It is gone" in text_of(response)
        assert client.get(result_path(gone)).status_code == 404
        assert client.get(result_path(kept)).status_code == 200
        assert tables_with(traces) == []

    def test_an_unfinished_attempt_can_be_deleted_too(self, client: Client, token: str) -> None:
        assert client.post(delete_path(token)).status_code == 200
        assert Attempt.objects.count() == 0

    def test_deleting_twice_is_calm(self, client: Client, published: Edition) -> None:
        token = finished(technical())
        first, second = client.post(delete_path(token)), client.post(delete_path(token))
        assert first.status_code == second.status_code == 200
        assert text_of(first) == text_of(second)

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_another_site_cannot_delete(
        self, client: Client, published: Edition, headers: dict[str, str]
    ) -> None:
        response = client.post(delete_path(finished(technical())), headers=headers)
        assert response.status_code == 403
        assert_private(response)
        assert "we did nothing" in text_of(response)
        assert Attempt.objects.count() == 1

    def test_our_own_form_needs_no_cookie(self, published: Edition) -> None:
        client = Client(enforce_csrf_checks=True)
        headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
        assert client.post(delete_path(finished(technical())), headers=headers).status_code == 200
        assert Attempt.objects.count() == 0

    def test_a_database_that_is_away_deletes_nothing_and_says_so(
        self, client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_: object) -> None:
            raise DatabaseAway

        token = finished(technical())
        monkeypatch.setattr(view, "retried", away)
        response = client.post(delete_path(token))
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        assert "nothing was changed" in text_of(response)
        assert Attempt.objects.count() == 1


def tables_with(traces: list[str]) -> list[str]:
    """Return the tables in which any row holds one of the texts."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = json.dumps(cursor.fetchall(), default=str)
            if any(trace in rows for trace in traces):
                found.append(table)
    return found


def stored(token: str, client: Client) -> tuple[str, str]:
    """Return the kept result as JSON text, and what its page says."""
    row = Attempt.objects.order_by("pk").values_list("result", flat=True)[0]
    return json.dumps(row), text_of(client.get(result_path(token)))


def test_an_editors_change_moves_new_results_and_never_an_old_one(
    client: Client, draft: Edition
) -> None:
    old = finished(technical())
    before, read_before = stored(old, client)

    weights = Requirement.objects.filter(role__slug="technical-project-manager")
    assert weights.filter(competency__key="technical_expertise").update(importance=1)
    assert weights.filter(competency__key="budget_management").update(importance=5)
    publish(note="Budget counts more.", author=None, now=NOW)

    after, read_after = stored(old, client)
    assert after == before
    said = (
        "The site is at edition 2 now; a new quiz uses that one. "
        "See your answers under today’s edition."
    )
    assert said in read_after
    assert read_after.replace(f" {said}", "") == read_before

    new = finished(technical())
    rows = list(Attempt.objects.order_by("pk").values_list("result", flat=True))
    assert [row["edition"] for row in rows if row] == [1, 2]
    assert rows[0] != rows[1]
    assert "Scored with edition 2" in text_of(client.get(result_path(new)))


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, published: Edition) -> None:
    pages = [
        (verdict.value, client.get(result_path(finished(sheet_for(verdict)))).content)
        for verdict in Verdict
    ]
    token = finished(technical())
    for verdict in Verdict:
        mine = finished(sheet_for(verdict))
        for tab in ("result_why", "result_gaps", "plan", "result_details"):
            pages.append((f"{tab} {verdict.value}", client.get(path(tab, mine)).content))
    pages.append(("unknown", client.get(result_path(UNKNOWN)).content))
    pages.append(("unfinished", client.get(result_path(start_attempt(now=NOW))).content))
    pages.append(("delete", client.get(delete_path(token)).content))
    pages.append(("deleted", client.post(delete_path(token)).content))
    assert_valid_html(pages)

"""The preview: the draft as a visitor would see it, quiz and result included, storing nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_script_prefix

from assessments.evaluation.result import result_of
from assessments.instrument.preview_answers import (
    LONGEST,
    MARK,
    answers_in,
    example_answers,
    token_of,
)
from assessments.models import Attempt, Item
from assessments.scoring import Verdict
from roles.content.files import load
from roles.draft.services import draft_snapshot, mark_draft_changed
from roles.models import Certification, Edition, Requirement, Role
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot, current_snapshot, previewed
from rolesite.preview.views import PreviewWriteError, _refuse_writes
from tests.assessments.quiz_pages import RATINGS, chosen, send, text_of
from tests.desk import signed_in
from tests.editions import CONTENT, PUBLISHED_AT, publish_seed_content
from web.public_pages import kept_pages

HOME = "/admin/preview/"
ROLE = f"{HOME}roles/project-manager/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def stored() -> str:
    """Return a digest of every row of every table but the sessions'."""
    rows: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table == "django_session":
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def sessions() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        return list(cursor.fetchall())


def links(page: Any) -> Iterator[str]:
    for address in re.findall(r'(?:href|action|src)="([^"#]*)', page.content.decode()):
        yield unescape(address)


def filled_in(page: Any) -> dict[str, Any]:
    """Return the first answer to each question of a screen."""
    answers: dict[str, Any] = {}
    for tag in re.findall(r"<input class=\"choice__input\"[^>]*>", page.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        answers.setdefault(name[1], value[1])
    return answers


def test_the_draft_shows_in_the_preview_and_nowhere_else(editor: Client) -> None:
    Role.objects.filter(slug="project-manager").update(summary="A summary nobody published.")
    assert b"A summary nobody published." in editor.get(ROLE).content
    assert b"A summary nobody published." not in editor.get("/roles/project-manager/").content
    assert previewed() is None
    assert get_script_prefix() == "/"


def test_pages_kept_for_visitors_are_neither_used_nor_touched(editor: Client) -> None:
    visitor = editor.get("/roles/project-manager/").content
    Role.objects.filter(slug="project-manager").update(summary="A summary nobody published.")
    kept = len(kept_pages)
    page = editor.get(ROLE)
    assert b"A summary nobody published." in page.content
    assert len(kept_pages) == kept
    assert "ETag" not in page.headers
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert editor.get("/roles/project-manager/").content == visitor


@pytest.mark.once
def test_every_link_of_a_previewed_page_stays_inside_and_works(editor: Client) -> None:
    """Follow all links but those to the desk. One result stands for all three."""
    seen, todo = set[str](), [HOME, f"{HOME}search/?q=risk"]
    results = 0
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        page = editor.get(address)
        assert page.status_code in (200, 302, 303), f"{address}: {page.status_code}"
        if not page.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in links(page):
            if link.startswith(HOME):
                if MARK not in link:
                    todo.append(link)
                elif "/results/" in link and "?" not in link and results < 8:
                    results += 1
                    todo.append(link)
            elif link.startswith("/"):
                assert link.startswith("/static/") or link in (
                    "/admin/",
                    "/admin/roles/edition/changes/",
                    "/admin/roles/edition/publish/",
                    "/account/",
                ), f"{address} leads out of the preview: {link}"
    assert f"{HOME}certificates/pmp/" in seen
    assert f"{HOME}two-chairs/" in seen
    assert f"{HOME}questions/" in seen


def test_each_page_leads_to_the_screen_where_it_is_edited(editor: Client) -> None:
    for path, screen in (
        ("roles/project-manager/", "/admin/roles/role/"),
        ("certificates/pmp/", "/admin/roles/certification/"),
        ("certificates/", "/admin/roles/certification/"),
        ("how-technical/", "/admin/roles/depthlevel/"),
        ("questions/", "/admin/roles/question/"),
        ("results/not-a-link/", "/admin/"),
    ):
        assert f'href="{HOME}edit/{path}">Edit this' in editor.get(HOME + path).content.decode()
        response = editor.get(f"{HOME}edit/{path}")
        assert response.headers.get("Location", "/admin/").startswith(screen), path
    pair = "compare/project-manager/technical-project-manager/"
    body = editor.get(f"{HOME}edit/{pair}", follow=True).content.decode()
    assert "/admin/roles/rolepair/" in body
    first = editor.post(f"{HOME}quiz/").headers["Location"]
    screen_one = first if first.endswith("/1/") else f"{first}1/"
    body = editor.get(screen_one.replace(HOME, f"{HOME}edit/"), follow=True).content.decode()
    assert "/admin/assessments/" in body
    assert "nobody edits" not in body.lower()


def test_a_quiz_is_taken_to_its_result_and_nothing_is_stored(editor: Client) -> None:
    Item.objects.filter(key="B01").update(stem="A stem nobody published")
    editor.get(HOME)  # the desk notes in the session how somebody entered
    before, kept_sessions = stored(), sessions()
    number = 1
    address = editor.post(f"{HOME}quiz/").headers["Location"]
    while "/review/" not in address:
        page = editor.get(address)
        assert b"js/quiz.js" not in page.content
        assert b"private-link" not in page.content
        answers = filled_in(page)
        following = send(editor, page, address, **answers).headers["Location"]
        back = send(editor, page, address, to="back", **answers).headers["Location"]
        assert number == 1 or f"/{number - 1}/" in back
        assert (b"A stem nobody published" in page.content) == (number == RATINGS)
        token = following.split("/")[4]
        again = editor.get(f"{HOME}quiz/{token}/{number}/")
        assert {key: values[0] for key, values in chosen(again).items()} == answers
        address, number = following, number + 1
    page = editor.get(address)
    assert "You answered all" in text_of(page)
    finish = next(link for link in links(page) if link.endswith("/finish/"))
    result = editor.get(editor.post(finish).headers["Location"])
    assert result.status_code == 200
    assert "Your answers do not point to one role." in text_of(result)
    assert "Scored with the draft, which is not published." in text_of(result)
    assert b"result_delete" not in result.content
    assert (stored(), sessions()) == (before, kept_sessions)
    assert not Attempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_quiz_begins_and_goes_on_where_each_request_opens_its_own_transaction() -> None:
    publish_seed_content()
    editor = signed_in()
    address = editor.post(f"{HOME}quiz/").headers["Location"]
    page = editor.get(address)
    response = send(editor, page, address, **filled_in(page))
    assert response.status_code == 303
    assert editor.post(address.replace("/1/", "/finish/")).status_code == 303
    assert not Attempt.objects.exists()


def test_what_if_and_plan_and_pdf_work_in_the_preview(editor: Client) -> None:
    before = stored()
    draft = draft_snapshot()
    token = token_of(example_answers(draft, draft.roles.roles[:1]))
    result = f"{HOME}results/{token}/"
    what_if = editor.get(f"{result}what-if/")
    fields = {name: value for name, value in filled_in(what_if).items() if name}
    assert editor.post(f"{result}what-if/", fields).status_code == 200
    assert editor.get(f"{result}plan/").status_code == 200
    assert editor.get(f"{result}plan.ics").headers["Content-Type"].startswith("text/calendar")
    assert editor.get(f"{result}result.pdf").headers["Content-Type"] == "application/pdf"
    assert stored() == before


@pytest.mark.parametrize("rest", ["delete/", "shares/", "result.json", "result.csv"])
def test_what_needs_a_stored_result_says_that_it_is_not_part_of_the_preview(
    editor: Client, rest: str
) -> None:
    address = f"{HOME}results/{token_of({})}/{rest}"
    for page in (editor.get(address), editor.post(address)):
        assert page.status_code == 404
        assert "Not part of the preview" in text_of(page)


def test_examples_are_of_roles_that_the_quiz_names(editor: Client) -> None:
    Role.objects.filter(slug="project-manager").update(in_quiz=False)
    examples = [link for link in links(editor.get(f"{HOME}quiz/")) if "/results/" in link]
    assert len(examples) == 1


def test_a_statement_that_would_write_is_not_run() -> None:
    with pytest.raises(PreviewWriteError, match="stores nothing"):
        _refuse_writes(lambda *_: pytest.fail("it ran"), " update x set y = 1", (), False, {})
    assert _refuse_writes(lambda *_: "read", "SELECT 1", (), False, {}) == "read"


def test_examples_lead_to_the_result_of_their_role(editor: Client, draft: Edition) -> None:
    snapshot = draft_snapshot()
    for role in snapshot.roles.roles:
        result = result_of(snapshot, example_answers(snapshot, [role]))
        assert (result.verdict, result.named_role) == (Verdict.ONE_ROLE, role.slug)
    both = result_of(snapshot, example_answers(snapshot, snapshot.roles.roles))
    assert both.verdict is Verdict.TOO_CLOSE
    start = editor.get(f"{HOME}quiz/")
    examples = [link for link in links(start) if "/results/" in link]
    assert len(examples) == 3
    assert "Fill in example answers" not in editor.get("/quiz/").content.decode()


def test_answers_survive_a_change_of_the_draft_that_no_longer_asks_them(draft: Edition) -> None:
    snapshot = draft_snapshot()
    odd: Any = {"a": 1}
    token = token_of({"B01": 2, "B02": None, "gone": 1, "B03": 99, "B04": odd})
    assert answers_in(token, snapshot) == {"B01": 2, "B02": None}


@pytest.mark.parametrize(
    "token", ["", MARK, f"{MARK}x", f"{MARK}{'A' * (LONGEST + 1)}", "A" * 43, token_of({})[1:]]
)
def test_what_is_no_rehearsal_is_none(draft: Edition, token: str) -> None:
    assert answers_in(token, draft_snapshot()) is None


def test_a_rehearsal_is_nothing_outside_of_a_preview(client: Client, snapshot: Snapshot) -> None:
    token = token_of({"B01": 1})
    for address in (f"/quiz/{token}/1/", f"/results/{token}/", f"/quiz/{token}/review/"):
        assert client.get(address).status_code == 404


def test_an_older_edition_is_previewed_as_it_was(editor: Client) -> None:
    Role.objects.filter(slug="project-manager").update(summary="The second summary.")
    publish(note="Second.", author=None, now=PUBLISHED_AT)
    first, second = (editor.get(f"{HOME}{n}/roles/project-manager/") for n in (1, 2))
    assert b"The second summary." not in first.content
    assert b"Preview of edition 1" in first.content
    assert b"The second summary." in second.content
    assert all(
        link.startswith((f"{HOME}1/", "/static/", "/admin/", "/account/", "http")) or not link
        for link in links(first)
    )
    assert editor.get(f"{HOME}9/").status_code == 404


def test_the_line_above_says_how_many_changes_it_shows_and_leads_to_them(editor: Client) -> None:
    assert b"Visitors see the same." in editor.get(HOME).content
    Certification.objects.filter(slug="pmp").update(summary="Another summary of it.")
    Role.objects.filter(slug="project-manager").update(summary="Another line.")
    mark_draft_changed()
    line = (
        'It has <a href="/admin/roles/edition/changes/">2 changes</a> that visitors do not see yet.'
    )
    assert line in " ".join(editor.get(HOME).content.decode().split())


def test_before_the_first_edition_the_line_says_so(db: None) -> None:
    load(CONTENT)
    page = signed_in().get(HOME).content.decode()
    assert "Nothing is published yet." in " ".join(page.split())


def test_only_staff_that_may_see_roles_get_a_preview(draft: Edition, client: Client) -> None:
    anonymous = client.get(ROLE)
    assert anonymous.status_code == 302
    assert anonymous.headers["Location"].startswith("/admin/login/")
    assert client.post(f"{HOME}quiz/").status_code == 302
    assert signed_in("guest", groups=()).get(ROLE).status_code == 403


def test_unknown_addresses_are_not_found_inside_the_frame_of_the_preview(editor: Client) -> None:
    page = editor.get(f"{HOME}no-such-page/")
    assert page.status_code == 404
    assert b"Preview of the draft" in page.content
    assert editor.get(f"{HOME}roles").headers["Location"] == f"{HOME}roles/"
    assert editor.get(f"{HOME}admin/roles/role/").headers["Location"] == "/admin/roles/role/"
    assert editor.get(f"{HOME}roles/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("screen", "row", "shown"),
    [
        ("roles_role", {"slug": "project-manager"}, "roles/project-manager/"),
        ("roles_certification", {"slug": "pmp"}, "certificates/pmp/"),
        ("roles_depthlevel", {"position": 1}, "how-technical/#"),
        ("roles_scenario", {"position": 1}, "two-chairs/#"),
        ("roles_question", {"position": 1}, "questions/#"),
        ("roles_synonym", {"position": 1}, "search/?q=salary"),
        ("roles_rolepair", {"position": 1}, "compare/project-manager/"),
        ("roles_competency", {"position": 1}, "compare/project-manager/"),
        ("roles_edition", {"number": 1}, "1/"),
        ("assessments_item", {"key": "B01"}, f"quiz/{MARK}"),
        ("assessments_backgroundfact", {"position": 1}, f"quiz/{MARK}"),
        ("assessments_evidence", {"position": 1}, f"results/{MARK}"),
        ("assessments_step", {"position": 1}, f"results/{MARK}"),
        ("assessments_scoringsettings", {}, f"results/{MARK}"),
    ],
)
def test_each_row_of_the_desk_leads_to_the_page_where_it_shows(
    editor: Client, screen: str, row: dict[str, Any], shown: str
) -> None:
    app, model = screen.split("_")
    pk = apps.get_model(app, model)._default_manager.get(**row).pk
    way = f"/admin/{app}/{model}/{pk}/preview/"
    assert way in editor.get(f"/admin/{app}/{model}/{pk}/change/").content.decode()
    target = editor.get(way).headers["Location"]
    assert target.startswith(HOME + shown)
    page = editor.get(target)
    assert page.status_code == 200
    if "#" in target:
        assert f'id="{target.partition("#")[2]}"' in page.content.decode()


def test_the_row_of_a_list_that_has_a_preview_links_to_it(editor: Client) -> None:
    role = Role.objects.get(slug="project-manager")
    assert (
        f"/admin/roles/role/{role.pk}/preview/" in editor.get("/admin/roles/role/").content.decode()
    )


def test_a_shifted_weight_shows_in_the_previewed_result(editor: Client) -> None:
    snapshot = draft_snapshot()
    answers = example_answers(snapshot, snapshot.roles.roles)
    address = f"{HOME}results/{token_of(answers)}/"
    before = text_of(editor.get(address))
    row = Requirement.objects.filter(role__slug="project-manager").order_by("-importance")[0]
    Requirement.objects.filter(pk=row.pk).update(importance=0.5)
    assert text_of(editor.get(address)) != before


def test_the_draft_is_parsed_once_as_long_as_it_says_the_same(draft: Edition) -> None:
    first = draft_snapshot()
    assert draft_snapshot() is first
    Role.objects.filter(slug="project-manager").update(summary="Another.")
    assert draft_snapshot() is not first
    assert current_snapshot() is not first

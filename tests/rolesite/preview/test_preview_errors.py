"""A preview of a draft that must be fixed first: what shows, and what to fix."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import get_script_prefix

from assessments.instrument.preview_answers import token_of
from assessments.models import Evidence, FactOption, Item, ResponseOption, ScoringSettings
from roles.models import Edition, Role, SourcedFact
from roles.snapshot.editions import previewed
from tests.assessments.quiz_pages import text_of
from tests.desk import signed_in

HOME = "/admin/preview/"
ROLE = f"{HOME}roles/project-manager/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def test_a_draft_with_problems_names_them_and_where_to_fix_them(editor: Client) -> None:
    ResponseOption.objects.filter(item__key="B01").delete()
    item = Item.objects.get(key="B01")
    for page in ("quiz/", f"results/{token_of({})}/", f"quiz/{token_of({})}/1/"):
        answer = editor.get(HOME + page)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "This page of the draft cannot be shown yet" in text
        assert f'href="/admin/assessments/item/{item.pk}/change/"' in text
        assert f'href="{HOME}">Look at the other pages of the draft</a>' in text


@pytest.mark.parametrize(
    "gone",
    [
        FactOption.objects.filter(fact__position=1),
        ResponseOption.objects.filter(item__key="B01"),
        ResponseOption.objects.filter(item__type="sjt"),
        Role.objects.all(),
    ],
)
def test_a_row_whose_page_cannot_be_shown_leads_to_what_to_fix(
    editor: Client, gone: QuerySet[Any]
) -> None:
    row = Evidence.objects.all()[0]
    gone.all().delete()
    page = editor.get(f"/admin/assessments/evidence/{row.pk}/preview/", follow=True)
    assert page.status_code == 200
    assert "cannot be shown yet" in text_of(page)


def test_problems_of_the_quiz_leave_the_other_pages_in_sight(editor: Client) -> None:
    ResponseOption.objects.filter(item__key="B01").delete()
    Role.objects.filter(slug="project-manager").update(summary="A summary nobody published.")
    page = editor.get(ROLE)
    assert b"A summary nobody published." in page.content
    assert f'<a href="{HOME}quiz/">1 problem to fix</a>' in page.content.decode()
    for rest in ("", "roles/", "how-it-works/", "search/?q=risk", "compare/"):
        assert b"Preview of the draft" in editor.get(HOME + rest, follow=True).content, rest


def test_nobody_is_asked_or_scored_by_a_draft_that_could_not_be_published(editor: Client) -> None:
    """Also where the pages themselves would show: two roles of one colour break none of them."""
    Role.objects.update(accent="amber")
    assert b"Preview of the draft" in editor.get(ROLE).content
    for rest in ("quiz/", "how-it-works/method/", f"results/{token_of({})}/"):
        assert "has the same colour as" in text_of(editor.get(HOME + rest)), rest


def test_a_quiz_that_cannot_even_be_read_leaves_the_other_pages_in_sight(editor: Client) -> None:
    ScoringSettings.objects.all().delete()
    assert b"Preview of the draft" in editor.get(ROLE).content
    assert b"Preview of the draft" in editor.get(f"{HOME}how-it-works/").content
    assert "1 problem to fix first" in text_of(editor.get(f"{HOME}quiz/"))


def test_a_draft_without_readable_roles_shows_nothing_but_what_to_fix(editor: Client) -> None:
    SourcedFact.objects.filter(role__slug="project-manager").update(kind="rumour")
    for rest in ("", "quiz/"):
        text = editor.get(HOME + rest).content.decode()
        assert "The draft cannot be shown yet." in text
        assert "Look at the other pages" not in text


def test_a_page_that_the_problems_break_says_what_to_fix(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise KeyError("competency")

    monkeypatch.setattr("roles.pages.views.roles.role_page", breaks)
    with pytest.raises(KeyError):  # a fault of the site stays one
        editor.get(ROLE)
    ResponseOption.objects.filter(item__key="B01").delete()
    page = editor.get(ROLE)
    assert page.status_code == 200
    assert "This page of the draft cannot be shown yet" in page.content.decode()
    assert previewed() is None
    assert get_script_prefix() == "/"

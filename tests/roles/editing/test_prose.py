"""Markdown on the desk: the preview beside a field is the page's own text, and harmless."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from roles.models import Edition, Role
from roles.publishing.services import publish
from roles.templatetags.prose import ATTRIBUTES, TAGS, prose
from tests.desk import screen, signed_in
from tests.editions import PUBLISHED_AT
from tests.security.hostile import ATTACKS

PROSE = "/admin/prose/"


class Harmless(HTMLParser):
    """A parser that fails on every element, attribute and address an editor's text may not have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name == "rel" or name in ATTRIBUTES.get(tag, set())
            if name == "href":
                assert value
                assert value.startswith(("https://", "mailto:"))

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def previewed(client: Client, text: str) -> str:
    response = client.post(PROSE, {"text": text})
    assert response.status_code == 200
    return str(response.json()["html"])


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_harmless_in_the_preview_of_its_field(editor: Client, attack: str) -> None:
    html = previewed(editor, attack)
    Harmless().feed(html)
    assert html == prose(attack)


def test_attacks_saved_in_a_field_are_harmless_on_the_desk_in_the_preview_and_on_the_page(
    editor: Client,
) -> None:
    text = "\n\n".join(ATTACKS)
    row = Role.objects.get(slug="project-manager")
    address = f"/admin/roles/role/{row.pk}/change/"
    assert editor.post(address, screen(editor, address) | {"description": text}).status_code == 302
    row.refresh_from_db()
    assert "<script>alert(1)</script>" in row.description
    publish(note="Attacked.", author=None, now=PUBLISHED_AT)
    shown = prose(row.description)
    Harmless().feed(shown)
    for page in ("/roles/project-manager/", "/admin/preview/roles/project-manager/"):
        content = editor.get(page).content.decode()
        assert shown in content
        assert "<script>alert" not in content
    desk = editor.get(address).content.decode()
    assert "<script>alert" not in desk
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in desk


def test_what_markdown_allows_is_shown(editor: Client) -> None:
    html = previewed(
        editor, "A **strong** and *stressed* [link](https://example.com).\n\n- one\n- two"
    )
    assert "<strong>strong</strong>" in html
    assert 'href="https://example.com"' in html
    assert html.count("<li>") == 2


def test_a_text_that_is_too_long_is_told_and_not_rendered(editor: Client) -> None:
    response = editor.post(PROSE, {"text": "a" * 4001})
    assert response.status_code == 422
    assert response.json() == {"error": "4001 characters; at most 4000."}


def test_the_preview_of_a_field_is_for_staff_with_a_token(draft: Edition) -> None:
    assert Client().post(PROSE, {"text": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in().cookies
    assert strict.post(PROSE, {"text": "x"}).status_code == 403


def test_fields_with_markdown_are_marked_and_others_are_not(editor: Client) -> None:
    role = editor.get("/admin/roles/role/add/").content.decode()
    assert 'name="description"' in role
    assert role.count("data-prose=") >= 2
    assert "How to format long texts" in role
    depth_level = editor.get("/admin/roles/depthlevel/add/").content.decode()
    artefact = depth_level.partition('name="artefact"')[2].partition(">")[0]
    assert "data-prose" not in artefact
    item = editor.get("/admin/assessments/item/add/").content.decode()
    assert "data-prose" not in item

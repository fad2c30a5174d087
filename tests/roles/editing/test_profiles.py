"""The profiles of all roles in one table: all or nothing, and never over others' numbers."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roles.models import Competency, Edition, Requirement, Role
from roles.publishing.services import unpublished_changes
from rolesite.staff.groups import EDITORS, PUBLISHERS
from tests.desk import screen, signed_in

URL = "/admin/roles/role/profiles/"
KEY = "budget_management"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in("anna", groups=[EDITORS])


def cell(slug: str = "project-manager", key: str = KEY) -> str:
    """Return the prefix of one cell's fields."""
    role, competency = Role.objects.get(slug=slug), Competency.objects.get(key=key)
    return f"{role.pk}-{competency.pk}"


def stored(slug: str = "project-manager", key: str = KEY) -> tuple[float, int] | None:
    row = Requirement.objects.filter(role__slug=slug, competency__key=key).first()
    return (float(row.importance), row.required_level) if row else None


def opened(client: Client) -> dict[str, Any]:
    """Return what a browser would send if the table were saved unchanged."""
    context = client.get(URL).context
    data = {"opened": context["opened"]}
    for _, forms in context["rows"]:
        for form in forms:
            for field in form:
                data[field.html_name] = "" if field.value() is None else str(field.value())
    return data


def text(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def test_cells_of_several_roles_are_saved_at_once_told_and_entered_in_the_history(
    editor: Client,
) -> None:
    data = opened(editor)
    data[f"{cell()}-importance"] = "4.5"
    data[f"{cell('technical-project-manager')}-required_level"] = "45"
    response = editor.post(URL, data, follow=True)
    assert "Saved: 2 cells in Project Manager and Technical Project Manager." in text(response)
    assert stored() == (4.5, 60)
    assert stored("technical-project-manager") == (1.0, 45)
    assert unpublished_changes() == 2
    told = {entry.object_repr: entry.change_message for entry in LogEntry.objects.all()}
    assert told == {
        "Project Manager": "In requirement “Budget management for Project Manager”: "
        "Importance: 4 → 4.5.",
        "Technical Project Manager": "In requirement “Budget management for Technical Project "
        "Manager”: Required level: 30 → 45.",
    }


def test_saving_the_table_as_it_stands_changes_nothing(editor: Client) -> None:
    before = list(Requirement.objects.order_by("pk").values())
    response = editor.post(URL, opened(editor), follow=True)
    assert "Nothing was changed" in text(response)
    assert list(Requirement.objects.order_by("pk").values()) == before
    assert not LogEntry.objects.exists()


def test_two_empty_fields_take_a_competency_out_of_a_profile_and_two_numbers_put_it_in(
    editor: Client,
) -> None:
    data = opened(editor)
    empty = {f"{cell()}-importance": "", f"{cell()}-required_level": ""}
    editor.post(URL, data | empty)
    assert stored() is None
    data = opened(editor)
    editor.post(URL, data | {f"{cell()}-importance": "2", f"{cell()}-required_level": "50"})
    assert stored() == (2.0, 50)
    messages = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(messages) == [
        "Deleted requirement “Budget management for Project Manager”.",
        "Added requirement “Budget management for Project Manager”.",
    ]


@pytest.mark.parametrize(
    ("importance", "level", "says"),
    [
        ("6", "60", "Importance lies between 0 and 5."),
        ("1.25", "60", "Importance lies between 0 and 5. At most one digit after the point."),
        ("-1", "60", "Importance lies between 0 and 5."),
        ("4", "101", "A required level lies between 0 and 100."),
        ("4", "-5", "A required level lies between 0 and 100."),
        ("4", "", "Give both numbers, or leave both empty."),
        ("", "60", "Give both numbers, or leave both empty."),
        ("much", "60", "Enter a number."),
    ],
)
def test_what_breaks_a_rule_is_said_at_its_cell_and_nothing_at_all_is_saved(
    editor: Client, importance: str, level: str, says: str
) -> None:
    data = opened(editor)
    data[f"{cell('technical-project-manager')}-importance"] = "5"
    data |= {f"{cell()}-importance": importance, f"{cell()}-required_level": level}
    response = editor.post(URL, data)
    assert response.status_code == 422
    assert f"Budget management, Project Manager: {says}" in text(response)
    assert f'value="{importance}"' in text(response) or not importance
    assert stored() == (4.0, 60)
    assert stored("technical-project-manager") == (1.0, 30)
    fixed = data | {"opened": response.context["opened"], f"{cell()}-importance": "3"}
    assert editor.post(URL, fixed | {f"{cell()}-required_level": "50"}).status_code == 302
    assert stored() == (3.0, 50)


def test_a_level_below_the_must_have_is_refused_with_the_way_to_fix_it(editor: Client) -> None:
    key = "stakeholder_management"
    data = opened(editor) | {f"{cell(key=key)}-required_level": "39"}
    response = editor.post(URL, data)
    assert response.status_code == 422
    assert "The must-have level is 40, and this may not be below it." in text(response)
    editor.post(URL, data | {f"{cell(key=key)}-required_level": "40"})
    assert stored(key=key) == (5.0, 40)


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(editor: Client) -> None:
    other = signed_in("ben", groups=[EDITORS])
    mine, theirs = opened(editor), opened(other)
    tpm = cell("technical-project-manager")
    other.post(URL, theirs | {f"{cell()}-importance": "1.5", f"{tpm}-importance": "2.5"})
    response = editor.post(URL, mine | {f"{cell()}-importance": "3.5"})
    assert response.status_code == 409
    assert "ben saved this page at" in text(response)
    assert "changed this to: “1.5”." in text(response)
    assert (stored(), stored("technical-project-manager")) == ((1.5, 60), (2.5, 30))
    # What I typed is still there, what I left alone is theirs by now; saving keeps both.
    again = {"opened": response.context["opened"]}
    for _, forms in response.context["rows"]:
        for form in forms:
            again |= {field.html_name: field.value() for field in form}
    again = {name: "" if value is None else str(value) for name, value in again.items()}
    assert editor.post(URL, again).status_code == 302
    assert (stored(), stored("technical-project-manager")) == ((3.5, 60), (2.5, 30))


def test_cells_that_two_editors_change_apart_are_merged(editor: Client) -> None:
    other = signed_in("ben", groups=[EDITORS])
    mine, theirs = opened(editor), opened(other)
    other.post(URL, theirs | {f"{cell()}-importance": "1.5"})
    told = editor.post(URL, mine | {f"{cell()}-required_level": "45"}, follow=True)
    assert "en saved this page at" in text(told)
    assert stored() == (1.5, 45)


def test_a_save_on_the_roles_own_screen_is_told_here_and_the_other_way_round(
    editor: Client,
) -> None:
    role = Role.objects.get(slug="project-manager")
    address = reverse("admin:roles_role_change", args=[role.pk])
    table, page = opened(editor), screen(editor, address)
    editor.post(URL, table | {f"{cell()}-importance": "1.5"})
    told = editor.post(address, page | {"summary": "Mine."}, follow=True)
    assert "saved this page at" in text(told)
    assert stored() == (1.5, 60)

    table, page = opened(editor), screen(editor, address)
    name = next(k for k, v in page.items() if k.endswith("-importance") and str(v) == "1.5")
    assert editor.post(address, page | {name: "2.5"}).status_code == 302
    assert editor.post(URL, table | {f"{cell()}-importance": "3"}).status_code == 409
    assert stored() == (2.5, 60)


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"1-1": 3}', "null", "[" * 100_000])
def test_a_table_that_did_not_come_back_whole_saves_nothing(editor: Client, broken: str) -> None:
    data = opened(editor) | {"opened": broken, f"{cell()}-importance": "1"}
    assert editor.post(URL, data).status_code == 409
    assert stored() == (4.0, 60)


def test_a_field_that_was_not_sent_is_left_alone(editor: Client) -> None:
    data = {"opened": opened(editor)["opened"]}
    assert editor.post(URL, data).status_code == 302
    assert stored() == (4.0, 60)


def test_publishers_read_the_table_and_cannot_write_it(draft: Edition) -> None:
    publisher = signed_in("pia", groups=[PUBLISHERS])
    page = publisher.get(URL)
    assert b"Save all" not in page.content
    assert b'type="number"' not in page.content
    assert "4.0" in text(page)
    assert publisher.post(URL, {}).status_code == 403


def test_the_table_is_one_click_from_the_list_of_roles(editor: Client) -> None:
    assert f'href="{URL}">Profiles side by side</a>' in text(editor.get("/admin/roles/role/"))


def test_the_table_says_which_roles_the_quiz_leaves_out(editor: Client) -> None:
    assert "not suggested by the quiz" not in text(editor.get(URL))
    Role.objects.filter(slug="project-manager").update(in_quiz=False)
    page = text(editor.get(URL))
    assert 'Project Manager <span class="desk-help">not suggested by the quiz' in page


def test_an_empty_table_says_what_it_takes(db: None) -> None:
    page = signed_in("anna", groups=[EDITORS]).get(URL)
    assert "it takes a role and a competency" in text(page)


def test_queries_do_not_grow_with_cells(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(URL).status_code == 200
        return len(captured)

    queries()
    before = queries()
    role = Role.objects.create(slug="third", name="Third", short_name="T", accent="teal")
    for competency in Competency.objects.all():
        Requirement.objects.create(
            role=role, competency=competency, importance=3, required_level=50
        )
    queries()
    assert queries() == before

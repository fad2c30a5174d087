"""The history of the desk: who changed what, in words, for those who may read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Item, Step
from roles.draft.services import draft_document
from roles.editing.pages import log
from roles.editing.rows import ReadOnlyScreen, RowAdmin
from roles.models import Edition, Role
from rolesite.staff.groups import ADMINISTRATORS, ANALYSTS, EDITORS, GROUPS, PUBLISHERS
from tests.assessments.pages import text_of
from tests.desk import last_message, save, screen, signed_in

HISTORY = "/admin/history/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in("edda", groups=[EDITORS])


# --- what an entry says -----------------------------------------------------------------------
def test_a_change_is_told_with_its_old_and_new_value(editor: Client) -> None:
    step = Step.objects.filter(kind="practice")[0]
    step.hours = 10
    step.save()
    said = save(editor, step, hours="12", kind="course")
    labels = dict(Step._meta.get_field("kind").flatchoices)
    assert f"Kind: {labels['practice']} → {labels['course']}." in said
    assert "Hours: 10 → 12." in said


def test_a_long_text_is_named_and_not_repeated(editor: Client) -> None:
    role = Role.objects.all()[0]
    said = save(editor, role, summary="Word " * 30)
    assert said == "In one line changed."


def test_the_line_ends_that_browsers_send_change_nothing(editor: Client) -> None:
    role = Role.objects.all()[0]
    address = reverse("admin:roles_role_change", args=[role.pk])
    data = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in screen(editor, address).items()
    }
    assert any("\r\n" in value for value in data.values() if isinstance(value, str))
    before = draft_document()
    assert editor.post(address, data).status_code == 302
    assert last_message() == "Saved without a change."
    assert draft_document() == before


def test_parts_are_told_by_name_with_what_changed_in_them(editor: Client) -> None:
    item = Item.objects.filter(type="bars")[0]
    first, second = item.options.order_by("position", "pk")[:2]
    address = reverse("admin:assessments_item_change", args=[item.pk])
    data = screen(editor, address)
    data |= {"options-0-text": "Short and new", "options-1-score": "33", "options-5-DELETE": "on"}
    last = item.options.order_by("position", "pk")[5]
    editor.post(address, data)
    said = last_message()
    assert f"In response option “Short and new”: Text: {first.text} → Short and new." in said
    assert f"Score: {second.score} → 33." in said
    assert f"Deleted response option “{str(last)[:20]}" in said


def test_an_added_and_a_deleted_row_are_told(editor: Client) -> None:
    step = Step.objects.all()[0]
    address = reverse("admin:assessments_step_delete", args=[step.pk])
    editor.post(address, {"post": "yes"})
    entry = LogEntry.objects.latest("pk")
    assert (entry.action_flag, entry.object_repr) == (DELETION, str(step))
    body = text_of(editor.get(HISTORY))
    assert f"Step {step} Deleted." in body
    assert f'">{step}</a>' not in editor.get(HISTORY).content.decode()


def test_saving_without_a_change_says_so(editor: Client) -> None:
    assert save(editor, Step.objects.all()[0]) == "Saved without a change."


def test_who_came_into_which_group_is_told_and_no_password(draft: Edition) -> None:
    administrator = signed_in("head", groups=[ADMINISTRATORS])
    person = User.objects.create_user("nina", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS))
    both = [Group.objects.get(name=name).pk for name in (EDITORS, PUBLISHERS)]
    address = reverse("admin:auth_user_change", args=[person.pk])
    administrator.post(address, screen(administrator, address) | {"groups": both})
    assert last_message() == "Groups: Editors → Editors, Publishers."
    words = {"password1": "a new secret for nina", "password2": "a new secret for nina"}
    administrator.post(
        reverse("admin:auth_user_password_change", args=[person.pk]),
        words | {"usable_password": "true"},
    )
    assert "assword changed." in last_message()
    assert "secret" not in text_of(administrator.get(HISTORY))


def test_every_screen_that_saves_tells_old_and_new() -> None:
    """A screen that replaces the message must say so here."""
    for model, each in admin.site._registry.items():
        if model is Group or isinstance(each, ReadOnlyScreen):
            continue
        own = type(each).construct_change_message
        assert own is RowAdmin.construct_change_message or model is User, model


def test_signing_in_stands_in_the_history(db: None) -> None:
    User.objects.create_user("ada", password="a password for tests", is_staff=True)
    client = Client()
    client.post("/admin/login/", {"username": "ada", "password": "a password for tests"})
    assert last_message() == "Signed in with a password."
    assert "Signed in" not in client.get("/admin/").content.decode()


# --- who reads it ------------------------------------------------------------------------------
@pytest.fixture
def some(draft: Edition) -> None:
    """Enter one change of a role, one of an edition and one of an account in the history."""
    who = User.objects.create_user("someone", is_staff=True)
    log(who, Role.objects.all()[0], "Of a role.")
    log(who, draft, "Of an edition.")
    log(who, who, "Of an account.")


@pytest.mark.parametrize(
    ("group", "reads"),
    [
        (EDITORS, {"role", "edition"}),
        (PUBLISHERS, {"role", "edition", "account"}),
        (ANALYSTS, {"edition"}),
        (ADMINISTRATORS, {"role", "edition", "account"}),
    ],
)
def test_each_group_reads_the_history_of_its_own_area(
    some: None, group: str, reads: set[str]
) -> None:
    page = signed_in("reader", groups=[group]).get(HISTORY)
    words = ("role", "edition", "account")
    body = page.content.decode()
    assert {w for w in words if f"Of a {w}." in body or f"Of an {w}." in body} == reads
    assert set(GROUPS) >= {group}


def test_links_lead_only_to_what_the_reader_may_open(some: None) -> None:
    for group in GROUPS:
        client = signed_in(f"reader {group}", groups=[group])
        for entry in client.get(HISTORY).context["entries"]:
            for url in (entry["url"], entry["since"].get("url", "")):
                if url:
                    assert client.get(url).status_code == 200, (group, url)


def test_who_is_in_no_group_reads_nothing(some: None) -> None:
    client = signed_in("outsider", groups=())
    assert client.get(HISTORY).status_code == 403
    assert "All activity" not in client.get("/admin/").content.decode()


# --- finding something ---------------------------------------------------------------------------
def test_filters_by_person_kind_and_day_work_together(some: None) -> None:
    ada, ben = (User.objects.create_user(name, is_staff=True) for name in ("ada", "ben"))
    role = Role.objects.all()[0]
    for day, who in ((1, ada), (2, ada), (2, ben)):
        log(who, role, f"{who} on day {day}.")
        LogEntry.objects.filter(pk=LogEntry.objects.latest("pk").pk).update(
            action_time=dt.datetime(2026, 11, day, 12, 0, tzinfo=dt.UTC)
        )
    log(ada, ada, "Signed in with a password.")
    client = signed_in("reader")

    def found(**query: str | int) -> list[str]:
        return [entry["text"] for entry in client.get(HISTORY, query).context["entries"]]

    assert found(who=ada.pk, kind="content") == ["ada on day 2.", "ada on day 1."]
    assert found(first="2026-11-02", last="2026-11-02") == ["ben on day 2.", "ada on day 2."]
    assert found(kind="sign-ins") == ["Signed in with a password."]
    assert found(kind="people") == ["Of an account."]
    assert found(kind="editions") == ["Of an edition."]
    assert len(found()) == 7


@pytest.mark.parametrize(
    "query",
    [
        {"who": "abc"}, {"who": "99999999999999999999"}, {"kind": "passwords"}, {"first": "never"},
        {"last": "0000-00-00"}, {"page": "-1"}, {"page": "x"}, {"user__password__startswith": "a"},
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_said_and_harms_nothing(
    some: None, query: dict[str, str]
) -> None:
    page = signed_in("reader").get(HISTORY, query)
    assert page.status_code == 200
    assert len(page.context["entries"]) == 3


def test_the_history_is_paged_and_costs_the_same_for_many_entries(some: None) -> None:
    reader = signed_in("reader")
    who = User.objects.get(username="someone")
    costs = []
    for count in (3, 120):
        while LogEntry.objects.count() < count:
            log(who, Role.objects.all()[0], f"Number {LogEntry.objects.count()}.")
        reader.get(HISTORY)
        with CaptureQueriesContext(connection) as queries:
            page = reader.get(HISTORY)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert len(page.context["entries"]) == 50
    assert "page 1 of 3" in text_of(page)
    older = reader.get(f"{HISTORY}?page=3&kind=content")
    assert "?page=2&amp;kind=content" in older.content.decode()


def test_what_an_entry_says_is_escaped(some: None) -> None:
    who = User.objects.get(username="someone")
    log(who, Role.objects.all()[0], "<script>alert(1)</script>")
    reader = signed_in("reader")
    for path in (HISTORY, "/admin/"):
        assert "<script>alert" not in reader.get(path).content.decode()

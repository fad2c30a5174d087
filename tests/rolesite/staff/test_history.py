"""The history of the desk: who changed what, in words, for those who may read it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence, Item, Step
from roles.draft.services import draft_document
from roles.editing.pages import log
from roles.editing.rows import ReadOnlyScreen, RowAdmin
from roles.models import Edition, Role
from roles.publishing.services import publish
from rolesite.staff.groups import ADMINISTRATORS, ANALYSTS, EDITORS, GROUPS, PUBLISHERS
from tests.assessments.pages import text_of
from tests.desk import screen, signed_in

HISTORY = "/admin/history/"


def last_message() -> str:
    return LogEntry.objects.latest("pk").get_change_message()


def save(client: Client, row: Any, **changes: Any) -> str:
    """Save a row's screen with changes and return what the history says of it."""
    kind = row._meta.label_lower.replace(".", "_")
    address = reverse(f"admin:{kind}_change", args=[row.pk])
    answer = client.post(address, screen(client, address) | changes)
    assert answer.status_code == 302, answer.context["errors"]
    return last_message()


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


def test_a_change_says_since_when_visitors_see_it(editor: Client, draft: Edition) -> None:
    save(editor, Role.objects.all()[0], summary="A new line.")
    assert "Not published yet" in text_of(editor.get(HISTORY))
    publish(note="Shorter.", author=None, now=timezone.now())
    page = editor.get(HISTORY)
    assert "On the site since edition 2" in text_of(page)
    edition = Edition.objects.get(number=2)
    assert reverse("admin:roles_edition_change", args=[edition.pk]) in page.content.decode()


def test_a_change_that_was_discarded_is_on_no_site(editor: Client, draft: Edition) -> None:
    role = Role.objects.all()[0]
    boss = signed_in("boss")
    changes = reverse("admin:roles_edition_changes")

    def sinces() -> list[str]:
        body = text_of(editor.get(f"{HISTORY}?kind=content"))
        return re.findall(r"On the site since edition \d|Discarded(?= or)|Not published", body)

    save(editor, role, summary="Discarded alone.")
    page = boss.get(changes)
    [change] = [each for group in page.context["groups"] for each in group.differences]
    url = reverse("admin:roles_edition_discard")
    boss.post(url, {"change": change.id, "seen": page.context["seen"]})
    save(editor, role, short_name="Pm")
    assert sinces() == ["Not published", "Discarded"]
    restore = reverse("admin:roles_edition_restore", args=[1])
    boss.post(restore, {"seen": boss.get(restore).context["seen"]})
    save(editor, role, short_name="PrjM")
    publish(note="Shorter.", author=None, now=timezone.now())
    assert sinces() == ["On the site since edition 2", "Discarded", "Discarded"]


# What is done by hand, the last first, before an edition is published, and what came out.
SITE, GONE = "On the site since edition 2", "Discarded or changed again"
LONG = "A text that is longer than what the history shows of a value, {} and then some more words."


def summaries(client: Client, *texts: str) -> None:
    for text in texts:
        save(client, Role.objects.all()[0], summary=text)


def options(client: Client, *changes: tuple[int, dict[str, str]]) -> None:
    """Save parts of an item, by their place."""
    item = Item.objects.filter(type="bars")[0]
    address = reverse("admin:assessments_item_change", args=[item.pk])
    for place, fields in changes:
        data = screen(client, address)
        data |= {f"options-{place}-{name}": value for name, value in fields.items()}
        answer = client.post(address, data)
        assert answer.status_code == 302


def delete(client: Client, row: Any) -> None:
    kind = row._meta.label_lower.replace(".", "_")
    client.post(reverse(f"admin:{kind}_delete", args=[row.pk]), {"post": "yes"})


def deleted_and_added_again(client: Client) -> None:
    step = Step.objects.all()[0]
    address = reverse("admin:assessments_step_change", args=[step.pk])
    data = {
        n: v for n, v in screen(client, address).items() if not re.search(r"-\d+-(id|step)$", n)
    }
    data |= {name: "0" for name in data if name.endswith("INITIAL_FORMS")}
    delete(client, step)
    unique = {"key": step.key} | data
    answer = client.post(reverse("admin:assessments_step_add"), unique)
    assert answer.status_code == 302, answer.context["errors"]


def changed_and_deleted(client: Client) -> None:
    step = Step.objects.all()[0]
    save(client, step, hours="77")
    delete(client, step)


def imported_over(client: Client) -> None:
    role = Role.objects.all()[0]
    summaries(client, LONG.format(1))
    archive = client.get(reverse("admin:roles_edition_export"), {"file": f"roles/{role.slug}.yaml"})
    text = archive.content.decode().replace("longer than", "not longer than")
    upload = SimpleUploadedFile(f"{role.slug}.yaml", text.encode())
    path = reverse("admin:roles_edition_content")
    plan = client.post(path, {"uploads": upload}).context
    client.post(
        path,
        {"signed": plan["signed"], "seen": plan["plan"].seen, "planned": plan["plan"].planned},
    )
    assert Role.objects.all()[0].summary.startswith("A text that is not longer")


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda c: summaries(c, "B", "C"), [SITE, GONE]),
        (lambda c: summaries(c, LONG.format(1), LONG.format(2)), [SITE, GONE]),
        (lambda c: summaries(c, "B", Role.objects.all()[0].summary), [GONE, GONE]),
        (lambda c: save(c, Role.objects.all()[0], short_name="Pm"), [SITE]),
        (
            lambda c: [
                save(c, Role.objects.all()[0], short_name="Pm", summary="B"),
                save(c, Role.objects.all()[0], short_name="Pjm"),
            ],
            [SITE, f"{SITE}, without what was discarded or changed again"],
        ),
        (lambda c: options(c, (0, {"text": "Q"}), (0, {"text": "R"})), [SITE, GONE]),
        (lambda c: options(c, (0, {"text": LONG}), (0, {"text": "Q" + LONG})), [SITE, GONE]),
        (lambda c: options(c, (0, {"text": "Q"}), (1, {"text": "R"})), [SITE, SITE]),
        (changed_and_deleted, [SITE, GONE]),
        (deleted_and_added_again, [GONE, GONE]),
        (imported_over, [GONE]),
        (lambda c: save(c, Item.objects.all()[0], level_weight="1", error_sd="9"), [SITE]),
        (lambda c: save(c, Evidence.objects.all()[0], base="1", error_sd="9"), [SITE]),
        (lambda c: save(c, Step.objects.all()[0]), []),
    ],
)
def test_only_what_an_edition_contains_is_on_the_site_since_it(
    editor: Client, draft: Edition, does: Callable[[Client], None], says: list[str]
) -> None:
    does(editor)
    QuerySet(Role).exclude(pk=Role.objects.all()[0].pk).update(summary="So that there is a change.")
    publish(note="Shorter.", author=None, now=timezone.now())
    body = text_of(editor.get(f"{HISTORY}?kind=content"))
    assert re.findall(f"(?:{SITE}|{GONE})(?:, without[a-z ]+again)?|Not published", body) == says


def test_an_edition_holds_nothing_that_was_saved_after_it_was_scheduled(
    editor: Client, draft: Edition
) -> None:
    role = Role.objects.all()[0]
    save(editor, role, summary="In time.")
    later = timezone.now() + dt.timedelta(hours=1)
    edition = publish(note="Later.", author=None, now=timezone.now(), at=later)
    log(User.objects.all()[0], edition, "Scheduled.", ADDITION)
    save(editor, role, summary="Too late.")
    QuerySet(Edition).filter(pk=edition.pk).update(published_at=timezone.now())
    body = text_of(editor.get(f"{HISTORY}?kind=content"))
    assert re.findall(r"On the site since edition \d|Not published", body) == [
        "Not published", "On the site since edition 2",
    ]  # fmt: skip


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

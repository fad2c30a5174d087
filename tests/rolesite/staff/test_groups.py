"""Who on the staff may do what, and the first account of a development site."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from rolesite.staff.groups import ADMINISTRATORS, DRAFT, GROUPS, codenames, make_groups
from tests.desk import screen, signed_in

# Rows that nobody on the desk has any business with: notes of the loader, who shared a result, what
# a person planned, answers in bytes, the sums behind the statistics, the counts of limits.
FOR_NOBODY = {
    "assessments.editionsums",
    "assessments.encodedanswers",
    "assessments.feedbacksummary",
    "assessments.impact",
    "assessments.invitation",
    "assessments.keptplan",
    "assessments.panel",
    "assessments.quartersums",
    "assessments.researchexport",
    "assessments.share",
    "assessments.studyanswer",
    "roles.contentfile",
    "roles.draftcount",
    "roles.trace",
    "web.counter",
}
# Rows that are no part of the draft.
NO_DRAFT = {"roles.edition", "assessments.attempt"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def run(command: str = "create_local_editor") -> str:
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_a_new_site_gets_an_editor_who_can_sign_in_with_what_the_file_says(var: Path) -> None:
    told = run()
    note = var / "local-editor.txt"
    name, password = (line.split(": ")[1] for line in note.read_text().splitlines())
    assert password in told
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert Client().login(username=name, password=password)
    editor = User.objects.get()
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert {group.name for group in editor.groups.all()} == set(GROUPS)


def test_a_second_run_changes_nothing_and_says_where_the_password_is(var: Path) -> None:
    run()
    note = var / "local-editor.txt"
    before = (User.objects.values().get(), note.read_bytes())
    told = run()
    assert (User.objects.values().get(), note.read_bytes()) == before
    assert str(note) in told
    assert before[1].decode().split()[-1] not in told


def test_a_site_that_has_staff_gets_no_further_account(var: Path) -> None:
    User.objects.create_superuser("head", password="known to the head only")
    assert "your own account" in run()
    assert User.objects.count() == 1
    assert not (var / "local-editor.txt").exists()


def test_a_file_left_by_an_earlier_site_is_replaced_and_stays_private(var: Path) -> None:
    note = var / "local-editor.txt"
    note.write_text("old")
    note.chmod(0o644)
    run()
    assert "old" not in note.read_text()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600


def test_production_gets_no_local_editor(var: Path, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="createsuperuser"):
        run()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", GROUPS)
def test_making_the_groups_again_restores_exactly_the_permissions_of_each(name: str) -> None:
    assert "up to date" in run("make_groups")
    group = Group.objects.get(name=name)
    wanted = {
        f"{label.split('.')[0]}.{codename}"
        for label, names in codenames(GROUPS[name]).items()
        for codename in names
    }
    group.permissions.add(Permission.objects.get(codename="delete_session"))
    group.permissions.remove(*Permission.objects.filter(codename__startswith="view_"))
    make_groups()
    has = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
    assert has == wanted


def test_making_the_groups_leaves_their_members_and_other_groups_alone() -> None:
    make_groups()
    own = Group.objects.create(name="Own")
    own.permissions.add(Permission.objects.get(codename="view_role"))
    member = User.objects.create_user("member")
    member.groups.set(Group.objects.all())
    make_groups()
    assert member.groups.count() == len(GROUPS) + 1
    assert own.permissions.count() == 1


def test_every_kind_of_row_is_part_of_the_draft_or_named_as_something_else() -> None:
    models = {
        model._meta.label_lower
        for app in ("roles", "assessments", "web")
        for model in apps.get_app_config(app).get_models()
    }
    assert models == set(DRAFT) | NO_DRAFT | FOR_NOBODY
    assert not FOR_NOBODY & {label for table in GROUPS.values() for label in table}


def test_the_screen_of_a_group_says_in_words_what_it_may_do() -> None:
    administrator = signed_in("ada", groups=[ADMINISTRATORS])
    group = Group.objects.get(name="Publishers")
    page = administrator.get(reverse("admin:auth_group_change", args=[group.pk]))
    body = page.content.decode()
    assert "<li>Roles: see</li>" in body
    assert "<li>Editions: see, can publish an edition</li>" in body
    assert "Nobody" in body


# --- accounts of the staff, through the desk --------------------------------------------------
@pytest.fixture
def administrator() -> Client:
    return signed_in("ada", groups=[ADMINISTRATORS])


def account(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_an_administrator_makes_an_account_that_can_sign_in_at_the_desk(
    administrator: Client,
) -> None:
    password = "a password of its own"
    address = reverse("admin:auth_user_add")
    sent = {"username": "new", "usable_password": "true"}
    administrator.post(address, sent | {"password1": password, "password2": password})
    new = User.objects.get(username="new")
    administrator.post(
        account(new),
        screen(administrator, account(new)) | {"groups": [Group.objects.get(name="Analysts").pk]},
    )
    assert (new.is_staff, new.is_superuser) == (True, False)
    assert [group.name for group in new.groups.all()] == ["Analysts"]
    client = Client()
    assert client.login(username="new", password=password)
    assert client.get("/admin/").status_code == 200


def test_an_administrator_gives_nobody_more_than_groups_give(administrator: Client) -> None:
    other = User.objects.create_user("other", is_staff=True)
    every = [permission.pk for permission in Permission.objects.all()]
    rights = {"is_superuser": "on", "user_permissions": every}
    for user in (other, User.objects.get(username="ada")):
        data = screen(administrator, account(user)) | rights
        assert administrator.post(account(user), data).status_code == 302
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()
    group = Group.objects.get(name=ADMINISTRATORS)
    address = reverse("admin:auth_group_change", args=[group.pk])
    refused = administrator.post(address, {"name": group.name, "permissions": every})
    assert refused.status_code == 403


def test_an_administrator_cannot_touch_a_superuser(administrator: Client) -> None:
    head = User.objects.create_superuser("head", password="known to the head only")
    data = {"username": "head", "password1": "mine now, thanks", "password2": "mine now, thanks"}
    for what in ("change", "delete", "password_change"):
        address = reverse(f"admin:auth_user_{what}", args=[head.pk])
        assert administrator.post(address, data | {"post": "yes"}).status_code == 403, what
    head.refresh_from_db()
    assert head.check_password("known to the head only")


def test_the_hash_of_a_password_is_neither_shown_nor_taken(administrator: Client) -> None:
    other = User.objects.create_user("other", is_staff=True, password="a password of hers")
    page = administrator.get(account(other)).content.decode()
    assert other.password not in page
    data = screen(administrator, account(other)) | {"password": "mine"}
    assert administrator.post(account(other), data).status_code == 302
    other.refresh_from_db()
    assert other.check_password("a password of hers")


def test_accounts_of_visitors_do_not_stand_on_the_desk(administrator: Client) -> None:
    visitor = User.objects.create_user("somebody", email="somebody@example.org")
    staff = reverse("admin:auth_user_changelist")
    for client in (administrator, signed_in("head", superuser=True)):
        for address in (staff, f"{staff}?q=somebody"):
            assert "somebody@" not in client.get(address).content.decode()
        assert client.get(account(visitor)).status_code == 302  # "does not exist"
    assert administrator.post(account(visitor), {"groups": [1]}).status_code == 404
    visitor.refresh_from_db()
    assert not visitor.is_staff


def test_administrators_do_not_lock_themselves_out(administrator: Client) -> None:
    own = account(User.objects.get(username="ada"))
    data = screen(administrator, own)
    for left_out in ("is_active", "groups"):
        kept = {name: value for name, value in data.items() if name != left_out}
        page = administrator.post(own, kept)
        assert page.status_code == 200
        assert "You cannot" in page.content.decode()
    assert User.objects.get(username="ada").is_active


def test_an_account_with_a_history_is_switched_off_and_not_deleted(administrator: Client) -> None:
    worked = User.objects.create_user("worked", is_staff=True)
    new = User.objects.create_user("new", is_staff=True)
    LogEntry.objects.create(user=worked, object_repr="A role", action_flag=CHANGE)
    for user, status in ((worked, 403), (new, 302)):
        address = reverse("admin:auth_user_delete", args=[user.pk])
        assert administrator.post(address, {"post": "yes"}).status_code == status
    assert User.objects.filter(username="worked").exists()
    data = {k: v for k, v in screen(administrator, account(worked)).items() if k != "is_active"}
    administrator.post(account(worked), data)
    worked.refresh_from_db()
    assert not worked.is_active

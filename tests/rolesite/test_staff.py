"""Who on the staff may do what, and the first account of a development site."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from rolesite.staff import EDITORS, EDITORS_MAY, make_groups

# Rows that editors have no business with: the loader's notes on files, and who shared a result.
NOT_FOR_EDITORS = {"roles.contentfile", "assessments.share"}

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
    assert [group.name for group in editor.groups.all()] == [EDITORS]


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


def test_making_the_groups_again_restores_exactly_the_permissions_of_editors() -> None:
    assert "up to date" in run("make_groups")
    group = Group.objects.get(name=EDITORS)
    wanted = {
        f"{label.split('.')[0]}.{verb}_{label.split('.')[1]}"
        for label, verbs in EDITORS_MAY.items()
        for verb in verbs
    }
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    group.permissions.remove(Permission.objects.get(codename="change_role"))
    make_groups()
    has = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
    assert has == wanted


def test_every_kind_of_row_is_either_for_editors_or_not() -> None:
    models = {
        model._meta.label_lower
        for app in ("roles", "assessments")
        for model in apps.get_app_config(app).get_models()
    }
    assert models == set(EDITORS_MAY) | NOT_FOR_EDITORS

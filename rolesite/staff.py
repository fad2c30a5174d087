"""Who on the staff may do what, and the first account of a development site.

Accounts and groups belong to the whole site, so this sits above the apps whose rows it names.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q

EDITORS = "Editors"
LOCAL_EDITOR = "editor"

ALL = ("view", "add", "change", "delete")
# What an editor may do with each kind of row. What is not named here, an editor may not even see:
# accounts, groups, the log, loaded files, and every answer a person gave.
EDITORS_MAY: dict[str, tuple[str, ...]] = {
    "roles.role": ALL,
    "roles.requirement": ALL,
    "roles.responsibility": ALL,
    "roles.qualification": ALL,
    "roles.rolecertification": ALL,
    "roles.softskill": ALL,
    "roles.namesake": ALL,
    "roles.sourcedfact": ALL,
    "roles.source": ALL,
    "roles.weekactivity": ALL,
    "roles.startingpoint": ALL,
    "roles.interviewquestion": ALL,
    "roles.rolepair": ALL,
    "roles.competency": ALL,
    "roles.certification": ALL,
    "roles.certifiedlevel": ALL,
    "roles.eligibilityroute": ALL,
    "roles.rung": ALL,
    "roles.runguse": ALL,
    "roles.checkoption": ALL,
    "roles.scene": ALL,
    "roles.scenemove": ALL,
    "roles.edition": ("view", "publish"),
    "assessments.item": ALL,
    "assessments.responseoption": ALL,
    "assessments.backgroundfact": ALL,
    "assessments.factoption": ALL,
    "assessments.evidence": ALL,
    "assessments.evidencebonus": ALL,
    "assessments.step": ALL,
    "assessments.stepgain": ALL,
    "assessments.scoringsettings": ("view", "add", "change"),
    "assessments.attempt": ("view",),
}


def make_groups() -> None:
    """Make the group of editors and give it exactly the permissions of ``EDITORS_MAY``.

    May run at any time and in any environment, also before ``migrate`` has written the
    permissions of a new model. Other groups and the members of this one are left alone.
    """
    wanted = Q(pk__in=())
    for label, verbs in EDITORS_MAY.items():
        app, model = label.split(".")
        wanted |= Q(
            content_type__app_label=app,
            content_type__model=model,
            codename__in=[f"{verb}_{model}" for verb in verbs],
        )
    for app in {label.split(".")[0] for label in EDITORS_MAY}:
        create_permissions(apps.get_app_config(app), verbosity=0)
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=EDITORS)
        group.permissions.set(Permission.objects.filter(wanted))


@dataclass(frozen=True, slots=True)
class LocalEditor:
    """The first account of a development site, as it was just made."""

    name: str
    password: str


def create_local_editor(*, note: Path) -> LocalEditor | None:
    """Make an editor with a random password and write both to the file ``note``.

    Returns None, and changes nothing but the group's permissions, when somebody on the staff has
    an account already.
    """
    make_groups()
    with transaction.atomic():
        if User.objects.filter(is_staff=True).exists():
            return None
        editor = LocalEditor(LOCAL_EDITOR, _readable_password())
        user = User.objects.create_user(editor.name, password=editor.password, is_staff=True)
        user.groups.add(Group.objects.get(name=EDITORS))
        _write_for_me_only(note, f"Name: {editor.name}\nPassword: {editor.password}\n")
    return editor


def _readable_password() -> str:
    """Five groups such as ``bako-tilu``: 63 bits, easy to read aloud and to type."""

    def syllable() -> str:
        return secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou")

    return "-".join(syllable() + syllable() for _ in range(5))


def _write_for_me_only(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whatever was there before."""
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)

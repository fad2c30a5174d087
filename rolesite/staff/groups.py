"""The permissions of the staff's groups, and the first account of a development site.

Accounts and groups belong to the whole site, so this sits above the apps whose rows it names.
There is one table for each group. A person may be in several; what no table names nobody may do,
or even see: loaded files, share links, visitors' accounts and every answer a person gave.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from roles.models.base import Ordered

EDITORS = "Editors"
PUBLISHERS = "Publishers"
ANALYSTS = "Analysts"
ADMINISTRATORS = "Administrators"
LOCAL_EDITOR = "editor"

# What may be done with each kind of row: Django's four verbs, or the codename of a permission of
# the row's own (its model's Meta.permissions), such as "publish_edition".
Table = Mapping[str, tuple[str, ...]]

ALL = VERBS = ("view", "add", "change", "delete")
VIEW = ("view",)

# The draft: every kind of row that editors put in order, and the one row of settings, which stays.
DRAFT: Table = {
    **{each._meta.label_lower: ALL for each in apps.get_models() if issubclass(each, Ordered)},
    "assessments.scoringsettings": ("view", "add", "change"),
}

GROUPS: Mapping[str, Table] = {
    # Change the draft, preview it, see what it would do to results. They do not publish.
    EDITORS: {**DRAFT, "roles.edition": VIEW, "assessments.attempt": ("view", "view_impact")},
    # Read the draft, see what it would do, and publish, restore or schedule it, but not write it.
    PUBLISHERS: {
        **dict.fromkeys(DRAFT, VIEW),
        "roles.edition": ("view", "publish_edition"),
        "assessments.attempt": ("view", "view_impact"),
        "admin.logentry": VIEW,  # the whole history; others see that of the rows they may see
    },
    # Item statistics and exports for research. No draft, and no single person's answers.
    ANALYSTS: {
        "roles.edition": VIEW,
        "assessments.attempt": ("view", "view_statistics", "export_attempts"),
    },
    # Accounts of the staff and who is in which group. What a group may do stands here, in the code.
    ADMINISTRATORS: {"auth.user": ALL, "auth.group": VIEW, "admin.logentry": VIEW},
}


def codenames(table: Table) -> dict[str, set[str]]:
    """Return the permissions of a table by kind of row, by the names that Django stores."""
    return {
        label: {f"{verb}_{label.split('.')[1]}" if verb in VERBS else verb for verb in verbs}
        for label, verbs in table.items()
    }


def make_groups() -> None:
    """Create the staff groups and give each exactly the permissions of its table.

    May run at any time and in any environment, also before ``migrate`` has written the
    permissions of a new model. Other groups and the members of these are left alone.
    """
    wanted = {
        name: {
            (*label.split("."), code) for label, codes in codenames(table).items() for code in codes
        }
        for name, table in GROUPS.items()
    }
    found = _permissions()
    if not found.keys() >= set().union(*wanted.values()):
        for app in {label.split(".")[0] for table in GROUPS.values() for label in table}:
            create_permissions(apps.get_app_config(app), verbosity=0)
        found = _permissions()
    with transaction.atomic():
        for name, keys in wanted.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(found[key] for key in keys)


def _permissions() -> dict[tuple[str, ...], int]:
    """Return the id of every stored permission, by app, model and codename."""
    names = ("content_type__app_label", "content_type__model", "codename")
    return {tuple(key): pk for *key, pk in Permission.objects.values_list(*names, "pk")}


def create_local_editor(*, note: Path) -> str | None:
    """Create an editor, write name and password to the file ``note``, and return the password.

    The account is in every group, so that a newcomer can try all of the desk. Returns ``None``, and
    changes nothing but the groups' permissions, if somebody on the staff has an account already.
    """
    make_groups()
    with transaction.atomic():
        if User.objects.filter(is_staff=True).exists():
            return None
        password = _readable_password()
        user = User.objects.create_user(LOCAL_EDITOR, password=password, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=GROUPS))
        note.parent.mkdir(exist_ok=True)
        note.unlink(missing_ok=True)
        note.touch(0o600, exist_ok=False)  # for its owner only, whatever was there before
        note.write_text(f"Name: {LOCAL_EDITOR}\nPassword: {password}\n")
    return password


def _readable_password() -> str:
    """Return five groups such as ``bako-tilu``: 63 bits, easy to read aloud and to type."""

    def syllable() -> str:
        return secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou")

    return "-".join(syllable() + syllable() for _ in range(5))

"""People on the desk, and a screen's form as a browser would send it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from roles.publishing import services as publishing
from rolesite.staff.groups import GROUPS


def signed_in(
    name: str = "editor",
    *,
    groups: Collection[str] = tuple(GROUPS),
    superuser: bool = False,
    password: str | None = None,
) -> Client:
    """Return a browser in which a member of the staff is signed in.

    By default the user is in all groups, as the first account of a development site is.
    """
    user = User.objects.create_user(name, password=password, is_staff=True, is_superuser=superuser)
    if groups and not superuser:
        user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


def screen(client: Client, url: str) -> dict[str, Any]:
    """Return what a browser would send if the screen at ``url`` were saved as it stands.

    The page is not written out, nor are the changes of the draft counted for it: that takes most
    of the time.
    """
    written = patch.object(SimpleTemplateResponse, "rendered_content", "")
    with written, patch.object(publishing, "counted", return_value=(0, 0)):
        response: Any = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    data: dict[str, Any] = {}
    for form in _forms(response.context_data):
        for field in form:
            value = field.value()
            if value is None or value is False:
                continue
            if hasattr(field.field.widget, "allow_multiple_selected"):
                prepared = field.field.prepare_value(value)
                value = prepared
            data[field.html_name] = value
    return data


def _forms(context: Any) -> Iterator[Any]:
    yield context["adminform"].form
    for part in context["inline_admin_formsets"]:
        yield part.formset.management_form
        yield from part.formset.forms


def save(client: Client, row: Model, **changes: Any) -> str:
    """Save a row's screen with changes and return what the history says of it."""
    kind = row._meta.label_lower.replace(".", "_")
    address = reverse(f"admin:{kind}_change", args=[row.pk])
    answer: Any = client.post(address, screen(client, address) | changes)
    assert answer.status_code == 302, answer.context["errors"]
    return last_message()


def last_message() -> str:
    """Return what the newest entry of the history says."""
    return LogEntry.objects.latest("pk").get_change_message()


def said(response: Any) -> list[str]:
    """Return every error that the screen shows."""
    errors = [
        str(error)
        for form in _forms(response.context)
        for messages in form.errors.values()
        for error in messages
    ]
    for part in response.context["inline_admin_formsets"]:
        errors.extend(str(error) for error in part.formset.non_form_errors())
    return errors


PASSWORD = "only-for-this-test"


def row_addresses() -> Iterator[tuple[str, str, str]]:
    """Yield (kind of row, what, address) of every address that shows rows."""
    for model, screen in admin.site._registry.items():
        label = model._meta.label_lower
        row = model._default_manager.order_by("pk").first()
        assert row is not None, f"No {label} to look at."
        name = f"admin:{label.replace('.', '_')}"
        for what in ("changelist", "add"):
            yield label, what, reverse(f"{name}_{what}")
        for what in ("change", "history", "delete"):
            yield label, what, reverse(f"{name}_{what}", args=[row.pk])
        if label == "roles.role":
            yield label, "copy", reverse(f"{name}_copy", args=[row.pk])
        if getattr(screen, "has_preview", False):
            yield label, "preview", reverse(f"{name}_preview", args=[row.pk])
        if getattr(screen, "is_ordered", False):
            yield label, "order", reverse(f"{name}_order")

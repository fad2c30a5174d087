"""Create a new role as a copy of another one."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import ADDITION
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from roles.draft import ROLES
from roles.draft.shapes import add_row
from roles.editing.pages import author_of, desk_page, log
from roles.models import Role
from roles.models.choices import Accent
from web.typed import look_of

# What tells a copy from its original, by what joins the words of the field.
NAMES = {"slug": "-", "name": " ", "short_name": " "}
COPY = re.compile(r"[ -]copy(?:[ -]\d+)?$")


def free_accent() -> Accent | None:
    """Return the first colour that no role has, else one of no listed role, else ``None``."""
    roles = list(Role.objects.values_list("accent", "is_listed"))
    for used in ({accent for accent, _ in roles}, {accent for accent, listed in roles if listed}):
        if free := [accent for accent in Accent if accent not in used]:
            return free[0]
    return None


def free_names(role: Role) -> dict[str, str]:
    """Return ``slug``, ``name`` and ``short_name`` for a copy of ``role`` that no role has yet."""
    rows = Role.objects.values(*NAMES)
    used = {name: {look_of(row[name]) for row in rows} for name in NAMES}
    for number in count(1):
        found = {}
        for name, space in NAMES.items():
            end = f"{space}copy" + (f"{space}{number}" if number > 1 else "")
            field: Any = Role._meta.get_field(name)
            start = COPY.sub("", getattr(role, name))[: field.max_length - len(end)]
            found[name] = start.rstrip(" -") + end
        if all(look_of(text) not in used[name] for name, text in found.items()):
            return found
    raise AssertionError  # numbers do not end


def copy_role(role: Role) -> Role:
    """Store and return a copy of ``role`` with all its parts, not shown on the site."""
    own = {"is_listed": False, "accent": free_accent() or role.accent, **free_names(role)}
    shape = ROLES.shapes["roles"]
    [original] = shape.collect(pk=role.pk)[None]
    value = shape.value.model_validate(original | own)
    last = Role.objects.aggregate(last=Max("position"))["last"]
    copied: Role = add_row(shape, value, position=last + 1)
    return copied


def copy_view(screen: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponseBase:
    """Ask whether to copy a role; on POST, copy it. A second press finds the copy by its slug."""
    author = author_of(request)
    role = screen.get_object(request, unquote(object_id))
    if not screen.has_view_permission(request, role) or not screen.has_add_permission(request):
        raise PermissionDenied
    if role is None:
        raise Http404(f"There is no role {object_id}.")
    if request.method != "POST":
        return desk_page(
            request,
            "roles/role/copy",
            title=f"Copy {role}",
            opts=screen.opts,
            role=role,
            names=free_names(role),
        )
    copied = Role.objects.filter(slug=request.POST.get("slug", "")).exclude(pk=role.pk).first()
    if copied:
        messages.info(request, f"{copied} is there already. Nothing was copied again.")
    else:
        copied = copy_role(role)
        log(author, copied, f"Added as a copy of {role}.", ADDITION)
        messages.success(
            request,
            f"This is {copied}. It is not on the site. Give it a name, a short name and an "
            "address of its own, and change what differs.",
        )
    return HttpResponseRedirect(reverse("admin:roles_role_change", args=[copied.pk]))

"""A copy of a role: everything but what tells the two apart; and a site of twelve roles."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.test import Client

from roles.draft import ROLES
from roles.editing.copying import copy_role, free_accent
from roles.models import Edition, Role
from roles.models.choices import Accent
from roles.publishing.services import CannotPublish, publish
from rolesite.staff.groups import EDITORS
from tests.concurrency import at_once
from tests.desk import said, screen, signed_in
from tests.editions import PUBLISHED_AT

OWN = ("slug", "name", "short_name", "accent", "is_listed")


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in("anna", groups=[EDITORS])


def role(slug: str = "project-manager") -> Role:
    return Role.objects.get(slug=slug)


def address(slug: str = "project-manager") -> str:
    return f"/admin/roles/role/{role(slug).pk}/copy/"


def parts(row: Role) -> dict[str, Any]:
    [found] = ROLES.shapes["roles"].collect(pk=row.pk)[None]
    return {name: value for name, value in found.items() if name not in OWN}


def test_a_copy_has_all_that_the_role_has_and_names_of_its_own(editor: Client) -> None:
    for where in ("/admin/roles/role/", address().replace("copy", "change")):
        assert f'href="{address()}"' in editor.get(where).content.decode()
    page = editor.get(address())
    assert "Project Manager copy" in page.content.decode()
    done = editor.post(address(), {"slug": page.context["names"]["slug"]})
    copied = role("project-manager-copy")
    assert done.headers["Location"] == f"/admin/roles/role/{copied.pk}/change/"
    assert (copied.name, copied.short_name) == ("Project Manager copy", "PM copy")
    assert not copied.is_listed
    assert copied.accent == "teal"
    assert copied.position == max(Role.objects.values_list("position", flat=True))
    assert parts(copied) == parts(role())
    assert all(parts(copied)[name] for name in ("requirements", "responsibilities", "week"))
    told = LogEntry.objects.get(object_id=str(copied.pk), action_flag=ADDITION)
    assert told.get_change_message() == "Added as a copy of Project Manager."
    again = screen(editor, done.headers["Location"])  # what was stored can be saved as it stands
    saved = editor.post(done.headers["Location"], again)
    assert saved.status_code == 302, said(saved)


def test_pressing_twice_makes_one_copy(editor: Client) -> None:
    sent = {"slug": editor.get(address()).context["names"]["slug"]}
    first, second = editor.post(address(), sent), editor.post(address(), sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Role.objects.filter(name__contains="copy").count() == 1
    assert LogEntry.objects.filter(change_message__contains="as a copy").count() == 1


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_copy(draft: Edition) -> None:
    editors = [signed_in(name, groups=[EDITORS]) for name in ("anna", "bea", "cleo")]
    where = address()
    sent = {"slug": editors[0].get(where).context["names"]["slug"]}
    answers = at_once([partial(each.post, where, sent) for each in editors])
    assert [each.status_code for each in answers] == [302] * 3
    assert len({each.headers["Location"] for each in answers}) == 1
    assert Role.objects.filter(name__contains="copy").count() == 1


def test_only_who_may_add_a_role_may_copy_one(editor: Client) -> None:
    assert editor.get("/admin/roles/role/987654/copy/").status_code == 404
    analyst = signed_in("bea", groups=["Analysts"])
    assert analyst.get(address()).status_code == 403
    assert analyst.post(address(), {"slug": "x"}).status_code == 403
    assert not Role.objects.filter(name__contains="copy").exists()


def test_names_fit_and_are_free_however_often_and_long(draft: Edition) -> None:
    row = role()
    row.name, row.short_name, row.slug = "N" * 80, "S" * 12, "s-" * 39 + "ss"
    row.save()
    made = [row]
    for number in range(len(Accent) + 3):
        made.append(copy_role(made[number // 2]))
        made[-1].full_clean()
    assert len({each.name.casefold() for each in made}) == len(made)
    assert made[1].name == "N" * 75 + " copy"
    assert made[2].name.endswith(" copy 2")
    assert "copy copy" not in " ".join(each.name for each in made)


def test_twelve_roles_publish_with_their_markers_and_the_thirteenth_is_refused(
    draft: Edition,
) -> None:
    for _ in range(len(Accent) - Role.objects.count()):
        copy_role(role())
    assert free_accent() is None or Role.objects.filter(is_listed=False).exists()
    Role.objects.update(is_listed=True)
    assert free_accent() is None
    publish(note="Twelve roles.", author=None, now=PUBLISHED_AT)
    home = Client().get("/").content.decode()
    for each in Role.objects.all():
        assert f"marker accent-{each.accent}" in home
        page = Client().get(f"/roles/{each.slug}/").content.decode()
        assert f"marker accent-{each.accent}" in page
    copy_role(role())
    Role.objects.update(is_listed=True)
    with pytest.raises(CannotPublish) as refused:
        publish(note="Thirteen.", author=None, now=PUBLISHED_AT)
    (problem,) = (p for p in refused.value.errors if p.location == ("accent",))
    assert problem.message.endswith(
        "13 roles are on the site, and charts can tell 12 apart by colour and marker. "
        "Remove one: untick “on the site”."
    )


def test_who_takes_a_colour_twice_is_told_the_free_ones(draft: Edition) -> None:
    Role.objects.update(accent="blue")
    with pytest.raises(CannotPublish) as refused:
        publish(note="Two of one colour.", author=None, now=PUBLISHED_AT)
    (problem,) = (p for p in refused.value.errors if p.location == ("accent",))
    assert "Choose one that no role on the site has: amber, teal, plum, " in problem.message

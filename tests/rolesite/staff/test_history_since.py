"""The history says of each change of the draft since which edition visitors see it, if any."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence, Item, Step
from roles.editing.pages import log
from roles.models import Edition, Role
from roles.publishing.services import publish
from rolesite.staff.groups import EDITORS
from tests.assessments.pages import text_of
from tests.desk import save, screen, signed_in

HISTORY = "/admin/history/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in("edda", groups=[EDITORS])


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
        path, {"signed": plan["signed"], "seen": plan["plan"].seen, "planned": plan["plan"].planned}
    )
    assert Role.objects.all()[0].summary.startswith("A text that is not longer")


def put_in_order_and_one_deleted(client: Client) -> None:
    first, *rest = Step.objects.order_by("position", "pk").values_list("pk", flat=True)
    address = reverse("admin:assessments_step_order")
    keys = [first, rest[2], *rest[:2], *rest[3:]]
    places = {f"position-{key}": str(place) for place, key in enumerate(keys)}
    client.post(address, places | {"seen": client.get(address).context["seen"]})
    delete(client, Step.objects.get(pk=first))


def renamed_after_a_change(client: Client) -> None:
    """Change a role and a part of it, then the names by which both are known."""
    role = Role.objects.all()[0]
    address = reverse("admin:roles_role_change", args=[role.pk])
    part, title = "responsibilities-0", role.responsibilities.order_by("position", "pk")[0].title
    save(client, role, short_name="Pm", **{f"{part}-text": "Other words."})
    save(client, role, slug="first-name", summary="B")
    save(client, role, **{f"{part}-title": f"{title} too"})
    save(client, role, slug="second-name")
    assert screen(client, address)[f"{part}-text"] == "Other words."


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (put_in_order_and_one_deleted, [SITE] * 4),
        (
            renamed_after_a_change,
            [SITE, SITE, f"{SITE}, without what was discarded or changed again", SITE],
        ),
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

    def sinces() -> list[str]:
        body = text_of(editor.get(f"{HISTORY}?kind=content"))
        said = r"(?:On the site since|Scheduled with) edition \d|Not published|Discarded"
        return re.findall(said, body)

    assert sinces() == ["Not published", "Scheduled with edition 2"]
    QuerySet(Edition).filter(pk=edition.pk).update(published_at=timezone.now())
    assert sinces() == ["Not published", "On the site since edition 2"]

"""The page that publishes, and what leads to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import BackgroundFact, Evidence, Item, ResponseOption, ScoringSettings
from roles.draft.section import DraftError
from roles.draft.services import draft_document, errors_of, mark_draft_changed
from roles.editing.links import link_for
from roles.models import CheckOption, Competency, Edition, Role
from roles.publishing import desk as publishing
from roles.publishing.services import PublishedMeanwhile
from rolesite.staff.groups import ADMINISTRATORS, ANALYSTS, EDITORS, PUBLISHERS
from tests.desk import signed_in

NEXT_WEEK = (timezone.localdate() + dt.timedelta(days=7)).isoformat()
NOTE = {"note": "Shorter names, because phones cut the long ones."}


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


@pytest.fixture
def url() -> str:
    return reverse("admin:roles_edition_publish")


def change() -> None:
    Role.objects.filter(slug="project-manager").update(summary="Another line.")
    mark_draft_changed()


def send(client: Client, url: str, **data: str) -> Any:
    """Open the page, then press its button."""
    seen = client.get(url).context["state"].content_hash
    return client.post(url, {"seen": seen} | NOTE | data, follow=True)


def test_an_editor_publishes_with_a_note_and_the_site_shows_it(editor: Client, url: str) -> None:
    change()
    response = send(editor, url)
    edition = Edition.objects.get(number=2)
    assert edition.note == NOTE["note"]
    assert str(edition.published_by) == "editor"
    body = response.content.decode()
    assert 'Edition 2 is published. <a href="/">See it on the site</a>' in body
    assert "Everything is published." in body
    assert LogEntry.objects.get().object_repr == "Edition 2"
    assert "Another line." in Client().get("/roles/project-manager/").content.decode()


def test_a_note_is_needed_and_may_not_be_long(editor: Client, url: str) -> None:
    change()
    too_long = "501 characters; at most 500."
    for note, message in (
        ("   ", "Say in a sentence what changed and why."),
        ("x" * 501, too_long),
    ):
        response = send(editor, url, note=note)
        assert response.context["form"].errors == {"note": [message]}
        assert note.strip() in response.content.decode()
    assert Edition.objects.count() == 1


def test_a_problem_stops_publishing_and_the_note_is_kept(editor: Client, url: str) -> None:
    Role.objects.update(accent="teal")
    response = send(editor, url)
    body = response.content.decode()
    assert Edition.objects.count() == 1
    assert "Nothing was published: fix the problems below first" in body
    assert 'value="Publish edition 2"' in body
    assert body.count("disabled") == 2
    assert NOTE["note"] in body
    assert "has the same colour as" in body


def test_nothing_to_publish_is_said_and_the_note_is_kept(editor: Client, url: str) -> None:
    assert "Everything is published." in editor.get(url).content.decode()
    body = send(editor, url).content.decode()
    assert "the draft matches the current edition" in body
    assert NOTE["note"] in body


def test_being_second_is_said_and_the_note_is_kept(
    editor: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(**_: Any) -> Edition:
        raise PublishedMeanwhile

    change()
    monkeypatch.setattr(publishing, "publish", meanwhile)
    body = send(editor, url).content.decode()
    assert "somebody else published a moment ago" in body
    assert NOTE["note"] in body


def test_a_draft_that_changed_after_the_page_was_opened_is_shown_first(
    editor: Client, url: str
) -> None:
    change()
    seen = editor.get(url).context["state"].content_hash
    Role.objects.filter(slug="project-manager").update(summary="Not seen yet.")
    response = editor.post(url, {"seen": seen} | NOTE)
    body = response.content.decode()
    assert "The draft changed after you opened this page." in body
    assert NOTE["note"] in body
    assert Edition.objects.count() == 1
    again = editor.post(url, {"seen": response.context["form"]["seen"].value()} | NOTE)
    assert again.status_code == 302


def test_a_second_press_shows_the_outcome_of_the_first(editor: Client, url: str) -> None:
    change()
    seen = editor.get(url).context["state"].content_hash
    for _ in range(2):
        body = editor.post(url, {"seen": seen} | NOTE, follow=True).content.decode()
        assert "Edition 2 is published." in body
    assert Edition.objects.count() == 2


def test_enter_in_a_field_publishes_nothing(editor: Client, url: str) -> None:
    change()
    first = re.search(r'<(?:button|input)[^>]*type="submit"[^>]*>', _form(editor, url))
    assert first is not None
    assert 'name="check"' in first[0]
    body = send(editor, url, check="yes").content.decode()
    assert "Nothing is published yet." in body
    assert NOTE["note"] in body
    body = send(editor, url, check="yes", on_day=NEXT_WEEK, at_time="10:00").content.decode()
    assert "Nothing is published yet." in body
    assert Edition.objects.count() == 1


def test_publishing_now_does_not_ignore_a_day(editor: Client, url: str) -> None:
    change()
    for typed in ({"on_day": NEXT_WEEK}, {"at_time": "10:00"}):
        body = send(editor, url, publish="Publish edition 2", **typed).content.decode()
        assert "Nothing was published, because you chose a time." in body
    assert Edition.objects.count() == 1


def test_readers_see_one_note_and_the_staff_both(editor: Client, url: str) -> None:
    change()
    send(editor, url, internal_note="Legal asked for it.")
    assert Edition.objects.get(number=2).internal_note == "Legal asked for it."
    assert "Legal asked for it." in editor.get("/admin/roles/edition/").content.decode()
    for page in ("/changes/", "/changes/feed/"):
        body = Client().get(page).content.decode()
        assert NOTE["note"] in body, page
        assert "Legal asked for it." not in body, page


def test_a_publisher_corrects_a_note_and_the_history_keeps_the_old_one(
    editor: Client, url: str
) -> None:
    page = reverse("admin:roles_edition_note", args=[1])
    assert "The first edition." in Client().get("/changes/").content.decode()
    sent = editor.post(page, {"note": "The very first."}, follow=True)
    assert "Readers of edition 1 now read: “The very first.”" in sent.content.decode()
    assert "The very first." in Client().get("/changes/").content.decode()
    assert "“The first edition.” → “The very first.”" in LogEntry.objects.get().change_message
    assert signed_in("ed", groups=[EDITORS]).get(page).status_code == 403


def test_every_page_says_how_many_problems_the_draft_has(editor: Client, url: str) -> None:
    Role.objects.update(accent="teal")
    mark_draft_changed()
    number = len(editor.get(url).context["blocking_errors"])
    body = " ".join(editor.get("/admin/password_change/").content.decode().split())
    assert f"{number} problem{'s' * (number > 1)}</a>" in body
    assert editor.get("/admin/roles/edition/changes/").context["blocking_errors"]


def _form(client: Client, url: str) -> str:
    return client.get(url).content.decode().partition('class="desk-publish-form"')[2]


def test_the_first_page_says_how_the_draft_stands(editor: Client) -> None:
    index = reverse("admin:index")
    assert "Everything is published." in editor.get(index).content.decode()
    change()
    body = " ".join(editor.get(index).content.decode().split())
    assert "1 unpublished change</a>.</strong> Visitors still see edition 1." in body
    assert "Publish edition 2…" in body


def test_the_desk_of_an_empty_site_says_that_nothing_is_published(db: None, url: str) -> None:
    client = signed_in()
    assert "Nothing is published yet." in client.get(reverse("admin:index")).content.decode()
    response = client.get(url)
    assert response.status_code == 200
    assert response.context["blocking_errors"]


def test_every_problem_leads_to_the_screen_where_it_is_fixed(editor: Client, url: str) -> None:
    Role.objects.update(accent="teal")
    CheckOption.objects.update(is_right=False)
    ResponseOption.objects.filter(item=Item.objects.filter(type="bars")[0]).delete()
    BackgroundFact.objects.all()[0].options.all().delete()
    Evidence.objects.all()[0].base.clear()
    Item.objects.filter(competency=Competency.objects.all()[1]).update(is_active=False)
    problems = errors_of(draft_document())
    assert {p.file.split("/")[0] for p in problems} >= {
        "roles", "depth_levels.yaml", "items.yaml", "background.yaml",
    }  # fmt: skip
    assert {p.warning for p in problems} == {True, False}
    shown = editor.get(url)
    placed = [*shown.context["blocking_errors"], *shown.context["warnings"]]
    assert len(placed) == len(problems)
    for problem in placed:
        assert editor.get(problem["links"][0].url).status_code == 200, problem


def test_a_problem_of_an_item_leads_to_that_item(editor: Client, url: str) -> None:
    item = Item.objects.filter(type="bars").order_by("position", "pk")[3]
    item.options.all()[0].delete()
    [problem] = editor.get(url).context["blocking_errors"]
    assert problem["links"][0].url == reverse("admin:assessments_item_change", args=[item.pk])
    assert problem["links"][0].label == str(item)


PLACES: list[tuple[str, tuple[str | int, ...], str]] = [
    ("roles", (), "role/"),
    ("roles/project-manager.yaml", ("requirements", 3, "importance"), "#requirements-group"),
    ("roles/project-manager.yaml", ("responsibilities", 1, "text"), "#responsibilities-1"),
    ("roles/no-such-role.yaml", ("accent",), "role/"),
    ("competencies.yaml", ("competencies", 2, "key"), "competency/N/change/"),
    ("competencies.yaml", ("competencies", 999), "competency/"),
    ("certifications.yaml", ("certifications", 1, "supports", 0), "certification/N/change/"),
    ("pairs.yaml", ("pairs", 0, "second"), "rolepair/N/change/"),
    ("depth_levels.yaml", ("depth_levels", 0, "options"), "depthlevel/N/change/"),
    ("scenarios.yaml", ("scenarios", 0), "scenario/N/change/"),
    ("synonyms.yaml", ("synonyms", 2, "typed"), "synonym/N/change/"),
    ("questions.yaml", ("questions", 1, "links", 0, "address"), "question/N/change/"),
    ("items.yaml", (), "item/"),
    ("background.yaml", ("facts", 0, "options", 2, "code"), "backgroundfact/N/change/"),
    ("background.yaml", ("evidence", 0, "base"), "evidence/N/change/"),
    ("background.yaml", (), "backgroundfact/"),
    ("scoring.yaml", ("settings", "band_ready"), "scoringsettings/N/change/"),
    ("assessments", ("settings",), "scoringsettings/N/change/"),
    ("steps.yaml", ("steps", 1, "prerequisites", 0), "step/N/change/"),
    ("of-a-later-app.yaml", ("things", 1), "/admin/"),
]


def test_every_kind_of_place_exists(editor: Client) -> None:
    for file, location, end in PLACES:
        place = link_for(DraftError("Something.", file, location))
        assert re.sub(r"/\d+/", "/N/", place.url).endswith(end), place
        assert editor.get(place.url, follow=True).status_code == 200, place
        assert place.label


def test_a_problem_of_two_roles_leads_to_both(editor: Client, url: str) -> None:
    first, last = Role.objects.order_by("position", "pk")
    Role.objects.filter(pk=last.pk).update(accent=first.accent)
    last.requirements.all().delete()
    for each in first.requirements.all():
        last.requirements.create(
            competency=each.competency,
            importance=each.importance,
            required_level=each.required_level,
        )
    page = editor.get(url).context
    messages = {
        each["message"]: each["links"] for each in (*page["blocking_errors"], *page["warnings"])
    }
    for says in ("the same colour", "so like those of"):
        [links] = [links for message, links in messages.items() if says in message]
        assert {link.label for link in links} == {first.name, last.name}


def test_a_missing_row_of_settings_is_a_problem_with_a_place(editor: Client, url: str) -> None:
    ScoringSettings.objects.all().delete()
    blocking_errors = editor.get(url).context["blocking_errors"]
    assert [problem["links"][0].label for problem in blocking_errors] == ["scoring settings"]


def test_publishing_needs_its_permission(draft: Edition, url: str) -> None:
    for name in (EDITORS, ANALYSTS, ADMINISTRATORS):
        client = signed_in(name, groups=[name])
        assert client.get(url).status_code == 403, name
        assert client.post(url, {"note": "Mine", "seen": "x"}).status_code == 403, name
        assert "Publish…" not in client.get("/admin/password_change/").content.decode(), name
    publisher = signed_in("publisher", groups=[PUBLISHERS])
    assert "Publish…" in publisher.get("/admin/roles/edition/").content.decode()
    change()
    assert "Publish edition 2…" in publisher.get("/admin/").content.decode()
    send(publisher, url)
    assert Edition.objects.get(number=2).published_by == User.objects.get(username="publisher")


def test_a_draft_with_warnings_is_published_only_by_who_says_that_they_are_read(
    editor: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change()
    warning = DraftError("Planner is mixed up with Lead.", "items.yaml", warning=True)
    monkeypatch.setattr(publishing, "errors_of", lambda document: (warning,))
    assert 'name="despite"' in editor.get(url).content.decode()
    for button in ("publish", "schedule"):
        later = {"on_day": NEXT_WEEK, "at_time": "10:00"} if button == "schedule" else {}
        body = send(editor, url, **{button: "yes"}, **later).content.decode()
        assert "Nothing was published. Read the warnings above first" in body
        assert "Planner is mixed up with Lead." in body
        assert NOTE["note"] in body
    assert Edition.objects.count() == 1
    assert "Edition 2 is published." in send(editor, url, despite="on").content.decode()


def test_having_read_the_warnings_of_one_draft_says_nothing_of_those_of_another(
    editor: Client, url: str
) -> None:
    seen = editor.get(url).context["state"].content_hash
    first, other = Competency.objects.all()[:2]
    Competency.objects.filter(pk=other.pk).update(name=first.name)
    data = NOTE | {"seen": seen, "despite": "on"}
    page = editor.post(url, data)
    assert "The draft changed after you opened this page." in page.content.decode()
    assert page.context["form"]["despite"].value() is False
    assert Edition.objects.count() == 1


def test_the_first_edition_says_what_is_worth_a_look(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_content")
    first, other = Competency.objects.all()[:2]
    Competency.objects.filter(pk=other.pk).update(name=first.name)
    call_command("publish_first_edition")
    out, err = capsys.readouterr()
    assert "Current edition: 1." in out
    assert "Worth a look: competencies.yaml: Readers cannot tell" in err

"""Hostile text in every field, on every page and in every file that shows it, stays text.

``make security`` runs this; it takes longer than a test of ``make check`` may.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import models
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from assessments.models.choices import Detail
from assessments.plans.services import set_plan
from assessments.sharing.services import create_share, share_token
from roles.draft.section import sections
from roles.draft.services import content_hash, draft_document
from roles.draft.shapes import Shape
from roles.models import Edition
from roles.snapshot.editions import Snapshot, snapshot_of
from rolesite.pages.sitemap import public_pages
from tests.assessments.factories import finished
from tests.assessments.peer_feedback_links import invite
from tests.assessments.sheets import technical
from tests.desk import row_addresses, signed_in
from tests.editions import PUBLISHED_AT
from tests.personal_pages import personal_paths
from tests.security.hostile import COMPUTED, FAMILIES, Family, broken, hostile
from web.spreadsheets import TRIGGERS

DESK = (
    "", "roles/edition/changes/", "roles/edition/publish/", "roles/role/profiles/", "history/",
    "impact/", "roles/certification/to-check/", "assessments/attempt/statistics/",
    "assessments/attempt/study/", "preview/", "assessments/attempt/export/",
    "assessments/attempt/export/codebook/", "roles/edition/content/",
)  # fmt: skip
MARKED = re.compile(r"m(\d{4})z")
CALENDAR_NAMES = {
    "ACTION", "BEGIN", "CALSCALE", "CATEGORIES", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART",
    "END", "METHOD", "PRODID", "SUMMARY", "TRANSP", "TRIGGER", "UID", "URL", "VERSION",
    "X-WR-CALNAME", "NAME", "SEQUENCE", "CLASS",
}  # fmt: skip


@dataclass(slots=True)
class Crawl:
    """What was opened, the marks of the texts that were shown there, and what went wrong."""

    opened: int = 0
    shown: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def look(self, client: Client, path: str) -> Any:
        """Open an address and judge what it answers by its kind."""
        response: Any = client.get(path)
        self.opened += 1
        if response.status_code not in (200, 302, 303, 400, 403):
            self.wrong.append(f"{path} answers {response.status_code}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        problems = JUDGES[kind](body) if kind in JUDGES else ()
        self.wrong += [f"{path}: {problem}" for problem in problems]
        if kind == "application/pdf":
            body = _pdf_text(body).encode()
        self.shown |= set(MARKED.findall(body.decode(errors="replace")))
        return response


def _html(body: bytes) -> Iterator[str]:
    text = body.decode()
    yield from broken(text)
    if COMPUTED in text:
        yield "template syntax was worked out"
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
        json.loads(block)


def _xml(body: bytes) -> Iterator[str]:
    for each in ElementTree.fromstring(body).iter():  # noqa: S314  our own
        if "evil" in each.tag:
            yield f"an element {each.tag}"


def _json(body: bytes) -> Iterator[str]:
    json.loads(body)
    yield from ()


def _csv(body: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")):
        for cell in row:
            if cell.startswith(TRIGGERS) and not (cell[0] == "'" or _is_number(cell)):
                yield f"a formula: {cell[:40]!r}"


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?", cell) is not None


def _calendar(body: bytes) -> Iterator[str]:
    for each in Calendar.from_ical(body).walk():
        yield from (f"a property {name}" for name in each if name not in CALENDAR_NAMES)
    unfolded = re.sub(rb"\r?\n[ \t]", b"", body)
    for line in unfolded.decode().splitlines():
        if re.split("[:;]", line)[0] not in CALENDAR_NAMES:
            yield f"a line {line[:40]!r}"


def _pdf(body: bytes) -> Iterator[str]:
    reader: Any = PdfReader(io.BytesIO(body))
    names = {str(name) for name in reader.trailer["/Root"]}
    yield from (f"the document has {name}" for name in names & {"/OpenAction", "/AA", "/AcroForm"})

    for page in reader.pages:
        for each in page.get("/Annots") or ():
            action = each.get_object().get("/A") or {}
            address = str(action.get("/URI", "https://"))
            if action.get("/S", "/URI") not in ("/URI", "/GoTo") or not address.startswith("http"):
                yield f"an action {dict(action)}"
    if COMPUTED in _pdf_text(body):
        yield "template syntax was worked out"


def _pdf_text(body: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


JUDGES: dict[str, Callable[[bytes], Any]] = {
    "text/html": _html,
    "application/atom+xml": _xml,
    "application/xml": _xml,
    "application/json": _json,
    "application/schema+json": _json,
    "text/csv": _csv,
    "text/calendar": _calendar,
    "application/pdf": _pdf,
}


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a kind of row in which an editor types what they like."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField)
        and not each.choices
        and (_is_address(each) or not any(isinstance(v, RegexValidator) for v in each.validators))
    ]


def _is_address(each: models.Field[Any, Any]) -> bool:
    return any("https" in str(getattr(v, "regex", "")) for v in each.validators)


def shapes() -> Iterator[Shape]:
    waiting = [shape for section in sections() for shape in section.shapes.values()]
    while waiting:
        shape = waiting.pop()
        yield shape
        waiting += shape.parts.values()


def attack_the_draft(family: Family) -> dict[str, str]:
    """Write a hostile text into every text of the draft; return what each mark stands for."""
    marks: dict[str, str] = {}
    for model in {shape.model for shape in shapes()}:
        fields = text_fields(model)
        for row in model._base_manager.all():
            changed = {}
            for each in fields:
                if not getattr(row, each.name):
                    continue  # some must be empty, and what is empty is shown nowhere
                mark = f"{len(marks):04}"
                marks[mark] = f"{model._meta.label}.{each.name}"
                longest = each.max_length or 4000
                changed[each.name] = hostile(family, mark, longest, is_address=_is_address(each))
            model._base_manager.filter(pk=row.pk).update(**changed)
    return marks


def publish_as_it_is(number: int, note: str) -> Snapshot:
    """Publish the draft without asking whether it may be: hostile texts are no good content."""
    document = draft_document()
    Edition.objects.create(
        number=number,
        document=document,
        content_hash=content_hash(document),
        note=note,
        internal_note=note,
        published_at=PUBLISHED_AT,
    )
    return snapshot_of(number)


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_text_stays_text_on_every_page_and_in_every_file(
    draft: Edition, family: Family, record_property: Callable[[str, object], None]
) -> None:
    marks = attack_the_draft(family)
    snapshot = publish_as_it_is(2, hostile(family, "9990", 500))
    User.objects.create_user("named", first_name=hostile(family, "9991", 150), is_staff=True)
    crawl, visitor, editor = Crawl(), Client(), signed_in("head", superuser=True)
    for page in public_pages(snapshot):
        crawl.look(visitor, page.path)
    for path in more_public(snapshot):
        crawl.look(visitor, path)
    for path in private(family):
        crawl.look(visitor, path)
    for _, _, path in row_addresses():
        crawl.look(editor, path)
    for path in DESK:
        crawl.look(editor, f"/admin/{path}")
    for model in {shape.model for shape in shapes()}:
        screen = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        if editor.get(f"{screen}/").status_code == 200:
            for row in model._base_manager.all()[:3]:
                crawl.look(editor, f"{screen}/{row.pk}/change/")

    assert crawl.wrong == []
    fields = {marks[mark] for mark in crawl.shown & set(marks)}
    record_property("fields", len(set(marks.values())))
    record_property("shown", len(fields))
    record_property("texts", len(marks))
    record_property("pages", crawl.opened)
    assert set(marks.values()) - fields == set(), "never shown, so never judged"


def more_public(snapshot: Snapshot) -> Iterator[str]:
    yield from ("/changes/feed/", "/sitemap.xml", "/llms.txt", "/robots.txt")
    yield from ("/schemas/result-1.json", "/schemas/account-1.json")
    for role in snapshot.roles.roles:
        yield from (
            f"/roles/{role.slug}.md",
            f"/roles/{role.slug}/levels/",
            f"/share/roles/{role.slug}.png",
        )
    yield "/share/compare/project-manager/technical-project-manager.png"
    for query in ("m0001z", "<x-evil>", '" autofocus x-evil="', "evil", "={{1913*7}}", "W" * 500):
        yield f"/search/?q={query.replace('#', '')}"
    yield "/certificates/choose/?goal=technical_depth&budget=%22%3E%3Cx-evil%3E"
    yield "/certificates/which/?exam=%22%3E%3Cx-evil%3E"


def private(family: Family) -> Iterator[str]:
    """Yield pages and files of people, some of whom typed hostile texts themselves."""
    now = timezone.now()
    paths, _ = personal_paths()
    yield from paths
    owner = finished(technical(), now=now)
    set_plan(token=owner, now=now, role="project-manager", hours_a_week=4, weeks=12)
    for name in (
        "",
        "why/",
        "gaps/",
        "details/",
        "plan/",
        "what-if/",
        "colleagues/",
        "shares/",
        "study/",
    ):
        yield f"/results/{owner}/{name}"
    for name in ("result.json", "result.csv", "result.pdf?link=yes", "plan.ics?link=yes"):
        yield f"/results/{owner}/{name}"
    colleague = invite(owner, asker=hostile(family, "9992", 60), asks_openly=True, now=now)
    yield from (f"/rate/{colleague}/", f"/results/{owner}/colleagues/")
    for detail in Detail:
        key = str(uuid.uuid4())
        create_share(token=owner, key=key, detail=detail, days=7, now=now)
        yield f"/shared/{share_token(owner, key)}/"

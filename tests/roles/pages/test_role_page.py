"""What a role's page shows at first, and that one click leads to all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client

from roles.models.choices import FactKind
from roles.snapshot.base import Value
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from tests.roles.pages.page_parts import TPM, text_of
from web.markdown import plain_paragraphs

MOST_WORDS = 900
UNSEEN = {"head", "title", "desc", "script", "option"}
WITHOUT_END = {"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect", "line"}
# Keys and addresses stand in the markup; a time of the week is told by day.
NOT_PROSE = {"competency", "topic", "from_role", "certification", "url", "source_url", "when"}


class FirstView(HTMLParser):
    """The words that somebody sees who opens nothing, all words, and folds within a fold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.path: list[tuple[str, str]] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.nested = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and any(name == "details" for name, _ in self.path):
            self.nested += 1
        if tag not in WITHOUT_END:
            self.path.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.path]
        self.words += data.split()
        if UNSEEN & {*tags} or any("visually-hidden" in css for _, css in self.path):
            return
        if "details" not in tags or "summary" in tags[tags.index("details") :]:
            self.seen += data.split()


def prose_of(role: Role) -> Iterator[str]:
    """Yield each paragraph that editors wrote about a role."""
    entries: list[tuple[str, object]] = [("", role.description), ("", role.strengths)]
    for part in role:
        if isinstance(part[1], tuple):
            entries += [pair for entry in part[1] if isinstance(entry, Value) for pair in entry]
    for fact in role.facts:
        if fact.kind is FactKind.COMPANY:  # its company is the heading above
            entries.remove(("statement", fact.statement))
            entries.append(("", fact.statement.partition(":")[2] or fact.statement))
    for name, value in entries:
        if type(value) is str and name not in NOT_PROSE:
            yield from plain_paragraphs(value)


def test_a_role_is_read_in_one_short_view_and_the_rest_is_one_click_away(
    client: Client, whole_snapshot: Snapshot
) -> None:
    for role in whole_snapshot.roles.roles:
        page = FirstView(text_of(client, f"/roles/{role.slug}/"))
        assert 400 < len(page.seen) <= MOST_WORDS, role.slug
        assert page.nested == 0, role.slug
        said = "".join(page.words).casefold()
        for paragraph in prose_of(role):
            assert "".join(paragraph.split()).casefold() in said, (role.slug, paragraph)


def test_addresses_of_parts_that_others_link_to_stay(
    client: Client, whole_snapshot: Snapshot
) -> None:
    html = text_of(client, f"/roles/{TPM}/")
    anchors = (
        *("responsibilities", "week", "profile", "qualifications", "certifications"),
        *("soft-skills", "moving-in", "levels", "interview", "outlook", "companies", "notes"),
        *("listings", "namesakes", "sources", "from-project-manager"),
    )
    for anchor in anchors:
        assert f'id="{anchor}"' in html


def test_the_week_is_a_timetable_by_day(client: Client, whole_snapshot: Snapshot) -> None:
    html = text_of(client, f"/roles/{TPM}/").partition('id="week"')[2].partition("</section>")[0]
    days = [html.index(f">{day}</h3>") for day in ("Monday", "Tuesday", "Friday")]
    assert days == sorted(days)
    assert ">Before lunch</span>" in html[days[0] : days[1]]


def test_a_role_ends_with_where_it_leads(client: Client, whole_snapshot: Snapshot) -> None:
    html = text_of(client, f"/roles/{TPM}/").partition('id="next"')[2].partition("</section>")[0]
    for other in whole_snapshot.roles.roles:
        assert (f'href="/roles/{other.slug}/"' in html) == (other.slug != TPM)
        leads = any(point.from_role == TPM for point in other.starting_points)
        assert (f'href="/roles/{other.slug}/#from-{TPM}"' in html) == leads

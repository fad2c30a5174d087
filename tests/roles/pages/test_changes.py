"""What changed, edition by edition: the page and the feed."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.test import Client

from roles.models import Edition, Role
from roles.publishing.services import publish
from roles.snapshot.editions import published_editions
from tests.editions import PUBLISHED_AT

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client) -> list[dict[str, str | None]]:
    """Return the feed's entries; fail unless the feed is what RFC 4287 asks for."""
    answer = client.get("/changes/feed/")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Rolesite"
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/changes/feed/",
        "alternate": "http://testserver/changes/",
    }
    dt.datetime.fromisoformat(str(root.findtext(f"{ATOM}updated")))
    found = []
    for each in root.findall(f"{ATOM}entry"):
        fields = {name: each.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")}
        assert all(fields.values())
        fields["summary"] = each.findtext(f"{ATOM}summary")
        found.append(fields)
    ids = [each["id"] for each in found]
    assert len(set(ids)) == len(ids)
    return found


def publish_again(note: str, summary: str) -> None:
    Role.objects.filter(slug="project-manager").update(summary=summary)
    publish(note=note, author=None, now=PUBLISHED_AT + dt.timedelta(days=1))


def test_each_edition_is_an_entry_the_newest_first(client: Client, draft: Edition) -> None:
    publish_again("Shorter <b>& clearer</b>\x07.", "A new line.")
    newest, oldest = entries(client)
    assert newest["title"] == "Edition 2"
    assert newest["id"] == "http://testserver/changes/#edition-2"
    assert newest["updated"] == (PUBLISHED_AT + dt.timedelta(days=1)).isoformat()
    # The field holds HTML, so a note's own signs are escaped in it.
    assert newest["summary"] == "Shorter &lt;b&gt;&amp; clearer&lt;/b&gt;."
    assert oldest["summary"] == "The first edition."


def test_joiners_of_a_note_stay_in_the_feed(client: Client, draft: Edition) -> None:
    publish_again("क\u094d\u200cष, 👩\u200d💻", "A new line.")
    assert entries(client)[0]["summary"] == "क\u094d\u200cष, 👩\u200d💻"


def test_the_page_says_the_same(client: Client, draft: Edition) -> None:
    publish_again("Shorter <b>& clearer</b>.", "A new line.")
    page = client.get("/changes/").content.decode()
    assert page.index('id="edition-2"') < page.index('id="edition-1"')
    assert "Shorter &lt;b&gt;&amp; clearer&lt;/b&gt;." in page
    assert "2 November 2026" in page
    assert page.count("You are reading this one") == 1


def test_a_draft_never_leaks(client: Client, draft: Edition) -> None:
    Role.objects.filter(slug="project-manager").update(name="Secret name", summary="Secret line.")
    for path in (
        "/changes/",
        "/changes/feed/",
        "/sitemap.xml",
        "/roles/project-manager/",
        "/search/?q=secret",
        "/",
    ):
        assert "Secret" not in client.get(path).content.decode()
    assert [edition.number for edition in published_editions()] == [1]


def test_before_the_first_edition_the_feed_is_empty_and_valid(client: Client, db: None) -> None:
    assert entries(client) == []

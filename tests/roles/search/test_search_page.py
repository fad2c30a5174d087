"""The page of a search: hits, near words, what is refused."""

from __future__ import annotations

from html import escape

import pytest
from django.test import Client

from roles.pages.presenters.search_page import MAX_QUERY
from roles.snapshot.editions import Snapshot
from rolesite.operations.logs import masked
from rolesite.pages.search import index_of


def page(client: Client, query: str, status: int = 200) -> str:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == status
    return answer.content.decode()


def test_hits_link_into_pages_with_the_words_marked(client: Client, snapshot: Snapshot) -> None:
    html = page(client, "stakholder managment")
    assert 'href="/roles/project-manager/#responsibilities"' in html
    assert "<mark>Stakeholder</mark> <mark>management</mark>" in html
    assert "We searched for “stakeholder management” instead" in html


def test_how_the_site_works_can_be_found(client: Client, snapshot: Snapshot) -> None:
    assert 'href="/how-it-works/#privacy"' in page(client, "privacy")


def test_an_empty_search_offers_examples_that_find_something(
    client: Client, snapshot: Snapshot
) -> None:
    html = page(client, "  ")
    _, examples = index_of(snapshot)
    assert len(examples) > 3
    for words in examples:
        assert escape(words) in html
        assert "results for" in page(client, words)


def test_nothing_found_offers_near_words_and_ways_on(client: Client, snapshot: Snapshot) -> None:
    html = page(client, "stakehldrship")
    assert "Nothing found for “stakehldrship”" in html
    assert "Did you mean one of these words?" in html
    assert 'href="/search/?q=stakeholder' in html
    assert 'href="/compare/"' in html


def test_one_letter_asks_for_more(client: Client, snapshot: Snapshot) -> None:
    assert "Type two or more letters" in page(client, "a", 400)


def test_a_very_long_search_says_its_length_and_keeps_the_words(
    client: Client, snapshot: Snapshot
) -> None:
    query = "word " * 40
    html = page(client, query, 400)
    assert f"{len(query) - 1} characters; at most {MAX_QUERY}." in html
    assert f'value="{query.strip()}"' in html
    page(client, "w" * MAX_QUERY)


def test_before_the_first_edition_it_says_so(client: Client, db: None) -> None:
    assert "Nothing is published yet" in page(client, "risk")


def test_a_search_is_kept_by_nobody(client: Client, snapshot: Snapshot) -> None:
    answer = client.get("/search/?q=risk")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies
    assert client.post("/search/", {"q": "risk"}).status_code == 405


def test_a_search_is_never_logged(
    client: Client, snapshot: Snapshot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        client.get("/search/?q=sickness")
        client.get("/search/?q=" + "sickness+" * 30)
    assert "sickness" not in caplog.text
    line = '"GET /search/?q=sickness&x=1 HTTP/1.1" 200'
    assert masked(line) == '"GET /search/?[search] HTTP/1.1" 200'
    assert masked("<WSGIRequest: GET '/search/?q=sickness'>").endswith("[search]'>")
    for asked in ("/search/?q=it's+sickness", "/admin/login/?next=%2Fsearch%2F%3Fq%3Dsickness"):
        assert "sickness" not in masked(f'"GET {asked} HTTP/1.1" 200')


def test_the_page_says_what_a_word_was_taken_for(client: Client, snapshot: Snapshot) -> None:
    assert "is called “software development life cycle” here" in page(client, "sdlc")

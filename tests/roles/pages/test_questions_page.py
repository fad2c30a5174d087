"""The questions that people ask, on their page and on the home page, as a reader meets them."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from django.test import Client

from roles.draft.services import errors_of
from roles.snapshot.addresses import page_at
from roles.snapshot.editions import Snapshot
from tests.editions import publish_document, whole_document
from tests.html_validity import assert_valid_html
from tests.page_head import PageHead
from tests.roles.pages.page_parts import PM, TPM, PageParts, text_of

QUESTIONS = "/questions/"


def parts_by_id(page: str) -> dict[str, str]:
    """Return the markup of each question by its id."""
    articles = re.findall(
        r'<article class="entry entry--wide" id="([^"]+)">(.*?)</article>', page, re.S
    )
    return dict(articles)


def test_each_question_has_its_answer_and_what_that_rests_on(
    client: Client, whole_snapshot: Snapshot
) -> None:
    page = text_of(client, QUESTIONS)
    parts = parts_by_id(page)
    assert list(parts) == [
        question.slug
        for topic in dict.fromkeys(type(whole_snapshot.roles.questions[0].topic))
        for question in whole_snapshot.roles.questions
        if question.topic is topic
    ]
    for question in whole_snapshot.roles.questions:
        seen, _, folded = parts[question.slug].partition("<details")
        assert PageHead(seen).text.split() == f"{question.question} {question.short_answer}".split()
        assert ("<strong>Our judgement:</strong>" in folded) is bool(question.judgement)
        assert folded.count('class="source-line"') == len(question.facts)
        for fact in question.facts:
            assert f'href="{fact.source_url}"' in folded or not fact.source_url
        targets = PageParts(folded).targets
        assert [link.address for link in question.links if link.address not in targets] == []


def test_every_link_of_an_answer_leads_to_the_place_that_it_names(
    client: Client, whole_snapshot: Snapshot
) -> None:
    ids: dict[str, list[str]] = {}
    for question in whole_snapshot.roles.questions:
        for link in question.links:
            path, _, anchor = link.address.partition("#")
            if path not in ids:
                ids[path] = PageParts(text_of(client, path)).ids
            assert not anchor or anchor in ids[path], (question.slug, link.address)


def test_every_question_is_two_clicks_from_home_at_most(
    client: Client, whole_snapshot: Snapshot
) -> None:
    home = PageParts(text_of(client, "/")).targets
    assert QUESTIONS in home
    first = [target.partition("#")[2] for target in home if target.startswith(f"{QUESTIONS}#")]
    ids = PageParts(text_of(client, QUESTIONS)).ids
    assert set(first) | {question.slug for question in whole_snapshot.roles.questions} <= set(ids)
    asked = [anchor for anchor in first if not anchor.startswith("about-")]
    for topic in {question.topic for question in whole_snapshot.roles.questions}:
        slugs = [each.slug for each in whole_snapshot.roles.questions if each.topic is topic]
        assert [slug for slug in asked if slug in slugs] == slugs[:3]


def test_a_link_to_a_role_that_is_not_on_the_site_is_left_out(client: Client, db: None) -> None:
    document = copy.deepcopy(whole_document())
    for role in document["sections"]["roles"]["roles"]:
        role["is_listed"] = role["slug"] == PM
    publish_document(document)
    targets = PageParts(text_of(client, QUESTIONS)).targets
    assert f"/roles/{PM}/#week" in targets
    assert [target for target in targets if TPM in target] == []
    assert all(target.startswith(("/", "#", "https://")) for target in targets)


def test_an_edition_without_questions_says_so_and_home_asks_none(
    client: Client, seed_document: dict[str, Any], db: None
) -> None:
    document = copy.deepcopy(seed_document)
    document["sections"]["roles"]["questions"] = []
    publish_document(document)
    page = text_of(client, QUESTIONS)
    assert "have not answered any questions here yet" in page
    assert PageHead(page).data == []
    assert "asked-title" not in text_of(client, "/")


@pytest.mark.parametrize(
    ("address", "there"),
    [
        (f"/roles/{PM}/#week", f"/roles/{PM}/#week"),
        (f"/compare/{PM}/{TPM}/", f"/compare/{PM}/{TPM}/"),
        ("/certificates/which/", "/certificates/which/"),
        ("/", "/"),
        ("/roles/nobody/", None),
        ("/certificates/pmq/", None),
        ("/quizz/", None),
        ("/roles", None),
        ("/admin/nothing/", None),
    ],
)
def test_a_link_is_only_as_good_as_the_page_it_leads_to(
    snapshot: Snapshot, address: str, there: str | None
) -> None:
    assert page_at(snapshot.roles, address) == there


def test_the_draft_says_which_answer_rests_on_nothing_and_which_link_leads_nowhere(
    db: None, seed_document: dict[str, Any]
) -> None:
    document = copy.deepcopy(seed_document)
    first, second = document["sections"]["roles"]["questions"][:2]
    first |= {"facts": [], "judgement": ""}
    second["links"][0]["address"] = "/roles/nobody/#week"
    found = {error.location: error for error in errors_of(document)}
    nothing = found["questions", 0, "judgement"]
    assert "It needs a fact, or has to say why we think so." in nothing.message
    assert not nothing.warning
    nowhere = found["questions", 1, "links", 0, "address"]
    assert "/roles/nobody/#week" in nowhere.message
    assert nowhere.warning
    assert {error.file for error in (nothing, nowhere)} == {"questions.yaml"}


@pytest.mark.services
@pytest.mark.once
def test_the_page_of_an_edition_without_questions_is_valid_html(
    client: Client, seed_document: dict[str, Any], db: None
) -> None:
    document = copy.deepcopy(seed_document)
    document["sections"]["roles"]["questions"] = []
    publish_document(document)
    assert_valid_html([(path, client.get(path).content) for path in (QUESTIONS, "/")])

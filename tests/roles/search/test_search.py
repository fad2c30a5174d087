"""Search: what is found, in which order, and that no query can do harm."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from itertools import permutations
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from roles.models import Edition
from roles.pages.presenters.search_page import address_of, search_page
from roles.search.documents import DocumentKind, Passage, SearchDocument, documents_of
from roles.search.index import MAX_HITS, Index
from roles.snapshot.editions import Snapshot, snapshot_of
from roles.snapshot.values import RolesSection, Synonym
from rolesite.pages.search import index_of
from tests.editions import whole_document
from tests.roles.pages.page_parts import PM, TPM
from web.typed import cleaned_text


def text(
    title: str, body: str = "", *, heading: str = "", kind: DocumentKind = DocumentKind.SITE
) -> SearchDocument:
    return SearchDocument(kind, title, ("home",), passages=(Passage(heading, body),))


def titles(query: str, *documents: SearchDocument) -> list[str]:
    return [hit.document.title for hit in Index(documents).search(query).hits]


@pytest.fixture(scope="session")
def index() -> Index:
    """Return the index of all that ships, without the pages of the site itself."""
    return index_of_document(whole_document())


def index_of_document(document: dict[str, Any]) -> Index:
    section = RolesSection.model_validate(document["sections"]["roles"]).on_site
    return Index(documents_of(section), section.synonyms)


# ------------------------------------------------------------------ order


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_title_comes_before_a_heading_and_a_heading_before_a_text(order: tuple[int, ...]) -> None:
    documents = (
        text("Risk", "one two"),
        text("Second", "one two", heading="Risk"),
        text("Third", "risk " * 50),
    )
    found = titles("risk", *(documents[place] for place in order))
    assert found == ["Risk", "Second", "Third"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_the_word_itself_comes_before_a_longer_word(order: tuple[int, ...]) -> None:
    documents = (text("One", "you plan"), text("Two", "you planify"))
    assert titles("plan", *(documents[place] for place in order)) == ["One", "Two"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_the_beginning_of_a_word_comes_before_a_typing_error(order: tuple[int, ...]) -> None:
    documents = (text("One", "planning"), text("Two", "plant a planing tool"))
    found = titles("plann", *(documents[place] for place in order))
    assert found[0] == "One"


def test_one_wrong_key_comes_before_two() -> None:
    documents = (text("Far", "deliveries"), text("Near", "delivered"))
    assert titles("deliverad", *documents)[0] == "Near"


def test_the_whole_name_comes_before_a_name_that_holds_it() -> None:
    documents = (text("Technical Project Manager"), text("Project Manager"))
    assert titles("project manager", *documents)[0] == "Project Manager"


def test_more_of_the_words_win_and_fewer_are_left_out() -> None:
    both = text("Both", "budget and scope")
    found = Index([text("Budget"), both]).search("budget scope")
    assert [hit.document for hit in found.hits] == [both]
    assert not found.is_partial


def test_when_no_text_has_all_words_those_with_the_most_are_shown_and_it_is_said() -> None:
    documents = [text("One", "budget scope"), text("Two", "scope time"), text("Three", "time")]
    found = Index(documents).search("budget scope time")
    assert [hit.document.title for hit in found.hits] == ["One", "Two"]
    assert found.is_partial


def test_words_that_stand_together_come_first() -> None:
    documents = (text("Apart", "risk of a register"), text("Together", "a risk register"))
    assert titles("risk register", *documents)[0] == "Together"


def test_common_words_count_only_alone() -> None:
    documents = (text("What is it for"), text("Budget"))
    assert titles("what is the budget", *documents) == ["Budget"]
    assert titles("what", *documents) == ["What is it for"]


# ------------------------------------------------------------------ what people type


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("stakholder managment", "Stakeholder management"),
        (
            "certifcation",
            "Which certificate should I take: PMP, PRINCE2, CAPM, ACP, SAFe or a cloud one?",
        ),
        ("certificates", "Certificates"),
        ("interveiw", "Interview questions"),  # two letters swapped
        ("laedership", "Leadership"),
        ("stakeh", "Stakeholder management"),
        ("STAKEHOLDER MANAGEMENT", "Stakeholder management"),
        ("stakehólder mänagement", "Stakeholder management"),
        ("tpm", "Technical Project Manager"),
        ("TPMs", "Technical Project Manager"),
        ("pm", "Project Manager"),
        ("salary", "Pay and outlook"),
        ("kubernets", "Certified Kubernetes Administrator (CKA)"),
        ("what does a day look like", "What does a typical day or week look like?"),
        ("pmp", "Project Management Professional (PMP)"),
        ("how do the roles differ", "Project Manager and Technical Project Manager compared"),
        ("a budget cut", "A budget cut"),
        ("sequence diagram", "Follow a sequence diagram"),
        ("SDLC", "What is the SDLC, and how much of it must I know?"),
        ("captain", "Project Manager"),
        ("TPgM", "Technical Program Manager"),
        ("how much does a TPM earn", "Which of the two pays more?"),
        ("PMO", "Project Manager"),
        ("kanban", "PMI Agile Certified Practitioner (PMI-ACP)"),
        ("agile", "PMI Agile Certified Practitioner (PMI-ACP)"),
        ("scrum", "Scrum Master / Delivery Manager"),
        ("gantt chart", "What do KPI, RFP, RACI and other project words mean?"),
        ("RACI", "What do KPI, RFP, RACI and other project words mean?"),
        ("risk register", "Risk management"),
        ("QA", "Quality assurance"),
        ("remuneration", "Pay and outlook"),
        ("conflict", "Stakeholder management"),
        ("CI/CD", "What is the SDLC, and how much of it must I know?"),
        ("retrospective", "PMI Agile Certified Practitioner (PMI-ACP)"),
        ("junior", "Moving into the role"),
        ("SLA", "Weigh an error budget"),
    ],
)
def test_what_people_type_leads_where_they_mean(index: Index, query: str, first: str) -> None:
    assert index.search(query).hits[0].document.title == first


def test_a_typing_error_is_named_and_the_rest_of_the_query_kept(index: Index) -> None:
    assert index.search("What is stakholder work").corrected == "What is stakeholder work"
    assert index.search("stakeholder").corrected == ""


def test_accents_and_case_count_on_neither_side() -> None:
    document = text("Café in Łódź", "Ökonomie")
    for query in ("cafe", "CAFÉ", "cafe\u0301", "okonomie", "ÖKONOMIE"):
        found = Index([document]).search(query)
        assert found.total == 1, query
        assert found.corrected == "", query


def test_a_short_word_is_never_taken_for_another() -> None:
    assert titles("cre", text("Care")) == []
    assert titles("care", text("Care")) == titles("crae", text("Care")) == ["Care"]


def test_only_the_best_are_shown_and_all_are_counted() -> None:
    found = Index(text(f"Budget {number}") for number in range(MAX_HITS + 5)).search("budget")
    assert (len(found.hits), found.total) == (MAX_HITS, MAX_HITS + 5)


def test_words_that_lead_nowhere_are_named_and_near_ones_offered(index: Index) -> None:
    found = index.search("stakehldrship xyzzy")
    assert found.hits == ()
    assert found.unknown == ("stakehldrship", "xyzzy")
    assert "stakeholders" in found.nearest or "stakeholder" in found.nearest
    rest = index.search("xyzzy budget")
    assert rest.hits
    assert rest.unknown == ("xyzzy",)


# ------------------------------------------------------------------ synonyms


def test_a_question_leads_to_the_page_with_its_answer(whole_snapshot: Snapshot) -> None:
    index, _ = index_of(whole_snapshot)
    for query, address in {
        "do I need to code": "/questions/#do-i-have-to-code",
        "how technical": "/how-technical/",
        "How much does a TPM earn?": "/questions/#which-pays-more",
        "what a TPM earns": f"/roles/{TPM}/#outlook",
        "how much does a PM earn": f"/roles/{PM}/#outlook",
        "SDLC": "/questions/#what-is-the-sdlc",
        "PMP": "/certificates/pmp/",
        "which role suits me?": "/quiz/",
        "GDPR": "/how-it-works/#privacy",
    }.items():
        assert address_of(index.search(query).hits[0].document) == address, query


def test_every_phrase_of_the_content_leads_where_its_meaning_leads(
    whole_snapshot: Snapshot,
) -> None:
    index, _ = index_of(whole_snapshot)
    for synonym in whole_snapshot.roles.synonyms:
        there = index.search(synonym.means)
        assert there.hits, synonym.means
        assert not there.is_partial, synonym.means
        for phrase in synonym.phrases:
            found = index.search(phrase)
            assert found.hits[0].document == there.hits[0].document, phrase
            assert found.meant == ((phrase, synonym.means),)


WORDS = st.sampled_from(["pay", "earn", "code", "risk", "to", "plan"])
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@given(st.dictionaries(PHRASES, PHRASES, max_size=4), PHRASES)
def test_a_synonym_hides_nothing_that_has_the_words_as_typed(
    meanings: dict[str, str], query: str
) -> None:
    documents = [text("One", "pay risk"), text("Two", "earn plan"), text("Three", "code to plan")]
    synonyms = [Synonym(means=means, typed=typed) for typed, means in meanings.items()]
    plain = Index(documents).search(query)
    found = Index(documents, synonyms).search(query)
    assert bool(found.hits) >= bool(plain.hits)
    if not (plain.unknown or plain.corrected or plain.is_partial):
        assert {hit.document.title for hit in plain.hits} <= {h.document.title for h in found.hits}


def test_a_question_counts_only_as_a_whole_and_a_word_anywhere() -> None:
    documents = [text("Technical depth"), text("Code review"), text("Pay")]
    synonyms = [
        Synonym(means="technical depth", typed="do I need to code"),
        Synonym(means="pay", typed="earn, make a living"),
    ]
    index = Index(documents, synonyms)
    assert [h.document.title for h in index.search("code?").hits] == [
        "Technical depth",
        "Code review",
    ]
    assert [h.document.title for h in index.search("code review").hits] == ["Code review"]
    assert index.search("what will I EARN and when review").meant == (("EARN", "pay"),)


# ------------------------------------------------------------------ no query does harm

EVIL = text('<script>alert("x")</script> & budget', "<b onclick='y()'>budget</b> & <img src=x>")
FRAGMENTS = st.sampled_from(
    [
        "<script>",
        "</mark>",
        "<img src=x onerror=y()>",
        '" autofocus x="',
        "&lt;",
        "budget",
        "{{ 1 }}",
    ]
)
QUERIES = st.text(max_size=200) | st.lists(FRAGMENTS | st.text(max_size=8), max_size=8).map(
    " ".join
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.seen |= {f"@{name}" for name, _ in attrs}


def rendered(query: str, index: Index) -> str:
    query = cleaned_text(query)
    empty = RolesSection(competencies=(), roles=())
    return render_to_string("rolesite/pages/search.html", search_page(empty, index, query))


@given(QUERIES)
@settings(max_examples=150, deadline=None)
def test_no_query_raises_or_brings_in_markup(query: str) -> None:
    tags = Tags()
    tags.feed(rendered(query, Index([EVIL])).split("<main")[1].split("</main>")[0])
    assert not tags.seen & {
        "script",
        "img",
        "b",
        "@onclick",
        "@onerror",
        "@src",
        "@autofocus",
        "@x",
    }


def test_a_text_with_markup_is_shown_as_text() -> None:
    page = rendered("budget", Index([EVIL]))
    assert "<script>alert" not in page
    assert escape("<script>alert") in page
    assert "<mark>budget</mark>" in page


@given(QUERIES)
@settings(max_examples=100, deadline=None)
def test_the_seed_content_answers_any_query(index: Index, query: str) -> None:
    found = index.search(query)
    assert len(found.hits) <= found.total
    assert found == index.search(query)


# ------------------------------------------------------------------ one code path, any database


def test_what_the_database_gives_back_is_searched_like_the_files(
    draft: Edition, seed_document: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The edition went through rows and the database's JSON; the index came from the files."""
    index = index_of_document(seed_document)
    section = snapshot_of(draft.number).roles
    stored = Index(documents_of(section), section.synonyms)
    with django_assert_num_queries(0):
        for query in ("stakholder managment", "earn", "tpm", "ö", "risk plan", "xyzzy"):
            assert stored.search(query) == index.search(query)


def test_an_index_is_built_once_for_an_edition(snapshot: Snapshot) -> None:
    assert index_of(snapshot) is index_of(snapshot)


def test_a_search_costs_one_query(
    client: Client, snapshot: Snapshot, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/search/?q=risk")
    with django_assert_num_queries(1):
        client.get("/search/?q=budget")


def test_every_document_leads_to_a_page_with_its_place(client: Client, snapshot: Snapshot) -> None:
    index, _ = index_of(snapshot)
    expected = {document.title for document in documents_of(snapshot.roles)}
    assert expected <= {document.title for document in index.documents}
    assert {document.kind for document in index.documents} == set(DocumentKind)
    pages: dict[str, str] = {}
    for document in index.documents:
        path, _, anchor = address_of(document).partition("#")
        if path not in pages:
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, path
            pages[path] = answer.content.decode()
        assert not anchor or f'id="{anchor}"' in pages[path], address_of(document)

"""The search page. What somebody looks for is answered and forgotten."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.views.decorators.http import require_safe

from roles.pages.presenters.search_page import address_of, refused, search_page
from roles.search import Document, Index, Kind, Passage, documents_of
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page
from web.one_at_a_time import OneAtATime
from web.typed import cleaned_text

searching = OneAtATime(wait=0.25)

EXAMPLES = (
    "stakeholder management",
    "PMP",
    "pay",
    "a working week",
    "interview questions",
    "how technical",
)

# Pages that are a way to something rather than a text: title, address, what it is, more words.
WAYS = (
    ("Take the quiz", "assessments:quiz_start", "See which role suits you.", "test fit result"),
    (
        "How the quiz is made and scored",
        "assessments:method",
        "Every question, weight and formula, with an example worked out.",
        "method methodology scoring reliability",
    ),
    ("Compare two roles", "roles:compare_start", "What two roles share.", "difference versus"),
    ("Certificates", "roles:certificates", "What each one asks for.", "certification exam"),
    (
        "Which exams can you sit?",
        "roles:which_exams",
        "Which exams are open to you today, and what is missing for the others.",
        "certificate eligibility calculator requirements",
    ),
    (
        "How technical must you be?",
        "roles:depth_levels",
        "Five rungs, each with something that people in the role really read.",
        "technical depth ladder",
    ),
    (
        "Same incident, different chairs",
        "roles:scenarios",
        "What each role does first when something goes wrong.",
        "scenes two chairs day work",
    ),
)


@require_safe
@searching
@edition_page
def search(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Everything published that has the words of ``?q=``, the best first."""
    query = cleaned_text(request.GET.get("q", ""))
    index, examples = index_of(snapshot)
    page = refused(query, examples)
    status = 400 if page and page.errors else 200
    page = page or search_page(snapshot.roles, query, index.search(query), examples)
    context = {"page": page, "edition": snapshot}
    return render(request, "rolesite/pages/search.html", context, status=status)


@functools.lru_cache(maxsize=4)
def index_of(snapshot: Snapshot) -> tuple[Index, tuple[str, ...]]:
    """The index of an edition and examples of what it answers; built once per process."""
    every = (*documents_of(snapshot.roles), *_of_the_site(snapshot))
    index = Index(filter(_has_page, every), snapshot.roles.synonyms)
    return index, tuple(words for words in EXAMPLES if index.search(words).hits)


def _has_page(document: Document) -> bool:
    try:
        address_of(document)
    except NoReverseMatch:
        return False
    return True


def _of_the_site(snapshot: Snapshot) -> Iterator[Document]:
    for title, name, text, also in WAYS:
        yield Document(Kind.SITE, title, (name,), also=also, passages=(Passage("", text),))
    reader = _Sections()
    reader.feed(render_to_string("rolesite/pages/how_it_works.html", {"edition": snapshot}))
    for anchor, title, texts in reader.sections:
        passages = tuple(Passage("", " ".join(text.split())) for text in texts)
        yield Document(
            Kind.SITE,
            title,
            ("how_it_works",),
            anchor,
            context="How it works",
            passages=tuple(passage for passage in passages if passage.text),
        )


class _Sections(HTMLParser):
    """The sections of one of our own pages: id, heading, paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, str, list[str]]] = []
        self._inside = False
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        anchor = dict(attrs).get("id")
        if tag == "section":
            self._inside = anchor is not None
            if anchor:
                self.sections.append((anchor, "", []))
        elif self._inside and tag in ("p", "li"):
            self.sections[-1][2].append("")
        self._heading = tag == "h2"

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._inside = False
        if tag == "h2":
            self._heading = False

    def handle_data(self, data: str) -> None:
        if not self._inside:
            return
        anchor, title, texts = self.sections[-1]
        if self._heading:
            self.sections[-1] = (anchor, title + data, texts)
        elif texts:
            texts[-1] += data

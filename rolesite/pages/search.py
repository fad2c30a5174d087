"""The search page. What somebody searches for is not stored."""

import functools
import html
import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.html import strip_tags

from roles.pages.presenters.search_page import address_of, search_page
from roles.search.documents import DocumentKind, Passage, SearchDocument, documents_of
from roles.search.index import Index
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page
from web.one_at_a_time import OneAtATime
from web.responses import get_only
from web.typed import cleaned_text

searching = OneAtATime(wait=0.25)

# The parts of our own page that says how the site works.
SECTION = re.compile(r'<section[^>]* id="([^"]+)"[^>]*>(.*?)</section>', re.DOTALL)
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
PARAGRAPH = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)

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
    (
        "Who moves where",
        "roles:neighbours",
        "Which roles people move between, what carries over and what there is to learn.",
        "neighbours neighbouring switch change career map",
    ),
    (
        "Questions people ask",
        "roles:questions",
        "What people ask before they choose, each with a short answer and what it rests on.",
        "faq answers frequently asked",
    ),
    ("Certificates", "roles:certificates", "What each one requires.", "certification exam"),
    (
        "Which exams can you take?",
        "roles:which_exams",
        "Which exams are open to you today, and what is missing for the others.",
        "certificate eligibility calculator requirements",
    ),
    (
        "Which certificate fits you?",
        "roles:choose_certificate",
        "Your background, goal and budget lead to one or two certificates, or to none yet.",
        "chooser choose best certification",
    ),
    (
        "How technical do you need to be?",
        "roles:depth_levels",
        "Five rungs, each with something that people in the role actually read.",
        "technical depth ladder",
    ),
    (
        "Same incident, different chairs",
        "roles:scenarios",
        "What each role does first when something goes wrong.",
        "scenes two chairs day work",
    ),
)


@get_only
@searching
@edition_page
def search(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show everything published that matches the words of ``?q=``, the best first."""
    query = cleaned_text(request.GET.get("q", ""))
    index, examples = index_of(snapshot)
    context = search_page(snapshot.roles, index, query)
    status = 400 if "errors" in context else 200
    context |= {"examples": examples, "edition": snapshot}
    return render(request, "rolesite/pages/search.html", context, status=status)


@functools.lru_cache(maxsize=4)
def index_of(snapshot: Snapshot) -> tuple[Index, tuple[str, ...]]:
    """Return the index of an edition and examples of what it finds; built once per process."""
    every = (*documents_of(snapshot.roles), *_of_the_site(snapshot))
    index = Index(filter(_has_page, every), snapshot.roles.synonyms)
    return index, tuple(words for words in EXAMPLES if index.search(words).hits)


def _has_page(document: SearchDocument) -> bool:
    try:
        address_of(document)
    except NoReverseMatch:
        return False
    return True


def _of_the_site(snapshot: Snapshot) -> Iterator[SearchDocument]:
    for title, name, text, also in WAYS:
        yield SearchDocument(
            DocumentKind.SITE, title, (name,), also=also, passages=(Passage("", text),)
        )
    page = render_to_string("rolesite/pages/how_it_works.html", {"edition": snapshot})
    for anchor, content in SECTION.findall(page):
        paragraphs = map(_text_of, PARAGRAPH.findall(content))
        yield SearchDocument(
            DocumentKind.SITE,
            _text_of(*HEADING.findall(content)),
            ("how_it_works",),
            anchor,
            context="How it works",
            passages=tuple(Passage("", paragraph) for paragraph in paragraphs if paragraph),
        )


def _text_of(markup: str) -> str:
    return " ".join(html.unescape(strip_tags(markup)).split())

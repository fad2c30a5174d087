"""What the search page says: the hits, or kindly why there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse

from roles.graphics.charts import RoleMark
from roles.pages.presenters.words import mark_of
from roles.search import MAX_HITS, Document, Found, Hit, Kind, Part
from roles.snapshot.values import RolesSection
from web.words import listed

# Longer than any question in words, and short enough to show whole.
MAX_QUERY = 100
FIELD = "q"

LABELS = {
    Kind.ROLE: "Role",
    Kind.SECTION: "",
    Kind.COMPETENCY: "Competency, asked for most by the",
    Kind.CERTIFICATE: "Certificate by",
    Kind.COMPARISON: "Comparison",
    Kind.DEPTH_LEVEL: "How technical must you be?",
    Kind.SCENARIO: "Same incident, different chairs",
    Kind.SITE: "",
}


class SearchState(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    NOTHING = "nothing"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class SearchLink:
    """Another search that may help."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit. ``mark`` is the role that it belongs to; ``where`` says what it is part of."""

    address: str
    title: tuple[Part, ...]
    where: str
    mark: RoleMark | None
    heading: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page in one of its states.

    ``notes`` say how the words were understood; ``errors`` are (field, message) pairs.
    """

    query: str
    state: SearchState
    title: str
    notes: tuple[str, ...] = ()
    hits: tuple[SearchHit, ...] = ()
    nearest: tuple[SearchLink, ...] = ()
    examples: tuple[SearchLink, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


def refused(query: str, examples: Iterable[str]) -> SearchPage | None:
    """The page for a query that is not worth asking the index; None when it is."""
    links = tuple(map(search_link, examples))
    if not query:
        return SearchPage(query, SearchState.EMPTY, "Search", examples=links)
    if len(query) > MAX_QUERY:
        error = (
            f"Your search has {len(query)} characters. The most we can look for is {MAX_QUERY}. "
            "Your words are kept: take some out."
        )
        return SearchPage(
            query, SearchState.TOO_LONG, "This search is too long", errors=((FIELD, error),)
        )
    if len(query) == 1:
        error = f"“{query}” alone stands on nearly every page. Type two or more letters."
        return SearchPage(
            query,
            SearchState.TOO_SHORT,
            "One letter is too few",
            errors=((FIELD, error),),
            examples=links,
        )
    return None


def search_page(
    section: RolesSection, query: str, found: Found, examples: Iterable[str]
) -> SearchPage:
    """The page for what was found, also when that is nothing."""
    nearest = tuple(search_link(word) for word in found.nearest)
    if not found.hits:
        return SearchPage(
            query,
            SearchState.NOTHING,
            f"Nothing found for “{query}”",
            nearest=nearest,
            examples=tuple(map(search_link, examples)),
        )
    marks = {role.slug: mark_of(role) for role in section.roles}
    shown = found.corrected or query
    return SearchPage(
        query,
        SearchState.FOUND,
        f"{found.total} {'result' if found.total == 1 else 'results'} for “{shown}”",
        notes=tuple(_notes(query, found)),
        hits=tuple(_hit(hit, marks) for hit in found.hits),
        nearest=nearest,
    )


def search_link(words: str) -> SearchLink:
    return SearchLink(words, f"{reverse('search')}?{urlencode({'q': words})}")


def address_of(document: Document) -> str:
    """Where a document stands. Raises NoReverseMatch when the site has no such page."""
    name, *arguments = document.page
    anchor = f"#{document.anchor}" if document.anchor else ""
    return reverse(name, args=arguments) + anchor


def _notes(query: str, found: Found) -> Iterable[str]:
    for typed, means in found.meant:
        yield f"For “{typed}” these are the best pages: here it is called “{means}”."
    if found.corrected:
        yield f"No text has what you typed, “{query}”. We took it for “{found.corrected}”."
    if found.unknown:
        words = listed([f"“{word}”" for word in found.unknown], last="or")
        yield f"Nothing here speaks of {words}. These are for the rest of your words."
    if found.is_partial:
        yield "No text has all of your words. These have the most of them."
    if found.total > MAX_HITS:
        yield f"These are the best {MAX_HITS}. Another word makes it fewer."


def _hit(hit: Hit, marks: dict[str, RoleMark]) -> SearchHit:
    document = hit.document
    name, *arguments = document.page
    return SearchHit(
        address=address_of(document),
        title=hit.title,
        where=f"{LABELS[document.kind]} {document.context}".strip(),
        mark=marks.get(arguments[0]) if name == "roles:role" else None,
        heading=hit.heading,
        snippet=hit.snippet,
    )

"""What the search page says: the hits, or kindly why there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from roles.graphics.charts import RoleMark
from roles.pages.presenters.words import mark_of
from roles.search import MAX_HITS, Document, Found, Hit, Index, Kind
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


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit. ``mark`` is the role that it belongs to; ``where`` says what it is part of."""

    found: Hit
    address: str
    where: str
    mark: RoleMark | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page: with hits, with errors, with neither, or with no query at all.

    ``notes`` say how the words were understood; ``errors`` are (field, message) pairs; ``nearest``
    and ``examples`` are words to search for instead.
    """

    query: str
    title: str
    errors: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    hits: tuple[SearchHit, ...] = ()
    nearest: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def search_page(
    section: RolesSection, index: Index, query: str, examples: tuple[str, ...]
) -> SearchPage:
    """The page for a query. One that is empty, too long or too short is not searched for."""
    if not query:
        return SearchPage(query, "Search", examples=examples)
    if len(query) > MAX_QUERY:
        error = (
            f"Your search has {len(query)} characters. The most we can look for is {MAX_QUERY}. "
            "Your words are kept: take some out."
        )
        return SearchPage(query, "This search is too long", ((FIELD, error),))
    if len(query) == 1:
        error = f"“{query}” alone stands on nearly every page. Type two or more letters."
        return SearchPage(query, "One letter is too few", ((FIELD, error),), examples=examples)
    found = index.search(query)
    if not found.hits:
        title = f"Nothing found for “{query}”"
        return SearchPage(query, title, nearest=found.nearest, examples=examples)
    marks = {role.slug: mark_of(role) for role in section.roles}
    number = f"{found.total} {'result' if found.total == 1 else 'results'}"
    return SearchPage(
        query,
        f"{number} for “{found.corrected or query}”",
        notes=tuple(_notes(query, found)),
        hits=tuple(_hit(hit, marks) for hit in found.hits),
        nearest=found.nearest,
    )


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
        found=hit,
        address=address_of(document),
        where=f"{LABELS[document.kind]} {document.context}".strip(),
        mark=marks.get(arguments[0]) if name == "roles:role" else None,
    )

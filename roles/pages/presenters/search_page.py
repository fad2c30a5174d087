"""What the search page shows: the hits, or kindly why there are none."""

from typing import Any

from django.urls import reverse

from roles.search.documents import SearchDocument
from roles.search.index import Index
from roles.snapshot.values import Role, RolesSection

# Longer than any question in words, and short enough to show whole.
MAX_QUERY = 100


def search_page(section: RolesSection, index: Index, query: str) -> dict[str, Any]:
    """Search for ``query``, unless it is empty, too short or too long, and return the context.

    ``found`` is the result. Each of the ``hits`` has its address, what it is part of, and its role.
    """
    page: dict[str, Any] = {"query": query}
    if len(query) > MAX_QUERY:
        error = f"{len(query)} characters; at most {MAX_QUERY}. Your words are kept: remove some."
        return page | {"title": "This search is too long", "errors": [("q", error)]}
    if len(query) == 1:
        error = f"“{query}” alone is on nearly every page. Type two or more letters."
        return page | {"title": "One letter is too few", "errors": [("q", error)]}
    if query:
        roles: dict[tuple[str, ...], Role] = {("roles:role", r.slug): r for r in section.roles}
        page["found"] = found = index.search(query)
        page["hits"] = [
            (
                hit,
                address_of(hit.document),
                f"{hit.document.kind.label} {hit.document.context}".strip(),
                roles.get(hit.document.page),
            )
            for hit in found.hits
        ]
    return page


def address_of(document: SearchDocument) -> str:
    """Return the address of a document. Raises ``NoReverseMatch`` if the site has no such page."""
    name, *arguments = document.page
    anchor = f"#{document.anchor}" if document.anchor else ""
    return reverse(name, args=arguments) + anchor

"""What schema.org and the search engines ask of the types that our pages use.

Property names are those of schema.org; which are required is what Google's documentation of
structured data says, except for Occupation: there it requires a salary and its place, which we
leave out unless they are true.
"""

from __future__ import annotations

from typing import Any

# type: (required, further allowed)
TYPES: dict[str, tuple[set[str], set[str]]] = {
    "WebSite": ({"name", "url"}, {"inLanguage", "potentialAction"}),
    "SearchAction": ({"target", "query-input"}, set()),
    "EntryPoint": ({"urlTemplate"}, set()),
    "BreadcrumbList": ({"itemListElement"}, set()),
    "ListItem": ({"position", "name"}, {"item"}),
    "FAQPage": ({"mainEntity"}, set()),
    "Question": ({"name", "acceptedAnswer"}, set()),
    "Answer": ({"text"}, set()),
    "Occupation": (
        {"name", "description"},
        {
            *("alternateName", "responsibilities", "skills", "qualifications"),
            *("occupationalCategory", "estimatedSalary", "occupationLocation"),
        },
    ),
    "MonetaryAmountDistribution": ({"name", "currency", "median", "duration"}, set()),
    "Country": ({"name"}, set()),
}


def assert_valid(block: dict[str, Any]) -> None:
    """Fail unless a block and all that is in it have the properties that their types ask for."""
    assert block["@context"] == "https://schema.org"
    _valid(block, top=True)


def _valid(thing: Any, *, top: bool = False) -> None:
    if isinstance(thing, list):
        assert thing, "A list that says nothing is left out."
        for each in thing:
            _valid(each)
    elif isinstance(thing, dict):
        required, allowed = TYPES[thing["@type"]]
        names = set(thing) - {"@type"} - ({"@context"} if top else set())
        assert required <= names <= required | allowed, (thing["@type"], names)
        for name in names:
            _valid(thing[name])
    else:
        assert isinstance(thing, int) or (isinstance(thing, str) and thing.strip())

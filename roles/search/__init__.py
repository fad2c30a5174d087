"""Search over everything that an edition says: pure, in memory, forgiving of typing errors."""

from roles.search.documents import Document, Kind, Passage, documents_of, plain_paragraphs
from roles.search.index import MAX_HITS, Found, Hit, Index
from roles.search.snippets import Part

__all__ = [
    "MAX_HITS",
    "Document",
    "Found",
    "Hit",
    "Index",
    "Kind",
    "Part",
    "Passage",
    "documents_of",
    "plain_paragraphs",
]

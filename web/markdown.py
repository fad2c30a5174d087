"""The Markdown that editors write, read in the same way for pages, search and briefs."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

SPECIAL = re.compile(r"[\\`*_\[\]<>]")


def _star_in_a_word(state: StateInline, silent: bool) -> bool:
    """Take a star between two letters for a star: O*NET twice in a paragraph is no emphasis."""
    here = state.pos
    around = state.src[max(here - 1, 0) : here + 2]
    if state.src[here] != "*" or len(around) < 3 or not (around[0] + around[2]).isalnum():
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("smartquotes")
_markdown.inline.ruler.before("emphasis", "star_in_a_word", _star_in_a_word)


def html_of(text: str) -> str:
    """Return the text as HTML, raw HTML in it escaped; not cleaned of addresses or tags."""
    return str(_markdown.render(text))


def plain_paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs and list entries of the text as plain text."""
    for token in _markdown.parse(text):
        if token.type == "inline":
            yield "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
            )


def plain(text: str) -> str:
    """Return the text on one line, without its markup."""
    return " ".join(plain_paragraphs(text))


def literal(text: str) -> str:
    """Return plain text as Markdown that says the same: what Markdown would read is escaped."""
    return SPECIAL.sub(r"\\\g<0>", text)

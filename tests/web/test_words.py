"""Texts that somebody typed, on their way into a page or a feed."""

from __future__ import annotations

import html
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from web.words import one_line, without_controls

ANY = st.text(st.characters())
LEGAL = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")


def through_xml(text: str) -> str:
    return ElementTree.fromstring(f"<a>{html.escape(text)}</a>").text or ""  # noqa: S314 - our own


@given(ANY)
def test_xml_holds_whatever_was_typed_but_its_controls(text: str) -> None:
    clean = without_controls(text)
    assert through_xml(clean).split() == clean.split()
    assert len(clean) == len(text)


@given(st.text(LEGAL))
def test_every_other_letter_stays(text: str) -> None:
    assert without_controls(text) == through_xml(text) == text


@given(ANY)
def test_one_line_is_one_line_whose_direction_ends_with_it(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == one_line(line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

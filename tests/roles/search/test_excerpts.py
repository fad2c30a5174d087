"""The piece of a text that a hit shows: where it begins and ends, and what is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from roles.search.words import LENGTH, SnippetPart, excerpt, marked

LONG = (
    "Filler words come first and fill the line. " * 8
    + "Then the budget is cut by the sponsor. "
    + "More words follow until the end. " * 8
)


def shown(parts: tuple[SnippetPart, ...]) -> str:
    return "".join(part.text for part in parts)


def test_a_snippet_shows_the_sentence_with_the_words() -> None:
    parts = excerpt(LONG, {"budget": 0, "sponsor": 1})
    assert shown(parts) == shown(parts).strip()
    assert "… Then the budget is cut by the sponsor." in shown(parts)
    assert [part.text for part in parts if part.is_match] == ["budget", "sponsor"]


@given(
    st.text(alphabet="ab cd.é<&\n", max_size=600),
    st.sets(st.sampled_from(["ab", "a", "cd", "e", "b"])),
)
def test_a_snippet_is_a_piece_of_its_text_and_marks_only_matches(
    text: str, words: set[str]
) -> None:
    terms = {word: place for place, word in enumerate(sorted(words))}
    assert shown(marked(text, terms)) == text
    parts = excerpt(text, terms)
    assert shown(parts).removeprefix("… ").removesuffix(" …") in text
    assert len(shown(parts)) <= LENGTH + 4
    for part in parts:
        if part.is_match:
            assert part.text.lower().replace("é", "e") in words

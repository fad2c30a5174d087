"""What is left of what people type."""

from __future__ import annotations

import unicodedata

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from web.typed import JOINERS, TypedText, cleaned_address, cleaned_code, cleaned_text, look_of

typed = st.text(st.characters(), max_size=40)
LTR_OVERRIDE, RTL_OVERRIDE = "\u202d", "\u202e"


@given(typed)
def test_nothing_that_is_kept_is_unseen_or_turns_a_line(text: str) -> None:
    kept = cleaned_text(text)
    assert not {unicodedata.category(c) for c in kept if c not in JOINERS} & {
        "Cc", "Cf", "Cs", "Zl", "Zp",
    }  # fmt: skip
    assert kept == "" or any(unicodedata.category(c)[0] in "LNPS" for c in kept)
    assert cleaned_text(kept) == kept == " ".join(kept.split(" ")).strip()


@given(
    st.text(
        st.characters(categories=["L", "N", "P"], exclude_characters="\u115f\u1160\u3164\uffa0")
    )
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert cleaned_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        " \u200d ",
        "\u2060\ufeff",
        "\u3164",
        "\u2800",
        "\u00ad",
        "\u0301",
        "\ufe0f",
        "\0",
        "\u061c",
    ],
)
def test_a_name_of_which_nothing_is_seen_is_none(text: str) -> None:
    assert cleaned_text(text) == cleaned_text(text, lines=True) == ""


def test_direction_goes_and_joined_letters_and_pictures_stay() -> None:
    assert cleaned_text(f"Ada{RTL_OVERRIDE} Lovelace\u2067") == "Ada Lovelace"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cleaned_text(f" {family} ") == family
    assert cleaned_text("Ada\u00a0\u2003 B\tC\u2028D") == "Ada B C D"


def test_lines_keep_their_ends_and_their_spaces() -> None:
    assert cleaned_text("a  b\r\n\r\n\t- c\x00\u202e", lines=True) == "a  b\r\n\r\n\t- c"


@pytest.mark.parametrize(
    "text",
    [
        "AB2-CD3", "ab2\u2013cd3", "AB2\u2011CD3", "AB2\u00a0CD3", "A\u200bB2CD3 ",
        "\uff21\uff22\uff12\uff0d\uff23\uff24\uff13",
        "AB2\u2212CD3", "AB2.CD3\u202c", "\u2066AB2 - CD3\u2069",
    ],
)  # fmt: skip
def test_a_code_is_its_letters_and_digits(text: str) -> None:
    assert cleaned_code(text) == "AB2CD3"


@pytest.mark.parametrize(
    "typed", ["\u0664\u0660\u0661 \u0662\u0662\u0667", "\u096a\u0966\u0967\u0968\u0968\u096d"]
)
def test_digits_of_every_script_are_those_of_the_code(typed: str) -> None:
    assert cleaned_code(typed) == "401227"


def test_an_address_has_one_spelling() -> None:
    assert cleaned_address(" Ada\u200b@\uff45xample.org\u202e") == "ada@example.org"


def test_a_field_counts_what_is_left() -> None:
    field = TypedText(max_length=3, required=False)
    assert field.clean("\u200bAd\u202ea ") == "Ada"
    assert field.clean("\u200b") == field.clean(None) == ""
    assert TypedText(widget=forms.Textarea).clean("a\nb") == "a\nb"


@pytest.mark.parametrize(
    "text",
    [
        "\uff2f\uff26FICE chef",
        "o\ufb03ce CHEF",
        "office\u00a0  chef",
        "of\u200dfice\u2060 chef\ufe0f",
        "o\u0301ffice ch\u00e9f",
        " Office\tCh\u034fef",
    ],
)
def test_what_looks_the_same_is_the_same(text: str) -> None:
    assert look_of(text) == "office chef"


def test_what_looks_different_is_not_the_same() -> None:
    assert len({look_of(each) for each in ("का", "क", "C", "C#", "C++", "1", "l")}) == 7


@given(typed)
def test_the_look_of_a_text_looks_the_same(text: str) -> None:
    assert look_of(look_of(text)) == look_of(text) == look_of(f" {text.lower()} ")

"""All texts about roles: easy to read, calm, and laid out so that editors see what readers see."""

import re

import pytest

from roles.snapshot.values import Role
from tests.seed.content import SECTION, TEXTS
from tests.seed.plain_words import CLICHES, as_read, highest_grade, reading_grade

PROSE_FROM_WORDS = 20


def test_the_reading_grade_tells_plain_from_hard() -> None:
    plain = "You make a plan. The team uses it each week. When the facts change, you change it."
    hard = (
        "Organisational stakeholder considerations necessitate comprehensive prioritisation "
        "methodologies facilitating collaborative decision-making."
    )

    assert reading_grade(plain) < 4
    assert reading_grade(hard) > 16


# What engineers write is shown as it is. Learning to read it is what the depth levels is for.
PLAIN_TEXTS = [(place, text) for place, text in TEXTS if not place.endswith("/artefact")]
# The title and the address of a page that was read are what its publisher calls it.
SOURCES = ("/source", "/source_url")
OWN_TEXTS = [(place, text) for place, text in PLAIN_TEXTS if not place.endswith(SOURCES)]


@pytest.mark.parametrize(
    ("place", "text"),
    [(p, t) for p, t in as_read(OWN_TEXTS).items() if len(t.split()) >= PROSE_FROM_WORDS],
)
def test_a_text_is_easy_to_read(place: str, text: str) -> None:
    assert reading_grade(text) <= highest_grade(place), place


def test_only_a_fact_may_be_harder_and_an_answer_is_read_as_a_whole() -> None:
    assert highest_grade("roles/questions/3/facts/0/statement") == 12
    assert highest_grade("roles/roles/0/facts/2/other_reading") == 12
    assert highest_grade("roles/questions/3/answer") == highest_grade("roles/roles/0/summary") == 9
    parts = [
        (f"roles/questions/3/{name}", name) for name in ("short_answer", "answer", "judgement")
    ]
    assert as_read([*parts, ("roles/roles/0/summary", "x")]) == {
        "roles/questions/3": "short_answer answer judgement",
        "roles/roles/0/summary": "x",
    }


def test_the_words_are_calm_and_plain() -> None:
    loud = [place for place, text in OWN_TEXTS if "!" in text]
    worn = {place: found.group() for place, text in OWN_TEXTS if (found := CLICHES.search(text))}

    assert loud == []
    assert worn == {}


def test_a_paragraph_is_one_line_so_that_markdown_and_editors_agree() -> None:
    a_break_inside = re.compile(r"(?<!\n)\n(?!\n|- )|\n{3}| \n|  ")
    prose = [(place, text) for place, text in PLAIN_TEXTS if "/choose_" not in place]  # lists
    broken = [place for place, text in prose if a_break_inside.search(text)]

    assert broken == []


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_description_is_two_or_three_paragraphs(role: Role) -> None:
    assert len(role.description.split("\n\n")) in (2, 3)

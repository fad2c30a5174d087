"""Measure how plain a text is: the years of schooling it asks for, and its worn words."""

import re
from collections.abc import Iterable

HIGHEST_GRADE = 9
# A fact has to name agencies, official groups and titles, and to say what a figure counts. There is
# no shorter word for them, and splitting it into more sentences would tear the figure from what it
# is a figure of. The texts around it explain it, and they are held to the lower grade.
HIGHEST_GRADE_OF_A_FACT = 12
_OF_A_FACT = re.compile(r"/facts/\d+/(?:statement|other_reading|counts)$")
_OF_AN_ANSWER = re.compile(r"(.*/questions/\d+)/(?:short_answer|answer|judgement)$")

# Names that a text cannot choose: each counts as one short word.
NAMES = re.compile(
    r"O\*NET|Project Management Professional|Project Management Specialists|IT Project Managers"
    r"|Technical (?:Program|Product) Managers?|Bureau of Labor Statistics"
    r"|Information Technology Project Managers|CareerOneStop|Salesforce|PRINCE2|Kubernetes"
    r"|Intellectual Curiosity|Self-Control|Social Orientation"
    r"|Enterprising|Conventional|Investigative|\d[\d,.-]*\d"
)

CLICHES = re.compile(
    r"\b(?:congratulations|captains?|ships?|helm|rockstars?|rock stars?|ninjas?|gurus?|wizards?"
    r"|superstars?|super ?heroe?s?|heroe?s?|jugglers?|orchestra|conductor|glue|many hats"
    r"|journey|passionate|passion|dynamic|fast-paced|cutting[- ]edge|game[- ]chang\w+|synerg\w+"
    r"|unleash|unlock|empower\w*|leverag\w+|seamless\w*|robust|world-class|best-in-class"
    r"|move the needle|low-hanging|think outside|fail\w*)\b",
    re.IGNORECASE,
)


def highest_grade(place: str) -> int:
    """Return the grade that a text may reach, by its place in the content."""
    return HIGHEST_GRADE_OF_A_FACT if _OF_A_FACT.search(place) else HIGHEST_GRADE


def as_read(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return texts by place, the parts of an answer to a question as the one text that they are.

    A short answer of one long sentence is easy to read before a plain explanation; made shorter,
    it would be choppy.
    """
    read: dict[str, list[str]] = {}
    for place, text in texts:
        answer = _OF_AN_ANSWER.match(place)
        read.setdefault(answer[1] if answer else place, []).append(text)
    return {place: " ".join(parts) for place, parts in read.items()}


def syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    silent_e = letters.endswith("e") and not letters.endswith(("le", "ee"))
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded", "eed"))
    silent_es = letters.endswith("es") and not re.search(r"(?:[sxzcg]|ch|sh|l|i)es$", letters)
    if silent_e or silent_ed or silent_es:
        count -= 1
    return max(count, 1)


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: the years of schooling a text asks for."""
    text = NAMES.sub("name", text)
    sentences = [part for part in re.split(r"(?<=[.?])\s+", text) if part]
    words = re.findall(r"[A-Za-z0-9][\w'-]*", text)
    syllables_per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables_per_word - 15.59

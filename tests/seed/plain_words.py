"""Measure how plain a text is: the years of schooling it asks for, and its worn words."""

import re

HIGHEST_GRADE = 9

# Names that a text cannot choose: each counts as one short word.
NAMES = re.compile(
    r"O\*NET|Project Management Professional|Project Management Specialists|IT Project Managers"
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

"""Quote a person's own answers in words, as they were given."""

from collections.abc import Sequence
from typing import NamedTuple

from assessments.evaluation.presenters.reading import Reading
from assessments.instrument.values import BackgroundFact, Evidence, Item
from assessments.models.choices import ItemType

SKIPPED = "no answer"
# Where the options of a graded choice lie: the first two lean to A, the last two to B.
PREFERENCES = {0: ("a", "b", "You strongly prefer"), 1: ("a", "b", "You prefer"),
          3: ("b", "a", "You prefer"), 4: ("b", "a", "You strongly prefer")}  # fmt: skip


class Quote(NamedTuple):
    """An answer in words: what was chosen, and what the question was about."""

    text: str
    about: str


def quote(reading: Reading, key: str) -> Quote:
    """Return the answer to an item in words, or the background facts behind a piece of evidence."""
    item = reading.items.get(key)
    if item is None:
        evidence = next(each for each in reading.assessments.evidence if each.key == key)
        return _background(reading, evidence)
    answer = reading.result.answers[key]
    assert isinstance(answer, int)  # noqa: S101  items are answered by the index of an option
    return _of_item(reading, item, answer)


def question_of(reading: Reading, key: str) -> str:
    """Return the key of the question to change; of evidence, the first fact that was answered."""
    if key in reading.items:
        return key
    evidence = next(each for each in reading.assessments.evidence if each.key == key)
    facts = [*evidence.base, *(bonus.fact for bonus in evidence.bonuses)]
    return next((fact for fact in facts if fact in reading.result.answers), facts[0])


def as_answered(reading: Reading, key: str, answer: object) -> Quote:
    """Return any legal answer to any question in words; an ``answer`` of ``None`` is a skip."""
    item = reading.items.get(key)
    if item is None:
        fact = next(each for each in reading.assessments.facts if each.key == key)
        codes = [answer] if isinstance(answer, str) else answer
        if not isinstance(codes, list | tuple) or not codes:
            return Quote(SKIPPED, fact.prompt)
        return Quote(_labels(fact, codes), fact.prompt)
    if isinstance(answer, int):
        return _of_item(reading, item, answer)
    return Quote(SKIPPED, _of_item(reading, item, 0).about)


def _of_item(reading: Reading, item: Item, answer: int) -> Quote:
    if item.type is ItemType.FORCED_CHOICE:
        return Quote(_choice(item, answer), "What you would rather do")
    assert item.competency  # noqa: S101
    about = reading.competency_names[item.competency]
    text = quoted(item.options[answer].text)
    if item.type is ItemType.JUDGEMENT:
        return Quote(text, f"{about}: your first step in an example")
    measure = "what you like" if item.type is ItemType.INTEREST else "what you have done"
    return Quote(f"{quoted(item.stem)}: {text}", f"{about}: {measure}")


def quoted(text: str) -> str:
    return f"“{text}”"


def _choice(item: Item, answer: int) -> str:
    assert item.a is not None  # noqa: S101  publishing refuses a choice without both sides
    assert item.b is not None  # noqa: S101
    sides = {"a": quoted(item.a.text.rstrip(".")), "b": quoted(item.b.text.rstrip("."))}
    if answer not in PREFERENCES:
        return f"No preference between {sides['a']} and {sides['b']}"
    chosen, other, how = PREFERENCES[answer]
    return f"{how} {sides[chosen]} to {sides[other]}"


def _background(reading: Reading, evidence: Evidence) -> Quote:
    """Quote the base fact that counted, and the certificates or degree that added to it."""
    facts = {fact.key: fact for fact in reading.assessments.facts}
    answered = [facts[key] for key in evidence.base if key in reading.result.answers]
    said = []
    if answered:
        best = max(answered, key=lambda fact: _most_points(reading, fact))
        said.append(f"{best.prompt} {_labels(best, _codes(reading, best.key))}")
    for bonus in evidence.bonuses:
        if bonus.option in _codes(reading, bonus.fact):
            said.append(_labels(facts[bonus.fact], [bonus.option]))
    about = f"{reading.competency_names[evidence.competency]}: your background"
    return Quote(" and ".join(said), about)


def _codes(reading: Reading, fact: str) -> tuple[str, ...]:
    answer = reading.result.answers.get(fact, ())
    return (str(answer),) if isinstance(answer, int | str) else answer


def _most_points(reading: Reading, fact: BackgroundFact) -> float:
    chosen = _codes(reading, fact.key)
    return max((o.points or 0.0 for o in fact.options if o.code in chosen), default=0.0)


def _labels(fact: BackgroundFact, codes: Sequence[object]) -> str:
    return ", ".join(quoted(option.label) for option in fact.options if option.code in codes)

"""Prepare what the person who asks reads of their colleagues, then what a rater reads."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from assessments.attempts.presenters.quiz import Option, answer_group, bare
from assessments.instrument.questionnaire import Questionnaire, Value
from assessments.instrument.values import Item
from assessments.peer_feedback.rules import DAYS, MOST_INVITED, Spread, Summary, middle
from roles.graphics.charts import Beside
from roles.snapshot.editions import Snapshot
from web.words import listed, moment_text, number_word

HIGHEST = 5  # level
ALIKE = 1  # levels: a single answer is no more exact than that
DAYS_OPTIONS = tuple(Option(str(days), f"{days} days") for days in DAYS)
SHOWN_OPTIONS = (
    Option("together", "Once three people have answered", "Nobody can tell who said what."),
    Option(
        "openly",
        "From the first answer, if the colleague agrees",
        "They are asked on their page. Anyone who says no is shown only with two or more others.",
    ),
)
FULL = f"You have asked {number_word(MOST_INVITED)} colleagues, the most that one result can have."
DRAWN = "The picture has been drawn, so nobody can be added to it."
TOO_FEW = "Too few have answered so far. Nothing was drawn, and the links still work."


def message(address: str, expires_at: dt.datetime) -> tuple[str, str]:
    """Return a short message to send with a link, and the ``mailto:`` address that opens it."""
    text = (
        "Would you tell me how you see my work? It takes a few minutes and needs no account. "
        f"The page first tells you what I will see. {address} "
        f"The link is for you only and ends on {moment_text(expires_at)}."
    )
    return text, f"mailto:?subject={quote('How do you see my work?')}&body={quote(text)}"


def shown(
    picture: Summary, questionnaire: Questionnaire, snapshot: Snapshot, mine: Mapping[str, Value]
) -> dict[str, Any]:
    """Return a chart of the person beside others, and the same in words, by who sees more.

    Each competency has its name, the own answer and the lowest and highest of the others. Those
    that others rate above the person's own answer come first.
    """
    names = {each.key: each.name for each in snapshot.roles.competencies}
    rows: list[tuple[Item, Spread, int | None]] = [
        (item, picture[item.key], me if isinstance(me := mine.get(item.key), int) else None)
        for item in questionnaire.questions.values()
        if isinstance(item, Item) and item.key in picture
    ]
    rows.sort(key=lambda row: 9.0 if row[2] is None else row[2] - (row[1].low + row[1].high) / 2)
    chart = Beside(
        title="You and your colleagues, by competency",
        note="0 is the first line, not yet; 5 is the last, sets the standard.",
        own="You",
        others="Colleagues",
        highest=HIGHEST,
        rows=[(names[i.competency or ""], me, (s.low, s.high)) for i, s, me in rows],
    )
    groups: dict[str, list[tuple[str, str | None, str, str]]]
    groups = {"they": [], "you": [], "alike": [], "no answer": []}
    for item, spread, me in rows:
        anchors = [bare(option.text) for option in item.options]
        own = None if me is None else anchors[me]
        if me is None:
            sees_more = "no answer"
        elif spread.low - me > ALIKE:
            sees_more = "they"
        else:
            sees_more = "you" if me - spread.high > ALIKE else "alike"
        said = (names[item.competency or ""], own, anchors[spread.low], anchors[spread.high])
        groups[sees_more].append(said)
    return {"chart": chart, "groups": [group for group in groups.items() if group[1]]}


CANT_SAY = "I can’t say"
NOTHING = "There is nothing to send yet. Choose a level for at least one kind of work."
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
EXAMPLE_OWN, EXAMPLE_OTHERS = 4, (1, 2, 3, 5)


def who(asker: str) -> str:
    """Return who asks, isolated so that a right-to-left name does not turn the text around it."""
    name = asker or "Somebody you work with"
    return name if name.isascii() else f"{ISOLATE}{name}{END_OF_ISOLATE}"


def example(questionnaire: Questionnaire, snapshot: Snapshot) -> Beside:
    """Return a made-up row of the summary, drawn as the person who asks would see it."""
    names = {each.key: each.name for each in snapshot.roles.competencies}
    asked = (getattr(q, "competency", None) for q in questionnaire.questions.values())
    name = next((names[key] for key in asked if key in names), "One kind of work")
    spread = middle(EXAMPLE_OTHERS)
    chosen = listed([str(level) for level in EXAMPLE_OTHERS])
    return Beside(
        title="An example of what is shown",
        note=f"Made up: the person chose {EXAMPLE_OWN}, and {number_word(len(EXAMPLE_OTHERS))} "
        f"colleagues chose {chosen}. Without the lowest and the highest, the colleagues’ answers "
        f"lie from {spread.low} to {spread.high}, and that is all that is shown.",
        own="The person",
        others="Colleagues",
        highest=HIGHEST,
        rows=[(name, EXAMPLE_OWN, (spread.low, spread.high))],
    )


def agree_options(asker: str) -> tuple[Option, ...]:
    """Return the two answers to whether a rater's answers may be shown alone."""
    return (
        Option("no", "No, only together with others"),
        Option("yes", f"Yes, {who(asker)} may see my answers even if they are the only ones"),
    )


def given(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> list[tuple[str, str, int]]:
    """Return a rater's answers: question, answer in words, and number of the screen."""
    return [
        (
            group.name,
            group.words(answers[group.key]) if group.key in answers else "No answer",
            screen.number,
        )
        for screen in questionnaire.screens
        for group in [answer_group(each, CANT_SAY) for each in screen.questions]
    ]

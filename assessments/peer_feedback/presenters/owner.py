"""What the page about colleagues says to the person who asks; presenters.rating is the rater's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from assessments.attempts.presenters.quiz import Option, bare
from assessments.instrument.questionnaire import Questionnaire, Value
from assessments.instrument.values import Item
from assessments.peer_feedback.rules import (
    DAYS,
    MOST_INVITED,
    OPEN,
    Ending,
    Invitation,
    Spread,
    State,
    Summary,
)
from roles.graphics.charts import Beside, beside
from roles.snapshot.editions import Snapshot
from web.dates import moment_text
from web.words import number_word

HIGHEST = 5  # level
ALIKE = 1  # levels: a single answer is no more exact than that
DAYS_OPTIONS = tuple(Option(str(days), f"{days} days") for days in DAYS)
SHOWN_OPTIONS = (
    Option("together", "From three answers on", "Nobody can tell who said what."),
    Option(
        "openly",
        "From the first answer, if the colleague agrees",
        "They are asked on their page. Who says no is shown only with two or more others.",
    ),
)
STATES = {
    State.WAITING: "Not opened yet",
    State.BEGUN: "Opened, not sent yet",
    State.SENT: "Sent",
    State.WITHDRAWN: "Withdrawn by the colleague. Their answers are deleted",
}
FULL = f"You have asked {number_word(MOST_INVITED)} colleagues, which is as many as one result has."
STOP_ONE = "If you stop a link that nothing was sent with, you can ask somebody else."
DRAWN = "The picture is drawn, so nobody can be added to it."
TOO_FEW = "Too few have answered so far. Nothing was drawn, and the links still work."


# One competency: its name, the own answer and those of colleagues, in the words of the anchors.
ComparedAnswers = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ShownSummary:
    """A picture: a chart, and its rows in words, in groups with a title and an explanation."""

    title: str
    note: str
    chart: Beside
    groups: tuple[tuple[str, str, list[ComparedAnswers]], ...]


def state_text(invitation: Invitation, now: dt.datetime, *, drawn_at: dt.datetime | None) -> str:
    """Where an invitation stands, in words; ``drawn_at`` is when the picture was drawn."""
    state = invitation.state(now)
    if state is State.ENDED:
        return f"{_why_ended(invitation, now, drawn_at)}."
    said = f"{STATES[state]}."
    if state not in OPEN:
        return said
    return f"{said} Works until {moment_text(invitation.expires_at)}. For one colleague only."


def _why_ended(invitation: Invitation, now: dt.datetime, drawn_at: dt.datetime | None) -> str:
    at = moment_text(invitation.revoked_at or invitation.expires_at)
    match invitation.ending(now, drawn_at=drawn_at):
        case Ending.STOPPED:
            return f"Ended: you stopped it on {at}. Nothing had been sent"
        case Ending.DRAWN:
            return f"Ended with the picture on {at}. Nothing had been sent"
        case _:
            return f"Ended: its time was over on {at}. Nothing had been sent"


def closed(*, taken: int, any_open: bool, drawn: bool) -> str:
    """Why nobody can be asked any more; blank while somebody can."""
    if drawn:
        return DRAWN
    if taken < MOST_INVITED:
        return ""
    return f"{FULL} {STOP_ONE}" if any_open else FULL


def message(invitation: Invitation, address: str) -> tuple[str, str]:
    """A short message to send with a link, and the mailto: address that begins it."""
    text = (
        "Would you tell me how you see my work? It takes a few minutes and needs no account. "
        f"The page says first what I will see. {address} "
        f"The link is for you only and ends on {moment_text(invitation.expires_at)}."
    )
    return text, f"mailto:?subject={quote('How do you see my work?')}&body={quote(text)}"


def shown(
    picture: Summary,
    questionnaire: Questionnaire,
    snapshot: Snapshot,
    mine: Mapping[str, Value],
    *,
    openly: int = 0,
) -> ShownSummary:
    """The person beside others; what they see more than the person comes first."""
    names = {each.key: each.name for each in snapshot.roles.competencies}
    items = [q for s in questionnaire.screens for q in s.questions if isinstance(q, Item)]
    rows = [(i, picture[i.key], _level(mine.get(i.key))) for i in items if i.key in picture]
    rows.sort(key=lambda row: -_difference(row[1], row[2]))
    chart = beside(
        title="You and your colleagues, by competency",
        note="0 is the lowest line: not done yet. 5 is the highest: sets how others work.",
        own="You",
        others="Colleagues",
        highest=HIGHEST,
        rows=[(names[i.competency or ""], me, (s.low, s.high)) for i, s, me in rows],
    )
    groups: dict[int, list[ComparedAnswers]] = {1: [], -1: [], 0: [], 2: []}
    for item, spread, me in rows:
        groups[_side(spread, me)].append(_compared(item, names, spread, me))
    how = (
        "Everything from the lowest to the highest answer, as those who answered agreed."
        if openly
        else "For each competency, the answers without the lowest and the highest one. "
        "Three or more stand behind each; a competency that fewer can rate is not shown."
    )
    if openly == 1:
        title = "From one colleague who agreed to be shown alone"
    elif openly:
        title = f"From {number_word(openly)} colleagues who agreed to be shown from the first on"
    else:
        title = "From your colleagues together"
    parts = tuple((*GROUPS[side], answers) for side, answers in groups.items() if answers)
    return ShownSummary(title, how, chart, parts)


GROUPS = {
    1: (
        "They see more than you do",
        "You may take this for granted. Ask what they saw you do.",
    ),
    -1: (
        "You see more than they do",
        "They may not have seen it, or it looks different from outside. Ask for an example.",
    ),
    0: (
        "You see it alike",
        "At most one level apart: a single answer is no more exact than that.",
    ),
    2: ("You gave no answer here", "So there is nothing to set theirs beside."),
}


def _level(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _difference(spread: Spread, me: int | None) -> float:
    return -9.0 if me is None else (spread.low + spread.high) / 2 - me


def _side(spread: Spread, me: int | None) -> int:
    if me is None:
        return 2
    if spread.low - me > ALIKE:
        return 1
    return -1 if me - spread.high > ALIKE else 0


def _compared(
    item: Item, names: Mapping[str, str], spread: Spread, me: int | None
) -> ComparedAnswers:
    anchors = [bare(option.text) for option in item.options]
    low, high = anchors[spread.low], anchors[spread.high]
    theirs = f"“{low}”" if low == high else f"between “{low}” and “{high}”"
    mine = f"“{anchors[me]}”" if me is not None else "no answer"
    return names[item.competency or ""], mine, theirs

"""What the pages about colleagues' ratings say: to the person who asks, and to the rater."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from assessments.catalogue import Item
from assessments.colleagues import DAYS, MOST_INVITED, OPEN, Invitation, Picture, Spread, State
from assessments.presenters.quiz import AnswerGroup, about, answer_groups, bare
from assessments.presenters.shares import Option
from assessments.questionnaire import Questionnaire, Screen, Value
from roles.charts import Dumbbell, Measure, RoleMark, dumbbell
from roles.editions import Catalogue
from roles.presenters.words import number_word

CANT_SAY = "I can’t say"
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
    State.WITHDRAWN: "Withdrawn",
    State.ENDED: "Ended",
}
FULL = f"You have asked {number_word(MOST_INVITED)} colleagues, which is as many as one result has."
DRAWN = "The picture is drawn, so nobody can be added to it."
TOO_FEW = "Too few have answered so far. Nothing was drawn, and the links still work."
AWAY = "Our database did not answer, so nothing was changed. Press the button again in a moment."
NOTHING = "There is nothing to send yet. Choose a level for at least one kind of work."
MARKS = (
    RoleMark("You", "You", "slate"),
    RoleMark("Colleagues, lower end", "Colleagues from", "teal"),
    RoleMark("Colleagues, upper end", "Colleagues to", "plum"),
)
TOGETHER_MARKS = (MARKS[0], RoleMark("Colleagues", "Colleagues", "teal"))


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One invitation as its owner sees it; ``token`` only while it can be answered."""

    key: str
    name: str
    state: str
    note: str
    token: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class View:
    """One competency: the own answer beside those of colleagues, in the words of the anchors."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    text: str
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: a chart, and its rows in words."""

    title: str
    note: str
    chart: Dumbbell
    groups: tuple[Group, ...]


def link_row(invitation: Invitation, token: str, now: dt.datetime) -> LinkRow:
    """One invitation in words."""
    state = invitation.state(now)
    is_open = state in OPEN
    ends = f"Works until {moment(invitation.expires_at)}. For one colleague only."
    return LinkRow(
        key=invitation.key,
        name=f"Link {invitation.number}",
        state=STATES[state],
        note=f"{STATES[state]}. {ends}" if is_open else "",
        token=token if is_open else "",
        is_open=is_open,
    )


def message(invitation: Invitation, address: str) -> tuple[str, str]:
    """A short message to send with a link, and the mailto: address that begins it."""
    text = (
        "Would you tell me how you see my work? It takes a few minutes and needs no account. "
        f"The page says first what I will see. {address} "
        f"The link is for you only and ends on {moment(invitation.expires_at)}."
    )
    return text, f"mailto:?subject={quote('How do you see my work?')}&body={quote(text)}"


def shown(
    picture: Picture,
    questionnaire: Questionnaire,
    catalogue: Catalogue,
    mine: Mapping[str, Value],
    *,
    openly: int = 0,
) -> Shown:
    """Self beside others, sorted by difference."""
    names = {each.key: each.name for each in catalogue.roles.competencies}
    items = [q for s in questionnaire.screens for q in s.questions if isinstance(q, Item)]
    rows = [(i, picture[i.key], _level(mine.get(i.key))) for i in items if i.key in picture]
    rows.sort(key=lambda row: -_difference(row[1], row[2]))
    has_range = any(spread.low != spread.high for _, spread, _ in rows)
    marks = MARKS if has_range else TOGETHER_MARKS
    chart = dumbbell(
        title="You and your colleagues, by competency",
        note="Level 0 is the lowest line of each question, level 5 the highest.",
        roles=marks,
        measures=[Measure("Level", 0, 5)],
        rows=[
            (names[i.competency or ""], [[me, s.low, s.high] if has_range else [me, s.low]])
            for i, s, me in rows
        ],
    )
    groups: dict[int, list[View]] = {1: [], -1: [], 0: [], 2: []}
    for item, spread, me in rows:
        groups[_side(spread, me)].append(_view(item, names, spread, me))
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
    return Shown(
        title,
        how,
        chart,
        tuple(Group(*GROUPS[side], tuple(views)) for side, views in groups.items() if views),
    )


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


def _view(item: Item, names: Mapping[str, str], spread: Spread, me: int | None) -> View:
    anchors = [bare(option.text) for option in item.options]
    low, high = anchors[spread.low], anchors[spread.high]
    theirs = f"“{low}”" if low == high else f"between “{low}” and “{high}”"
    mine = f"“{anchors[me]}”" if me is not None else "no answer"
    return View(names[item.competency or ""], mine, theirs)


def rating_groups(screen: Screen) -> tuple[AnswerGroup, ...]:
    """The questions of a screen for a rater, who may say nothing to any of them."""
    return tuple(replace(group, skip_label=CANT_SAY) for group in answer_groups(screen))


def who(invitation: Invitation) -> str:
    """Who asks, as the rater reads it."""
    return invitation.asker or "Somebody you work with"


def promises(invitation: Invitation) -> tuple[tuple[str, str], ...]:
    """What is shown to whom, from when, until when; made from what is stored with the link."""
    name = who(invitation)
    rows = [
        ("Who asks", f"{name}. They gave you this link; it is for you alone."),
        (
            "What is shown",
            "For each kind of work, where the answers lie without the lowest and the highest one, "
            f"beside the own answer. Only when {number_word(invitation.minimum)} or more have "
            "answered that question. Never your answers alone, unless you agree to it below.",
        ),
        (
            "To whom",
            f"To {name} and to nobody else. It changes no score. They see that this link was "
            "opened, sent or withdrawn, but not which answers came with it.",
        ),
        ("Until when", f"The link takes answers until {moment(invitation.expires_at)}."),
        (
            "If you change your mind",
            "Change every answer until you send. Afterwards you can withdraw at any time: your "
            "answers are deleted at once, and what fewer than the promised number then hold up "
            "is no longer shown. The rest stays as it was drawn, so that no change tells what "
            "you said.",
        ),
        (
            "What we cannot promise",
            "We do not know who opens a link. If others tell what they answered, or one person "
            "answers several links, yours can be narrowed down.",
        ),
    ]
    return tuple(rows)


def agree_options(invitation: Invitation) -> tuple[Option, ...]:
    """The two answers to being shown alone."""
    name = who(invitation)
    return (
        Option("no", "No, only together with others"),
        Option("yes", f"Yes, {name} may see my answers even if they are the only ones"),
    )


def time_needed(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> str:
    return about(questionnaire.progress(answers).seconds_left)


def given(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> list[tuple[str, str, int]]:
    """What a rater answered, in words, with the screen of each question."""
    return [
        (
            group.name,
            group.words(answers[group.key]) if group.key in answers else "No answer",
            screen.number,
        )
        for screen in questionnaire.screens
        for group in rating_groups(screen)
    ]


def moment(at: dt.datetime) -> str:
    return f"{at.day} {at:%B %Y}, {at:%H:%M} UTC"

"""A retake: what was said last time, offered question by question, and the invitation to it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.attempts.presenters.quiz import AnswerGroup, Option, quiz_time
from assessments.attempts.retakes import Change, Offer
from assessments.instrument.questionnaire import Questionnaire, State, Value, state_of
from assessments.models.choices import Length
from web.dates import day_text
from web.words import listed, number_word

NEW = "New since last time."
REWORDED = "Worded in another way than last time, so your earlier answer is not offered."
IN_ACCOUNT = (
    "An account keeps the result you have now, so it keeps the new one too, without another step. "
    "You can take it out there."
)
SKIPPED = "Last time you skipped this one."


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What stands below a question. ``keep`` is last time's answer for scripts, as JSON."""

    text: str
    texts: tuple[str, ...] = ()
    keep: str = ""

    def is_kept(self, chosen: Sequence[str]) -> bool:
        """Whether the same is chosen now."""
        return bool(self.texts) and set(chosen) == set(self.texts)


@dataclass(frozen=True, slots=True)
class OfferBar:
    """What a screen says on top of a retake. ``keepable`` counts what is neither kept nor new."""

    text: str
    keepable: int
    button: str


@dataclass(frozen=True, slots=True)
class InvitePage:
    """What to expect of a retake, before it begins."""

    title: str
    lead: str
    points: tuple[str, ...]
    lengths: tuple[Option, ...]
    """To choose from after a short quiz; empty after a full one."""


def offer_lines(groups: Sequence[AnswerGroup], offers: Mapping[str, Offer]) -> dict[str, OfferLine]:
    """What is said below each question of a screen; nothing where it was left open last time."""
    lines = ((group.key, _line(group, offers[group.key])) for group in groups if offers)
    return {key: line for key, line in lines if line is not None}


def _line(group: AnswerGroup, offer: Offer) -> OfferLine | None:
    if offer.change is Change.NEW:
        return OfferLine(NEW)
    if offer.change is Change.REWORDED:
        return OfferLine(REWORDED)
    if offer.was_skipped:
        return OfferLine(SKIPPED)
    if offer.value is None:
        return None
    return OfferLine(
        text=f"Last time: “{group.words(offer.value)}”",
        texts=tuple(group.texts(offer.value)),
        keep=json.dumps(offer.value),
    )


def offer_bar(
    groups: Sequence[AnswerGroup],
    offers: Mapping[str, Offer],
    answers: Mapping[str, Value],
    earlier_at: dt.datetime,
) -> OfferBar:
    """What a screen of a retake says on top, and its button for all that is still open."""
    if all(offers[group.key].value is None for group in groups):
        return OfferBar(f"You answered none of these on {day_text(earlier_at)}.", 0, "")
    open_ones = [
        group.key
        for group in groups
        if offers[group.key].value is not None and state_of(answers, group.key) is State.OPEN
    ]
    return OfferBar(
        text=f"Your answers of {day_text(earlier_at)} stand below the questions. "
        "None counts before you keep it or choose again.",
        keepable=len(open_ones),
        button="Keep the earlier answer and continue"
        if len(open_ones) == 1
        else f"Keep all {len(open_ones)} earlier answers and continue",
    )


def invite_page(
    questionnaire: Questionnaire,
    offers: Mapping[str, Offer],
    *,
    earlier_at: dt.datetime,
    edition: int,
    now_edition: int,
    short: Questionnaire | None = None,
    steps_done: int = 0,
    in_account: bool = False,
) -> InvitePage:
    """The invitation. ``short`` is today's short quiz for somebody who took a short one.

    ``steps_done`` counts the steps of the plan that were ticked off.
    """
    offered = sum(1 for offer in offers.values() if offer.value is not None)
    points = [
        f"Below each question you see what you said on {day_text(earlier_at)}. One press keeps an "
        "answer; choosing another replaces it. An answer that you neither keep nor replace stays "
        "open and counts for nothing."
        if offered
        else "There is no earlier answer to offer, so this is a quiz like the first.",
        "You get a new private link. The result you have now stays as it is, and the new one is "
        "set beside it.",
    ]
    if edition != now_edition:
        points.append(_editions(offers, edition, now_edition))
    if in_account:
        points.append(IN_ACCOUNT)
    if steps_done:
        is_one = steps_done == 1
        what, it = ("one step", "it") if is_one else (f"{number_word(steps_done)} steps", "them")
        points.insert(
            0,
            f"You ticked off {what} of your plan. See whether it shows. The new plan goes on with "
            f"what you set, and does not ask for {it} again.",
        )
    lengths = _lengths(questionnaire, short)
    return InvitePage(
        title="Take the quiz again",
        lead=f"{_time(questionnaire, lengths)} where you keep what you said. See what has moved "
        "since, and whether the change is larger than measurement error. After about three months "
        "there is most to see.",
        points=tuple(points),
        lengths=lengths,
    )


def _time(questionnaire: Questionnaire, lengths: Sequence[Option]) -> str:
    """How long it takes, where the choice below does not say it."""
    time = quiz_time(questionnaire)
    return "It takes less time" if lengths else f"{time[:1].upper()}{time[1:]}, less"


def _lengths(full: Questionnaire, short: Questionnaire | None) -> tuple[Option, ...]:
    """As short as last time, or with the rest; nothing to choose where that is the same."""
    more = 0 if short is None else len(full.keys) - len(short.keys)
    if short is None or more <= 0:
        return ()
    rest = "1 question" if more == 1 else f"{more} questions"
    return (
        Option(
            Length.SHORT.value,
            f"The short quiz again: {quiz_time(short)}",
            f"{len(short.keys)} questions. Best to see what has moved.",
        ),
        Option(
            Length.FULL.value,
            f"The full quiz: {quiz_time(full)}",
            f"It adds the {rest} that the short one leaves out. Best for a surer result, with a "
            "level for every kind of work.",
        ),
    )


def _editions(offers: Mapping[str, Offer], edition: int, now_edition: int) -> str:
    parts = []
    for change, word in ((Change.NEW, "new"), (Change.REWORDED, "worded in another way")):
        if count := sum(1 for offer in offers.values() if offer.change is change):
            is_ = "question is" if count == 1 else "questions are"
            parts.append(f"{number_word(count)} {is_} {word}")
    what = f" {listed(parts).capitalize()}." if parts else " The questions are the same."
    return f"The quiz is at edition {now_edition} now; yours was edition {edition}.{what}"

"""What a colleague reads who was asked to rate: what will be shown, the questions, the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from assessments.attempts.presenters.quiz import Option, about, answer_group
from assessments.instrument.questionnaire import Questionnaire, Value
from assessments.instrument.values import Item
from assessments.peer_feedback.presenters.owner import HIGHEST
from assessments.peer_feedback.rules import Ending, Invitation, middle
from roles.graphics.charts import Beside, beside
from roles.snapshot.editions import Snapshot
from web.dates import moment_text
from web.words import listed, number_word

CANT_SAY = "I can’t say"
NOTHING = "There is nothing to send yet. Choose a level for at least one kind of work."
AWAY = "Our database did not answer, so nothing was changed. Press the button again in a moment."
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
EXAMPLE_OWN, EXAMPLE_OTHERS = 4, (1, 2, 3, 5)


def who(invitation: Invitation) -> str:
    """Who asks, as the rater reads it. A name written from right to left turns nothing else."""
    name = invitation.asker or "Somebody you work with"
    return name if name.isascii() else f"{ISOLATE}{name}{END_OF_ISOLATE}"


def ended(
    invitation: Invitation, now: dt.datetime, drawn_at: dt.datetime | None
) -> tuple[str, str]:
    """How a link ended that nothing was sent with, and what that means."""
    at = moment_text(invitation.revoked_at or invitation.expires_at)
    match invitation.ending(now, drawn_at=drawn_at):
        case Ending.STOPPED:
            lead = f"{who(invitation)} stopped it on {at}, before anything was sent with it."
        case Ending.DRAWN:
            lead = (
                "The picture was drawn from the answers that had been sent by "
                f"{at}. Nothing can be added to it."
            )
        case _:
            return (
                f"It took answers until {at}.",
                "Nobody has seen what was answered but not sent, and the site’s nightly clean-up "
                "deletes it. If you still want to answer, ask for a new link.",
            )
    return (lead, "What you answered but did not send is deleted, and nobody has seen it.")


def example(questionnaire: Questionnaire, snapshot: Snapshot) -> Beside:
    """A made-up row of the picture, drawn as the person who asks would see it."""
    names = {each.key: each.name for each in snapshot.roles.competencies}
    asked = [q for s in questionnaire.screens for q in s.questions if isinstance(q, Item)]
    name = next((names[q.competency] for q in asked if q.competency in names), "One kind of work")
    spread = middle(EXAMPLE_OTHERS)
    chosen = listed([str(level) for level in EXAMPLE_OTHERS])
    return beside(
        title="An example of what is shown",
        note=f"Made up: the person chose {EXAMPLE_OWN}, and {number_word(len(EXAMPLE_OTHERS))} "
        f"colleagues chose {chosen}. Without the lowest and the highest, the colleagues’ answers "
        f"lie from {spread.low} to {spread.high}, and that is all that is shown.",
        own="The person",
        others="Colleagues",
        highest=HIGHEST,
        rows=[(name, EXAMPLE_OWN, (spread.low, spread.high))],
    )


def promises(invitation: Invitation, *, sent: bool = False) -> tuple[tuple[str, str], ...]:
    """What is shown to whom, from when, until when; made from what is stored with the link."""
    name, least = who(invitation), number_word(invitation.minimum)
    together = (
        "For each kind of work, where the answers lie without the lowest and the highest one, "
        f"beside the person’s own answer. Only when {least} or more have answered that question."
    )
    rows = [
        ("Who asks", f"{name}. They gave you this link; it is for you alone."),
        ("What is shown", f"{together} {_alone(invitation, sent=sent)}"),
        (
            "To whom",
            f"To {name} and to nobody else. It changes no score. They see that this link was "
            "opened, sent or withdrawn, but not which answers came with it.",
        ),
        (
            "Until when",
            f"The link takes answers until {moment_text(invitation.expires_at)}. What you have not "
            "sent by then is shown to nobody, and the site’s nightly clean-up deletes it.",
        ),
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
    return tuple(row for row in rows if not (sent and row[0] == "Until when"))


def _alone(invitation: Invitation, *, sent: bool) -> str:
    """What is shown of one rater alone, or of those who agreed to it."""
    more = (
        "the level you chose for each kind of work, as soon as you send, even if nobody else "
        "answers. Where others agree too, it is the lowest and the highest of your answers, and "
        "how many of you there are."
    )
    if sent and invitation.agreed:
        return f"You agreed to more: {more}"
    if invitation.asks_openly and not sent:
        return f"Never your answers alone, unless you say yes below. Then it is {more}"
    return "Never your answers alone."


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
        for group in [answer_group(each, CANT_SAY) for each in screen.questions]
    ]

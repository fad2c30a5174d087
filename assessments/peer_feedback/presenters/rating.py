"""Prepare what a colleague who rates reads: who asks, an example, their own answers."""

from collections.abc import Mapping

from assessments.attempts.presenters.quiz import Option, answer_group
from assessments.instrument.questionnaire import Questionnaire, Value
from assessments.peer_feedback.presenters.owner import HIGHEST
from assessments.peer_feedback.rules import Invitation, middle
from roles.graphics.charts import Beside
from roles.snapshot.editions import Snapshot
from web.words import listed, number_word

CANT_SAY = "I can’t say"
NOTHING = "There is nothing to send yet. Choose a level for at least one kind of work."
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
EXAMPLE_OWN, EXAMPLE_OTHERS = 4, (1, 2, 3, 5)


def who(invitation: Invitation) -> str:
    """Return who asks, isolated so that a right-to-left name does not turn the text around it."""
    name = invitation.asker or "Somebody you work with"
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


def agree_options(invitation: Invitation) -> tuple[Option, ...]:
    """Return the two answers to whether a rater's answers may be shown alone."""
    name = who(invitation)
    return (
        Option("no", "No, only together with others"),
        Option("yes", f"Yes, {name} may see my answers even if they are the only ones"),
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

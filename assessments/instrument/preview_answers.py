"""Answers for previews: those that a role would give, and those held in an address, unstored.

In a preview of the draft the quiz must work without an attempt. So the token, which is in the
address of every page of a quiz, is not a key to a row: it holds the answers themselves. Pure.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping, Sequence
from statistics import fmean

from assessments.instrument.questionnaire import Value, questionnaire_of
from assessments.instrument.values import (
    BackgroundFact,
    Item,
    Question,
    assessments_of,
    instrument_of,
)
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE, AnswerError, encode
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role
from web.strict_json import dumps, loads

# No private link begins like this.
MARK = "~"
# The answers to some 40 questions take about 250 characters; addresses may have thousands.
LONGEST = 4000
PREVIEW_TOKEN = f"{MARK}[A-Za-z0-9_-]{{1,{LONGEST}}}"
# What a token may unfold to: far more than any quiz of ours.
MOST_BYTES = 64_000


def token_of(answers: Mapping[str, Value]) -> str:
    """Return the token of a preview attempt, which holds these answers."""
    text = dumps(answers, sort_keys=True, separators=(",", ":"))
    encoded = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9))
    return MARK + encoded.decode().rstrip("=")


def answers_in(token: str, snapshot: Snapshot) -> dict[str, Value] | None:
    """Return the answers in a token that the snapshot's quiz asks, ``None`` for any other token."""
    if not token.startswith(MARK) or len(token) > LONGEST + len(MARK):
        return None
    encoded = token.removeprefix(MARK)
    try:
        unpacker = zlib.decompressobj()
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        given = loads(unpacker.decompress(raw, MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError):
        return None
    if not isinstance(given, dict):
        return None
    asked = {key: given[key] for key in questionnaire_of(snapshot).keys if key in given}
    if _are_legal(snapshot, asked):
        return asked
    return {key: value for key, value in asked.items() if _are_legal(snapshot, {key: value})}


def _are_legal(snapshot: Snapshot, answers: Mapping[str, object]) -> bool:
    try:
        encode(instrument_of(snapshot), answers)
    except (AnswerError, TypeError):
        return False
    return True


# Of five positions between "A, much more" and "B, much more".
MIDDLE = 2
MOST_IMPORTANT = 5.0


def example_answers(snapshot: Snapshot, roles: Sequence[Role]) -> dict[str, Value]:
    """Return answers, by key, of somebody who suits a role, or the mean of several ``roles``.

    Ratings are at the level nearest to the required one, choices next to the middle on the side
    that weighs more (with none for several roles), situations at the best step, facts in the
    middle. A draft may have questions without answers to choose from; they are left out, and
    without a role all are.
    """
    asked = [{each.competency: each for each in role.requirements} for role in roles]

    def required(competency: str | None) -> list[Requirement | None]:
        return [each.get(competency or "") for each in asked]

    def importance(competency: str | None) -> float:
        return fmean(each.importance if each else 0.0 for each in required(competency))

    def of_item(item: Item) -> int:
        scores = [option.score for option in item.options]
        match item.type:
            case ItemType.FORCED_CHOICE:
                assert item.a  # noqa: S101  publishing refuses anything else
                assert item.b  # noqa: S101
                a, b = importance(item.a.competency), importance(item.b.competency)
                return MIDDLE if len(roles) > 1 else MIDDLE + (b > a) - (b < a)
            case ItemType.JUDGEMENT:
                return scores.index(max(scores))
            case ItemType.INTEREST:
                wanted = importance(item.competency) / MOST_IMPORTANT * 100
                wanted = 100 - wanted if item.is_reversed else wanted
            case ItemType.BARS:
                needs = required(item.competency)
                wanted = fmean(each.required_level if each else 0.0 for each in needs)
        return min(range(len(scores)), key=lambda index: (abs(scores[index] - wanted), index))

    return {
        key: _fact_answer(question) if isinstance(question, BackgroundFact) else of_item(question)
        for key, question in assessments_of(snapshot).asked.items()
        if roles and _can_be_answered(question)
    }


def _can_be_answered(question: Question) -> bool:
    is_choice = isinstance(question, Item) and question.type == ItemType.FORCED_CHOICE
    return is_choice or bool(question.options)


def _fact_answer(fact: BackgroundFact) -> Value:
    codes = [option.code for option in fact.options]
    if fact.is_multiple:
        return [next((code for code in codes if code != NONE_CODE), codes[0])]
    return codes[len(codes) // 2]

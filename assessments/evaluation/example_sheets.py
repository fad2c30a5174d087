"""Made-up answer sheets: what somebody who comes near to a role might answer. Pure.

For the worked example of the methodology page and for looking at a draft. They follow from the
edition alone, so they stay possible whatever editors change.
"""

from __future__ import annotations

from collections.abc import Mapping

from assessments.instrument.arrays import assessments_of
from assessments.instrument.values import BackgroundFact, Item
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role

# Of five positions between "A, much more" and "B, much more".
MIDDLE, LAST = 2, 4


def example_answers(snapshot: Snapshot, role: Role) -> dict[str, int | str | list[str]]:
    """Answers of somebody whose levels and likes come near to what ``role`` asks.

    By item or fact key, as a sheet has them: ratings at the level nearest to the required one,
    choices toward what weighs more, situations at their best step, background in the middle.
    """
    section = assessments_of(snapshot)
    asked = {requirement.competency: requirement for requirement in role.requirements}
    answers: dict[str, int | str | list[str]] = {
        item.key: _item_answer(item, asked) for item in section.items if item.is_active
    }
    return answers | {fact.key: _fact_answer(fact) for fact in section.facts}


def _item_answer(item: Item, asked: Mapping[str, Requirement]) -> int:
    scores = [option.score for option in item.options]
    if item.type is ItemType.FORCED_CHOICE:
        assert item.a  # noqa: S101  publishing refuses anything else
        assert item.b  # noqa: S101
        return _choice(
            _importance(asked, item.b.competency) - _importance(asked, item.a.competency)
        )
    wanted = asked.get(item.competency or "")
    if item.type is ItemType.JUDGEMENT:
        return scores.index(max(scores))
    if item.type is ItemType.INTEREST:
        liked = round(LAST * (wanted.importance if wanted else 0) / 5)
        return LAST - liked if item.is_reversed else liked
    level = wanted.required_level if wanted else 0.0
    return min(range(len(scores)), key=lambda index: (abs(scores[index] - level), scores[index]))


def _importance(asked: Mapping[str, Requirement], competency: str) -> float:
    return asked[competency].importance if competency in asked else 0.0


def _choice(leaning: float) -> int:
    """The position next to the middle, toward what weighs more. Nobody likes it all "much more"."""
    return MIDDLE + (leaning > 0) - (leaning < 0)


def _fact_answer(fact: BackgroundFact) -> str | list[str]:
    codes = [option.code for option in fact.options]
    if fact.is_multiple:
        return [next((code for code in codes if code != NONE_CODE), codes[0])]
    return codes[len(codes) // 2]

"""Make example answers of somebody who suits a role, from the edition alone. Pure."""

from collections.abc import Sequence
from statistics import fmean

from assessments.instrument.questionnaire import Value
from assessments.instrument.values import BackgroundFact, Item, assessments_of
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role

# Of five positions between "A, much more" and "B, much more".
MIDDLE = 2
MOST_IMPORTANT = 5.0


def example_answers(snapshot: Snapshot, roles: Sequence[Role]) -> dict[str, Value]:
    """Return answers, by key, of somebody who suits a role, or the mean of several ``roles``.

    Ratings are at the level nearest to the required one, choices next to the middle on the side
    that weighs more (with none for several roles), situations at their best step, background in the
    middle.
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
    }


def _fact_answer(fact: BackgroundFact) -> Value:
    codes = [option.code for option in fact.options]
    if fact.is_multiple:
        return [next((code for code in codes if code != NONE_CODE), codes[0])]
    return codes[len(codes) // 2]

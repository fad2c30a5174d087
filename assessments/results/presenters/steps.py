"""Choose what to do next after each verdict; the words are in ``results/step.html``."""

from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading, half_up
from assessments.scoring import Verdict
from roles.snapshot.values import Role

# From this importance (0 to 5) on, a competency is central to a role.
CENTRAL = 3.0
NAMED = 4


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The steps by name, the most useful first, and what their texts need.

    ``pair`` are the roles compared, ``shared`` what both need, ``apart`` what weighs more in each.
    """

    names: tuple[str, ...]
    lean: Role
    pair: tuple[Role, ...] = ()
    shared: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def next_steps(reading: Reading) -> NextSteps:
    """Return the steps that make sense after this verdict."""
    result, difference = reading.result, reading.result.difference
    lean = reading.roles[result.lean]
    if result.verdict is Verdict.INSUFFICIENT:
        return NextSteps(("answer more", "not yet is an answer"), lean)
    if result.verdict is Verdict.INCONSISTENT:
        return NextSteps(("answer again", "think of work", "skip"), lean)
    show = ("show",) * _is_met(reading)
    if result.verdict is Verdict.NEITHER:
        return NextSteps((*show, "read", "retake after work"), lean)
    if difference is None:
        return NextSteps((*show, "read") * (result.verdict is Verdict.ONE_ROLE), lean)
    one, other = difference.top, difference.other
    pair = reading.roles[one], reading.roles[other]
    if result.verdict is Verdict.ONE_ROLE:
        return NextSteps((*show, "read", "compare"), lean, pair)
    shared = _shared(reading, one, other)
    apart = _most_apart(reading, one, other), _most_apart(reading, other, one)
    names = ("build",) * bool(shared) + ("ask",) * all(apart) + ("compare", "retake after both")
    return NextSteps(names, lean, pair, shared, apart)


def _is_met(reading: Reading) -> bool:
    """Return whether the best match asks for nothing more."""
    role = reading.result.role(reading.result.lean)
    missing = half_up(sum(part.gap or 0.0 for part in role.competencies))
    return not missing and not any(must.is_unmet for must in role.must_haves)


def _shared(reading: Reading, one: str, other: str) -> tuple[str, ...]:
    """Return the competencies central to both roles, by the smaller of the two weights."""
    first, second = reading.requirements(one), reading.requirements(other)
    weights = {
        key: min(first[key].importance, second[key].importance) for key in first if key in second
    }
    central = [key for key, weight in weights.items() if weight >= CENTRAL]
    central.sort(key=lambda key: -weights[key])
    return tuple(reading.in_sentence(key) for key in central[:NAMED])


def _most_apart(reading: Reading, one: str, other: str) -> str:
    """Return the competency that ``one`` weighs most above ``other``; empty if there is none."""
    first, second = reading.requirements(one), reading.requirements(other)
    more = {
        key: asked.importance - (second[key].importance if key in second else 0.0)
        for key, asked in first.items()
    }
    best = max(more, key=lambda key: more[key], default="")
    return reading.in_sentence(best) if best and more[best] > 0 else ""

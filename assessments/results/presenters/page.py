"""Put the result page together, from what it says at a glance to what the result rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.evaluation.charts import LevelChart, Waterfall
from assessments.evaluation.presenters.dials import Together, together
from assessments.evaluation.presenters.reading import NOISE, SPOKEN_OF, Reading, half_up
from assessments.evaluation.presenters.verdict import VerdictText, lacking_parts, verdict_text
from assessments.evaluation.result import Result, RoleResult
from assessments.plans.presenters.page import PlannedLine, PlanPage
from assessments.results.presenters.details import details, quality_notes, unmeasured
from assessments.results.presenters.gaps import RoleGaps, role_gaps
from assessments.results.presenters.measures import Measures, levels, measures
from assessments.results.presenters.why import RoleSums, Theme, role_sums, waterfall_of
from assessments.scoring import Verdict
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from web.words import capitalised, lowered, number_word

STRENGTHS = 3
# Share of a required level from which a competency is a strength.
ENOUGH = 0.75

# From this importance (0 to 5) on, a competency is central to a role.
CENTRAL = 3.0
NAMED = 4


# Share of a lead from which a theme is worth a word.
WORTH_A_WORD = 0.1
# What a theme says as the main reason; as a further one that agrees; and as one against.
REASONS = {
    Theme.INTERESTS: (
        "You prefer {own} work to {other} work",
        "your interests point the same way",
        "your interests lean toward {other}",
    ),
    Theme.SKILLS: (
        "Your skills are closer to what {own} needs",
        "your skills point the same way",
        "your skills today are closer to {other}",
    ),
    Theme.BACKGROUND: (
        "Your background shows more of what {own} needs",
        "your background points the same way",
        "your background fits {other} better",
    ),
    Theme.MUST_HAVES: (
        "You are missing one of {other}’s must-haves, {must}",
        "you are missing one of {other}’s must-haves, {must}",
        "you do not meet one of its must-haves yet",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three things below the verdict: a title, what it names, and a short text."""

    title: str
    names: tuple[str, ...]
    text: str


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


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the result's templates show; without a single answer there are no scores."""

    verdict: VerdictText
    steps: NextSteps
    has_scores: bool
    strengths: Part | None
    measures: Measures
    together: tuple[Together, ...]
    waterfall: Waterfall | None
    sums: tuple[RoleSums, ...]
    gaps: tuple[RoleGaps, ...]
    levels: LevelChart
    details: dict[str, Any]
    unmeasured: dict[str, Any] | None
    quality: tuple[str, ...]


def result_page(
    result: Result, snapshot: Snapshot, saved_at: Sequence[float] = (), began: float | None = None
) -> ResultPage:
    """Return a result in words and pictures, as its page shows it.

    ``snapshot`` is the edition it was scored under; ``saved_at`` are the seconds at which the
    answers were saved, and ``began`` those at which the quiz was begun, where that is known.
    """
    reading = Reading(result, snapshot)
    return ResultPage(
        verdict=verdict_text(reading),
        steps=next_steps(reading),
        has_scores=result.answered > 0,
        strengths=strengths(reading),
        measures=measures(reading),
        together=together(reading),
        waterfall=waterfall_of(reading),
        sums=role_sums(reading),
        gaps=_gaps(reading),
        levels=levels(reading),
        details=details(reading),
        unmeasured=unmeasured(reading),
        quality=quality_notes(reading, saved_at, began),
    )


def _gaps(reading: Reading) -> tuple[RoleGaps, ...]:
    """Return the gaps, none where too little is known to name any."""
    gaps = role_gaps(reading)
    return gaps if any(gap.missing is not None for gap in gaps) else ()


# ------------------------------------------------------------------ what a person brings


def strengths(reading: Reading) -> Part | None:
    """Return what somebody brings to the roles in question, or rates highest, or leans toward."""
    result = reading.result
    roles: Sequence[RoleResult] = ()
    if result.verdict in SPOKEN_OF:
        is_tie = result.verdict is Verdict.TOO_CLOSE and reading.close
        roles = reading.close if is_tie else (result.role(result.lean),)
    if roles and (found := _brought(reading, roles)):
        names = [reading.short(role.slug) for role in roles]
        to = names[0] if len(names) == 1 else "both roles"
        if len(names) > 2:
            to = f"all {number_word(len(names))} roles"
        nearest = "" if all(is_met for _, is_met in found) else "At or near the required levels."
        return Part(f"What you bring to {to}", _names(reading, [key for key, _ in found]), nearest)
    if not roles:
        rated = {each.competency: each.level for each in result.levels if each.level}
        if best := sorted(rated, key=lambda key: -(rated[key] or 0.0)):
            return Part("Your highest ratings", _names(reading, best), "")
    leaning = {each.competency: each.profile for each in result.levels if each.profile > NOISE}
    if best := sorted(leaning, key=lambda key: -leaning[key]):
        return Part("What you lean toward", _names(reading, best), "")
    return None


def _brought(reading: Reading, roles: Sequence[RoleResult]) -> list[tuple[str, bool]]:
    """Return what adds most to all the roles, and whether its level is met."""
    found = []
    for key in reading.competency_names:
        parts = [part for role in roles for part in role.competencies if part.competency == key]
        have = [part.readiness or 0.0 for part in parts]
        open_ = [part.gap or 0.0 for part in parts]
        enough = [
            one > NOISE and one >= ENOUGH * (one + rest)
            for one, rest in zip(have, open_, strict=True)
        ]
        if enough and all(enough):
            found.append((-sum(have), key, max(open_) <= NOISE))
    return [(key, is_met) for _, key, is_met in sorted(found)[:STRENGTHS]]


def _names(reading: Reading, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(reading.competency_names[key] for key in keys[:STRENGTHS])


# ------------------------------------------------------------------ what to do next


def next_steps(reading: Reading) -> NextSteps:
    """Return the steps that make sense after this verdict; their words are in ``step.html``."""
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


# ------------------------------------------------------------------ at a glance


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What is read at a glance, below the verdict.

    ``step`` is the plan's first; without one, ``step_name`` is a next step; ``more`` the others.
    """

    reason: str
    missing: Part | None
    step: PlannedLine | None
    step_name: str
    more: tuple[str, ...]


def first_screen(
    result: Result, snapshot: Snapshot, page: ResultPage, plan: PlanPage | None
) -> FirstScreen:
    """Return the first screen of a result; ``plan`` is the one it has, if any."""
    reading = Reading(result, snapshot)
    steps, is_spoken_of = page.steps, result.verdict in SPOKEN_OF
    asks = is_spoken_of and "ask" in steps.names
    missing = _question(reading, *steps.apart) if asks else _missing(reading, page.gaps)
    step = plan.planned[0] if plan and plan.planned and is_spoken_of else None
    open_ones = [name for name in steps.names if not (name == "ask" and asks)]
    name = "" if step or not open_ones else open_ones[-1 if asks else 0]
    return FirstScreen(
        reason=_reason(reading, page.waterfall) or page.verdict.lead,
        missing=missing,
        step=step,
        step_name=name,
        more=tuple(each for each in open_ones if each != name),
    )


def _reason(reading: Reading, fall: Waterfall | None) -> str:
    """Return the theme that speaks most for the named role, and the next one that matters."""
    difference, gap = reading.result.difference, reading.gap
    if fall is None or difference is None or gap is None or not reading.result.named_role:
        return ""
    sign = 1 if difference.top == gap.high else -1
    points = {Theme(step.whole.label): sign * step.points for step in fall.steps}
    points.pop(Theme.LIMITS, None)
    order = sorted(points, key=lambda theme: -points[theme])
    least = max(1, WORTH_A_WORD * abs(gap.points))
    if points[order[0]] < least:
        return ""
    main, *others = order
    text = REASONS[main][0]
    if points[others[-1]] <= -least:
        text += f", although {REASONS[others[-1]][2]}"
    elif points[others[0]] >= least:
        text += f", and {REASONS[others[0]][1]}"
    own, other = reading.short(difference.top), reading.short(difference.other)
    musts = reading.result.role(difference.other).must_haves
    must = next((lowered(reading.must_have_name(each)) for each in musts if each.is_unmet), "")
    return f"{text.format(own=own, other=other, must=must)}."


def _question(reading: Reading, one: str, other: str) -> Part:
    """Return the question that would decide between two roles that are too close to call."""
    difference = reading.result.difference
    assert difference is not None  # noqa: S101  a step asks it of two roles only
    top, second = reading.short(difference.top), reading.short(difference.other)
    which = f"{capitalised(one)} ({top}) or {other} ({second})?"
    return Part("What decides: which appeals to you more?", (which,), "")


def _missing(reading: Reading, every: tuple[RoleGaps, ...]) -> Part | None:
    """Return the one thing that matters most: a must-have, else the costliest gap, else proof."""
    result = reading.result
    if result.verdict is Verdict.INCONSISTENT:
        return None
    if result.verdict is Verdict.INSUFFICIENT:
        lacking = tuple(map(capitalised, lacking_parts(reading)))
        return Part("What we still need", lacking, "") if lacking else None
    gaps = next(iter(every), None)
    if gaps is None or gaps.missing is None:
        return None
    title = f"The biggest gap for {gaps.role.short_name}"
    if gaps.must_haves:
        must = gaps.must_haves[0]
        return Part(f"{title}: a must-have", (must.name,), must.brief)
    if gaps.first:
        return Part(title, (gaps.first[0].competency,), gaps.first[0].brief)
    advice = [f"{each.advice}." for each in together(reading) if each.role == gaps.role]
    return Part(title, ("None, going by your answers",), "".join(advice))

"""Choose what a result says at a glance: why, what is missing most, and the first step."""

from dataclasses import dataclass

from assessments.evaluation.charts import Waterfall
from assessments.evaluation.presenters.dials import together
from assessments.evaluation.presenters.reading import SPOKEN_OF, Reading
from assessments.evaluation.presenters.verdict import lacking_parts
from assessments.evaluation.result import Result
from assessments.plans.presenters.page import PlannedLine, PlanPage
from assessments.results.presenters.gaps import RoleGaps
from assessments.results.presenters.page import ResultPage
from assessments.results.presenters.strengths import Part
from assessments.results.presenters.why import Theme
from assessments.scoring import Verdict
from roles.snapshot.editions import Snapshot
from web.words import capitalised

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
        "You do not meet a must-have of {other} yet",
        "you do not meet a must-have of {other} yet",
        "you do not meet one of its must-haves yet",
    ),
}


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What is read at a glance, below the verdict.

    ``step`` is the first step of the plan; without one, ``step_name`` is that of a next step.
    ``more`` are the next steps that are not said here.
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
    return (
        f"{text.format(own=reading.short(difference.top), other=reading.short(difference.other))}."
    )


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

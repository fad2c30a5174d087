"""The verdict in words (docs/scoring.md §1.5 and §6): what it says first, and why so sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading, shown_range
from assessments.evaluation.presenters.rounding import NOISE, chance_text, half_up
from assessments.evaluation.result import Difference, RoleResult
from assessments.scoring import Band, Verdict
from roles.graphics.charts import NumberLine, RoleMark, number_line, number_text
from web.words import capitalised, listed, number_word

BAND_WORDS = {
    Band.READY: "ready",
    Band.NEARLY: "nearly ready",
    Band.BUILDING: "building",
    Band.EARLY: "at the start",
}
# Stated chances from which these words are used (§1.5).
LEANS_FROM = 0.75
CLEARLY_FROM = 0.96
# How far the line of the difference runs on both sides, in points of match.
REACH = 50


@dataclass(frozen=True, slots=True)
class VerdictText:
    """The first screen.

    ``headline`` is the verdict in one line; where it names a role, ``intro`` is what stands before
    the name and ``role`` how the role shows itself.
    """

    headline: str
    intro: str
    name: str
    role: RoleMark | None
    lead: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...]
    line: NumberLine | None


def verdict_text(reading: Reading) -> VerdictText:
    """What the page says before anything else."""
    say: dict[Verdict, Callable[[Reading], tuple[str, str]]] = {
        Verdict.ONE_ROLE: _one_role,
        Verdict.TOO_CLOSE: _too_close,
        Verdict.NEITHER: _neither,
        Verdict.INSUFFICIENT: _insufficient,
        Verdict.INCONSISTENT: _inconsistent,
    }
    verdict = reading.result.verdict
    headline, lead = say[verdict](reading)
    named = reading.result.named_role
    intro, has_name, name = headline.partition(": ") if len(reading.compared) > 1 else ("", "", "")
    return VerdictText(
        headline=headline,
        intro=f"{intro}:" if has_name else "",
        name=name,
        role=reading.marks[named] if named else None,
        lead=lead,
        evidence=_evidence(reading),
        notes=_notes(reading),
        line=_line(reading) if verdict in (Verdict.ONE_ROLE, Verdict.TOO_CLOSE) else None,
    )


def signed_difference(reading: Reading, difference: Difference) -> tuple[str, str, int]:
    """The two roles in the edition's order and +1 where the top one is the second of them."""
    order = [role.slug for role in reading.result.roles]
    low, high = sorted((difference.top, difference.other), key=order.index)
    return low, high, 1 if difference.top == high else -1


def _one_role(reading: Reading) -> tuple[str, str]:
    result = reading.result
    assert result.named_role  # noqa: S101  this verdict names a role
    name, short = reading.name(result.named_role), reading.short(result.named_role)
    difference = result.difference
    if difference is None:
        band = result.role(result.named_role).band
        words = BAND_WORDS[band] if band else "not known yet"
        return f"{name}: {words}, by your own ratings.", "There is no other role to compare with."
    clearly = "clearly " if difference.chance >= CLEARLY_FROM else ""
    chance = chance_text(difference.chance)
    if len(reading.compared) > 2:
        other = reading.short(difference.other)
        lead = (
            f"We think {short} is {clearly}the best match of the "
            f"{number_word(len(reading.compared))} roles. The closest other role is {other}; "
            f"against it the chance is {chance} if your answers reflect you well."
        )
    else:
        lead = (
            f"We think {short} is {clearly}the better match, with a chance of {chance} "
            "if your answers reflect you well."
        )
    return f"Better match: {name}.", lead


def _too_close(reading: Reading) -> tuple[str, str]:
    difference = reading.result.difference
    assert difference  # noqa: S101  one role alone is never too close to another
    low, high, sign = signed_difference(reading, difference)
    gap = half_up(difference.value)
    toward = f" toward {reading.short(difference.top)}" if gap else ""
    ends = sorted((sign * difference.interval.low, sign * difference.interval.high))
    close = [role for role in reading.ranked if role.is_not_separated]
    if len(close) > 1:
        names = [reading.short(role.slug) for role in (reading.result.role(difference.top), *close)]
        first = f"{capitalised(number_word(len(names)))} roles are close: {listed(names)}. "
        gap_of = f"The gap between the first two is {_points(gap)}{toward}"
        both = "All of them suit what you told us."
    else:
        others = len(reading.compared) > 2
        pair = f"{reading.short(difference.top)} and {reading.short(difference.other)}"
        first = f"{pair} come out ahead of the rest. " if others else ""
        gap_of = f"The gap is {_points(gap)}{toward}"
        both = "Both roles suit what you told us."
    spread = (
        f", and our range runs from {_toward(reading, ends[0], low, high)} "
        f"to {_toward(reading, ends[1], low, high)}. "
    )
    return "Too close to call.", f"{first}{gap_of}{spread}{both} {_lean(reading, difference)}"


def _points(number: int) -> str:
    return "1 point" if abs(number) == 1 else f"{number} points"


def _toward(reading: Reading, value: float, low: str, high: str) -> str:
    """One end of the range of the difference, with the role on its side of zero."""
    number = half_up(value)
    text = number_text(number, signed=True)
    if number == 0:
        return text
    return f"{text} (toward {reading.short(high if number > 0 else low)})"


def _lean(reading: Reading, difference: Difference) -> str:
    """Which way a tie leans; never more than a lean, whatever the chance."""
    if difference.chance < LEANS_FROM:
        return "We see no real lean."
    return (
        f"Your answers lean to {reading.short(difference.top)}, "
        f"with a chance of {chance_text(difference.chance)} against "
        f"{reading.short(difference.other)}."
    )


def _neither(reading: Reading) -> tuple[str, str]:
    compared = reading.compared
    if len(compared) == 1:
        met = "This role’s needs are not met so far."
    elif len(compared) == 2:
        met = "Neither role’s needs are met so far."
    else:
        met = "No role’s needs are met so far."
    return "Not yet.", f"{met} {likes_lean(reading)} First steps are further down."


def likes_lean(reading: Reading) -> str:
    """Which way the interests lean, as far as their ranges allow to say."""
    known = [role for role in reading.compared if reading.fit(role) is not None]
    if len(known) < 2:
        if not known:
            return "You told us too little about what you like."
        role = known[0]
        return f"Your likes fit {reading.short(role.slug)} {reading.fit(role)} of 100."
    first, second = sorted(known, key=lambda role: -role.fit)[:2]
    name = reading.short(first.slug)
    if first.fit - second.fit < max(reading.settings.delta_min, 1.0):
        return "Your likes do not lean to one role."
    if first.fit_range.low > second.fit_range.high:
        return f"Your likes lean to {name}."
    return f"Your likes lean a little to {name}, but the ranges overlap."


def _insufficient(reading: Reading) -> tuple[str, str]:
    result = reading.result
    headline = "Not enough answers."
    total = result.answered + result.skipped + result.unanswered
    if not result.answered:
        did = "skipped every question" if result.skipped == total else "answered no question"
        return headline, f"You {did}, so there is nothing to compare yet."
    lacking = []
    if any(reading.lacks_levels(role) for role in reading.compared):
        lacking.append("what you have done so far")
    if any(reading.lacks_interests(role) for role in reading.compared):
        lacking.append("which tasks you would rather do")
    more = f" We need more about {listed(lacking)}." if lacking else ""
    return headline, (
        f"You answered {result.answered} of {total} questions. "
        f"That is too few for a fair answer.{more} A skipped question never counts against you."
    )


def _inconsistent(reading: Reading) -> tuple[str, str]:
    return (
        "No role named.",
        "Your answers point in different directions, so we will not name a role. "
        "We expect answers about similar work to be much alike, and yours differ more than "
        "that. This can happen when you answer fast, or when a question reads two ways.",
    )


def _evidence(reading: Reading) -> tuple[str, ...]:
    """Fit and readiness in sentences: of the lean and the role it is compared with."""
    result = reading.result
    slugs = [result.lean]
    if result.difference is not None:
        slugs.append(result.difference.other)
    roles = [result.role(slug) for slug in slugs if result.role(slug).is_comparable]
    sentences = [fit_sentence(reading, roles), *(_ready(reading, role) for role in roles[:1])]
    return tuple(sentence for sentence in sentences if sentence)


def fit_sentence(reading: Reading, roles: list[RoleResult]) -> str:
    """ "Your likes fit TPM 71 (likely 59 to 83) and PM 38 (28 to 48)." """
    known = [(role, reading.fit(role)) for role in roles if not role.is_flat]
    said = [
        f"{reading.short(role.slug)} {fit} ({'likely ' if not index else ''}{_ends(role)})"
        for index, (role, fit) in enumerate((r, f) for r, f in known if f is not None)
    ]
    return f"Your likes fit {listed(said)}, out of 100." if said else ""


def _ends(role: RoleResult) -> str:
    low, high = half_up(role.fit_range.low), half_up(role.fit_range.high)
    return f"{low} to {high}"


def _ready(reading: Reading, role: RoleResult) -> str:
    shown = reading.readiness(role)
    short = reading.short(role.slug)
    spread = shown_range(role.readiness_range)
    if shown is None or spread is None:
        if not reading.has_enough:
            return ""
        return f"You told us too little to say how far you meet what {short} asks."
    meets = f"By your own ratings you meet {shown} of 100 of what {short} asks"
    if spread[0] == spread[1] and is_held(role):
        return f"{meets}; an unmet must-have holds it there."
    return f"{meets} (likely {spread[0]} to {spread[1]})."


def is_held(role: RoleResult) -> bool:
    """Whether an unmet must-have holds this role's readiness down."""
    return (role.must_have_line or 0.0) < -NOISE


def _notes(reading: Reading) -> tuple[str, ...]:
    """What must be known to read the scores right."""
    result = reading.result
    notes = []
    names_roles = result.verdict in (Verdict.ONE_ROLE, Verdict.TOO_CLOSE, Verdict.NEITHER)
    if names_roles and result.interests_point_to and result.skills_point_to:
        notes.append(
            f"Your interests point to {reading.name(result.interests_point_to)}. "
            f"Your skills today point to {reading.name(result.skills_point_to)}."
        )
    if flat := [reading.name(role.slug) for role in reading.compared if role.is_flat]:
        one = len(flat) == 1
        notes.append(
            f"Fit says nothing about {listed(flat)}: "
            f"{'this role weighs' if one else 'these roles weigh'} every competency the same."
        )
    shapeless = all(abs(level.profile) < 1e-9 for level in result.levels)
    if shapeless and result.answered and reading.has_enough:
        notes.append(
            "You rated everything alike, so your answers show no direction and fit stays at its "
            "middle, 50."
        )
    return tuple(notes)


def _line(reading: Reading) -> NumberLine | None:
    """The difference drawn: the earlier role of the edition to the left, the later to the right."""
    difference = reading.result.difference
    if difference is None:
        return None
    low, high, sign = signed_difference(reading, difference)
    gap = half_up(difference.value)
    interval = difference.interval
    title, note = "No gap between the two", ""
    if gap:
        title = f"A gap of {_points(gap)} toward {reading.short(difference.top)}"
    if reading.result.verdict is Verdict.ONE_ROLE:
        note = f"Likely between {half_up(interval.low)} and {_points(half_up(interval.high))}."
    return number_line(
        title=title,
        note=note,
        low_role=reading.marks[low],
        high_role=reading.marks[high],
        difference=sign * gap,
        interval=(sign * half_up(interval.low), sign * half_up(interval.high)),
        reach=REACH,
        too_small=reading.settings.delta_min,
    )

"""Put the verdict into words (docs/scoring.md §1.5 and §6): what it is, and how sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Likes, Reading, RoundedDifference
from assessments.evaluation.presenters.rounding import NOISE, chance_text
from assessments.evaluation.result import MatchDifference, RoleResult
from assessments.scoring import Band, Verdict
from roles.graphics.charts import NumberLine
from roles.graphics.charts.drawing import number_line
from roles.snapshot.values import Role
from web.numbers import number_text
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
UNNAMED = (
    "People who do these jobs did not come out far enough apart in this quiz, so for now it names "
    "no role. What you like and what you can do is shown as before."
)


@dataclass(frozen=True, slots=True)
class VerdictText:
    """The verdict in words and a picture, as the result page begins with it.

    ``headline`` is the verdict in one line; where it names a role, ``intro`` is what stands before
    the name and ``role`` how the role shows itself.
    """

    headline: str
    intro: str
    name: str
    role: Role | None
    lead: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...]
    line: NumberLine | None


def verdict_text(reading: Reading) -> VerdictText:
    """Return the verdict of a result in words, for the top of its page."""
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
        role=reading.roles[named] if named else None,
        lead=lead,
        evidence=_evidence(reading),
        notes=_notes(reading),
        line=_line(reading) if verdict in (Verdict.ONE_ROLE, Verdict.TOO_CLOSE) else None,
    )


def _one_role(reading: Reading) -> tuple[str, str]:
    result = reading.result
    assert result.named_role  # noqa: S101  this verdict names a role
    name, short = reading.name(result.named_role), reading.short(result.named_role)
    difference = result.difference
    if difference is None:
        band = reading.band(result.role(result.named_role))
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
    if reading.result.is_unnamed:
        return "No role named.", UNNAMED
    headline, difference, gap = "Too close to call.", reading.result.difference, reading.gap
    if difference is None or gap is None:
        return headline, "You told us too little about one of the roles to compare them."
    close = [role for role in reading.ranked if role.is_not_separated]
    if len(close) > 1:
        close = [reading.result.role(difference.top), *close]
        names = [reading.short(role.slug) for role in close]
        first = f"{capitalised(number_word(len(names)))} roles are close: {listed(names)}. "
        gap_of = "The gap between the first two"
    else:
        close = [reading.result.role(slug) for slug in (difference.top, difference.other)]
        pair = listed([reading.short(role.slug) for role in close])
        first = f"{pair} come out ahead of the rest. " if len(reading.compared) > 2 else ""
        gap_of = "The gap"
    toward = f" toward {reading.short(difference.top)}" if gap.points else ""
    low, high = (_toward(reading, end, gap) for end in gap.ends)
    return headline, (
        f"{first}{gap_of} is {_points_text(gap.points)}{toward}, and our range runs from {low} to "
        f"{high}.{_too_small(reading, difference)} {_suited(reading, close)} "
        f"{_lean(reading, difference)}"
    )


def _too_small(reading: Reading, difference: MatchDifference) -> str:
    """Say why no role is named although the whole range speaks for one."""
    least = reading.least_difference
    if difference.interval.low <= 0 or difference.value >= least:
        return ""
    return f" We name no role for a gap below {number_text(least, 2)} points."


def _suited(reading: Reading, close: list[RoleResult]) -> str:
    """Say which of the roles that are too close to call suit what somebody answered."""
    suited = [reading.short(role.slug) for role in close if reading.suits(role)]
    if len(suited) == len(close):
        return f"{'Both roles' if len(close) == 2 else 'All of them'} suit what you told us."
    if not suited:
        none = "Neither" if len(close) == 2 else "No role"
        return f"{none} fully suits what you told us yet."
    return (
        f"So far only {listed(suited)} {'suits' if len(suited) == 1 else 'suit'} what you told us."
    )


def _points_text(number: int) -> str:
    return "1 point" if abs(number) == 1 else f"{abs(number)} points"


def _toward(reading: Reading, end: int, gap: RoundedDifference) -> str:
    """Return one end of the range of the difference in words, with the role on its side of zero."""
    toward = f" (toward {reading.short(gap.high if end > 0 else gap.low)})" if end else ""
    return number_text(end, signed=True) + toward


def _lean(reading: Reading, difference: MatchDifference) -> str:
    """Say which way a tie leans; never more than a lean, whatever the chance."""
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
    """Say which way the interests lean, in agreement with what is shown as fit for each role."""
    known = [r for r in reading.compared if reading.likes(r) is not Likes.UNKNOWN]
    known.sort(key=lambda role: -role.fit)
    if not known:
        return "You told us too little about what you like."
    for likes, says in (
        (Likes.YES, "What you like leans to"),
        (Likes.NO, "What you like leans away from"),
    ):
        if names := [reading.short(role.slug) for role in known if reading.likes(role) is likes]:
            return f"{says} {listed(names)}."
    if len(known) > 1:
        return "What you like does not lean to one role."
    return f"What you like leans neither to {reading.short(known[0].slug)} nor away from it."


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
        f"That is too few for a fair answer.{more} A skipped question never counts as zero."
    )


def _inconsistent(reading: Reading) -> tuple[str, str]:
    return (
        "No role named.",
        "Your answers point in different directions, so we will not name a role. "
        "We expect answers about similar work to be much alike, and yours differ more than "
        "that. This can happen when you answer fast, or when a question reads two ways.",
    )


def _evidence(reading: Reading) -> tuple[str, ...]:
    """Return fit and readiness in sentences, of the best match and the role it is compared with."""
    result = reading.result
    slugs = [result.lean]
    if result.difference is not None:
        slugs.append(result.difference.other)
    roles = [result.role(slug) for slug in slugs if result.role(slug).is_comparable]
    sentences = [fit_sentence(reading, roles), *(_ready(reading, role) for role in roles[:1])]
    return tuple(sentence for sentence in sentences if sentence)


def fit_sentence(reading: Reading, roles: list[RoleResult]) -> str:
    """Return the sentence "What you like fits TPM 71 (likely 59 to 83) and PM 38 (28 to 48) …"."""
    known = [(role, ends) for role in roles if (ends := reading.fit_range(role))]
    said = [
        f"{reading.short(role.slug)} {reading.fit(role)} "
        f"({'likely ' if not index else ''}{low} to {high})"
        for index, (role, (low, high)) in enumerate(known)
    ]
    return f"What you like fits {listed(said)}, out of 100." if said else ""


def _ready(reading: Reading, role: RoleResult) -> str:
    shown, ends = reading.readiness(role), reading.readiness_range(role)
    short = reading.short(role.slug)
    if shown is None or ends is None:
        if not reading.has_enough:
            return ""
        return f"You told us too little to say how far you meet what {short} asks."
    meets = f"By your own ratings you meet {shown} of 100 of what {short} asks"
    return f"{meets} (likely {ends[0]} to {ends[1]})."


def _notes(reading: Reading) -> tuple[str, ...]:
    """Return the notes that a reader needs to read the scores right."""
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
    if is_shapeless(reading):
        notes.append(
            "You rated everything alike, so your answers show no direction and fit stays at its "
            "middle, 50."
        )
    return tuple(notes)


def is_shapeless(reading: Reading) -> bool:
    """Return whether everything was rated alike, and no answers contradict each other."""
    spoken_of = reading.result.verdict not in (Verdict.INSUFFICIENT, Verdict.INCONSISTENT)
    return spoken_of and all(abs(level.profile) < NOISE for level in reading.result.levels)


def _line(reading: Reading) -> NumberLine | None:
    """Return the drawing of the difference, the edition's earlier role on the left."""
    difference, gap = reading.result.difference, reading.gap
    if difference is None or gap is None or reading.result.is_unnamed:
        return None
    title, note = "No gap between the two", ""
    if gap.points:
        title = f"A gap of {_points_text(gap.points)} toward {reading.short(difference.top)}"
    if reading.result.verdict is Verdict.ONE_ROLE:
        near, far = sorted(abs(end) for end in gap.ends)
        note = f"Likely between {near} and {_points_text(far)}."
    return number_line(
        title=title,
        note=note,
        low_role=reading.roles[gap.low],
        high_role=reading.roles[gap.high],
        difference=gap.points,
        interval=gap.ends,
        too_small=reading.least_difference,
    )

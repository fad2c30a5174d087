"""Put the verdict into words (docs/scoring.md §1.5 and §6): what it is, and how sure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import (
    HIGHEST_CHANCE,
    NOISE,
    SPOKEN_OF,
    Likes,
    Reading,
    chance_text,
)
from assessments.evaluation.result import MatchDifference, RoleResult
from assessments.scoring import Band, Verdict
from roles.graphics.charts import NumberLine
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
HIGH_FROM = HIGHEST_CHANCE / 100
SHAPELESS = "You rated everything the same, so your answers show no preference."
UNNAMED = (
    "People who do these jobs did not come out far enough apart in this quiz. Your interests and "
    "skills are shown as before."
)


@dataclass(frozen=True, slots=True)
class VerdictText:
    """The verdict in words and a picture, as the result page begins with it.

    ``headline`` is the verdict as a label and ``sentence`` in words; where it names a role,
    ``intro`` is what stands before the name and ``role`` how the role shows itself.
    ``confidence`` is empty where no role is named; ``picture`` (templates/components/picture.html)
    where one is, as the line shows it.
    """

    headline: str
    sentence: str
    intro: str
    name: str
    role: Role | None
    lead: str
    confidence: str
    notes: tuple[str, ...]
    line: NumberLine | None
    picture: str


def verdict_text(reading: Reading) -> VerdictText:
    """Return the verdict of a result in words, for the top of its page."""
    say: dict[Verdict, Callable[[Reading], tuple[str, str, str]]] = {
        Verdict.ONE_ROLE: _one_role,
        Verdict.TOO_CLOSE: _too_close,
        Verdict.NEITHER: _neither,
        Verdict.INSUFFICIENT: _insufficient,
        Verdict.INCONSISTENT: _inconsistent,
    }
    result = reading.result
    headline, sentence, lead = say[result.verdict](reading)
    named, difference = result.named_role, result.difference
    name = f"{reading.name(named)}." if named and len(reading.compared) > 1 else ""
    confidence = ""
    if named and difference:
        confidence = "high" if difference.chance >= HIGH_FROM else "fair"
    return VerdictText(
        headline=headline,
        sentence=sentence,
        intro=sentence.removesuffix(f" {name}") if name else "",
        name=name,
        role=reading.roles[named] if named else None,
        lead=lead,
        confidence=confidence,
        notes=_notes(reading),
        line=_line(reading) if result.verdict in SPOKEN_OF else None,
        picture=""
        if result.verdict is Verdict.ONE_ROLE
        else result.verdict.value.replace("_", "-"),
    )


def _one_role(reading: Reading) -> tuple[str, str, str]:
    result = reading.result
    assert result.named_role  # noqa: S101  this verdict names a role
    name, short = reading.name(result.named_role), reading.short(result.named_role)
    difference = result.difference
    if difference is None:
        band = reading.band(result.role(result.named_role))
        words = BAND_WORDS[band] if band else "not known yet"
        headline = f"{name}: {words}, by your own ratings."
        return headline, headline, "There is no other role to compare with."
    chance, count = chance_text(difference.chance), len(reading.compared)
    lead = f"There is {chance} that {short} is the closer fit, if your answers reflect you well."
    if count > 2:
        other = reading.short(difference.other)
        lead = (
            f"Of the {number_word(count)} roles, {short} comes first and {other} second. "
            f"There is {chance} that {short} is the closer fit of the two, if your answers reflect "
            "you well."
        )
    best = "better" if count == 2 else "best"
    return f"Better match: {name}.", f"Your {best} match is {name}.", lead


def _too_close(reading: Reading) -> tuple[str, str, str]:
    if reading.result.is_unnamed:
        return "No role named.", "For now, the quiz names no role.", UNNAMED
    headline, difference = "Too close to call.", reading.result.difference
    if difference is None or reading.gap is None:
        lead = "You told us too little about one of the roles to compare them."
        return headline, "We cannot compare the roles yet.", lead
    close = reading.close
    names = listed([reading.short(role.slug) for role in close])
    these, too_small = capitalised(names), _too_small(reading, difference)
    suited = SHAPELESS if is_shapeless(reading) else _suited(reading, close)
    first = ""
    if len(close) > 2:
        these = f"{capitalised(number_word(len(close)))} roles"
        first = f"They are {names}. "
    elif len(reading.compared) > 2:
        first = "They come out ahead of the rest. "
    lead = f"{first}{too_small}{suited} {_lean(reading, difference)}"
    return headline, f"{these} are too close to call.", lead.strip()


def lead_text(reading: Reading) -> str:
    """Say by how many points which of the two nearest roles leads. Raises without two roles."""
    gap = reading.gap
    assert gap is not None  # noqa: S101
    if not gap.points:
        return "Neither role leads" if len(reading.close) == 2 else "No role leads"
    ahead = reading.short(gap.high if gap.points > 0 else gap.low)
    points = abs(gap.points)
    return f"{capitalised(ahead)} leads by {points} point{'' if points == 1 else 's'}"


def _too_small(reading: Reading, difference: MatchDifference) -> str:
    """Say why no role is named although the whole range speaks for one."""
    least = reading.least_difference
    if difference.interval.low <= 0 or difference.value >= least:
        return ""
    return f"We name no role for a lead below {number_text(least, 2)} points. "


def _suited(reading: Reading, close: Sequence[RoleResult]) -> str:
    """Say which of the roles that are too close to call suit what somebody answered."""
    suited = [reading.short(role.slug) for role in close if reading.suits(role)]
    if len(suited) == len(close):
        return f"{'Both' if len(close) == 2 else 'All'} suit what you told us."
    if not suited:
        none = "Neither" if len(close) == 2 else "No role"
        return f"{none} fully suits what you told us yet."
    return (
        f"So far only {listed(suited)} {'suits' if len(suited) == 1 else 'suit'} what you told us."
    )


def _lean(reading: Reading, difference: MatchDifference) -> str:
    """Say which way a tie leans; never more than a lean, whatever the chance."""
    if difference.chance < LEANS_FROM:
        return "" if is_shapeless(reading) or len(reading.close) > 2 else "Neither stands out."
    short = reading.short(difference.top)
    return f"There is {chance_text(difference.chance)} that {short} is the closer fit."


def _neither(reading: Reading) -> tuple[str, str, str]:
    none = {1: reading.name(reading.compared[0].slug), 2: "Neither role"}.get(
        len(reading.compared), "No role"
    )
    is_a = "is not a match yet" if len(reading.compared) == 1 else "is a match yet"
    met = "By your own ratings, too many of the requirements are still open."
    return "Not yet.", f"{none} {is_a}.", f"{met} {likes_lean(reading)}"


def likes_lean(reading: Reading) -> str:
    """Say which way the interests lean, in agreement with what is shown as fit for each role."""
    known = [r for r in reading.compared if reading.likes(r) is not Likes.UNKNOWN]
    known.sort(key=lambda role: -role.fit)
    if not known:
        return "You told us too little about your interests."
    for likes, says in (
        (Likes.YES, "Your interests lean toward"),
        (Likes.NO, "Your interests lean away from"),
    ):
        if names := [reading.short(role.slug) for role in known if reading.likes(role) is likes]:
            return f"{says} {listed(names)}."
    if len(known) > 1:
        return "Your interests do not lean toward one role."
    return f"Your interests lean neither toward {reading.short(known[0].slug)} nor away from it."


def _insufficient(reading: Reading) -> tuple[str, str, str]:
    result = reading.result
    headline, sentence = "Not enough answers.", "There are too few answers to name a role."
    total = result.answered + result.skipped + result.unanswered
    if not result.answered:
        did = "skipped every question" if result.skipped == total else "answered no question"
        return headline, sentence, f"You {did}, so there is nothing to compare yet."
    lacking = lacking_parts(reading)
    more = f" We need more about {listed(lacking)}." if lacking else ""
    return (
        headline,
        sentence,
        (
            f"You answered {result.answered} of {total} questions. "
            f"That is too few for a fair answer.{more} A skipped question never counts as zero."
        ),
    )


def lacking_parts(reading: Reading) -> list[str]:
    """Return what too little was told of to compare the roles."""
    lacking = {
        "what you have done so far": reading.lacks_levels,
        "which tasks you would rather do": reading.lacks_interests,
    }
    return [about for about, lacks in lacking.items() if any(map(lacks, reading.compared))]


def _inconsistent(reading: Reading) -> tuple[str, str, str]:
    return (
        "No role named.",
        "Your answers do not point to one role.",
        "They point in different directions: answers about similar work should be much alike, and "
        "yours differ more than we expect. This can happen when you answer fast, or when a "
        "question reads two ways.",
    )


def _notes(reading: Reading) -> tuple[str, ...]:
    """Return the notes that a reader needs to read the scores right."""
    result = reading.result
    notes = []
    if result.verdict in SPOKEN_OF and result.interests_point_to and result.skills_point_to:
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
    if is_shapeless(reading) and result.verdict is not Verdict.TOO_CLOSE:  # which says it first
        notes.append(SHAPELESS)
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
    low, high = gap.ends
    if low < 0 < high or not gap.points:
        one, other = reading.short(gap.low), reading.short(gap.high)
        note = f"Likely range: {one} by {-low} to {other} by {high}."
    else:
        low, high = sorted((abs(low), abs(high)))
        note = f"Likely range: {low} to {high}."
    return NumberLine(
        title=lead_text(reading),
        note=note,
        low_role=reading.roles[gap.low],
        high_role=reading.roles[gap.high],
        difference=gap.points,
        ends=gap.ends,
        too_small=reading.least_difference,
    )

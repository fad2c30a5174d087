"""Put the three scores of a role into one advice: move, learn or show (docs/scoring.md §1.7)."""

from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Likes, Reading, half_up, is_held
from assessments.evaluation.result import RoleResult
from assessments.scoring import Band, Verdict
from roles.snapshot.values import Role

MOVE = "You can move into this role"
LEARN = "Learn what is missing"
SHOW = "Show what you can do"
THINK_IT_OVER = "Think it over"
# How much of the work somebody can do, by the band of readiness.
CAN = {Band.READY: "much", Band.NEARLY: "much", Band.BUILDING: "some", Band.EARLY: "little"}
# Share of the proof the quiz can see from which a role is proven well, and from which in part.
PROVEN = 2 / 3
PARTLY_PROVEN = 1 / 3


@dataclass(frozen=True, slots=True)
class Together:
    """The advice about one role in a few words, and the sentence with its reason."""

    role: Role
    advice: str
    text: str


def together(reading: Reading) -> tuple[Together, ...]:
    """Return the advice for each role, the best match first; nothing if answers contradict.

    What to do is said once, at the first role it holds for.
    """
    if not reading.has_enough or reading.result.verdict is Verdict.INCONSISTENT:
        return ()
    found, said = [], set()
    for role in reading.ranked:
        if role.is_comparable:
            advice, reason, to_do = _advice(reading, role)
            is_new = to_do and to_do not in said
            text = f"{reason}: {to_do}." if is_new else f"{reason}."
            said.add(to_do)
            found.append(Together(reading.roles[role.slug], advice, text))
    return tuple(found)


def _advice(reading: Reading, role: RoleResult) -> tuple[str, str, str]:
    """Return advice, reason and what to do; nobody is told to learn what they dislike."""
    likes, band = reading.likes(role), reading.band(role)
    if band is None:
        return "Not known", "You told us too little about what you have done to say more", ""
    by_levels = CAN[_band_by_levels(reading, role, band)]
    if likes is Likes.NO:
        if by_levels == "much":
            return (
                THINK_IT_OVER,
                "You can do much of this work, but your interests lean away from it",
                "ask yourself whether you want more of it",
            )
        return (
            THINK_IT_OVER,
            f"{likes}, and you can do {by_levels} of it so far",
            "try some of it before you learn more",
        )
    start, work = (f"{likes}. ", "it") if likes else ("", "this work")
    if by_levels != CAN[band]:
        held = f"By your own ratings you can do {by_levels} of {work}, but a must-have is not met"
        return LEARN, start + held, "start with that must-have"
    can = f"{start}You can do {by_levels} of {work}"
    if by_levels != "much":
        return LEARN, f"{can} so far", "start with your largest gap"
    proof, most = reading.proof(role), reading.proof_reach.get(role.slug)
    if proof is None or not most:
        return MOVE, can, "look for a position with this work"
    if proof / most >= PROVEN:
        return MOVE, f"{can} and can show it", "look for a position with this work"
    shows = "only some" if proof / most >= PARTLY_PROVEN else "little"
    return SHOW, f"{can}, but {shows} of it shows on paper", "keep samples of your work"


def _band_by_levels(reading: Reading, role: RoleResult, band: Band) -> Band:
    """Return the band that readiness would be in if no unmet must-have held it down."""
    if not is_held(role):
        return band
    return reading.band_of(half_up((role.readiness or 0.0) - (role.must_have_line or 0.0)))

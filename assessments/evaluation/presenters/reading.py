"""Read a result with the edition it was scored under: names, and figures and labels as shown.

Numbers are rounded here, once, half up, and so that shown parts add up to the shown total. Labels
follow the rounded numbers, so nothing that quotes them contradicts another page, a file or a plan.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assessments.evaluation.history import Dial
from assessments.evaluation.insights import item_scores, proof_reach_of
from assessments.evaluation.result import Level, MustHave, Result, RoleResult
from assessments.instrument.values import AssessmentsSection, Item, ScoringSettings
from assessments.models.choices import ItemType
from assessments.scoring import Band, Settings, Verdict
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role
from web.words import lowered

# Fit of somebody who leans to no role.
MIDDLE = 50
# Verdicts that say how two roles compare.
SPOKEN_OF = (Verdict.ONE_ROLE, Verdict.TOO_CLOSE, Verdict.NEITHER)
HANDS_ON = "Hands-on technical work"
# A sum of some fifty doubles is off by far less than this.
NOISE = 1e-9
# The only figure that may be shown for a chance, however high the model puts it.
HIGHEST_CHANCE = 95


class Likes(StrEnum):
    """Whether somebody likes a role's work: where the range of fit lies against the middle."""

    YES = "This work matches your interests"
    OPEN = "Your interests lean neither toward this work nor away from it"
    NO = "Your interests lean away from this work"
    UNKNOWN = ""


Score = tuple[int | None, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class RoundedDifference:
    """The difference between two roles in whole points, the same sign wherever it is shown.

    Below 0 it speaks for ``low``, the earlier role of the edition, above 0 for ``high``.
    """

    low: str
    high: str
    points: int
    ends: tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """A result with its edition: the names, figures and labels for every part of a page."""

    result: Result
    snapshot: Snapshot

    @cached_property
    def assessments(self) -> AssessmentsSection:
        return self.snapshot.section("assessments", AssessmentsSection)

    @property
    def settings(self) -> ScoringSettings:
        return self.assessments.settings

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.key: item for item in self.assessments.items}

    @cached_property
    def levels(self) -> dict[str, Level]:
        return {level.competency: level for level in self.result.levels}

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {role.slug: role for role in self.snapshot.quiz_roles.roles}

    @cached_property
    def competency_names(self) -> dict[str, str]:
        return {each.key: each.name for each in self.snapshot.roles.competencies}

    @cached_property
    def item_scores(self) -> dict[str, float]:
        return item_scores(self.snapshot, self.result.answers)

    def name(self, slug: str) -> str:
        return self.roles[slug].name

    def short(self, slug: str) -> str:
        return self.roles[slug].short_name

    def in_sentence(self, competency: str) -> str:
        return lowered(self.competency_names[competency])

    def must_have_name(self, must: MustHave) -> str:
        return HANDS_ON if must.competency is None else self.competency_names[must.competency]

    def requirements(self, slug: str) -> dict[str, Requirement]:
        return {each.competency: each for each in self.roles[slug].requirements}

    def bars_item(self, competency: str) -> Item | None:
        """Return the behaviour-anchored item of a competency, or ``None``."""
        for item in self.assessments.items:
            if item.type is ItemType.BARS and item.is_active and item.competency == competency:
                return item
        return None

    @cached_property
    def compared(self) -> tuple[RoleResult, ...]:
        """The roles that take part in the verdict, in the edition's order."""
        return tuple(role for role in self.result.roles if role.is_comparable)

    @property
    def least_difference(self) -> float:
        """The smallest difference that a role is named for, among so many roles."""
        return Settings(delta_min=self.settings.delta_min).least_difference(len(self.compared))

    @cached_property
    def ranked(self) -> tuple[RoleResult, ...]:
        """All roles, the best match first, then by how near they come to it."""

        def distance(role: RoleResult) -> float:
            if role.slug == self.result.lean:
                return -1.0
            known = role.difference_from_top
            return float("inf") if known is None else max(known, 0.0)

        return tuple(sorted(self.result.roles, key=distance))

    @cached_property
    def close(self) -> tuple[RoleResult, ...]:
        """The first two roles, or more where more cannot be told from the top one."""
        difference = self.result.difference
        if difference is None:
            return ()
        top, other = self.result.role(difference.top), self.result.role(difference.other)
        close = [role for role in self.ranked if role.is_not_separated]
        return (top, *close) if len(close) > 1 else (top, other)

    @property
    def has_enough(self) -> bool:
        return self.result.verdict is not Verdict.INSUFFICIENT

    def lacks_levels(self, role: RoleResult) -> bool:
        """Return whether too few competencies of this role have a level to show readiness."""
        return role.coverage < self.settings.min_coverage - NOISE

    def lacks_interests(self, role: RoleResult) -> bool:
        """Return whether too few interest answers bear on this role to show fit."""
        return role.coverage_fit < self.settings.min_coverage_fit - NOISE

    def fit(self, role: RoleResult) -> int | None:
        """Return fit as shown, ``None`` where too little was answered."""
        return None if self.lacks_interests(role) else half_up(role.fit)

    def readiness(self, role: RoleResult) -> int | None:
        """Return readiness as shown, ``None`` where too little was answered."""
        if role.readiness is None or self.lacks_levels(role):
            return None
        return half_up(role.readiness)

    def fit_range(self, role: RoleResult) -> tuple[int, int] | None:
        """Return the range of fit as shown; ``None`` for a role that weighs everything the same."""
        if role.is_flat:
            return None
        return _shown_range(role.fit_range.low, self.fit(role), role.fit_range.high)

    def readiness_range(self, role: RoleResult) -> tuple[int, int] | None:
        """Return the range of readiness as shown, ``None`` where there is none."""
        if (spread := role.readiness_range) is None:
            return None
        return _shown_range(spread.low, self.readiness(role), spread.high)

    def band(self, role: RoleResult) -> Band | None:
        """Return the band of readiness as shown, ``None`` where too little was answered."""
        shown = self.readiness(role)
        if shown is None:
            return None
        return self.band_of(shown, any(must.is_unmet for must in role.must_haves))

    def band_of(self, shown: int, lacks_must_have: bool = False) -> Band:
        """Return the band of a rounded readiness; "ready" also needs every must-have met."""
        limits = self.settings
        if shown >= half_up(limits.band_ready) and not lacks_must_have:
            return Band.READY
        if shown >= half_up(limits.band_nearly):
            return Band.NEARLY
        return Band.BUILDING if shown >= half_up(limits.band_building) else Band.EARLY

    def likes(self, role: RoleResult) -> Likes:
        """Return whether somebody likes a role's work, by the range of fit as shown."""
        ends = self.fit_range(role)
        if ends is None:
            return Likes.UNKNOWN
        if ends[0] > MIDDLE:
            return Likes.YES
        return Likes.NO if ends[1] < MIDDLE else Likes.OPEN

    def suits(self, role: RoleResult) -> bool:
        """Return whether a role can be said to suit: at least nearly ready, and not disliked."""
        is_near = self.band(role) in (Band.READY, Band.NEARLY)
        return is_near and self.likes(role) is not Likes.NO

    @cached_property
    def gap(self) -> RoundedDifference | None:
        """The difference of the two nearest roles as shown."""
        difference = self.result.difference
        if difference is None:
            return None
        order = [role.slug for role in self.result.roles]
        low, high = sorted((difference.top, difference.other), key=order.index)
        sign = 1 if difference.top == high else -1
        spread = difference.interval
        ends = outward(*sorted((sign * spread.low, sign * spread.high)))
        return RoundedDifference(low, high, sign * half_up(difference.value), ends)

    @cached_property
    def proof_reach(self) -> dict[str, int]:
        """The most proof that the quiz can see by role, as shown; never below 1."""
        return {slug: max(half_up(most), 1) for slug, most in proof_reach_of(self.snapshot).items()}

    @cached_property
    def told_background(self) -> bool:
        """Whether any background fact was answered, be it with "none"."""
        answers = self.result.answers
        return any(answers.get(fact.key) is not None for fact in self.assessments.facts)

    def proof(self, role: RoleResult) -> int | None:
        """Return proof as shown; 0 is "nothing to show yet".

        ``None`` for a role that cannot be compared, and where no background question was answered.
        """
        if role.proof is None or not self.told_background:
            return None
        return half_up(role.proof)

    def score(self, slug: str, dial: Dial) -> Score:
        """Return a score and its likely range as shown. Raises ``KeyError`` for an unknown role."""
        role = self.result.role(slug)
        match dial:
            case Dial.FIT:
                return self.fit(role), self.fit_range(role)
            case Dial.READINESS:
                return self.readiness(role), self.readiness_range(role)
            case Dial.PROOF:
                return self.proof(role), None


def _shown_range(low: float, value: int | None, high: float) -> tuple[int, int] | None:
    """Return the ends of a range as shown, ``None`` without a shown value.

    Every range admits error: it goes at least a point to each side of the value, within 0 to 100.
    """
    if value is None:
        return None
    start, end = outward(low, high)
    return max(min(start, value - 1), 0), min(max(end, value + 1), 100)


def is_held(role: RoleResult) -> bool:
    """Return whether an unmet must-have holds this role's readiness down."""
    return (role.must_have_line or 0.0) < -NOISE


# ------------------------------------------------------------------ rounding


def half_up(value: float) -> int:
    """Return the nearest whole number, halves away from zero, so that both signs round alike."""
    size = math.floor(abs(value) + 0.5 + NOISE)
    return -size if value < 0 else size


def outward(low: float, high: float) -> tuple[int, int]:
    """Return the ends of a range rounded outward, so that it never looks narrower than it is."""
    return math.floor(low + NOISE), math.ceil(high - NOISE)


def shares(parts: Sequence[float], total: int) -> tuple[int, ...]:
    """Return whole numbers, each less than 1 away from its part, that add up to ``total``.

    Largest remainder: every part is rounded down, and what is then missing goes to the parts
    that lost most. A part of 0 stays 0. ``total`` is the rounded sum of the parts; raises
    ``ValueError`` when it is more than 1 away from their sum.
    """
    exact = [round(part, 9) for part in parts]
    if abs(math.fsum(exact) - total) > 1.0:
        raise ValueError(f"The parts add up to {math.fsum(exact)}, not to {total}.")
    shown = [math.floor(part) for part in exact]
    missing = total - sum(shown)
    by_loss = sorted(range(len(exact)), key=lambda i: (shown[i] - exact[i], i))
    for index in by_loss[: max(missing, 0)]:
        shown[index] += 1
    return tuple(shown)


def chance_text(chance: float) -> str:
    """Return a chance (½..1) as "a 93% chance"; never more than "at least a 95% chance"."""
    if chance >= HIGHEST_CHANCE / 100:
        return f"at least a {HIGHEST_CHANCE}% chance"
    shown = min(half_up(chance * 100), HIGHEST_CHANCE - 1)
    return f"{'an' if 80 <= shown < 90 else 'a'} {shown}% chance"

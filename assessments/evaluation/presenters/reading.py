"""A result beside the edition it was scored under, and the names and shown figures both give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assessments.evaluation.insights import proof_reach_of
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.result import Level, Range, Result, RoleResult
from assessments.instrument.values import AssessmentsSection, Item, ScoringSettings
from assessments.models.choices import ItemType
from assessments.scoring import Verdict
from roles.graphics.charts import RoleMark
from roles.pages.presenters.words import mark_of
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role
from web.words import lowered

# Shares are compared as the verdict compares them.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Reading:
    """What every part of the result page starts from."""

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
        return {role.slug: role for role in self.snapshot.roles.roles}

    @cached_property
    def marks(self) -> dict[str, RoleMark]:
        return {slug: mark_of(role) for slug, role in self.roles.items()}

    @cached_property
    def competency_names(self) -> dict[str, str]:
        return {each.key: each.name for each in self.snapshot.roles.competencies}

    def name(self, slug: str) -> str:
        return self.roles[slug].name

    def short(self, slug: str) -> str:
        return self.roles[slug].short_name

    def in_sentence(self, competency: str) -> str:
        return lowered(self.competency_names[competency])

    def requirements(self, slug: str) -> dict[str, Requirement]:
        return {each.competency: each for each in self.roles[slug].requirements}

    def bars_item(self, competency: str) -> Item | None:
        """The behaviour-anchored item of a competency, if the quiz has one."""
        for item in self.assessments.items:
            if item.type is ItemType.BARS and item.is_active and item.competency == competency:
                return item
        return None

    @cached_property
    def compared(self) -> tuple[RoleResult, ...]:
        """The roles that take part in the verdict, in the edition's order."""
        return tuple(role for role in self.result.roles if role.is_comparable)

    @cached_property
    def ranked(self) -> tuple[RoleResult, ...]:
        """All roles, the lean first, then by how near they come to it."""

        def distance(role: RoleResult) -> float:
            if role.slug == self.result.lean:
                return -1.0
            known = role.difference_from_top
            return float("inf") if known is None else max(known, 0.0)

        return tuple(sorted(self.result.roles, key=distance))

    @property
    def has_enough(self) -> bool:
        return self.result.verdict is not Verdict.INSUFFICIENT

    def lacks_levels(self, role: RoleResult) -> bool:
        """Too few competencies of this role have a level to speak of readiness."""
        return role.coverage < self.settings.min_coverage - ROUNDING

    def lacks_interests(self, role: RoleResult) -> bool:
        """Too few interest answers bear on this role to speak of fit."""
        return role.coverage_fit < self.settings.min_coverage_fit - ROUNDING

    def fit(self, role: RoleResult) -> int | None:
        """Fit as shown, or None where too little was answered to show any."""
        return None if self.lacks_interests(role) else half_up(role.fit)

    def readiness(self, role: RoleResult) -> int | None:
        """Readiness as shown, or None likewise."""
        if role.readiness is None or self.lacks_levels(role):
            return None
        return half_up(role.readiness)

    @cached_property
    def proof_reach(self) -> dict[str, float]:
        """The highest proof that the quiz can see, by role."""
        return proof_reach_of(self.snapshot)

    @property
    def has_readiness(self) -> bool:
        """Whether any role's readiness is shown."""
        return any(self.readiness(role) is not None for role in self.result.roles)

    @cached_property
    def told_background(self) -> bool:
        """Whether any background fact was answered, be it with "none"."""
        answers = self.result.answers
        return any(answers.get(fact.key) is not None for fact in self.assessments.facts)

    def proof(self, role: RoleResult) -> int | None:
        """Proof as shown; 0 is "nothing to show yet".

        None for a role that cannot be compared, and where nothing about the background was told.
        """
        if role.proof is None or not self.told_background:
            return None
        return half_up(role.proof)


def shown_range(spread: Range | None) -> tuple[int, int] | None:
    """The ends of a range as shown."""
    return None if spread is None else (half_up(spread.low), half_up(spread.high))

"""The frozen values that an edition's ``roles`` section is parsed into, once per process.

Pages, comparison, quiz and scoring receive them and never a database row. Field names are also
those of the content files, where a misspelt one is an error with a place.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Self, TypeVar

from roles.models.choices import (
    Accent,
    ArtefactKind,
    Broader,
    CompetencyGroup,
    FactKind,
    PayMeasure,
    QualificationKind,
    Strength,
    Topic,
)
from roles.snapshot.base import Flag, Number, Value
from roles.snapshot.certificates import Certification, Fact

V = TypeVar("V", bound=Value)


class Competency(Value):
    """Something a role asks of a person, on the level scale 0 to 100."""

    key: str
    name: str
    group: CompetencyGroup
    gloss: str


class Requirement(Value):
    """What one role asks on one competency.

    ``importance`` is the weight, 0 (not part of the role) to 5; ``required_level`` and
    ``must_have_level`` are on the level scale 0 to 100. Below a must-have, readiness is capped.
    """

    competency: str
    importance: Number
    required_level: Number
    must_have_level: Number | None = None


class Responsibility(Value):
    """One thing a person in the role answers for."""

    title: str
    text: str
    good_looks_like: str = ""
    without_it: str = ""
    competency: str | None = None


class Qualification(Value):
    """Education, experience or knowledge; two roles' entries on one ``topic`` share a row."""

    kind: QualificationKind
    strength: Strength
    topic: str
    title: str
    text: str


class RoleCertification(Value):
    """A certificate of the catalogue and what it is worth in this role."""

    certification: str
    strength: Strength
    note: str


class SoftSkill(Value):
    """A soft skill as this role uses it; roles are compared on the competency it belongs to."""

    competency: str
    title: str
    text: str
    example: str = ""


class Namesake(Value):
    """Another job that goes by the same short name, told apart once."""

    title: str
    text: str


class SourcedFact(Fact):
    """A fact about a role. Pay always has a country, a period, an amount and its currency."""

    kind: FactKind
    country: str = ""
    period: str = ""
    measure: PayMeasure = PayMeasure.UNKNOWN
    counts: str = ""


class RoleLevel(Value):
    """One step of a role's career ladder."""

    title: str
    also_called: str = ""
    scope: str
    autonomy: str
    technical_depth: str
    typical_years: str = ""


class Source(Value):
    """A source that the role's description is based on."""

    title: str
    url: str = ""
    note: str = ""
    read_on: dt.date


class WeekActivity(Value):
    """One piece of a typical working week."""

    when: str
    title: str
    text: str


class StartingPoint(Value):
    """How somebody moves into the role from another job; ``from_role`` names it as a role."""

    title: str
    from_role: str | None = None
    brings: str
    to_learn: str
    first_steps: str


class InterviewQuestion(Value):
    """A question that interviews for the role ask, and what a good answer shows."""

    question: str
    good_answer: str


class Role(Value):
    """One role, complete. Without ``is_listed`` it is on no public page and never scored."""

    slug: str
    name: str
    short_name: str
    accent: Accent
    summary: str
    description: str
    strengths: str = ""
    is_listed: Flag = True
    in_quiz: Flag = True
    required_hands_on_years: Number | None = None
    requirements: tuple[Requirement, ...]
    responsibilities: tuple[Responsibility, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    certifications: tuple[RoleCertification, ...] = ()
    soft_skills: tuple[SoftSkill, ...] = ()
    week: tuple[WeekActivity, ...] = ()
    starting_points: tuple[StartingPoint, ...] = ()
    interview_questions: tuple[InterviewQuestion, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    levels: tuple[RoleLevel, ...] = ()
    facts: tuple[SourcedFact, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def importance(self) -> Mapping[str, float]:
        """The weight of each competency that the role says something about, by key."""
        return {each.competency: each.importance for each in self.requirements}

    @cached_property
    def required_level(self) -> Mapping[str, float]:
        """The level that the role requires, in the same way."""
        return {each.competency: each.required_level for each in self.requirements}

    @cached_property
    def must_have(self) -> Mapping[str, float]:
        """The must-have levels that there are, in the same way."""
        levels = {each.competency: each.must_have_level for each in self.requirements}
        return {key: level for key, level in levels.items() if level is not None}


class RolePair(Value):
    """What editors say about two roles side by side, whichever comes first in the address.

    ``choose_first``, ``choose_second`` and ``choose_both`` say when a project needs which, a point
    on each line; ``broader`` names the one that does everything the other does.
    """

    first: str
    second: str
    difference: str
    choose_first: str = ""
    choose_second: str = ""
    choose_both: str = ""
    together: str = ""
    broader: Broader = Broader.NEITHER


class DepthLevelUse(Value):
    """What a person in one role does with a depth level's artefact."""

    role: str
    text: str


class CheckOption(Value):
    """One answer to a depth level's check."""

    text: str
    is_right: Flag = False


class DepthLevel(Value):
    """One level of technical depth, 0 to 100, with a real artefact and a one-minute check."""

    key: str
    title: str
    summary: str
    level: Number
    artefact_title: str
    artefact_kind: ArtefactKind
    artefact: str
    reading: str = ""
    uses: tuple[DepthLevelUse, ...] = ()
    question: str
    options: tuple[CheckOption, ...]
    explanation: str


class ScenarioMove(Value):
    """What a person in one role does first in a scenario, and why."""

    role: str
    first: str
    why: str


class Scenario(Value):
    """The same incident seen from the point of view of several roles."""

    slug: str
    title: str
    story: str
    moves: tuple[ScenarioMove, ...]
    lesson: str = ""


class Synonym(Value):
    """What people type, separated by commas, for what the site says in the words ``means``."""

    means: str
    typed: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is typed, one by one."""
        return tuple(filter(None, (" ".join(part.split()) for part in self.typed.split(","))))


class QuestionLink(Value):
    """A page of the site that says more about a question."""

    title: str
    address: str


class QuestionFact(Fact):
    """A fact on which an answer rests."""


class Question(Value):
    """A question that people ask, and the answer; ``also_asked`` has another wording a line."""

    slug: str
    question: str
    also_asked: str = ""
    topic: Topic
    short_answer: str
    answer: str
    judgement: str = ""
    links: tuple[QuestionLink, ...] = ()
    facts: tuple[QuestionFact, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The other wordings, one by one."""
        return tuple(filter(None, map(str.strip, self.also_asked.splitlines())))


class RolesSection(Value):
    """The ``roles`` section of an edition: all that is known about roles."""

    competencies: tuple[Competency, ...]
    certifications: tuple[Certification, ...] = ()
    roles: tuple[Role, ...]
    pairs: tuple[RolePair, ...] = ()
    depth_levels: tuple[DepthLevel, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    questions: tuple[Question, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    @cached_property
    def on_site(self) -> Self:
        """The section without roles that are not on the site, and without what refers to them.

        Roles that the quiz names come first, so that they lead wherever roles are listed.
        """
        shown = (role for role in self.roles if role.is_listed)
        return self._only(tuple(sorted(shown, key=lambda role: not role.in_quiz)))

    @cached_property
    def in_quiz(self) -> Self:
        """What is on the site, without the roles that the quiz does not score and name."""
        site = self.on_site
        return site._only(tuple(role for role in site.roles if role.in_quiz))

    def _only(self, roles: tuple[Role, ...]) -> Self:
        """Return the section with these of its roles alone; itself when nothing changes."""
        if roles == self.roles:
            return self
        kept = frozenset(role.slug for role in roles)
        return self.model_copy(
            update={
                "roles": tuple(_leading_to(role, kept) for role in roles),
                "pairs": tuple(p for p in self.pairs if {p.first, p.second} <= kept),
                "depth_levels": _only_of(self.depth_levels, "uses", kept),
                "scenarios": _only_of(self.scenarios, "moves", kept),
            }
        )


def _only_of(values: tuple[V, ...], part: str, kept: frozenset[str]) -> tuple[V, ...]:
    """Return values whose list ``part`` is about none but the roles ``kept``."""
    return tuple(
        each.model_copy(update={part: tuple(e for e in getattr(each, part) if e.role in kept)})
        for each in values
    )


def _leading_to(role: Role, kept: frozenset[str]) -> Role:
    """Return ``role`` with starting points that refer to none but the roles ``kept``."""
    if all(point.from_role is None or point.from_role in kept for point in role.starting_points):
        return role
    points = tuple(
        point if point.from_role in kept else point.model_copy(update={"from_role": None})
        for point in role.starting_points
    )
    return role.model_copy(update={"starting_points": points})

"""The result: everything that is computed from one answer sheet, as it is kept for ever.

``result_of`` makes it when an attempt is finished; ``QuizSheet.result`` reads it back. Presenters
round and word it. ``None`` means "not assessed" and is never 0. Scores are on the scale 0 to 100,
parts in points of it, unless said otherwise. Section numbers are those of docs/scoring.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, field_validator

from assessments.instrument.questionnaire import questionnaire_of
from assessments.instrument.values import instrument_of
from assessments.models.choices import Length
from assessments.scoring import (
    NO_ROLE,
    Band,
    Contributions,
    Instrument,
    Scores,
    Verdict,
    contributions,
    encode,
    evidence_levels,
    proof,
    score,
)
from assessments.scoring.arithmetic import or_none
from roles.snapshot.editions import Snapshot

SCHEMA_VERSION: Literal[1] = 1

# An option's index, a fact's option code, or the codes of a fact that takes several.
Answer = int | str | tuple[str, ...]


class ResultValue(BaseModel):
    """Base of every part of a result; refuses unknown fields and numbers that are not finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _without_sign_of_zero(cls, value: Any) -> Any:
        """Turn -0.0 into 0.0, since PostgreSQL would store it without its sign."""
        return value + 0.0 if type(value) is float else value


class Range(ResultValue):
    """A range that holds the true value for the share of people that the settings promise."""

    low: float
    high: float


class Level(ResultValue):
    """A person's level in one competency, whatever the role (§1.2, §1.3)."""

    competency: str
    level: float | None
    """x, 0..100; ``None`` where too little was answered."""
    error: float | None
    """sigma, the standard error of the level."""
    profile: float
    """d: points above or below the person's own mean, 0 where nothing is known."""


class MustHave(ResultValue):
    """One thing a role cannot do without (§1.4)."""

    competency: str | None
    """``None`` for the hands-on years."""
    needed: float
    """A level 0..100, or years."""
    have: float | None
    """The person's level or years; ``None`` where not known."""
    shortfall: float | None
    """0..1, 0 = met; ``None`` where not known."""

    @property
    def is_unmet(self) -> bool:
        """Whether it is missed; a level that is not known is not, years that are not known are."""
        return self.competency is None if self.shortfall is None else self.shortfall > 1e-9


class CompetencyPart(ResultValue):
    """What one competency adds to a role's scores (§1.7)."""

    competency: str
    fit: float
    readiness: float | None
    """100 ŵ m, with what is given where nothing is required; ``None`` without a level."""
    gap: float | None
    """100 ŵ (1 - m), the points still to gain; ``None`` without a level."""


class AnswerPart(ResultValue):
    """What one answer adds to a role's scores; only answers that were given are listed."""

    key: str
    """Key of an item, or of the evidence that background facts give."""
    fit: float
    readiness: float | None
    match: float | None


class RoleResult(ResultValue):
    """One role's scores and where they come from.

    fit = 50 + Σ competencies.fit + fit_clip = 50 + Σ answers.fit + fit_clip. readiness =
    Σ competencies.readiness + must_have_line = Σ answers.readiness + given + must_have_line.
    100 - readiness_raw = Σ competencies.gap.  match = Σ answers.match + match_base.
    """

    slug: str
    is_comparable: bool
    """False for a role whose weights are all 0: it takes no part in the verdict."""
    is_flat: bool
    """The role weighs everything the same, so fit is 50 and says nothing."""
    fit: float
    fit_range: Range
    fit_error: float
    fit_clip: float
    readiness: float | None
    readiness_range: Range | None
    readiness_error: float | None
    readiness_raw: float | None
    cap: float
    """The highest readiness that the must-haves allow."""
    given: float | None
    must_have_line: float | None
    """What unmet must-haves take away, ≤ 0."""
    match: float | None
    """Orders the roles; never shown alone."""
    match_base: float | None
    band: Band | None
    proof: float | None
    """How much of what is required can be shown by background facts; never in the verdict."""
    coverage: float
    """Weighted share, 0..1, of the role's competencies that have a level."""
    coverage_fit: float
    """Weighted share, 0..1, of what fit looks at that has an interest answer."""
    is_not_separated: bool
    """The verdict cannot tell this role from the top one."""
    difference_from_top: float | None
    """Match of the top role minus this one's; 0 for the top role itself."""
    difference_from_top_error: float | None
    must_haves: tuple[MustHave, ...]
    competencies: tuple[CompetencyPart, ...]
    answers: tuple[AnswerPart, ...]


class MatchDifference(ResultValue):
    """The top role against the strongest other, in points of match (§1.5, §1.6)."""

    top: str
    other: str
    value: float
    """≥ 0."""
    interval: Range
    """Not clipped; below 0 the other role is the better match."""
    standard_error: float
    chance: float
    """½..1: the stated chance that ``top`` is the better match."""


class Result(ResultValue):
    """A result: ``roles`` and ``levels`` in the edition's order, ``answers`` without skips."""

    schema_version: Literal[1]
    edition: int
    verdict: Verdict
    named_role: str | None
    """The role that is named, only with the verdict "one role"."""
    lean: str
    """The role with the highest match, whatever the verdict."""
    difference: MatchDifference | None
    """``None`` where there is no second role to compare with."""
    interests_point_to: str | None
    skills_point_to: str | None
    person_fit: float | None
    """Scatter of the answers against the expected (§1.6)."""
    person_fit_df: float
    widening: float
    """Factor on all errors: how much scattered answers widen every range (§1.6)."""
    hands_on_years: float | None
    roles: tuple[RoleResult, ...]
    levels: tuple[Level, ...]
    answers: dict[str, Answer]
    answered: int
    skipped: int
    unanswered: int
    """Asked, and left open."""
    length: Length = Length.FULL
    not_asked: int = 0
    """Questions of the full quiz that its short form leaves out."""
    is_unnamed: bool = False
    """Shown while the quiz names no role (docs/statistics.md §6); never stored."""

    @property
    def outcome(self) -> tuple[Verdict, str | None, bool]:
        """What results have in common that say the same of the roles."""
        return self.verdict, self.named_role, self.is_unnamed

    def unnamed(self) -> Self:
        """Return the result without a named role, for while the quiz names none."""
        if self.verdict not in (Verdict.ONE_ROLE, Verdict.TOO_CLOSE):
            return self
        changed = dict.fromkeys(("named_role", "interests_point_to", "skills_point_to"))
        return self.model_copy(update=changed | {"verdict": Verdict.TOO_CLOSE, "is_unnamed": True})

    def role(self, slug: str) -> RoleResult:
        """Return the part about one role. Raises ``KeyError`` for an unknown slug."""
        return {role.slug: role for role in self.roles}[slug]


def result_of(
    snapshot: Snapshot, answers: Mapping[str, object], length: Length = Length.FULL
) -> Result:
    """Score one sheet under an edition and keep everything about it. Needs no database.

    ``answers`` maps an item key to the index of the chosen option, a fact key to a code or a list
    of codes; ``None`` and an empty list are skips, a missing key was not answered or not asked.
    Raises ``AnswerError`` for an unknown key or an illegal value.
    """
    instrument = instrument_of(snapshot)
    y, years = encode(instrument, answers)
    sheet = _Sheet(
        instrument=instrument,
        y=y,
        years=years,
        scores=score(instrument, [y], [years]),
        parts=contributions(instrument, [y], [years]),
        proof=proof(instrument, evidence_levels(instrument, [y]))[0],
    )
    scores = sheet.scores
    keys = [each.key for each in (*instrument.specification.items, *instrument.specification.facts)]
    given = {key: _answer(answers[key]) for key in keys if answers.get(key) not in (None, [], ())}
    skipped = sum(1 for key in keys if key in answers and key not in given)
    not_asked = len({*keys} - {*questionnaire_of(snapshot, length).keys, *answers})
    return Result(
        schema_version=SCHEMA_VERSION,
        edition=snapshot.number,
        verdict=scores.verdict_of(0),
        named_role=sheet.slug(scores.named_role[0]),
        lean=instrument.roles[scores.top[0]],
        difference=sheet.difference(),
        interests_point_to=sheet.slug(scores.interests_point_to[0]),
        skills_point_to=sheet.slug(scores.skills_point_to[0]),
        person_fit=or_none(scores.person_fit[0]),
        person_fit_df=float(scores.person_fit_df[0]),
        widening=float(scores.widening[0]),
        hands_on_years=or_none(years),
        roles=tuple(sheet.role(index) for index in range(len(instrument.roles))),
        levels=tuple(sheet.level(index) for index in range(len(instrument.competencies))),
        answers=given,
        answered=len(given),
        skipped=skipped,
        unanswered=len(keys) - len(given) - skipped - not_asked,
        length=length,
        not_asked=not_asked,
    )


def _range(low: float, high: float) -> Range | None:
    return None if np.isnan(low) or np.isnan(high) else Range(low=float(low), high=float(high))


def _answer(value: object) -> Answer:
    """Return an answer that ``encode`` accepted as it is stored: several codes as a tuple."""
    if isinstance(value, int | str):
        return value
    assert isinstance(value, list | tuple)  # noqa: S101
    return tuple(str(code) for code in value)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One scored sheet, from which the parts of a result are read role by role."""

    instrument: Instrument
    y: np.ndarray
    years: float
    scores: Scores
    parts: Contributions
    proof: np.ndarray

    def slug(self, index: int) -> str | None:
        return None if index == NO_ROLE else self.instrument.roles[index]

    def difference(self) -> MatchDifference | None:
        scores = self.scores
        top, other = self.slug(scores.top[0]), self.slug(scores.other[0])
        interval = _range(scores.difference_low[0], scores.difference_high[0])
        if top is None or other is None or interval is None:
            return None
        return MatchDifference(
            top=top,
            other=other,
            value=float(scores.difference[0]),
            interval=interval,
            standard_error=float(scores.standard_error[0]),
            chance=float(scores.chance[0]),
        )

    def level(self, index: int) -> Level:
        return Level(
            competency=self.instrument.competencies[index],
            level=or_none(self.scores.level[0, index]),
            error=or_none(self.scores.level_error[0, index]),
            profile=float(self.scores.profile[0, index]),
        )

    def role(self, index: int) -> RoleResult:
        scores, parts, instrument = self.scores, self.parts, self.instrument

        def numbers(source: Scores | Contributions, *names: str) -> dict[str, Any]:
            return {name: or_none(getattr(source, name)[0, index]) for name in names}

        return RoleResult(
            slug=instrument.roles[index],
            is_comparable=bool(instrument.comparable[index]),
            is_flat=bool(instrument.flat[index]),
            fit_range=Range(
                low=float(scores.fit_low[0, index]), high=float(scores.fit_high[0, index])
            ),
            readiness_range=_range(scores.readiness_low[0, index], scores.readiness_high[0, index]),
            band=scores.band_of(0, index),
            proof=or_none(self.proof[index]),
            is_not_separated=bool(scores.not_separated[0, index]),
            difference_from_top_error=or_none(scores.standard_error_from_top[0, index]),
            must_haves=self.must_haves(index),
            competencies=self.competency_parts(index),
            answers=self.answer_parts(index),
            **numbers(scores, "fit", "fit_error", "readiness", "readiness_error", "readiness_raw"),
            **numbers(scores, "cap", "match", "coverage", "coverage_fit", "difference_from_top"),
            **numbers(parts, "fit_clip", "given", "must_have_line", "match_base"),
        )

    def must_haves(self, role: int) -> tuple[MustHave, ...]:
        instrument = self.instrument
        found = [
            MustHave(
                competency=competency,
                needed=float(instrument.must_have[role, index]),
                have=or_none(self.scores.level[0, index]),
                shortfall=or_none(self.parts.must_have_shortfall[0, role, index]),
            )
            for index, competency in enumerate(instrument.competencies)
            if not np.isnan(instrument.must_have[role, index])
        ]
        years = or_none(instrument.required_years[role])
        if years is not None:
            short = or_none(self.parts.years_shortfall[0, role])
            have = or_none(self.years)
            found.append(MustHave(competency=None, needed=years, have=have, shortfall=short))
        return tuple(found)

    def competency_parts(self, role: int) -> tuple[CompetencyPart, ...]:
        parts = self.parts
        readiness = parts.readiness_by_competency[0, role]
        unknown = np.isnan(self.scores.level[0])
        return tuple(
            CompetencyPart(
                competency=competency,
                fit=float(parts.fit_by_competency[0, role, index]),
                readiness=None if unknown[index] else or_none(readiness[index]),
                gap=None if unknown[index] else or_none(parts.gap[0, role, index]),
            )
            for index, competency in enumerate(self.instrument.competencies)
        )

    def answer_parts(self, role: int) -> tuple[AnswerPart, ...]:
        parts = self.parts
        return tuple(
            AnswerPart(
                key=key,
                fit=float(parts.fit_by_item[0, role, column]),
                readiness=or_none(parts.readiness_by_item[0, role, column]),
                match=or_none(parts.match_by_item[0, role, column]),
            )
            for column, key in enumerate(self.instrument.answer_columns)
            if not np.isnan(self.y[column])
        )

"""Describe what an instrument is made of, as frozen values without arrays.

These values are what an edition's document is parsed into. ``Instrument.build`` turns one
``InstrumentSpecification`` into the arrays that score answers. Defaults are the start values of
docs/scoring.md §1.0 and §1.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from statistics import NormalDist
from types import MappingProxyType
from typing import Any

BARS_SCORES = (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
GRADED_SCORES = (0.0, 25.0, 50.0, 75.0, 100.0)
NONE_CODE = "none"
"""The option of a multiple-choice fact that excludes every other option."""


class SpecificationError(ValueError):
    """An instrument that cannot be built: the message names the bad value and the legal ones."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Lowest readiness (0..100) of each band; below ``building`` the band is early (§1.4)."""

    ready: float = 85.0
    nearly: float = 70.0
    building: float = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The numbers every formula shares (docs/scoring.md §1.0); by default those of revision 3.

    Raises ``SpecificationError`` when a value lies outside its legal range.
    """

    lambda_fit: float = 0.5
    """λ: share of fit in the match."""
    omega_interest: float = 2.0 / 3.0
    """ω: share of interest, against relative strength, in fit."""
    fit_slope: float = 2.5
    """Points of fit per unit of the person's slope on importance (§1.3)."""
    cap_slope: float = 60.0
    """κ: points the readiness cap falls for a must-have wholly missed."""
    theta_neither: float = 50.0
    """θ: with every role's readiness below this the verdict is "neither"."""
    delta_min: float = 10.5
    """δ: the smallest match difference that one of two roles is named for."""
    confidence: float = 0.90
    """Share of intervals that should hold the true value."""
    min_level_weight: float = 2.0
    """Summed level weight below which a competency has no level."""
    min_coverage: float = 0.60
    """Weighted share of a role's competencies that must have a level."""
    min_coverage_fit: float = 0.50
    """Share of a role's Σ|alpha| that must have an interest answer."""
    ramp: float = 1.75
    """Half-width of the capped level's ramp, in error SDs of the level (§1.6)."""
    tau_m: float = 0.25
    """SD of the met share of a competency that has no level."""
    tau_d: float = 18.0
    """SD of the part of the profile that a skipped source leaves unknown."""
    interest_group_sd: float = 13.0
    """SD of true interest that competencies of one group share, in points (§1.3)."""
    interest_own_sd: float = 11.0
    """SD of true interest in one competency around its group."""
    choice_error: float = 17.0
    """SD of the error of a choice, when answers are weighed."""
    side_sd: float = 30.0
    """SD of a habit of choosing one side."""
    interest_error: float = 21.0
    """SD of the error of an interest rating, when answers are weighed."""
    strength_group_sd: float = 12.0
    """SD of true strength that competencies of one group share."""
    strength_own_sd: float = 10.0
    """SD of true strength in one competency around its group."""
    rating_error: float = 15.0
    """SD of the error of a rating, when answers are weighed."""
    stretch: float = 1.33
    """k: undoes that careful estimates lie too near to the middle (§1.3)."""
    choice_scale_sd: float = 0.2
    """τ_κ: SD of a person's own scale of choices, as a share of it (§1.6)."""
    scatter_reference: float = 356.0
    """Expected square of the scatter of answers that belong together (§1.6)."""
    pf_reference: float = 1.1
    """Person fit above which errors are widened."""
    pf_share: float = 0.3
    """Share of person fit that counts when errors are widened; the rest is the reference."""
    pf_critical: float = 2.4
    """Person fit above which no role is named."""
    min_person_fit_df: float = 12.0
    """Degrees of freedom below which person fit is not used."""
    min_widening: float = 0.8
    """Smallest factor f: below 1 tidy answers narrow the errors."""
    max_widening: float = 3.0
    """Largest factor f by which scatter widens the errors."""
    chance_factor: float = 0.8
    """Calibration of the stated chance (§1.5)."""
    disagreement_margin: float = 10.0
    """Fit and readiness must both differ by more than this to be said to disagree (§1.5)."""
    bands: Bands = field(default_factory=Bands)

    def __post_init__(self) -> None:
        """Refuse settings under which a formula would lose its meaning."""
        for name in ("lambda_fit", "omega_interest", "min_coverage", "min_coverage_fit",
                     "pf_share"):  # fmt: skip
            _require(0.0 <= getattr(self, name) <= 1.0, name, getattr(self, name), "0 to 1")
        for name in ("cap_slope", "theta_neither"):
            _require(0.0 <= getattr(self, name) <= 100.0, name, getattr(self, name), "0 to 100")
        for name in ("fit_slope", "min_level_weight", "ramp", "scatter_reference",
                     "pf_reference", "pf_critical",
                     "chance_factor", "interest_own_sd", "choice_error", "interest_error",
                     "strength_own_sd", "rating_error", "stretch", "min_widening"):  # fmt: skip
            _require(getattr(self, name) > 0.0, name, getattr(self, name), "above 0")
        for name in ("delta_min", "tau_m", "tau_d", "min_person_fit_df", "disagreement_margin",
                     "choice_scale_sd", "interest_group_sd", "side_sd",
                     "strength_group_sd"):  # fmt: skip
            _require(getattr(self, name) >= 0.0, name, getattr(self, name), "0 or more")
        _require(0.5 <= self.confidence < 1.0, "confidence", self.confidence, "0.5 to below 1")
        _require(self.max_widening >= 1.0, "max_widening", self.max_widening, "1 or more")
        bands = self.bands
        _require(
            100.0 >= bands.ready > bands.nearly > bands.building > 0.0,
            "bands", bands, "100 ≥ ready > nearly > building > 0",
        )  # fmt: skip

    @classmethod
    def of_revision(cls, revision: int, **chosen: Any) -> "Settings":
        """Return a revision's settings with those ``chosen``. Raises ``SpecificationError``."""
        _require(revision in REVISIONS, "revision", revision, ", ".join(map(str, REVISIONS)))
        values: dict[str, Any] = {**REVISIONS[revision], **chosen}
        return cls(**values)

    def z(self, roles: int = 2) -> float:
        """Return z = Φ⁻¹(1 - ½(1 - confidence)/(roles - 1)) for that many compared roles (§1.5).

        Rounded to four decimals, as the specification and its worked examples quote it: 1.6449
        for two roles (and for a range of one role), 1.96 for three.
        """
        tail = 0.5 * (1.0 - self.confidence) / max(1, roles - 1)
        return round(NormalDist().inv_cdf(1.0 - tail), 4)

    def least_difference(self, roles: int) -> float:
        """Return δ/(roles - 1), as the more roles are compared the nearer they lie (§1.5)."""
        return self.delta_min / max(1, roles - 1)


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency; those of one ``group`` tend to be liked, and to be strong, together (§1.3)."""

    key: str
    group: str


@dataclass(frozen=True, slots=True)
class BarsItem:
    """A behaviour-anchored rating: level and relative strength. Its answer is an option index."""

    key: str
    competency: str
    option_scores: tuple[float, ...] = BARS_SCORES
    level_weight: float = 4.0
    error_sd: float = 16.0


@dataclass(frozen=True, slots=True)
class ForcedChoiceItem:
    """A graded choice between two activities: interest only. Options run from A to B."""

    key: str
    competency_a: str
    competency_b: str
    option_scores: tuple[float, ...] = GRADED_SCORES
    """Score of each option for B; A gets 100 minus it."""
    error_sd: float = 17.0


@dataclass(frozen=True, slots=True)
class InterestItem:
    """A rated liking of one activity: interest only. Reverse-keyed items score 100 minus."""

    key: str
    competency: str
    reverse: bool = False
    option_scores: tuple[float, ...] = GRADED_SCORES
    error_sd: float = 21.0


@dataclass(frozen=True, slots=True)
class JudgementItem:
    """A situational judgement ("best first step"): level only. Options carry their key."""

    key: str
    competency: str
    option_scores: tuple[float, ...]
    level_weight: float = 1.0
    error_sd: float = 28.0


Item = BarsItem | ForcedChoiceItem | InterestItem | JudgementItem


@dataclass(frozen=True, slots=True)
class FactOption:
    """One option of a background fact.

    ``points`` is what it is worth as the base of an evidence score, ``None`` where it says nothing.
    ``years`` is the midpoint of the stated hands-on years, ``None`` if the fact is not about years.
    """

    code: str
    points: float | None = None
    years: float | None = None


@dataclass(frozen=True, slots=True)
class BackgroundFact:
    """A background fact; a ``multiple`` one takes a list of option codes."""

    key: str
    options: tuple[FactOption, ...]
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Bonus:
    """Extra points of an evidence score for holding one option of a fact."""

    fact: str
    option: str
    points: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A level score made of facts: min(100, largest base + bonuses) (§1.1)."""

    key: str
    competency: str
    base_facts: tuple[str, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    level_weight: float = 1.5
    error_sd: float = 19.0


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """The requirements of one role, by competency key.

    A competency that is not named has importance 0 and required level 0; a must-have that is
    not named, ``None`` or 0 is no must-have, and the same holds for the hands-on years.
    """

    slug: str
    importance: Mapping[str, float]
    required_level: Mapping[str, float]
    must_have: Mapping[str, float | None] = field(default_factory=dict)
    required_hands_on_years: float | None = None

    @classmethod
    def of(cls, role: Any) -> "RoleProfile":
        """Return the profile of a role that has these attributes among others."""
        return cls(**{each.name: getattr(role, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSpecification:
    """A whole instrument: only what is in the form (no spare items), in the order shown."""

    competencies: tuple[Competency, ...]
    items: tuple[Item, ...]
    facts: tuple[BackgroundFact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    roles: tuple[RoleProfile, ...]
    settings: Settings = field(default_factory=Settings)

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups of competencies, whose interests and strengths tend to go together (§1.3)."""
        return tuple(dict.fromkeys(each.group for each in self.competencies))


def _require(holds: bool, name: str, value: object, legal: str) -> None:
    if not holds:
        raise SpecificationError(f"Setting {name} is {value!r}; allowed: {legal}.")


# What editors choose; all else is a constant of the revision.
_CHOSEN = ("lambda_fit", "omega_interest", "cap_slope", "theta_neither", "delta_min", "confidence",
           "min_coverage", "min_coverage_fit", "bands")  # fmt: skip
# A published row never changes: old editions score as they always did. Other constants are another
# revision, with a new row.
_ROWS: dict[int, Mapping[str, float]] = {
    3: MappingProxyType(
        {e.name: getattr(Settings(), e.name) for e in fields(Settings) if e.name not in _CHOSEN}
    )
}
REVISIONS: Mapping[int, Mapping[str, float]] = MappingProxyType(_ROWS)
"""Revision to constant to value; an edition names its revision (docs/scoring.md §1.0)."""

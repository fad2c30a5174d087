"""docs/scoring.md §1.2 to §1.7 once more, for one sheet, as literally as loops allow.

An oracle for the vectorised core and nothing else: slow, and written from the formulas.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import isnan, sqrt

from assessments.scoring import BarsItem, ForcedChoiceItem, Instrument, InterestItem, RoleProfile


@dataclass
class Reference:
    """One sheet: item scores `y` by column, NaN where skipped."""

    instrument: Instrument
    y: list[float]
    years: float

    def __post_init__(self) -> None:
        """Work out what depends on no role."""
        specification = self.instrument.specification
        self.settings = specification.settings
        self.columns = (*specification.items, *specification.evidence)
        self.given = [k for k, value in enumerate(self.y) if not isnan(value)]
        self.keys = [each.key for each in specification.competencies]
        self.group = {each.key: each.group for each in specification.competencies}
        self.groups = list(dict.fromkeys(self.group.values()))
        self.interest_count = {
            key: sum(abs(self._sign(k, key)) for k in self.given) for key in self.keys
        }
        self.rating_count = {key: sum(self._rated(k, key) for k in self.given) for key in self.keys}
        self.level = {key: self._level(key) for key in self.keys}
        self.sigma = {key: self._sigma(key) for key in self.keys}
        self.profile = {
            key: sum(self._share(k, key) * self._deviation(k) for k in self.given)
            for key in self.keys
        }
        self.pf, self.df = self._person_fit()
        settings = self.settings
        self.f = 1.0
        if self.df >= settings.min_person_fit_df:
            counted = settings.pf_share * self.pf + (1 - settings.pf_share) * settings.pf_reference
            self.f = sqrt(counted / settings.pf_reference)
            self.f = min(settings.max_widening, max(settings.min_widening, self.f))

    def _weights(self, key: str) -> dict[int, float]:
        weights = {}
        for k in self.given:
            column = self.columns[k]
            if not isinstance(column, ForcedChoiceItem | InterestItem) and column.competency == key:
                weights[k] = column.level_weight
        return weights

    def _level(self, key: str) -> float | None:
        weights = self._weights(key)
        total = sum(weights.values())
        if total < self.settings.min_level_weight:
            return None
        return sum(v * self.y[k] for k, v in weights.items()) / total

    def _sigma(self, key: str) -> float:
        if self.level[key] is None:
            return 0.0
        weights = self._weights(key)
        squares = sum((v * self.columns[k].error_sd) ** 2 for k, v in weights.items())
        return sqrt(squares) / sum(weights.values())

    def _sign(self, k: int, key: str) -> int:
        """Return U_kc."""
        column = self.columns[k]
        if isinstance(column, ForcedChoiceItem):
            return (column.competency_b == key) - (column.competency_a == key)
        return int(isinstance(column, InterestItem) and column.competency == key)

    def _rated(self, k: int, key: str) -> bool:
        """Return B_kc."""
        column = self.columns[k]
        return isinstance(column, BarsItem) and column.competency == key

    def _share(self, k: int, key: str) -> float:
        """Return ω κ_kc U_kc/nI_c + (1-ω) B_kc."""
        omega = self.settings.omega_interest
        interest, ratings = self.interest_count[key], self.rating_count[key]
        is_choice = isinstance(self.columns[k], ForcedChoiceItem)
        scale = self.settings.choice_scale if is_choice else 1.0
        share = omega * scale * self._sign(k, key) / interest if interest else 0.0
        return share + ((1 - omega) * self._rated(k, key) / ratings if ratings else 0.0)

    def _same_source(self, k: int) -> list[int]:
        return [j for j in self.given if type(self.columns[j]) is type(self.columns[k])]

    def _deviation(self, k: int) -> float:
        if isinstance(self.columns[k], ForcedChoiceItem):
            return self.y[k] - 50
        source = [self.y[j] for j in self._same_source(k)]
        return self.y[k] - sum(source) / len(source)

    def _person_fit(self) -> tuple[float, float]:
        clusters: dict[object, list[float]] = {}
        for k in self.given:
            column = self.columns[k]
            if isinstance(column, BarsItem):
                clusters.setdefault(self.group[column.competency], []).append(self.y[k])
            elif isinstance(column, ForcedChoiceItem):
                a, b = (
                    self.groups.index(self.group[key])
                    for key in (column.competency_a, column.competency_b)
                )
                if a != b:
                    turned = self.y[k] if b > a else 100 - self.y[k]
                    clusters.setdefault((min(a, b), max(a, b)), []).append(turned)
        squares = sum(
            sum((value - sum(values) / len(values)) ** 2 for value in values)
            for values in clusters.values()
        )
        df = sum(len(values) - 1 for values in clusters.values())
        return (squares / 356 / df if df else float("nan")), df

    def role(self, index: int) -> "ReferenceRole":
        """Return what depends on one role."""
        return ReferenceRole(self, self.instrument.specification.roles[index])

    def difference_error(self, first: "ReferenceRole", second: "ReferenceRole") -> float:
        """Return SE_D of two roles, NaN where one of them has no readiness."""
        if isnan(first.readiness) or isnan(second.readiness):
            return float("nan")
        lam = self.settings.lambda_fit
        answers = sum(
            (
                (
                    lam * (first.q(k) - second.q(k))
                    + (1 - lam) * (first.level_slope(k) - second.level_slope(k))
                )
                * self.columns[k].error_sd
            )
            ** 2
            for k in self.given
        )
        missing = sum(
            ((1 - lam) * (first.missing(key) - second.missing(key))) ** 2 for key in self.keys
        )
        unknown = sum(
            (lam * (first.alpha[key] - second.alpha[key])) ** 2 * self.unknown(key)
            for key in self.keys
        )
        scale = lam * (first.choice_scale_error() - second.choice_scale_error())
        return sqrt(self.f**2 * answers + missing + unknown + scale**2)

    def unknown(self, key: str) -> float:
        """Return τ_d² (ω²[no interest answer] + (1-ω)²[no rating])."""
        omega = self.settings.omega_interest
        interest, rating = self.interest_count[key] > 0, self.rating_count[key] > 0
        return self.settings.tau_d**2 * (
            omega**2 * (not interest) + (1 - omega) ** 2 * (not rating)
        )


class ReferenceRole:
    """One sheet against one role."""

    def __init__(self, sheet: Reference, profile: RoleProfile) -> None:
        """Work out fit, readiness and what caps it."""
        self.sheet, self.settings = sheet, sheet.settings
        keys = sheet.keys
        self.w = {key: profile.importance.get(key, 0) for key in keys}
        self.req = {key: profile.required_level.get(key, 0) for key in keys}
        self.must = {key: profile.must_have.get(key) or 0 for key in keys}
        mean = sum(self.w.values()) / len(keys)
        spread = sum((w - mean) ** 2 for w in self.w.values())
        flat = len(set(self.w.values())) == 1
        self.alpha = {key: 0 if flat else 2.5 * (w - mean) / spread for key, w in self.w.items()}
        self.unclipped = 50 + sum(self.alpha[key] * sheet.profile[key] for key in keys)
        self.fit = min(100.0, max(0.0, self.unclipped))
        self.total = sum(self.w[key] for key in keys if sheet.level[key] is not None)
        self._readiness(profile)

    def _readiness(self, profile: RoleProfile) -> None:
        sheet = self.sheet
        self.raw = float("nan")
        if self.total:
            self.raw = 100 * sum(self.share(key) * self.met(key) for key in sheet.keys)
        shortfalls: list[tuple[float, str]] = []
        for key, must in self.must.items():
            level = sheet.level[key]
            if must and level is not None:
                shortfalls.append((max(0.0, 1 - level / must), key))
        if profile.required_hands_on_years and not isnan(sheet.years):
            short = max(0.0, 1 - sheet.years / profile.required_hands_on_years)
            shortfalls.append((short, ""))
        self.unmet = sum(short > 1e-9 for short, _ in shortfalls)
        worst = max((short for short, _ in shortfalls), default=0.0)
        self.binding = [key for short, key in shortfalls if key and short >= worst - 1e-9]
        self.cap = 100 - self.settings.cap_slope * worst
        self.capped = self.cap < self.raw - 1e-9
        self.readiness = float("nan") if isnan(self.raw) else min(self.raw, self.cap)
        self.match = self.settings.lambda_fit * self.fit
        self.match += (1 - self.settings.lambda_fit) * self.readiness

    def share(self, key: str) -> float:
        """Return ŵ."""
        return self.w[key] / self.total if self.sheet.level[key] is not None else 0.0

    def met(self, key: str) -> float:
        """Return m."""
        level = self.sheet.level[key]
        if level is None:
            return 0.0
        return min(1.0, level / self.req[key]) if self.req[key] else 1.0

    def q(self, k: int) -> float:
        """Return ∂F/∂y_k, centred inside its source unless it is a choice."""
        own = self._q(k)
        if isinstance(self.sheet.columns[k], BarsItem | InterestItem):
            source = self.sheet._same_source(k)
            own -= sum(self._q(j) for j in source) / len(source)
        return own

    @cache  # noqa: B019 (a reference lives for one test)
    def _q(self, k: int) -> float:
        return sum(self.alpha[key] * self.sheet._share(k, key) for key in self.sheet.keys)

    def g(self, key: str) -> float:
        """Return the expected ∂R/∂x."""
        level = self.sheet.level[key]
        if self.capped:
            if key not in self.binding:
                return 0.0
            return self.settings.cap_slope / self.must[key] / len(self.binding)
        if level is None or not self.req[key] or not self.total:
            return 0.0
        half = self.settings.ramp * self.sheet.sigma[key]
        rho = min(1.0, max(0.0, 0.5 + (self.req[key] - level) / (2 * half)))
        return 100 * self.share(key) * rho / self.req[key]

    def level_slope(self, k: int) -> float:
        """Return Σ_c g_c v_kc/V_c."""
        slope = 0.0
        for key in self.sheet.keys:
            weights = self.sheet._weights(key)
            if k in weights and self.sheet.level[key] is not None:
                slope += self.g(key) * weights[k] / sum(weights.values())
        return slope

    def missing(self, key: str) -> float:
        """Return 100 τ_m w/Σw where there is no level."""
        total = sum(self.w.values())
        if self.sheet.level[key] is not None or not total:
            return 0.0
        return 100 * self.settings.tau_m * self.w[key] / total

    def fit_error(self) -> float:
        """Return SE_F."""
        sheet = self.sheet
        answers = sum((self.q(k) * sheet.columns[k].error_sd) ** 2 for k in sheet.given)
        unknown = sum(self.alpha[key] ** 2 * sheet.unknown(key) for key in sheet.keys)
        return sqrt(sheet.f**2 * answers + unknown + self.choice_scale_error() ** 2)

    def choice_scale_error(self) -> float:
        """Return τ_κ Σ q_k (y_k - 50) over the choices."""
        sheet = self.sheet
        return self.settings.choice_scale_sd * sum(
            self.q(k) * (sheet.y[k] - 50)
            for k in sheet.given
            if isinstance(sheet.columns[k], ForcedChoiceItem)
        )

    def readiness_error(self) -> float:
        """Return SE_R."""
        sheet = self.sheet
        answers = sum((self.level_slope(k) * sheet.columns[k].error_sd) ** 2 for k in sheet.given)
        return sqrt(sheet.f**2 * answers + sum(self.missing(key) ** 2 for key in sheet.keys))

    def bias(self) -> float:
        """Return b."""
        total = 0.0
        for key in self.sheet.keys:
            level = self.sheet.level[key]
            if level is not None and self.req[key] and self.total and not self.capped:
                half = self.settings.ramp * self.sheet.sigma[key]
                near = max(0.0, 1 - abs(self.req[key] - level) / half)
                total += 100 * self.share(key) * half / (4 * self.req[key]) * near**2
        return total

    def coverage(self) -> float:
        """Return the weighted share of competencies with a level."""
        total = sum(self.w.values())
        return self.total / total if total else 0.0

    def coverage_fit(self) -> float:
        """Return the share of Σ|alpha| that has an interest answer."""
        reach = sum(map(abs, self.alpha.values()))
        covered = sum(
            abs(self.alpha[key]) for key in self.sheet.keys if self.sheet.interest_count[key]
        )
        return covered / reach if reach else 1.0


def all_pairs(count: int) -> list[tuple[int, int]]:
    """Return every pair of role indexes."""
    return list(combinations(range(count), 2))

"""docs/scoring.md §1.2 to §1.7, and steps of §1.8.1, for one sheet, as literally as loops allow.

An oracle for the vectorised core and nothing else: slow, and written from the formulas.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import isnan, sqrt

import numpy as np

from assessments.scoring import (
    BarsItem,
    Evidence,
    ForcedChoiceItem,
    Instrument,
    InterestItem,
    RoleProfile,
)


@dataclass
class Reference:
    """One sheet: item scores ``y`` by column, NaN where skipped."""

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
        self.weight = self._interest_weights() | self._strength_weights()
        self.profile = {
            key: sum(self.weight[k][c] * (self.y[k] - 50) for k in self.weight)
            for c, key in enumerate(self.keys)
        }
        self.pf, self.df = self._person_fit()
        settings = self.settings
        self.f = 1.0
        if not isnan(self.pf):
            counted = settings.pf_share * self.pf + (1 - settings.pf_share) * settings.pf_reference
            self.f = sqrt(counted / settings.pf_reference)
            self.f = min(settings.max_widening, max(settings.min_widening, self.f))

    def _weights(self, key: str, *, items_only: bool = False) -> dict[int, float]:
        weights = {}
        for k in self.given:
            column = self.columns[k]
            if isinstance(column, ForcedChoiceItem | InterestItem):
                continue
            if column.competency == key and not (items_only and isinstance(column, Evidence)):
                weights[k] = column.level_weight
        return weights

    def counting(self, key: str) -> dict[int, float]:
        """Return v of the answers that make the level: of evidence, the one that raises it."""
        weights = self._weights(key, items_only=True)
        total = sum(weights.values())
        if total < self.settings.min_level_weight:
            return {}
        own = sum(v * self.y[k] for k, v in weights.items())
        best, raising = own / total, {}
        for k, v in self._weights(key).items():
            if k not in weights and (own + v * self.y[k]) / (total + v) > best:
                best, raising = (own + v * self.y[k]) / (total + v), {k: v}
        return weights | raising

    def _level(self, key: str) -> float | None:
        weights = self.counting(key)
        if not weights:
            return None
        return sum(v * self.y[k] for k, v in weights.items()) / sum(weights.values())

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

    def _interest_weights(self) -> dict[int, list[float]]:
        settings = self.settings
        kinds = (ForcedChoiceItem, InterestItem)
        asked = [k for k in self.given if isinstance(self.columns[k], kinds)]
        is_choice = [isinstance(self.columns[k], ForcedChoiceItem) for k in asked]
        design = [
            [self._sign(k, key) * (0.5 if c else 1.0) for key in self.keys]
            for k, c in zip(asked, is_choice, strict=True)
        ]
        noise = [[settings.side_sd**2 * (a and b) for b in is_choice] for a in is_choice]
        for row, c in enumerate(is_choice):
            noise[row][row] += (settings.choice_error if c else settings.interest_error) ** 2
        shift = [float(not c) for c in is_choice]
        found = self._estimated(
            design, noise, shift, settings.interest_group_sd, settings.interest_own_sd
        )
        return {k: [settings.omega_interest * w for w in found[n]] for n, k in enumerate(asked)}

    def _strength_weights(self) -> dict[int, list[float]]:
        settings = self.settings
        asked = [k for k in self.given if isinstance(self.columns[k], BarsItem)]
        design = [[float(self._rated(k, key)) for key in self.keys] for k in asked]
        noise = (settings.rating_error**2 * np.eye(len(asked))).tolist()
        found = self._estimated(
            design, noise, [1.0] * len(asked), settings.strength_group_sd, settings.strength_own_sd
        )
        rest = 1 - settings.omega_interest
        return {k: [rest * w for w in found[n]] for n, k in enumerate(asked)}

    def _estimated(
        self,
        design: list[list[float]],
        noise: list[list[float]],
        shift: list[float],
        group_sd: float,
        own_sd: float,
    ) -> list[list[float]]:
        """Return H transposed: for each answer its weight in each competency."""
        if not design:
            return []
        size, m, u = len(self.keys), np.array(design), np.array(shift)
        same = [[self.group[a] == self.group[b] for b in self.keys] for a in self.keys]
        prior = group_sd**2 * np.array(same, dtype=float) + own_sd**2 * np.eye(size)
        w = np.linalg.inv(m @ prior @ m.T + np.array(noise))
        if u.any():
            w = w - np.outer(w @ u, u @ w) / (u @ w @ u)
        centred = np.eye(size) - np.ones((size, size)) / size
        weights: list[list[float]] = (self.settings.stretch * centred @ prior @ m.T @ w).T.tolist()
        return weights

    def _person_fit(self) -> tuple[float, float]:
        found, most = [], 0
        for profile in self.instrument.specification.roles:
            weight = [profile.importance.get(key, 0) for key in self.keys]
            mean = sum(weight) / len(weight)
            main = {key for key, w in zip(self.keys, weight, strict=True) if w > mean + 1e-9}
            clusters: dict[str, list[float]] = {"main": [], "other": [], "choices": []}
            for k in self.given:
                column = self.columns[k]
                if isinstance(column, BarsItem):
                    part = "main" if column.competency in main else "other"
                    clusters[part].append(self.y[k])
                elif isinstance(column, ForcedChoiceItem):
                    a, b = column.competency_a in main, column.competency_b in main
                    if a != b:
                        clusters["choices"].append(self.y[k] if b else 100 - self.y[k])
            squares = sum(
                sum((value - sum(values) / len(values)) ** 2 for value in values)
                for values in clusters.values()
            )
            df = sum(len(values) - 1 for values in clusters.values() if values)
            most = max(most, df)
            if df >= self.settings.min_person_fit_df:
                found.append(squares / self.settings.scatter_reference / df)
        return min(found, default=float("nan")), most

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
        self.p = self._held()

    def _readiness(self, profile: RoleProfile) -> None:
        sheet = self.sheet
        self.raw = float("nan")
        if self.total:
            self.raw = 100 * sum(self.share(key) * self.met(key) for key in sheet.keys)
        short = {
            key: 1 - level / must
            for key, must in self.must.items()
            if must and (level := sheet.level[key]) is not None
        }
        self.unmet = sum(t > 1e-9 for t in short.values())
        if needed := profile.required_hands_on_years:
            self.unmet += not 1 - sheet.years / needed <= 1e-9
        self.worst = max(short.values(), default=float("-inf"))
        self.binding = [key for key, t in short.items() if t >= self.worst - 1e-9]
        self.cap = 100 - self.settings.cap_slope * max(0.0, self.worst)
        self.readiness = float("nan") if isnan(self.raw) else min(self.raw, self.cap)
        self.match = self.settings.lambda_fit * self.fit
        self.match += (1 - self.settings.lambda_fit) * self.readiness

    def _held(self) -> float:
        """Return p, and keep how steep each binding must-have is."""
        slope = self.settings.cap_slope
        self.steep = {key: slope / self.must[key] / len(self.binding) for key in self.binding}
        half = self.settings.ramp * sum(
            steep * self.sheet.sigma[key] for key, steep in self.steep.items()
        )
        if not half or isnan(self.raw):
            return 0.0
        over = self.raw - 100 + slope * self.worst
        return min(1.0, max(0.0, 0.5 + over / (2 * half)))

    def share(self, key: str) -> float:
        """Return ŵ."""
        return self.w[key] / self.total if self.sheet.level[key] is not None else 0.0

    def met(self, key: str) -> float:
        """Return m."""
        level = self.sheet.level[key]
        if level is None:
            return 0.0
        return min(1.0, level / self.req[key]) if self.req[key] else 1.0

    @cache  # noqa: B019 (a reference lives for one test)
    def q(self, k: int) -> float:
        """Return ∂F/∂y_k."""
        if k not in self.sheet.weight:
            return 0.0
        weights = self.sheet.weight[k]
        return sum(self.alpha[key] * w for key, w in zip(self.sheet.keys, weights, strict=True))

    def g(self, key: str) -> float:
        """Return the expected ∂R/∂x."""
        level = self.sheet.level[key]
        own = self.p * self.steep.get(key, 0.0)
        if level is None or not self.req[key] or not self.total:
            return own
        half = self.settings.ramp * self.sheet.sigma[key]
        rho = min(1.0, max(0.0, 0.5 + (self.req[key] - level) / (2 * half)))
        return own + (1 - self.p) * 100 * self.share(key) * rho / self.req[key]

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
        if isnan(self.readiness):
            return float("nan")
        answers = sum((self.level_slope(k) * sheet.columns[k].error_sd) ** 2 for k in sheet.given)
        return sqrt(
            max(1, sheet.f) ** 2 * answers + sum(self.missing(key) ** 2 for key in sheet.keys)
        )

    def bias(self) -> float:
        """Return b."""
        total = 0.0
        for key in self.sheet.keys:
            level = self.sheet.level[key]
            if level is not None and self.req[key] and self.total:
                half = self.settings.ramp * self.sheet.sigma[key]
                near = max(0.0, 1 - abs(self.req[key] - level) / half)
                total += 100 * self.share(key) * half / (4 * self.req[key]) * near**2
        return (1 - self.p) * total

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


def lifted(level: float, gains: Iterable[tuple[float, float]]) -> float:
    """Return a level once steps of some (gain, ceiling) are done in the order given."""
    for gain, ceiling in gains:
        level = max(level, min(level + gain, ceiling))
    return level

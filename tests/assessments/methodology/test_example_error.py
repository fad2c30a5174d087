"""The range of the worked example, worked out again from what stands on the methodology page.

Nothing here comes from the scoring code: numbers are read from the page, and the formulas are
those that the page prints.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest
from django.test import Client

from assessments.instrument.values import assessments_of
from assessments.scoring import REVISIONS
from roles.models import Edition
from roles.snapshot.editions import Snapshot
from tests.assessments.method_page import Tables, number, page
from tests.editions import seed_document


@dataclass(frozen=True)
class Answer:
    """One row of the table of answers."""

    key: str
    about: list[str]
    score: float
    weight: float
    error: float
    fit: float
    match: float
    square: float

    @property
    def is_choice(self) -> bool:
        return len(self.about) == 2

    @property
    def is_rating(self) -> bool:
        return self.weight == 4


class Worked:
    """The numbers that the page shows, by name."""

    def __init__(self, html: str) -> None:
        self.text = " ".join(re.sub("<[^>]+>", "", html).split())
        self.tables = Tables(html)
        self.settings = {
            key: number(value)
            for key, value in re.findall(r'id="setting-(\w+)"><dt>[^<]*</dt>\s*<dd>([−\d.]+)', html)
        }
        self.omega = self.settings["interest_ratio"] / (1 + self.settings["interest_ratio"])
        self.answers = [
            Answer(key, about.split(" / "), *map(_number, rest))
            for first, *rest in self._rows("Answer", "Score", "Weight", "Error", "q", "G", "Square")
            for key, about in [first.split(": ")]
        ]
        self.levels = {
            name: [number(each) for each in rest]
            for name, *rest in self._rows("Competency", "Δα", "Error σ", AHEAD, BEHIND)  # noqa: RUF001
        }
        self.asked = {
            name: [_number(each) for each in (*cells[3:6], *cells[:3])]
            for name, *cells in self._profiles()
        }

    def _rows(self, *heads: str) -> list[list[str]]:
        return [row for row in self.tables.headed(*heads) if row[0] != "Sum"]

    def _profiles(self) -> Iterable[list[str]]:
        return next(t for t in self.tables.tables if t[0][1:] == list(ROLES))[2:]

    def weights(
        self, answers: list[Answer], names: list[str], groups: dict[str, str]
    ) -> dict[str, np.ndarray]:
        """Return H by answer, of choices alone or of ratings alone."""
        is_choice = answers[0].is_choice
        rows, noise = np.zeros((len(answers), len(names))), np.zeros((len(answers),) * 2)
        for k, answer in enumerate(answers):
            for name, value in zip(answer.about, (-0.5, 0.5) if is_choice else (1.0,), strict=True):
                rows[k, names.index(name)] = value
        source = "interest" if is_choice else "strength"
        own, shared = (self.settings[f"{source}_{kind}_sd"] for kind in ("own", "group"))
        same = [[groups[a] == groups[b] for b in names] for a in names]
        prior = own**2 * np.eye(len(names)) + shared**2 * np.array(same)
        error = self.settings["choice_error" if is_choice else "rating_error"]
        noise = error**2 * np.eye(len(answers)) + self.settings["side_sd"] ** 2 * is_choice
        inverse = np.linalg.inv(rows @ prior @ rows.T + noise)
        if not is_choice:
            sums = inverse.sum(axis=1)
            inverse -= np.outer(sums, sums) / sums.sum()
        share = self.omega if is_choice else 1 - self.omega
        found = self.settings["stretch"] * share * prior @ rows.T @ inverse
        found -= found.mean(axis=0)
        return {answer.key: found[:, k] for k, answer in enumerate(answers)}

    def shown(self, pattern: str) -> float:
        found = re.search(pattern, self.text)
        assert found, pattern
        return number(found[1])


ROLES = ("Project Manager", "Technical Project Manager")
AHEAD, BEHIND = "g, TPM", "g, PM"


def _number(text: str) -> float:
    return 0.0 if text == "–" else number(text)


@pytest.fixture(params=[1, 2])
def worked(request: pytest.FixtureRequest, client: Client, db: None) -> Worked:
    """Return the numbers of the edition that ships, or of one under the made-up plain revision."""
    request.getfixturevalue("published" if request.param == 1 else "plain_edition")
    return Worked(page(client))


def test_errors_of_levels_follow_from_those_of_answers(worked: Worked) -> None:
    for name, (_, error, *_rest) in worked.levels.items():
        about = [a for a in worked.answers if a.about == [name]]
        own = math.sqrt(sum((a.weight * a.error) ** 2 for a in about)) / sum(
            a.weight for a in about
        )
        assert error == pytest.approx(own, abs=0.001), name


def test_what_a_point_of_level_does_follows_from_levels_and_profiles(worked: Worked) -> None:
    columns = ("Competency", "Importance", "Level", "Required", "Part met", "Points")
    reached = {row[0]: number(row[2]) for row in worked.tables.headed(*columns)[:-1]}
    for side in (0, 1):
        importances = {name: row[3 * side] for name, row in worked.asked.items()}
        asked = {name: row[3 * side : 3 * side + 3] for name, row in worked.asked.items()}
        raw = sum(100 * w * min(1, reached[n] / req) for n, (w, req, _) in asked.items())
        raw /= sum(importances.values())
        kappa, ramp = worked.settings["cap_slope"], worked.settings["ramp"]
        worst = max((n for n in asked if asked[n][2]), key=lambda n: 1 - reached[n] / asked[n][2])
        must = asked[worst][2]
        ceiling = 100 - kappa * (1 - reached[worst] / must)
        eta = ramp * kappa * worked.levels[worst][1] / must
        held = min(1, max(0, 0.5 + (raw - ceiling) / (2 * eta)))
        for name, (importance, required, _) in asked.items():
            _, error, *slopes = worked.levels[name]
            rho = 0.5 + (required - reached[name]) / (2 * ramp * error)
            slope = 100 * importance / sum(importances.values()) * min(1, max(0, rho)) / required
            slope = (1 - held) * slope + (name == worst) * held * kappa / must
            assert slopes[side] == pytest.approx(slope, abs=0.0001), name


def test_alpha_differences_follow_from_importances(worked: Worked) -> None:
    def alphas(side: int) -> dict[str, float]:
        weights = {name: row[3 * side] for name, row in worked.asked.items()}
        middle = sum(weights.values()) / len(weights)
        squares = sum((w - middle) ** 2 for w in weights.values())
        return {
            n: worked.settings["fit_slope"] * (w - middle) / squares for n, w in weights.items()
        }

    ahead, behind = alphas(0), alphas(1)
    for name, (contrast, *_) in worked.levels.items():
        assert contrast == pytest.approx(ahead[name] - behind[name], abs=0.0001)


def test_what_a_point_of_an_answer_does_follows_from_that(worked: Worked) -> None:
    competencies = seed_document()["sections"]["roles"]["competencies"]
    groups = {each["name"]: each["group"] for each in competencies}
    lam = worked.settings["lambda_fit"]
    contrast = {name: row[0] for name, row in worked.levels.items()}
    names = list(contrast)
    weights = worked.weights([a for a in worked.answers if a.is_choice], names, groups)
    weights |= worked.weights([a for a in worked.answers if a.is_rating], names, groups)
    for answer in worked.answers:
        own = weights.get(answer.key, np.zeros(len(names)))
        fit = float(own @ [contrast[name] for name in names])
        assert answer.fit == pytest.approx(fit, abs=0.0002), answer.key
        match = lam * fit
        if answer.weight:
            name = answer.about[0]
            whole = sum(a.weight for a in worked.answers if a.about == [name])
            _, _, ahead, behind = worked.levels[name]
            match += (1 - lam) * (ahead - behind) * answer.weight / whole
        assert answer.match == pytest.approx(match, abs=0.0002), answer.key
        assert answer.square == pytest.approx((answer.match * answer.error) ** 2, abs=0.01)


def test_the_widening_follows_from_how_answers_scatter(worked: Worked) -> None:
    given = {a.key: a.score for a in worked.answers}
    rows = worked.tables.headed("Answers that belong together", "Which", "Squares")
    total, free = 0.0, 0
    for name, keys, squares in rows:
        scores = [
            100 - given[key.split()[0]] if key.endswith("turned") else given[key]
            for key in keys.split(", ")
        ]
        middle = sum(scores) / len(scores)
        own = sum((y - middle) ** 2 for y in scores)
        assert number(squares) == pytest.approx(own, abs=0.001), name
        total, free = total + own, free + len(scores) - 1
    settings = worked.settings
    fits = total / settings["scatter_reference"] / free
    assert worked.shown(r"PF = .* = ([\d.]+) ?f = ") == pytest.approx(fits, abs=0.001)
    share, usual = settings["pf_share"], settings["pf_reference"]
    widening = math.sqrt((share * fits + (1 - share) * usual) / usual)
    widening = min(settings["max_widening"], max(settings["min_widening"], widening))
    assert worked.shown(r"f = ([\d.]+) ?a = ") == pytest.approx(widening, abs=0.001)


def test_the_error_and_the_range_follow_from_all_of_it(worked: Worked) -> None:
    settings = worked.settings
    own = sum((a.match * a.error) ** 2 for a in worked.answers)
    choices = sum(a.fit * (a.score - 50) for a in worked.answers if a.is_choice)
    scale = settings["lambda_fit"] * settings["choice_scale_sd"] * choices
    widening = worked.shown(r"f = ([\d.]+) ?a = ")
    error = math.sqrt(widening**2 * own + scale**2)
    assert worked.shown(r"Error = √\(.*?\) = ([\d.]+)") == pytest.approx(error, abs=0.01)
    shown = re.search(r"Range = ([\d.]+) ± ([\d.]+) × ([\d.]+) = ([\d.]+) to ([\d.]+)", worked.text)
    assert shown
    difference, z, error, low, high = map(number, shown.groups())
    matches = worked.tables.headed("Role", "Fit", "Readiness", "Match")
    ahead, behind = number(matches[1][3]), number(matches[0][3])
    assert difference == pytest.approx(ahead - behind, abs=0.002)
    assert low == pytest.approx(difference - z * error, abs=0.002)
    assert high == pytest.approx(difference + z * error, abs=0.002)
    assert z == pytest.approx(1.6449)


def test_formulas_name_only_what_the_revision_has(client: Client, plain_edition: Edition) -> None:
    first = re.sub(r">\s+<", "><", page(client))
    assert "may be larger or smaller by a share of" not in first
    assert "<mi>H</mi><mo>=</mo><mn>2</mn>" in first


def test_formulas_show_the_numbers_of_the_revision(client: Client, published: Edition) -> None:
    html = re.sub(r">\s+<", "><", " ".join(page(client).split()))
    assert "may be larger or smaller by a share of 0.2" in html
    assert "<mi>H</mi><mo>=</mo><mn>1.33</mn>" in html
    assert "Fixed by revision 3 of the formulas" in html


def test_every_setting_is_told(client: Client, snapshot: Snapshot) -> None:
    told = Worked(page(client)).settings
    chosen = assessments_of(snapshot).settings
    fixed = REVISIONS[chosen.revision]
    assert set(told) == {*fixed, *chosen.model_dump()} - {"revision"}
    shares = {"confidence", "min_coverage", "min_coverage_fit"}
    for key, value in told.items():
        real = fixed[key] if key in fixed else getattr(chosen, key)
        assert value == pytest.approx(real * (100 if key in shares else 1), abs=0.005)

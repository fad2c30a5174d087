"""Every number that the score is set by: what editors choose, and what a revision fixes."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.instrument.values import AssessmentsSection
from assessments.scoring import REVISIONS
from web.numbers import number_text

FIXED = (
    ("Slope of fit", "fit_slope", "points of fit for one point of slope"),
    (
        "Least weight for a level",
        "min_level_weight",
        "answers about a competency must weigh this much together",
    ),
    ("Scale of choices", "choice_scale", "times what a choice says about what you like"),
    (
        "Unknown scale of choices",
        "choice_scale_sd",
        "share by which one person’s “much more” may differ from another’s",
    ),
    ("Width of the ramp", "ramp", "errors of a level on either side of what a role asks"),
    (
        "Error without a level",
        "tau_m",
        "of the part met of a competency that nothing is known about, from 0 to 1",
    ),
    ("Error without a choice or a rating", "tau_d", "points of the profile"),
    ("Scatter of ratings", "bars_reference", "expected square inside a group"),
    ("Scatter of choices", "choice_reference", "expected square inside a pair of groups"),
    ("Expected scatter", "pf_reference", "of all answers; more of it widens every range"),
    (
        "Share of scatter that counts",
        "pf_share",
        "the rest is taken as expected, because with few answers it is chance",
    ),
    ("Narrowest range", "min_widening", "times the range, for answers that agree well"),
    ("Widest range", "max_widening", "times the range, for answers that scatter"),
    ("Too much scatter", "pf_critical", "above it no role is named"),
    (
        "Enough answers for scatter",
        "min_person_fit_df",
        "degrees of freedom; with fewer, scatter counts nothing",
    ),
    ("Care with the chance", "chance_factor", "times what the errors alone would say"),
    (
        "Fit and readiness point apart",
        "disagreement_margin",
        "points by which both must differ, in opposite directions, to be told so",
    ),
)
"""Name, constant of ``assessments.scoring.Settings``, meaning."""


def chosen_settings(section: AssessmentsSection) -> tuple[tuple[str, str], ...]:
    """Each setting that editors choose: its name, its value and what it does."""
    chosen = section.settings
    rows = (
        (
            "Share of fit (λ)",
            chosen.lambda_fit,
            ": of the match that puts roles in order; the rest is readiness",
        ),
        (
            "Likes to strengths",
            chosen.interest_ratio,
            " to 1: how many times as much likes count as relative strengths, inside fit",
        ),
        (
            "Slope of the cap (κ)",
            chosen.cap_slope,
            ": points that readiness is held down for a must-have missed altogether",
        ),
        ("Neither yet below (θ)", chosen.theta_neither, ": points of readiness, in every role"),
        (
            "Smallest difference (δ)",
            chosen.delta_min,
            ": points of match that a role is named for",
        ),
        (
            "What a range holds",
            100 * chosen.confidence,
            " in 100: true values, if people answer as the error model says",
        ),
        (
            "Least known for readiness",
            100 * chosen.min_coverage,
            " in 100: parts of a role by weight; with less, no role is named",
        ),
        (
            "Least known for fit",
            100 * chosen.min_coverage_fit,
            " in 100: parts of what fit looks at; with less, no role is named",
        ),
        ("Ready from", chosen.band_ready, ": points of readiness, every must-have met"),
        ("Nearly ready from", chosen.band_nearly, ": points of readiness"),
        ("Building from", chosen.band_building, ": points of readiness"),
    )
    return tuple((name, number_text(value, 2) + meaning) for name, value, meaning in rows)


def fixed_settings(revision: int) -> tuple[tuple[str, str], ...]:
    """Each constant of a revision of the score: its name, its value and what it does."""
    numbers = fixed_numbers(revision)
    return tuple((name, f"{numbers[key]}: {meaning}") for name, key, meaning in FIXED)


def fixed_numbers(revision: int) -> Mapping[str, str]:
    """The constants of a revision as the formulas show them, by name."""
    constants = REVISIONS[revision]
    rest = 1.0 - constants["pf_share"]
    return {key: number_text(value, 2) for key, value in constants.items()} | {
        "pf_rest": number_text(rest, 2)
    }

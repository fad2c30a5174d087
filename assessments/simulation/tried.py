"""Other ways to build the instrument, on hold-out worlds: what helped, and what did not (§3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from assessments.scoring import (
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    Scores,
    Settings,
    score,
)
from assessments.scoring.arithmetic import FloatArray
from assessments.simulation.figures import Row
from assessments.simulation.study import condition_figures
from assessments.simulation.worlds import HOLDOUT, Scorer, holdout_seeds, two_roles

Specification = InstrumentSpecification
FRESH, MILDER, STRONGER = 0, 3, 4
SHOWN = ("coverage_d", "confident_wrong", "accuracy_gap20", "accuracy_gap20_tpm")
WORLDS = 5
SPARE = ("resource_allocation", "cross_functional", "communication", "quality_assurance")
FIRST_FORM_CHOICES = 16
USUAL_SPREAD = 26.0
"""Root mean square of choices around the middle, in points, found in the tuning worlds."""


def constants(**changes: float) -> Callable[[Specification], Specification]:
    """Return a change of constants of revision 1."""

    def change(specification: Specification) -> Specification:
        chosen = {
            name: getattr(specification.settings, name)
            for name in Settings.__dataclass_fields__
            if name in EDITABLE
        }
        settings = replace(Settings.of_revision(1, **chosen), **changes)  # type: ignore[arg-type]
        return replace(specification, settings=settings)

    return change


EDITABLE = ("lambda_fit", "omega_interest", "cap_slope", "theta_neither", "delta_min",
            "confidence", "min_coverage", "min_coverage_fit", "bands")  # fmt: skip


def own_scale(instrument: Instrument, y: FloatArray, years: FloatArray) -> Scores:
    """Score with choices on a scale of the person's own: flat choices count more, wide ones less.

    The factor is the root of the usual spread over the person's, within 0.8 to 1.4. It is one
    number for all choices of a person, so that explanations would stay exact.
    """
    factor = np.clip(np.sqrt(USUAL_SPREAD / spread_of_choices(instrument, y)), 0.8, 1.4)
    constant = instrument.settings.choice_scale
    return _by_person(instrument, y, years, choice_scale=constant * factor.round(2))


def wider_if_flat(instrument: Instrument, y: FloatArray, years: FloatArray) -> Scores:
    """Score with a scale of choices that is less known, the flatter a person chooses."""
    flat = np.clip(1.0 - spread_of_choices(instrument, y) / USUAL_SPREAD, 0.0, 1.0)
    constant = instrument.settings.choice_scale_sd
    return _by_person(instrument, y, years, choice_scale_sd=(constant + 0.3 * flat).round(2))


def spread_of_choices(instrument: Instrument, y: FloatArray) -> FloatArray:
    """Return the root mean square of a person's choices around the middle (N,), at least 1."""
    squares = (y[:, instrument.is_choice > 0.0] - 50.0) ** 2
    spread: FloatArray = np.sqrt(np.maximum(squares.mean(axis=1), 1.0))
    return spread


def _by_person(
    instrument: Instrument, y: FloatArray, years: FloatArray, **constants: FloatArray
) -> Scores:
    """Score everybody with a constant of their own, (N,): all who share it at once."""
    ((name, values),) = constants.items()
    specification = instrument.specification
    scores: dict[str, np.ndarray] = {}
    for value in np.unique(values).tolist():
        settings = replace(specification.settings, **{name: value})
        mine = values == value
        own = score(
            Instrument.build(replace(specification, settings=settings)), y[mine], years[mine]
        )
        for each in fields(Scores):
            part = getattr(own, each.name)
            whole = scores.setdefault(
                each.name, np.empty((len(y), *part.shape[1:]), dtype=part.dtype)
            )
            whole[mine] = part
    return Scores(**scores)


def without_situations(specification: Specification) -> Specification:
    """Return the instrument without situational judgements."""
    kept = (each for each in specification.items if not isinstance(each, JudgementItem))
    return replace(specification, items=tuple(kept))


def first_choices(specification: Specification) -> Specification:
    """Return the instrument with only the choices of the first form."""
    choices = [each for each in specification.items if isinstance(each, ForcedChoiceItem)]
    late = choices[FIRST_FORM_CHOICES:]
    return replace(
        specification, items=tuple(each for each in specification.items if each not in late)
    )


def interest_ratings(specification: Specification) -> Specification:
    """Return the instrument with the four spare interest ratings in it."""
    spare = (InterestItem(f"spare-{key}", key) for key in SPARE)
    return replace(specification, items=(*specification.items, *spare))


def heavier_facts(specification: Specification) -> Specification:
    """Return the instrument with facts weighted by what their error says against a rating's."""
    heavier = (replace(each, level_weight=2.8) for each in specification.evidence)
    return replace(specification, evidence=tuple(heavier))


def as_it_is(specification: Specification) -> Specification:
    return specification


def changed(**changes: float) -> Callable[[Specification], Specification]:
    """Return a change of constants of the instrument's own revision."""

    def change(specification: Specification) -> Specification:
        settings = replace(specification.settings, **changes)  # type: ignore[arg-type]
        return replace(specification, settings=settings)

    return change


TRIED: tuple[tuple[str, Callable[[Specification], Specification]], ...] = (
    ("as it is", as_it_is),
    ("revision 1", constants()),
    ("revision 1, choices × 1.15", constants(choice_scale=1.15)),
    ("revision 1, unknown scale of choices", constants(choice_scale_sd=0.2)),
    ("revision 1, scale of choices very unknown", constants(choice_scale_sd=0.4)),
    ("revision 1, half of the scatter", constants(pf_share=0.5, min_widening=0.8)),
    ("only the first 16 choices", first_choices),
    ("without situations", without_situations),
    ("four interest ratings more", interest_ratings),
    ("facts weigh 2.8", heavier_facts),
    ("choices × 1.25", changed(choice_scale=1.25)),
    ("choices × 1.25, scale less known", changed(choice_scale=1.25, choice_scale_sd=0.23)),
)
SCORED: tuple[tuple[str, Callable[[Specification], Specification], Scorer], ...] = (
    ("own scale of choices", as_it_is, own_scale),
    ("own scale of choices, better known", changed(choice_scale_sd=0.17), own_scale),
    ("wider range for flat choices", as_it_is, wider_if_flat),
)
"""Ways to score that the shipped scoring does not have."""


def tried(
    specification: Specification, people: int, progress: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Return figures of every variant where choices are as assumed, milder, and stronger.

    Raises ValueError when one of the two roles is missing.
    """
    base = two_roles(specification)
    rows = []
    for name, change, scored in (*((*each, score) for each in TRIED), *SCORED):
        progress(name)
        instrument = Instrument.build(change(base))
        row: Row = {"variant": name, "respondents": WORLDS * people}
        for number, suffix in ((FRESH, ""), (MILDER, "_milder"), (STRONGER, "_stronger")):
            seeds = holdout_seeds(number, WORLDS)
            figures, _ = condition_figures(instrument, HOLDOUT[number], seeds, people, scored)
            row |= {f"{key}{suffix}": figures[key] for key in SHOWN}
        rows.append(row)
    return rows

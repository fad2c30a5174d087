"""Other ways to build the instrument, on hold-out worlds: what helped, and what did not (§3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assessments.scoring import (
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    Settings,
)
from assessments.simulation.figures import Row
from assessments.simulation.study import condition_figures
from assessments.simulation.worlds import HOLDOUT, holdout_seeds, two_roles

Specification = InstrumentSpecification
FRESH, MILDER = 0, 3
SHOWN = ("coverage_d", "confident_wrong", "accuracy_gap20", "accuracy_gap20_tpm")
WORLDS = 5
SPARE = ("resource_allocation", "cross_functional", "communication", "quality_assurance")
FIRST_FORM_CHOICES = 16


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


TRIED: tuple[tuple[str, Callable[[Specification], Specification]], ...] = (
    ("as it is", lambda specification: specification),
    ("revision 1", constants()),
    ("revision 1, choices × 1.15", constants(choice_scale=1.15)),
    ("revision 1, unknown scale of choices", constants(choice_scale_sd=0.2)),
    ("revision 1, scale of choices very unknown", constants(choice_scale_sd=0.4)),
    ("revision 1, half of the scatter", constants(pf_share=0.5, min_widening=0.8)),
    ("only the first 16 choices", first_choices),
    ("without situations", without_situations),
    ("four interest ratings more", interest_ratings),
    ("facts weigh 2.8", heavier_facts),
)


def tried(
    specification: Specification, people: int, progress: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Return figures of every variant where choices are as assumed, and where they are milder.

    Raises ValueError when one of the two roles is missing.
    """
    base = two_roles(specification)
    rows = []
    for name, change in TRIED:
        progress(name)
        instrument = Instrument.build(change(base))
        row: Row = {"variant": name, "respondents": WORLDS * people}
        for number, suffix in ((FRESH, ""), (MILDER, "_milder")):
            seeds = holdout_seeds(number, WORLDS)
            figures, _ = condition_figures(instrument, HOLDOUT[number], seeds, people)
            row |= {f"{key}{suffix}": figures[key] for key in SHOWN}
        rows.append(row)
    return rows

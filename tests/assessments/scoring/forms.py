"""The two forms the scoring tests use: the toy form of the worked examples and the real one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assessments.scoring import (
    REVISIONS,
    BackgroundFact,
    BarsItem,
    Bonus,
    Competency,
    Contributions,
    Evidence,
    FactOption,
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    Item,
    JudgementItem,
    RoleProfile,
    Scores,
    Settings,
    contributions,
    encode,
    score,
)
from assessments.scoring.arithmetic import FloatArray

PLAIN_CONSTANTS = {
    **REVISIONS[3],
    "interest_group_sd": 0.0,
    "interest_own_sd": sqrt(200.0),
    "choice_error": 10.0,
    "side_sd": 0.0,
    "strength_group_sd": 0.0,
    "strength_own_sd": 10.0,
    "rating_error": 10.0,
    "stretch": 2.0,
    "choice_scale_sd": 0.0,
    "pf_share": 1.0,
    "min_widening": 1.0,
}
"""A made-up revision with round constants: what they take out of a formula need not be computed."""
PLAIN = Settings(**PLAIN_CONSTANTS)  # type: ignore[arg-type]
DATA = Path(__file__).parent / "data"
YEARS = {"0": 0.0, "<1": 0.5, "1-2": 1.5, "3-5": 4.0, "6-9": 7.5, "10+": 12.0}
EXAMPLES: dict[str, Any] = json.loads((DATA / "examples.json").read_text(encoding="utf-8"))


def by_key(*values: float) -> dict[str, float]:
    """Return values of the toy competencies A to D."""
    return dict(zip("ABCD", values, strict=True))


TOY_COMPETENCIES = (
    Competency("A", "pm"), Competency("B", "pm"), Competency("C", "tpm"), Competency("D", "soft"),
)  # fmt: skip
TOY_ITEMS: tuple[Item, ...] = (
    *(BarsItem(f"b{key}", key) for key in "ABCD"),
    ForcedChoiceItem("f1", "A", "C"),
    ForcedChoiceItem("f2", "B", "D"),
    JudgementItem("sB", "B", (0.0, 30.0, 60.0, 100.0)),
)
ROLE_P = RoleProfile("P", by_key(5, 4, 1, 2), by_key(60, 80, 20, 40))
ROLE_T = RoleProfile("T", by_key(2, 2, 5, 3), by_key(40, 40, 80, 60), {"C": 50})
FLAT_ROLE = RoleProfile("flat", dict.fromkeys("ABCD", 3), dict.fromkeys("ABCD", 50))
ZERO_ROLE = RoleProfile("zero", {"A": 5}, {"A": 100})


def toy(*roles: RoleProfile, settings: Settings | None = None) -> Instrument:
    """Build the toy form of docs/scoring.md §1.10 with roles P and T and plain constants.

    ``roles`` and ``settings`` take the place of these.
    """
    return Instrument.build(
        InstrumentSpecification(
            competencies=TOY_COMPETENCIES,
            items=TOY_ITEMS,
            evidence=(Evidence("xC", "C"),),
            roles=roles or (ROLE_P, ROLE_T),
            settings=settings or PLAIN,
        )
    )


def sheet(values: Sequence[float | None]) -> list[float]:
    """Return item scores with NaN for None."""
    return [np.nan if value is None else float(value) for value in values]


def score_one(
    instrument: Instrument, values: Sequence[float | None], years: float = np.nan
) -> Scores:
    """Score one sheet of item scores."""
    return score(instrument, [sheet(values)], [years])


def explain_one(
    instrument: Instrument, values: Sequence[float | None], years: float = np.nan
) -> Contributions:
    """Decompose one sheet of item scores."""
    return contributions(instrument, [sheet(values)], [years])


def _load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return document


def _item(row: Mapping[str, Any]) -> Item:
    match row["type"]:
        case "bars":
            return BarsItem(row["id"], row["competency"])
        case "fc":
            return ForcedChoiceItem(row["id"], row["a"], row["b"])
        case "int":
            return InterestItem(row["id"], row["competency"], row["reverse"])
        case _:
            keys = tuple(float(option["key"]) for option in row["options"])
            return JudgementItem(row["id"], row["competency"], keys)


def _fact(row: Mapping[str, Any], tables: Mapping[str, Mapping[str, float]]) -> BackgroundFact:
    points: Mapping[str, float] = {}
    years: Mapping[str, float] = {}
    if row["id"].startswith("years_"):
        points, years = tables["years_points"], YEARS
    elif row["id"] == "sdlc_projects":
        points = tables["projects_points"]
    options = tuple(FactOption(code, points.get(code), years.get(code)) for code in row["options"])
    return BackgroundFact(row["id"], options, row.get("multi", False))


def _evidence(row: Mapping[str, Any]) -> Evidence:
    routes = ((*path.split(".", 1), points) for path, points in row["extras"].items())
    bonuses = tuple(Bonus(fact, option, float(points)) for fact, option, points in routes)
    return Evidence(row["id"], row["competency"], tuple(row["base"]["max_of"]), bonuses)


def real_specification(*, spare_items: bool = False) -> InstrumentSpecification:
    """Return the draft instrument; with ``spare_items`` the four interest ratings too."""
    bank, profiles = _load("items.yaml"), _load("profiles.yaml")
    return InstrumentSpecification(
        competencies=tuple(Competency(row["key"], row["group"]) for row in bank["competencies"]),
        items=tuple(_item(row) for row in bank["items"] if spare_items or row.get("active", True)),
        facts=tuple(_fact(row, bank["fact_tables"]) for row in bank["facts"]),
        evidence=tuple(_evidence(row) for row in bank["fact_evidence"]),
        roles=tuple(
            RoleProfile(
                slug, role["w"], role["req"], role["must"], role["must_facts"].get("hands_on_years")
            )
            for slug, role in profiles["roles"].items()
        ),
    )


def encode_all(
    instrument: Instrument, sheets: Iterable[Mapping[str, object]]
) -> tuple[FloatArray, FloatArray]:
    """Return item scores (N, K) and years (N,) of many sheets, as ``score`` takes them.

    Raises ``AnswerError`` at the first sheet that ``encode`` refuses.
    """
    rows = [encode(instrument, answers) for answers in sheets]
    y = np.full((len(rows), len(instrument.answer_columns)), np.nan)
    for number, (row, _) in enumerate(rows):
        y[number] = row
    return y, np.array([years for _, years in rows], dtype=np.float64)

"""Draw fit and readiness of every role on common scales, and the levels behind them."""

from dataclasses import dataclass

from assessments.evaluation.charts import LevelChart, LevelRow
from assessments.evaluation.history import Dial
from assessments.evaluation.presenters.reading import NOISE, Reading, half_up, is_held, outward
from assessments.evaluation.presenters.verdict import BAND_WORDS, likes_lean
from assessments.evaluation.result import RoleResult
from assessments.scoring import Settings
from roles.graphics.charts import RangeBar, RangeBars
from roles.snapshot.values import Role
from web.words import capitalised, number_word

# Shares of what can be proven that are nearer than this are about the same.
AS_MUCH = 0.05


@dataclass(frozen=True, slots=True)
class Measures:
    """Three dials side by side: want (fit), can (readiness) and prove (proof).

    ``bands`` says readiness in words; a dial without a single figure has its title for that.
    """

    fit: RangeBars
    readiness: RangeBars
    bands: tuple[tuple[Role, str], ...]
    proof: RangeBars


def measures(reading: Reading) -> Measures:
    """Return the dials of all roles, in the edition's order."""
    roles, settings = reading.result.roles, reading.settings

    def bars(dial: Dial) -> tuple[RangeBar, ...]:
        return tuple(
            RangeBar(
                reading.name(role.slug),
                reading.roles[role.slug].accent,
                *reading.score(role.slug, dial),
                reading.proof_reach.get(role.slug, 100) if dial is Dial.PROOF else 100,
            )
            for role in roles
        )

    limits = (settings.band_building, settings.band_nearly, settings.band_ready)
    return Measures(
        fit=RangeBars(
            likes_lean(reading).rstrip("."), "Fit", bars(Dial.FIT), ((50.0, "50: no lean"),)
        ),
        readiness=RangeBars(
            _readiness_title(reading),
            "Readiness",
            bars(Dial.READINESS),
            tuple((limit, str(half_up(limit))) for limit in limits),
        ),
        bands=tuple(_band(reading, role) for role in roles)
        if any(reading.readiness(role) is not None for role in roles)
        else (),
        proof=RangeBars(_proof_title(reading), "Proof", bars(Dial.PROOF), high_text="the most"),
    )


def _readiness_title(reading: Reading) -> str:
    """Say which role the person is readier for, as far as the ranges allow it."""
    known = [role for role in reading.compared if reading.readiness(role) is not None]
    if not known:
        return "You told us too little to say how ready you are"
    if len(known) == 1:
        role = known[0]
        shown = reading.readiness(role)
        return f"By your own ratings: {shown} of 100 for {reading.short(role.slug)}"
    first, second = sorted(known, key=lambda role: -(role.readiness or 0.0))[:2]
    ahead, behind = (
        reading.readiness_range(role) or (reading.readiness(role) or 0,) * 2
        for role in (first, second)
    )
    if ahead[0] > behind[1]:
        more = "readier" if len(known) == 2 else "readiest"
        return f"By your own ratings, you are {more} for {reading.short(first.slug)}"
    none = "neither role" if len(known) == 2 else "no role"
    return f"By your own ratings, {none} is clearly ahead"


def _band(reading: Reading, role: RoleResult) -> tuple[Role, str]:
    mark = reading.roles[role.slug]
    band = reading.band(role)
    if band is None:
        return mark, "Not enough answers to say."
    words = f"{capitalised(BAND_WORDS[band])}, by your own ratings."
    unmet = sum(1 for must in role.must_haves if must.is_unmet)
    if unmet:
        many = f"{capitalised(number_word(unmet))} must-haves are"
        words += f" {'One must-have is' if unmet == 1 else many} not met yet"
        words += ", which caps your score." if is_held(role) else "."
    return mark, words


def _proof_title(reading: Reading) -> str:
    """Say for which role the background shows more of what it can; its points have no range."""
    if not reading.told_background:
        return "You told us nothing about your background"
    shares = sorted(
        (
            ((reading.proof(role) or 0) / reading.proof_reach.get(role.slug, 100), role.slug)
            for role in reading.compared
        ),
        reverse=True,
    )
    if not shares or not shares[0][0]:
        return "Nothing to show yet"
    name = reading.short(shares[0][1])
    if len(shares) == 1:
        return f"Your background shows some of what {name} asks"
    if shares[0][0] - shares[1][0] < AS_MUCH:
        return "Your background shows about as much for each role"
    return f"Your background shows {'more' if len(shares) == 2 else 'most'} for {name}"


def levels(reading: Reading) -> LevelChart:
    """Return the chart of the person's level in every competency beside what each role asks.

    The largest gap comes first. A range is so wide that it holds as often as the settings promise.
    """
    z = Settings(confidence=reading.settings.confidence).z()
    asked = {slug: reading.requirements(slug) for slug in reading.roles}
    lead = {part.competency: part for part in reading.ranked[0].competencies}

    def order(competency: str) -> tuple[float, float]:
        weight = asked[reading.ranked[0].slug].get(competency)
        return (-(lead[competency].gap or 0.0), -(weight.importance if weight else 0.0))

    rows = []
    for competency in sorted(reading.levels, key=order):
        known = reading.levels[competency]
        spread = None
        if known.level is not None and known.error is not None:
            reach = z * known.error * max(1.0, reading.result.widening)
            spread = outward(max(known.level - reach, 0.0), min(known.level + reach, 100.0))
        required = tuple(
            (role, half_up(needs.required_level) if needs and needs.importance > NOISE else None)
            for slug, role in reading.roles.items()
            for needs in (asked[slug].get(competency),)
        )
        level = None if known.level is None else half_up(known.level)
        rows.append(LevelRow(reading.competency_names[competency], level, spread, required))
    short = reading.short(reading.ranked[0].slug)
    return LevelChart(
        title=_levels_title(reading),
        note=f"By your own ratings and examples. At the top, what costs you most for {short}.",
        roles=tuple(reading.roles.values()),
        rows=tuple(rows),
    )


def _levels_title(reading: Reading) -> str:
    lead = reading.ranked[0]
    asked = reading.requirements(lead.slug)
    known = [
        part
        for part in lead.competencies
        if part.gap is not None and part.competency in asked and asked[part.competency].importance
    ]
    if not known:
        return "What the roles ask, level by level"
    met = sum(1 for part in known if (part.gap or 0.0) <= NOISE)
    total = sum(1 for each in asked.values() if each.importance > NOISE)
    count = f"all {total}" if met == total else f"{met} of the {total}"
    title = f"You meet {count} levels that {reading.short(lead.slug)} asks for"
    if not (unknown := total - len(known)):
        return title
    return f"{title}; {unknown} {'is' if unknown == 1 else 'are'} not known"

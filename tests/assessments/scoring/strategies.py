"""Random answer sheets and role profiles for the laws."""

from hypothesis import strategies as st

from assessments.scoring import Evidence, Instrument, InstrumentSpecification, RoleProfile, Settings
from tests.assessments.scoring.forms import PLAIN, real_specification

FULL = real_specification(spare_items=True)
"""The draft form with the spare interest ratings: every type of answer is in it."""
KEYS = tuple(each.key for each in FULL.competencies)
YEARS = st.sampled_from([0.0, 0.5, 1.5, 4.0, float("nan")])


@st.composite
def sheets(draw: st.DrawFn, instrument: Instrument) -> list[float]:
    """Draw item scores of one sheet; how many are skipped is drawn too."""
    skipped = draw(st.sampled_from([0, 0, 1, 3, 8]))
    row = []
    for column in (*instrument.specification.items, *instrument.specification.evidence):
        if skipped and draw(st.integers(0, 9)) < skipped:
            row.append(float("nan"))
        elif isinstance(column, Evidence):
            row.append(float(draw(st.sampled_from([0, 20, 40, 65, 85, 100]))))
        else:
            row.append(draw(st.sampled_from(column.option_scores)))
    return row


@st.composite
def profiles(draw: st.DrawFn, slug: str) -> RoleProfile:
    """Draw a role profile: zero importances, equal importances and no requirements included."""
    importance = draw(st.lists(st.integers(0, 5), min_size=len(KEYS), max_size=len(KEYS)))
    if draw(st.integers(0, 9)) == 0:
        importance = [draw(st.integers(0, 5))] * len(KEYS)
    steps = draw(st.lists(st.integers(0, 20), min_size=len(KEYS), max_size=len(KEYS)))
    required = {key: 5.0 * step for key, step in zip(KEYS, steps, strict=True)}
    musts = draw(st.sets(st.sampled_from(KEYS), max_size=3))
    return RoleProfile(
        slug,
        dict(zip(KEYS, map(float, importance), strict=True)),
        required,
        {key: required[key] - 5.0 * draw(st.integers(0, 1)) for key in musts if required[key]},
        draw(st.sampled_from([None, None, 1.0, 3.0])),
    )


@st.composite
def instruments(draw: st.DrawFn, fewest: int = 1, most: int = 5) -> Instrument:
    """Draw the full form with ``fewest`` to ``most`` random roles, under either revision."""
    count = draw(st.integers(fewest, most))
    return Instrument.build(
        InstrumentSpecification(
            competencies=FULL.competencies,
            items=FULL.items,
            facts=FULL.facts,
            evidence=FULL.evidence,
            roles=tuple(draw(profiles(f"role-{number}")) for number in range(count)),
            settings=draw(st.sampled_from([Settings(), PLAIN])),
        )
    )

"""Editions stay readable for ever: a frozen copy of every schema, and a known attempt under it.

A file in ``tests/data`` is never changed. When the shape of an edition changes, the schema
number rises and a new file is added to the old ones.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from assessments.instrument.values import AssessmentsSection, specification_of
from assessments.scoring import Instrument, encode, score
from roles.draft.services import blocking_errors
from roles.snapshot.editions import SCHEMA, parse_document, upgraded
from roles.snapshot.values import RolesSection

DATA = Path(__file__).parent / "data"
KNOWN_ATTEMPT: dict[str, Any] = {
    **{f"B{n:02}": n % 6 for n in range(1, 17)},
    **{f"F{n:02}": (2 * n) % 5 for n in range(1, 17)},
    "S01": 1, "S02": 3, "S03": 2,
    "degree_field": "technical", "certifications": ["cloud_cert"], "years_software": "3-5",
}  # fmt: skip
# Role: fit, readiness, match. Computed once, when the schema was the newest.
KNOWN_SCORES = {
    1: {
        "project-manager": (56.26803701769906, 71.47003939456769, 63.869038206133375),
        "technical-project-manager": (44.12379890405909, 74.27408954681682, 59.198944225437955),
    }
}
KNOWN_SCORES[2] = KNOWN_SCORES[1]  # the second schema changed certificates and facts alone


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_an_edition_of_every_schema_still_scores_as_it_did(schema: int) -> None:
    document = json.loads((DATA / f"edition_schema_{schema}.json").read_text())
    parsed = parse_document(document)
    section, roles = parsed["assessments"], parsed["roles"]
    assert isinstance(section, AssessmentsSection)
    assert isinstance(roles, RolesSection)
    instrument = Instrument.build(specification_of(section, roles))
    y, years = encode(instrument, KNOWN_ATTEMPT)
    scores = score(instrument, [y], [years])
    for index, slug in enumerate(instrument.roles):
        assert (
            scores.fit[0, index], scores.readiness[0, index], scores.match[0, index]
        ) == pytest.approx(KNOWN_SCORES[schema][slug], abs=1e-9)  # fmt: skip


@pytest.mark.django_db
def test_no_text_about_a_certificate_is_lost_and_the_old_edition_can_be_restored() -> None:
    document = json.loads((DATA / "edition_schema_1.json").read_text())
    roles = parse_document(document)["roles"]
    assert isinstance(roles, RolesSection)
    for old, new in zip(
        document["sections"]["roles"]["certifications"], roles.certifications, strict=True
    ):
        texts = [
            old[name] for name in ("prerequisites", "exam", "renewal", "disputed") if old[name]
        ]
        assert [fact.statement for fact in new.facts] == [*filter(None, texts)]
        assert {fact.read_on.isoformat() for fact in new.facts} == {old["checked_on"]}
    assert blocking_errors(upgraded(document)) == ()

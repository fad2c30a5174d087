"""``manage.py simulate``: one JSON object, and an error when a target is missed."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.instrument.values import AssessmentsSection, specification_of
from assessments.scoring import Instrument
from assessments.simulation import report as targets
from assessments.simulation.report import line, markers, written_into
from assessments.simulation.study import INFLATIONS, condition_figures
from assessments.simulation.worlds import (
    HOLDOUT,
    HOLDOUT_WORLDS,
    MAIN_SEEDS,
    SAME,
    SCEPTICAL,
    holdout_seeds,
    two_roles,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import RolesSection

SCORING = Path(__file__).parents[3] / "docs" / "scoring.md"
KEYS = {
    "respondents", "coverage_d", "coverage_r", "confident_wrong", "retest_swaps", "random_named",
    "accuracy_gap20", "accuracy_gap20_tpm",
}  # fmt: skip


def run(**options: Any) -> tuple[dict[str, Any], str]:
    """Return the command's figures and what it wrote to standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("simulate", worlds=1, people=300, stdout=out, stderr=err, **options)
    return json.loads(out.getvalue()), err.getvalue()


def test_it_writes_one_object_with_every_figure(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "TARGETS", (targets.FigureTarget("random_named", below=1.0),))
    report, said = run()
    assert report.keys() >= KEYS
    assert (report["edition"], report["revision"], report["respondents"]) == (1, 3, 300)
    assert set(report["holdout"]) == {
        "fresh_seeds", "general_population", "people_differ_more_in_noise", "choices_milder",
        "choices_stronger", "noise_plus_20_percent", "noise_minus_20_percent",
        *(condition.name for condition in SCEPTICAL),
    }  # fmt: skip
    assert all(figures.keys() >= KEYS for figures in report["holdout"].values())
    assert [row["skipped"] for row in report["skip"]] == [0, 0.05, 0.1, 0.2, 0.3, 0.5]
    assert len(report["inflation"]) == 6
    assert len(report["gap"]) == 9
    assert report["targets"] == [
        {"figure": "random_named", "legal": "below 1", "value": report["random_named"], "met": True}
    ]
    assert "hold-out: choices milder" in said


def test_a_missed_target_is_named_after_the_figures(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        targets, "TARGETS", (targets.FigureTarget("coverage_d", low=0.1, high=0.2),)
    )
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"coverage_d is 0\.\d+, and should be 0\.1 to 0\.2"):
        call_command("simulate", worlds=1, people=100, stdout=out, stderr=io.StringIO())
    (target,) = json.loads(out.getvalue())["targets"]
    assert not target["met"]


def test_what_cannot_be_simulated_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="no edition yet"):
        run()
    with pytest.raises(CommandError, match="There is no edition 7"):
        run(edition=7)


def test_the_tables_go_where_the_text_has_their_place(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "TARGETS", ())
    text = tmp_path / "text.md"
    first, last = markers(1)
    text.write_text(f"before\n{first}\nold\n{last}\nafter\n")
    report, _ = run(document=text)
    written = text.read_text()
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "old" not in written
    assert written_into(written, report) == written
    with pytest.raises(ValueError, match="no place for edition 1"):
        written_into("nothing here", report)


def test_the_stored_tables_are_of_the_first_edition() -> None:
    first, last = markers(1)
    stored = SCORING.read_text(encoding="utf-8").split(first)[1].split(last)[0]
    assert "Edition 1, revision 3 of the score:" in stored
    assert "| main | 200000 |" in stored
    for condition in (*HOLDOUT, *SCEPTICAL):
        assert f"| {condition.name.replace('_', ' ')} | 200000 |" in stored
    assert all(f"| {name} | 50000 |" in stored for name, _ in INFLATIONS)


def test_the_stored_tables_are_what_the_shipped_edition_gives_today(
    seed_document: dict[str, Any],
) -> None:
    """Recompute two of the rows in full: all of them would take half a minute."""
    first, last = markers(1)
    stored = SCORING.read_text(encoding="utf-8").split(first)[1].split(last)[0]
    sections = seed_document["sections"]
    instrument = Instrument.build(
        two_roles(
            specification_of(
                AssessmentsSection.model_validate(sections["assessments"]),
                RolesSection.model_validate(sections["roles"]),
            )
        )
    )
    main, _ = condition_figures(instrument, SAME, MAIN_SEEDS, 10_000)
    milder = [condition.name for condition in HOLDOUT].index("choices_milder")
    seeds = holdout_seeds(milder, HOLDOUT_WORLDS)
    figures, _ = condition_figures(instrument, HOLDOUT[milder], seeds, 10_000)
    again = "run `manage.py simulate --edition 1 --document docs/scoring.md`"
    assert line({"worlds": "main", **main}) in stored, again
    assert line({"worlds": "choices_milder", **figures}) in stored, again


@pytest.mark.parametrize("people", [-1, 0, 10**20])
def test_a_number_of_people_that_cannot_be_simulated_is_named(people: int, db: None) -> None:
    with pytest.raises(CommandError, match=f"--people is {people}; allowed: 1 to 1000000"):
        call_command("simulate", people=people)

"""``manage.py score_answers``: batch scoring with the instrument of an edition."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.instrument.values import instrument_of
from assessments.scoring import encode, score
from assessments.scoring.batch import LINES_AT_A_TIME, score_lines
from roles.models import Edition, Requirement
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot
from tests.editions import PUBLISHED_AT
from web.strict_json import loads

PM, TPM = "project-manager", "technical-project-manager"

PM_SHEET: dict[str, Any] = {
    **{f"B{n:02}": 4 if n <= 6 else 2 for n in range(1, 17)},
    # The task of a project manager is side A in these choices, side B in those.
    **{f"F{n:02}": 0 for n in (1, 2, 3, 5, 8, 11)},
    **{f"F{n:02}": 4 for n in (4, 6, 7, 9, 10, 12)},
    "S01": 1, "S02": 0,
    "degree_field": "business", "certifications": ["pm_cert"], "sdlc_projects": "6-10",
}  # fmt: skip


def run(
    lines: list[Any], tmp_path: Path, *, bad: bool = False, **options: Any
) -> list[dict[str, Any]]:
    """Return the command's output for these lines, parsed."""
    file = tmp_path / "sheets.jsonl"
    file.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines))
    out = io.StringIO()
    with suppress(CommandError) if bad else nullcontext():
        call_command("score_answers", str(file), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_all_roles_are_scored_when_asked_for_and_those_of_the_quiz_as_ever(
    whole_snapshot: Snapshot, tmp_path: Path
) -> None:
    sheet = {"id": "a", "answers": PM_SHEET}
    (usual,), (every,) = run([sheet], tmp_path), run([sheet], tmp_path, all_roles=True)
    assert set(usual["roles"]) == {PM, TPM}
    assert list(every["roles"]) == [role.slug for role in whole_snapshot.roles.roles]
    for slug, scores in usual["roles"].items():
        assert every["roles"][slug] == pytest.approx(scores, abs=1e-12)
    assert all(0 < scores["readiness"] <= 100 for scores in every["roles"].values())


def test_a_sheet_gets_its_unrounded_scores(snapshot: Snapshot, tmp_path: Path) -> None:
    (result,) = run([{"id": "a", "answers": PM_SHEET}], tmp_path)
    y, years = encode(instrument_of(snapshot), PM_SHEET)
    scores = score(instrument_of(snapshot), [y], [years])
    assert result == {
        "id": "a",
        "edition": 1,
        "verdict": "one_role",
        "role": PM,
        "roles": {
            slug: {
                "fit": scores.fit[0, index],
                "readiness": scores.readiness[0, index],
                "match": scores.match[0, index],
            }
            for index, slug in enumerate((PM, TPM))
        },
        "difference": scores.difference[0],
        "standard_error": scores.standard_error[0],
        "chance": scores.chance[0],
    }
    assert result["difference"] == pytest.approx(
        result["roles"][PM]["match"] - result["roles"][TPM]["match"]
    )


def test_the_difference_is_below_zero_when_the_later_role_is_ahead(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    mirrored = (
        PM_SHEET
        | {key: 4 - value for key, value in PM_SHEET.items() if key.startswith("F")}
        | {f"B{n:02}": 4 if 7 <= n <= 11 else 2 for n in range(1, 17)}
        | {"years_software": "10+"}
    )
    (result,) = run([{"id": 1, "answers": mirrored}], tmp_path)
    assert (result["verdict"], result["role"]) == ("one_role", TPM)
    assert result["difference"] == pytest.approx(
        result["roles"][PM]["match"] - result["roles"][TPM]["match"]
    )
    assert result["difference"] < 0


def test_nothing_answered_is_not_zero(snapshot: Snapshot, tmp_path: Path) -> None:
    for answers in ({}, dict.fromkeys(PM_SHEET)):
        (result,) = run([{"id": 1, "answers": answers}], tmp_path)
        assert (result["verdict"], result["role"]) == ("insufficient", None)
        assert result["roles"][PM] == {"fit": 50.0, "readiness": None, "match": None}


@pytest.mark.parametrize(
    ("line", "identity", "names"),
    [
        ({"id": 7, "answers": {"B99": 1}}, 7, ["'B99'", "B01", "sdlc_projects"]),
        ({"id": 7, "answers": {"I01": 1}}, 7, ["'I01'", "B01"]),
        ({"id": 7, "answers": {"B01": 6}}, 7, ["'B01'", "6", "0, 1, 2, 3, 4, 5"]),
        ({"id": 7, "answers": {"B01": 3.0}}, 7, ["'B01'", "3.0"]),
        ({"id": 7, "answers": {"B01": True}}, 7, ["'B01'", "True"]),
        ({"id": 7, "answers": {"degree_field": "law"}}, 7, ["'degree_field'", "business"]),
        ({"id": 7, "answers": {"certifications": "pm_cert"}}, 7, ["agile_cert"]),
        ({"id": 7, "answers": {"certifications": ["none", "pm_cert"]}}, 7, ["'none'"]),
        ({"id": 7, "answers": [1]}, 7, ["'answers'"]),
        ({"id": 7}, 7, ["'answers'", "missing"]),
        ({"answers": {}}, None, ["'id'", "missing"]),
        ({"id": 7, "answers": {}, "name": "x"}, 7, ["'name'", "id, answers"]),
        ([1], None, ["object"]),
        ("{", None, ["not JSON"]),
        ("[" * 100_000, None, ["not JSON"]),
    ],
)  # fmt: skip
def test_a_bad_line_names_what_is_wrong_and_the_others_are_scored(
    snapshot: Snapshot, tmp_path: Path, line: Any, identity: Any, names: list[str]
) -> None:
    good = {"id": "good", "answers": PM_SHEET}
    before, bad, after = run([good, line, good], tmp_path, bad=True)
    assert before == after
    assert before["verdict"] == "one_role"
    assert set(bad) == {"line", "id", "edition", "error"}
    assert bad["line"] == 2
    assert bad["id"] == identity
    for name in names:
        assert name in bad["error"]


def test_an_older_edition_still_scores_as_it_did(draft: Edition, tmp_path: Path) -> None:
    sheet = [{"id": 1, "answers": PM_SHEET}]
    (first,) = run(sheet, tmp_path)
    Requirement.objects.filter(role__slug=PM, competency__key="budget_management").update(
        importance=1
    )
    publish(note="Budgets weigh less.", author=None, now=PUBLISHED_AT)
    (now,) = run(sheet, tmp_path)
    (then,) = run(sheet, tmp_path, edition=1)
    assert then == first
    assert now["edition"] == 2
    assert now["roles"][PM] != first["roles"][PM]


def test_what_cannot_be_read_is_said(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no edition 9\. Editions: 1 to 1\."):
        run([], tmp_path, edition=9)
    with pytest.raises(CommandError, match=r"missing\.jsonl cannot be read"):
        call_command("score_answers", str(tmp_path / "missing.jsonl"))


HALF = '{"id": "\\ud83d", "answers": {}}'


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "\xe9", "answers": {}}',
        HALF.encode(),
        b'{"id": 1e400, "answers": {}}',
        b'{"id": NaN, "answers": {}}',
        b'{"id": 1, "answers": {"B01": 1, "B01": 2}}',
        b'{"id": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_line_that_is_not_strictly_json_is_named_by_its_number(
    snapshot: Snapshot, tmp_path: Path, line: bytes
) -> None:
    good = json.dumps({"id": "good", "answers": PM_SHEET}).encode()
    (tmp_path / "sheets.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\n".join([good, b"", line, good]))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"could not be scored: 1 \(line 3\)"):
        call_command("score_answers", str(tmp_path / "sheets.jsonl"), stdout=out)
    first, bad, last = (loads(each) for each in out.getvalue().splitlines())
    assert first == last
    assert first["id"] == "good"
    assert (bad["line"], bad["id"]) == (3, None)
    assert "not JSON" in bad["error"]


def test_without_an_edition_there_is_nothing_to_score_with(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no edition yet"):
        run([], tmp_path)


def test_standard_input_is_read_for_a_dash(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO(b'\xef\xbb\xbf\n{"id": 1, "answers": {}}\n\n')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(raw))
    out = io.StringIO()
    call_command("score_answers", "-", stdout=out)
    assert json.loads(out.getvalue())["id"] == 1


def test_lines_are_scored_in_their_order_across_chunks(snapshot: Snapshot) -> None:
    count = LINES_AT_A_TIME + 3
    lines = (json.dumps({"id": n, "answers": {"B01": n % 6}}) for n in range(count))
    results = list(score_lines(lines, instrument_of(snapshot), 1, loads=loads))
    assert [result["id"] for result in results] == list(range(count))


@pytest.mark.once
def test_memory_does_not_grow_with_the_number_of_lines(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_time = 200  # tracing memory makes every line slow
    monkeypatch.setattr("assessments.scoring.batch.LINES_AT_A_TIME", at_a_time)
    instrument = instrument_of(snapshot)
    line = json.dumps({"id": 1, "answers": {"B01": 1}})

    def peak(count: int) -> int:
        def lines() -> Iterator[str]:
            for _ in range(count):
                yield line

        tracemalloc.start()
        for _ in score_lines(lines(), instrument, 1, loads=loads):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)  # what is made once
    # Two chunks: while one is read, the one before is still there.
    assert peak(8 * at_a_time) < 1.1 * peak(2 * at_a_time)

"""A result to save: as JSON with a schema, and as rows for a spreadsheet.

Both say what the result page says: scores that are not shown there are null here. Numbers are
rounded to two decimals. Neither has the private link in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from assessments.attempts.presenters.quiz import answer_group
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import Difference, Range, Result, RoleResult
from assessments.scoring import Band, Verdict
from roles.snapshot.editions import Snapshot
from web.schemas import Document, Moment, Part
from web.spreadsheets import Cell, safe_cell

COLUMNS = ("part", "about", "measure", "value", "low", "high")

Points = Annotated[float, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]


class ScorePart(Part):
    """0 to 100 with the range it likely lies in; null where too little was answered."""

    value: Points | None
    low: Points | None
    high: Points | None


class DifferencePart(Part):
    """Points of match between the two nearest roles."""

    toward: str
    against: str
    points: Annotated[float, Field(ge=0)]
    low: float
    high: float


class QuestionCounts(Part):
    """How many questions there are of each kind."""

    answered: Count
    skipped: Count
    open: Count
    not_asked: Count


class RolePart(Part):
    """One role's scores."""

    role: str
    name: str
    fit: ScorePart | None
    readiness: ScorePart | None
    band: Band | None
    proof: Points | None = Field(description="How much of what is asked background facts show.")
    unmet_must_haves: tuple[str, ...]


class LevelPart(Part):
    """The level of one competency."""

    competency: str
    name: str
    level: Points | None


class AnsweredQuestion(Part):
    """One answer in words."""

    key: str
    question: str
    answer: str | tuple[str, ...]


class ResultDocument(Document):
    """A guide for a person's own thinking, not a test of ability. It must not be used to hire,
    promote or reject anyone.
    """

    model_config = ConfigDict(title="A result of the Rolesite fit quiz")

    version: Literal[1] = 1
    edition: int = Field(ge=1, description="The edition that the result was scored with, for ever.")
    finished_at: Moment
    verdict: Verdict
    named_role: str | None = Field(
        description="The role that is named, only with the verdict “one role”."
    )
    difference: DifferencePart | None
    questions: QuestionCounts
    roles: tuple[RolePart, ...]
    levels: tuple[LevelPart, ...]
    answers: tuple[AnsweredQuestion, ...]


def result_document(
    result: Result, snapshot: Snapshot, *, finished_at: dt.datetime, schema: str
) -> ResultDocument:
    """The result as a document; ``schema`` is the address of its schema."""
    reading = Reading(result, snapshot)
    return ResultDocument(
        schema_address=schema,
        edition=result.edition,
        finished_at=finished_at.isoformat(),
        verdict=result.verdict,
        named_role=result.named_role,
        difference=None if result.difference is None else _difference(result.difference),
        questions=QuestionCounts(
            answered=result.answered,
            skipped=result.skipped,
            open=result.unanswered,
            not_asked=result.not_asked,
        ),
        roles=tuple(_role(reading, role) for role in result.roles),
        levels=tuple(
            LevelPart(
                competency=level.competency,
                name=reading.competency_names[level.competency],
                level=_rounded(level.level),
            )
            for level in result.levels
        ),
        answers=tuple(_answers(reading)),
    )


def _difference(difference: Difference) -> DifferencePart:
    return DifferencePart(
        toward=difference.top,
        against=difference.other,
        points=round(difference.value, 2),
        low=round(difference.interval.low, 2),
        high=round(difference.interval.high, 2),
    )


def _role(reading: Reading, role: RoleResult) -> RolePart:
    fit, readiness = reading.fit(role), reading.readiness(role)
    return RolePart(
        role=role.slug,
        name=reading.name(role.slug),
        fit=None if fit is None else _score(role.fit, role.fit_range),
        readiness=None if readiness is None else _score(role.readiness, role.readiness_range),
        band=None if readiness is None else role.band,
        proof=None if reading.proof(role) is None else _rounded(role.proof),
        unmet_must_haves=tuple(
            reading.competency_names[must.competency] if must.competency else "Hands-on years"
            for must in role.must_haves
            if must.is_unmet
        ),
    )


def _score(value: float | None, spread: Range | None) -> ScorePart:
    return ScorePart(
        value=_rounded(value),
        low=_rounded(spread.low if spread else None),
        high=_rounded(spread.high if spread else None),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0


def _answers(reading: Reading) -> Iterable[AnsweredQuestion]:
    """What was answered, in words, in the order it is asked."""
    asked = reading.assessments.asked
    for key, value in reading.result.answers.items():
        group = answer_group(asked[key])
        labels = {option.value: option.label for option in group.options}
        yield AnsweredQuestion(
            key=key,
            question=f"A: {group.a} B: {group.b}" if group.a else group.legend,
            answer=tuple(labels[code] for code in value)
            if isinstance(value, tuple)
            else labels[str(value)],
        )


def result_rows(document: ResultDocument) -> list[tuple[Cell, ...]]:
    """The document as rows under ``COLUMNS``, one figure or answer a row."""
    rows: list[tuple[Cell, ...]] = [
        ("result", "", "edition", document.edition, None, None),
        ("result", "", "finished", document.finished_at, None, None),
        ("result", document.named_role or "", "verdict", document.verdict.value, None, None),
    ]
    if gap := document.difference:
        about = f"{gap.toward} against {gap.against}"
        rows.append(("result", about, "difference", gap.points, gap.low, gap.high))
    nothing = ScorePart(value=None, low=None, high=None)
    for role in document.roles:
        for measure, score in (("fit", role.fit), ("readiness", role.readiness)):
            shown = score or nothing
            rows.append(("role", role.name, measure, shown.value, shown.low, shown.high))
        rows.append(("role", role.name, "proof", role.proof, None, None))
    rows += [("level", each.name, "level", each.level, None, None) for each in document.levels]
    for each in document.answers:
        said = each.answer if isinstance(each.answer, str) else "; ".join(each.answer)
        rows.append(("answer", each.question, each.key, said, None, None))
    return rows


def csv_text(rows: Iterable[Sequence[Cell]], columns: Sequence[str] = COLUMNS) -> str:
    """Rows as RFC 4180 text that no spreadsheet takes for formulas; numbers stay numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()

"""Export a result: as JSON with a schema, and as rows for a spreadsheet.

Both say what the result page says: the same whole numbers, bands and signs, and null for scores
that are not shown there. Neither has the private link in it.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from assessments.attempts.presenters.quiz import answer_group
from assessments.evaluation.history import Dial
from assessments.evaluation.presenters.reading import Reading, half_up
from assessments.evaluation.result import Result, RoleResult
from assessments.scoring import Band, Verdict
from roles.snapshot.editions import Snapshot
from web.schemas import DownloadDocument, DownloadPart, Moment
from web.spreadsheets import Cell, safe_cell

COLUMNS = ("part", "about", "measure", "value", "low", "high")

Points = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]


class ScorePart(DownloadPart):
    """0 to 100 with the range it likely lies in; no range where a must-have holds it exactly."""

    value: Points
    low: Points | None
    high: Points | None


class DifferencePart(DownloadPart):
    """Points of match between the two nearest roles, with the sign that the page shows."""

    below_zero: str = Field(description="The role that numbers below zero speak for.")
    above_zero: str = Field(description="The role that numbers above zero speak for.")
    points: int
    low: int
    high: int


class QuestionCounts(DownloadPart):
    """How many questions there are of each kind."""

    answered: Count
    skipped: Count
    open: Count
    not_asked: Count


class RolePart(DownloadPart):
    """One role's scores."""

    role: str
    name: str
    fit: ScorePart | None
    readiness: ScorePart | None
    band: Band | None
    proof: Points | None = Field(description="How much of what is asked background facts show.")
    most_proof: Points | None = Field(description="The most proof that this quiz can see.")
    unmet_must_haves: tuple[str, ...]


class LevelPart(DownloadPart):
    """The level of one competency."""

    competency: str
    name: str
    level: Points | None


class AnsweredQuestion(DownloadPart):
    """One answer in words."""

    key: str
    question: str
    answer: str | tuple[str, ...]


class ResultDocument(DownloadDocument):
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
    """Return the result as a document; ``schema`` is the address of its JSON schema."""
    reading = Reading(result, snapshot)
    gap = reading.gap
    return ResultDocument(
        schema_address=schema,
        edition=result.edition,
        finished_at=finished_at.isoformat(),
        verdict=result.verdict,
        named_role=result.named_role,
        difference=gap
        and DifferencePart(
            below_zero=gap.low,
            above_zero=gap.high,
            points=gap.points,
            low=gap.ends[0],
            high=gap.ends[1],
        ),
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
                level=None if level.level is None else half_up(level.level),
            )
            for level in result.levels
        ),
        answers=tuple(_answers(reading)),
    )


def _role(reading: Reading, role: RoleResult) -> RolePart:
    return RolePart(
        role=role.slug,
        name=reading.name(role.slug),
        fit=_score(reading, role.slug, Dial.FIT),
        readiness=_score(reading, role.slug, Dial.READINESS),
        band=reading.band(role),
        proof=reading.proof(role),
        most_proof=reading.proof_reach.get(role.slug),
        unmet_must_haves=tuple(
            reading.competency_names[must.competency] if must.competency else "Hands-on years"
            for must in role.must_haves
            if must.is_unmet
        ),
    )


def _score(reading: Reading, slug: str, dial: Dial) -> ScorePart | None:
    value, ends = reading.score(slug, dial)
    low, high = ends or (None, None)
    return None if value is None else ScorePart(value=value, low=low, high=high)


def _answers(reading: Reading) -> Iterable[AnsweredQuestion]:
    """Yield the answers that were given, in words, in the order of the quiz."""
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
    """Return the document as rows under ``COLUMNS``, one figure or answer a row."""
    rows: list[tuple[Cell, ...]] = [
        ("result", "", "edition", document.edition, None, None),
        ("result", "", "finished", document.finished_at, None, None),
        ("result", document.named_role or "", "verdict", document.verdict.value, None, None),
    ]
    if gap := document.difference:
        about = f"below 0 toward {gap.below_zero}, above 0 toward {gap.above_zero}"
        rows.append(("result", about, "difference", gap.points, gap.low, gap.high))
    for role in document.roles:
        for measure, score in (("fit", role.fit), ("readiness", role.readiness)):
            shown = (score.value, score.low, score.high) if score else (None, None, None)
            rows.append(("role", role.name, measure, *shown))
        rows.append(("role", role.name, "band", role.band and role.band.value, None, None))
        rows.append(("role", role.name, "proof", role.proof, None, None))
        rows.append(("role", role.name, "most proof", role.most_proof, None, None))
    rows += [("level", each.name, "level", each.level, None, None) for each in document.levels]
    for each in document.answers:
        said = each.answer if isinstance(each.answer, str) else "; ".join(each.answer)
        rows.append(("answer", each.question, each.key, said, None, None))
    return rows


def csv_text(rows: Iterable[Sequence[Cell]], columns: Sequence[str] = COLUMNS) -> str:
    """Return rows as CSV (RFC 4180) without text that a spreadsheet could take for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()

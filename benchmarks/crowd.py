"""Made-up people who finished the quiz: seeded, so that a run can be repeated."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from django.core.management.color import no_style
from django.db import connection, models, transaction
from numpy.typing import NDArray
from psycopg2.extras import execute_values

from assessments.attempts.selectors import hash_of
from assessments.evaluation.result import result_of
from assessments.instrument.answer_codec import FORMAT
from assessments.models import Attempt, EncodedAnswers
from assessments.scoring import (
    OPEN,
    SKIPPED,
    BackgroundFact,
    Instrument,
    Item,
    JudgementItem,
    Verdict,
)
from assessments.scoring import ForcedChoiceItem as Choice
from roles.models import Edition
from roles.snapshot.editions import snapshot_of

FINISHED_AT = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
ROWS_AT_A_TIME = 20_000
SKIPPING = 0.15
"""Share of people who skip something, each one answer in twelve."""

Bytes = NDArray[np.uint8]


def answers(instrument: Instrument, people: int, *, seed: int = 0) -> list[bytes]:
    """Return encoded answers of so many people, who differ in interests and ability."""
    random = np.random.default_rng(seed)
    specification = instrument.specification
    groups = {each.key: each.group for each in specification.competencies}
    leaning = {group: random.normal(0, 1, people) for group in sorted(set(groups.values()))}
    able = random.normal(0, 1, people)
    rows = [_item(random, item, groups, leaning, able) for item in specification.items]
    for fact in specification.facts:
        rows.extend(_fact(random, fact, able))
    codes = np.array(rows, dtype=np.uint8)
    items = codes[: len(specification.items)]
    skips = random.random(people) < SKIPPING
    items[:, skips] = np.where(
        random.random((len(items), skips.sum())) < 1 / 12,
        random.choice(np.array([SKIPPED, OPEN], dtype=np.uint8), (len(items), skips.sum())),
        items[:, skips],
    )
    whole = np.vstack([np.full((1, people), FORMAT, dtype=np.uint8), codes]).T
    return [row.tobytes() for row in whole]


def _item(
    random: np.random.Generator,
    item: Item,
    groups: dict[str, str],
    leaning: dict[str, NDArray[np.float64]],
    able: NDArray[np.float64],
) -> Bytes:
    last = len(item.option_scores) - 1
    noise = random.normal(0, 0.8, able.size)
    if isinstance(item, Choice):
        drawn = leaning[groups[item.competency_b]] - leaning[groups[item.competency_a]] + noise
        place = last / 2 + drawn
    elif isinstance(item, JudgementItem):
        best = int(np.argmax(item.option_scores))
        lucky = random.random(able.size) < 0.45 + 0.15 * able
        place = np.where(lucky, best, random.integers(0, last + 1, able.size))
    else:
        drawn = 0.7 * leaning[groups[item.competency]] + able + noise
        place = last / 2 + drawn
    return np.clip(np.rint(place), 0, last).astype(np.uint8)


def _fact(
    random: np.random.Generator, fact: BackgroundFact, able: NDArray[np.float64]
) -> Iterator[Bytes]:
    count = len(fact.options)
    if not fact.multiple:
        drawn = count / 2 + able + random.normal(0, 1, able.size)
        yield np.clip(np.rint(drawn), 0, count - 1).astype(np.uint8)
        return
    for start in range(0, count, 8):
        held = random.random((min(8, count - start), able.size)) < 0.2
        yield np.packbits(held, axis=0, bitorder="little")[0]


def answered_attempts(edition: Edition, people: int, *, seed: int = 0) -> dict[str, Attempt]:
    """Return attempts with every question answered, not stored yet, by their links' tokens.

    Their documents are as long as the quiz makes them.
    """
    from assessments.analytics.statistics.form import form_of
    from tests.assessments.analytics.statistics.people import answers_of
    from tests.assessments.attempt_rows import attempt

    random, form = np.random.default_rng(seed), form_of(snapshot_of(edition.number))
    made = {}
    for number in range(people):
        token = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:43]
        row = attempt(edition, answers_of(random, form=form), verdict=None)
        row.token_hash = hash_of(token)
        for place, each in enumerate(row.answers.values(), 1):
            each["key"] = f"{token[:36]}:{place}"  # as long as the one of a page
        made[token] = row
    return made


def finished_attempts(edition: Edition, people: int, *, seed: int = 0) -> list[Attempt]:
    """Return such attempts with their results, not stored yet."""
    snapshot = snapshot_of(edition.number)
    rows = [*answered_attempts(edition, people, seed=seed).values()]
    for row in rows:
        given = {key: each["value"] for key, each in row.answers.items()}
        row.result = result_of(snapshot, given).model_dump(mode="json")
        row.finished_at = row.saved_at
    return rows


def store(
    edition: Edition, rows: Sequence[bytes], documented: Sequence[Attempt] | None = None
) -> None:
    """Store finished attempts with these encoded answers.

    Their long documents are those of ``documented`` in turn, or else empty.
    """
    attempt = Attempt(
        edition=edition,
        started_at=FINISHED_AT,
        saved_at=FINISHED_AT,
        finished_at=FINISHED_AT,
        result={},
    )
    short = EncodedAnswers(edition=edition, verdict=Verdict.TOO_CLOSE.value, codes=b"")
    first = (Attempt.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    numbers = range(first, first + len(rows))
    like = documented or [attempt]
    documents = cycle([(json.dumps(each.answers), json.dumps(each.result)) for each in like])
    _insert(
        attempt,
        ("id", "token_hash", "answers", "result"),
        (
            (n, hashlib.sha256(n.to_bytes(8, "big")).hexdigest(), *document)
            for n, document in zip(numbers, documents, strict=False)
        ),
    )
    _insert(short, ("attempt_id", "codes"), zip(numbers, rows, strict=True), leave_out=("id",))


def _insert(
    like: models.Model,
    own: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    *,
    leave_out: tuple[str, ...] = (),
) -> None:
    """Insert rows that are copies of ``like`` but for the columns ``own``."""
    fields = [f for f in like._meta.concrete_fields if f.column not in (*own, *leave_out)]
    shared = [f.get_db_prep_save(getattr(like, f.attname), connection) for f in fields]
    columns = (*own, *(str(field.column) for field in fields))
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(like._meta.db_table)
    whole = ((*row, *shared) for row in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            insert = f"INSERT INTO {table} ({names}) VALUES %s"  # noqa: S608  our own names
            execute_values(cursor.cursor, insert, whole, page_size=ROWS_AT_A_TIME)
            # The numbers were given here, so the database's own count has to catch up.
            for statement in connection.ops.sequence_reset_sql(no_style(), [type(like)]):
                cursor.execute(statement)
            return
        marks = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  our own names
        while part := list(islice(whole, ROWS_AT_A_TIME)):
            cursor.executemany(insert, part)

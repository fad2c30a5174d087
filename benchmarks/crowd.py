"""Made-up people who finished the quiz: seeded, so that a run can be repeated."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.core.management.color import no_style
from django.db import connection, models, transaction
from numpy.typing import NDArray
from psycopg2.extras import execute_values

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


def store(edition: Edition, rows: Sequence[bytes]) -> None:
    """Store finished attempts with these encoded answers; their long documents stay empty."""
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
    _insert(
        attempt,
        ("id", "token_hash"),
        ((n, hashlib.sha256(n.to_bytes(8, "big")).hexdigest()) for n in numbers),
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

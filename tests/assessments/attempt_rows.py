"""Rows of attempts as the quiz would have stored them, without answering it click by click."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from assessments.analytics.statistics.form import Form, form_of
from assessments.instrument.answer_codec import encode_answers
from assessments.instrument.values import instrument_of
from assessments.models import Attempt, EncodedAnswers
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from tests.assessments.analytics.statistics.people import answers_of

START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
LATER = START + dt.timedelta(days=30)

_token = itertools.count(1)


def form(edition: Edition) -> Form:
    return form_of(snapshot_of(edition.number))


def attempt(
    edition: Edition,
    answers: Mapping[str, Any],
    *,
    verdict: str | None = "one_role",
    started_at: dt.datetime = START,
    seconds: float = 10.0,
) -> Attempt:
    """Return an attempt answered one question after the other; unfinished without a verdict."""
    stored = {
        key: {
            "value": value,
            "seq": number,
            "key": f"{number:020}",
            "at": (started_at + dt.timedelta(seconds=seconds * number)).isoformat(),
        }
        for number, (key, value) in enumerate(answers.items(), 1)
    }
    saved_at = started_at + dt.timedelta(seconds=seconds * len(stored))
    return Attempt(
        token_hash=f"{next(_token):064x}",
        edition=edition,
        answers=stored,
        last_seq=len(stored),
        started_at=started_at,
        saved_at=saved_at,
        finished_at=saved_at if verdict else None,
        result={"verdict": verdict} if verdict else None,
    )


def finish(edition: Edition, number: int, *, seed: int = 1, **how: Any) -> list[Attempt]:
    """Store and return attempts of ``number`` people who finished."""
    rng = np.random.default_rng(seed)
    asked = form(edition)
    rows = [attempt(edition, answers_of(rng, form=asked), **how) for _ in range(number)]
    return Attempt.objects.bulk_create(rows)


def leave(edition: Edition, number: int, *, place: int = 3, **how: Any) -> list[Attempt]:
    """Store and return attempts of ``number`` people who left at question ``place`` (from 0)."""
    answers = dict.fromkeys(form(edition).keys[:place])
    rows = [attempt(edition, answers, verdict=None, **how) for _ in range(number)]
    return Attempt.objects.bulk_create(rows)


def packed(rows: list[Attempt]) -> list[Attempt]:
    """Add the encoded answers to finished attempts, as finishing stores them."""
    instrument = instrument_of(snapshot_of(rows[0].edition.number))
    EncodedAnswers.objects.bulk_create(
        EncodedAnswers(
            attempt=row,
            edition=row.edition,
            verdict=row.result["verdict"],
            named_role=0 if row.result["verdict"] == "one_role" else None,
            codes=encode_answers(
                instrument, {key: each["value"] for key, each in row.answers.items()}
            ),
        )
        for row in rows
        if row.result
    )
    return rows

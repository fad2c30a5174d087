"""The results that an account keeps, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import Result
from roles.snapshot.editions import Snapshot

UNFINISHED = "Not finished yet."


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One result: ``headline`` is its verdict; without ``token`` only its own link opens it."""

    number: int
    at: dt.datetime
    headline: str
    edition: int
    token: str | None
    is_finished: bool


def kept_row(
    *,
    number: int,
    token: str | None,
    snapshot: Snapshot,
    started_at: dt.datetime,
    finished_at: dt.datetime | None,
    result: Result | None,
) -> KeptRow:
    """One attempt as the account shows it."""
    headline = UNFINISHED if result is None else verdict_text(Reading(result, snapshot)).headline
    return KeptRow(
        number=number,
        at=finished_at or started_at,
        headline=headline,
        edition=snapshot.number,
        token=token,
        is_finished=result is not None,
    )

"""The results that an account keeps, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import Result
from roles.snapshot.editions import Catalogue

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
    catalogue: Catalogue,
    started_at: dt.datetime,
    sealed_at: dt.datetime | None,
    result: Result | None,
) -> KeptRow:
    """One attempt as the account shows it."""
    headline = UNFINISHED if result is None else verdict_text(Reading(result, catalogue)).headline
    return KeptRow(
        number=number,
        at=sealed_at or started_at,
        headline=headline,
        edition=catalogue.number,
        token=token,
        is_finished=result is not None,
    )

"""What the page says that makes and ends share links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.attempts.presenters.quiz import Option
from assessments.models.choices import Detail
from assessments.sharing.share_links import DAYS, MAX_LIVE
from web.dates import day_text, moment_text

DETAIL_LABELS = {
    Detail.VERDICT: "The verdict only",
    Detail.DIALS: "The verdict, fit and readiness",
    Detail.FULL: "Everything but your answers",
}
DETAIL_HINTS = {
    Detail.VERDICT: "Which role you look closer to. No numbers.",
    Detail.DIALS: "Also how far you fit each role, how ready you are, and how sure that is.",
    Detail.FULL: "Also your levels and what is missing. Your levels come from your answers, so a "
    "reader can guess some of them.",
}
DAYS_LABELS = {7: "A week", 30: "30 days", 90: "90 days"}

FULL = (
    f"You have {MAX_LIVE} links that work, which is as many as one result can have. "
    "Stop one of them first."
)
DAMAGED = "The page was damaged on its way, so no link was made. Press the button once more."
AWAY = "Our database did not answer, so nothing was changed. Press the button again in a moment."


@dataclass(frozen=True, slots=True)
class LiveLink:
    """A share link that works. ``token`` is what its address ends in."""

    key: str
    label: str
    token: str
    note: str


@dataclass(frozen=True, slots=True)
class EndedLink:
    """A share link that no longer works, and why."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The links of one result, and the choices for one more. ``is_full``: no more can be made."""

    live: tuple[LiveLink, ...]
    ended: tuple[EndedLink, ...]
    details: tuple[Option, ...]
    days: tuple[Option, ...]
    is_full: bool
    full: str = FULL


DETAIL_OPTIONS = tuple(Option(d.value, DETAIL_LABELS[d], DETAIL_HINTS[d]) for d in Detail)
DAYS_OPTIONS = tuple(Option(str(days), DAYS_LABELS[days]) for days in DAYS)


def live_link(key: str, detail: Detail, token: str, expires_at: dt.datetime) -> LiveLink:
    """A link that works, as its owner sees it."""
    return LiveLink(
        key=key,
        label=DETAIL_LABELS[detail],
        token=token,
        note=f"Works until {moment_text(expires_at)}. Whoever has it can read that much and change "
        "nothing.",
    )


def ended_link(
    detail: Detail, expires_at: dt.datetime, revoked_at: dt.datetime | None
) -> EndedLink:
    """A link that ended: you stopped it, or its time was over."""
    why = (
        f"Stopped on {day_text(revoked_at)}." if revoked_at else f"Ended on {day_text(expires_at)}."
    )
    return EndedLink(DETAIL_LABELS[detail], why)


def shares_page(live: Sequence[LiveLink], ended: Sequence[EndedLink]) -> SharesPage:
    """The whole page."""
    return SharesPage(
        live=tuple(live),
        ended=tuple(ended),
        details=DETAIL_OPTIONS,
        days=DAYS_OPTIONS,
        is_full=len(live) >= MAX_LIVE,
    )

"""What the page about share links says to the owner of a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.attempts.presenters.quiz import Option
from assessments.models.choices import Detail
from assessments.sharing.share_links import DAYS, MAX_LIVE, ShareLink, share_token
from web.dates import moment_text

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


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The links of one result, and the choices for one more. ``is_full``: no more can be made."""

    live: tuple[tuple[ShareLink, str, str, str], ...]
    """Links that work: each with its name, what its address ends in, and a note."""
    ended: tuple[tuple[ShareLink, str], ...]
    """Links that the owner stopped, or whose time was over: each with its name."""
    is_full: bool
    details: tuple[Option, ...] = tuple(
        Option(each.value, DETAIL_LABELS[each], DETAIL_HINTS[each]) for each in Detail
    )
    days: tuple[Option, ...] = tuple(Option(str(days), DAYS_LABELS[days]) for days in DAYS)
    full: str = FULL


def shares_page(token: str, links: Sequence[ShareLink], now: dt.datetime) -> SharesPage:
    """Show the links of the result that ``token`` opens, as they are at ``now``."""
    live = [link for link in links if link.is_live(now)]
    return SharesPage(
        live=tuple(
            (
                link,
                DETAIL_LABELS[link.detail],
                share_token(token, link.key),
                f"Works until {moment_text(link.expires_at)}. Whoever has it can read that much "
                "and change nothing.",
            )
            for link in live
        ),
        ended=tuple((link, DETAIL_LABELS[link.detail]) for link in links if link not in live),
        is_full=len(live) >= MAX_LIVE,
    )

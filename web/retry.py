"""Carry a short database outage for the person who waits.

A database that restarts is away for a second or so. A unit that may run twice without harm
(every save has a key) is simply run again, for at most two seconds: longer, and waiting
requests would take all threads of the server.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")

BUDGET_SECONDS = 2.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0


class DatabaseAway(Exception):
    """The database did not come back in time. Nothing was stored."""


def retried(
    unit: Callable[[], T],
    *,
    budget: float = BUDGET_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Run ``unit``, again if the database fails, until ``budget`` seconds are over.

    ``unit`` must be idempotent and open its own transaction. Failures are told by their class:
    the text of an error seldom names its cause. Raises DatabaseAway.
    """
    give_up_at = clock() + budget
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return unit()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise  # half of somebody else's transaction cannot be repeated from here
            connection.close()
            wait = pause * random.uniform(0.5, 1.5)  # noqa: S311  spreads retries, hides nothing
            if clock() + wait > give_up_at:
                raise DatabaseAway from error
            sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

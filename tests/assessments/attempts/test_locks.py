"""Who needs the same rows waits in one line: nothing deadlocks and nothing half-done is left.

SQLite lets one writer in at a time; PostgreSQL is where the order of locks shows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from assessments.analytics.statistics import aggregation
from assessments.attempts.selectors import hash_of, history_ids, history_key
from assessments.attempts.services import (
    NoAccount,
    NotEarlier,
    UnknownLink,
    delete_attempt,
    delete_owner,
    join_earlier,
    keep_attempt,
    start_attempt,
    take_out,
)
from assessments.models import Attempt
from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = (NotEarlier, UnknownLink, NoAccount)


def calmly(job: Callable[[], object]) -> None:
    with contextlib.suppress(*REFUSED):
        job()


def results(number: int) -> list[str]:
    return [finished({"B01": 3}, now=NOW + dt.timedelta(days=n)) for n in range(number)]


def count_statistics() -> None:
    with transaction.atomic():
        aggregation.still_done(Attempt.objects.values_list("pk", flat=True), NOW)


def test_joining_taking_out_and_deleting_at_once_never_deadlock(published: Edition) -> None:
    tokens = results(6)
    keys = [history_key(row) for row in Attempt.objects.all()]
    chance = random.Random(7)  # noqa: S311  the same jobs each time
    jobs: list[Callable[[], object]] = [count_statistics]
    for _ in range(10):
        later, earlier = chance.sample(tokens, 2)
        jobs += [
            partial(join_earlier, token=later, earlier=earlier),
            partial(take_out, token=chance.choice(tokens), key=chance.choice(keys)),
            partial(start_attempt, again=later, now=NOW),
        ]
    jobs.append(partial(delete_attempt, token=tokens[2], with_earlier=True))
    at_once([partial(calmly, job) for job in jobs])
    assert not Attempt.objects.filter(token_hash=hash_of(tokens[2])).exists()
    for token in tokens:
        assert len(history_ids(token)) == len({*history_ids(token)})


def test_an_account_that_is_deleted_while_results_come_in_is_gone(published: Edition) -> None:
    for n in range(4):
        owner = User.objects.create_user(f"visitor-{n}").pk
        tokens = results(4)
        keep_attempt(token=tokens[0], owner_id=owner, now=NOW)
        jobs: list[Callable[[], object]] = [
            partial(keep_attempt, token=token, owner_id=owner, now=NOW) for token in tokens
        ]
        jobs += [partial(start_attempt, again=tokens[0], now=NOW), partial(delete_owner, owner)]
        jobs += [partial(join_earlier, token=tokens[3], earlier=tokens[0])]
        at_once([partial(calmly, job) for job in jobs])
        assert not User.objects.filter(pk=owner).exists()
        assert not Attempt.objects.filter(owner__isnull=False).exists()

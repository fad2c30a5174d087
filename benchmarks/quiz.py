"""``python -m benchmarks.quiz``: what a person who takes the quiz costs the server.

People answer every question one by one, finish, and read their result, through the whole site on
a SQLite database in a temporary folder. Processor time of each kind of request, in milliseconds,
beside two floors behind the same middleware (``bare_views``): one bare UPDATE in a transaction, and
an ordinary page of 22 KB with three queries. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
PEOPLE = 20
INSIDE = "--inside"


def main() -> None:
    """Run in a process of its own, on a database of its own."""
    if INSIDE in sys.argv:
        print(json.dumps(measured(), indent=2))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.quiz", INSIDE],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            },
            check=True,
        )


def measured() -> dict[str, Any]:
    """Return all figures of this benchmark by name."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for command in ("load_content", "publish_first_edition"):
        call_command(command, stdout=sys.stderr)
    spent: dict[str, list[float]] = {}
    quiz: list[float] = []
    for number in range(PEOPLE + 1):
        whole: dict[str, list[float]] = {}
        for name, milliseconds in take_quiz(number):
            whole.setdefault(name, []).append(milliseconds)
        if number:  # the first person finds everything cold
            for name, times in whole.items():
                spent.setdefault(name, []).extend(times)
            quiz.append(sum(sum(times) for times in whole.values()))
    floors = bare()
    cost = {name: round(median(times), 2) for name, times in spent.items()}
    end = cost["finish"] + cost["result"]
    return {
        "people": PEOPLE,
        "milliseconds": {**cost, **floors, "whole_quiz": round(median(quiz), 1)},
        "an_update_beside_a_save": round(floors["bare_update"] / cost["save"], 2),
        "end_beside_a_page": round(end / floors["bare_page"], 2),
        "end_read_again_beside_a_page": round(cost["result_again"] / floors["bare_page"], 2),
    }


def take_quiz(number: int) -> Iterator[tuple[str, float]]:
    """Take the quiz as one person; yield each kind of request and its milliseconds."""
    import numpy as np
    from django.test import Client
    from django.urls import reverse

    from assessments.analytics.statistics.form import form_of
    from roles.snapshot.editions import current_snapshot
    from tests.assessments.analytics.statistics.people import answers_of

    client = Client(headers={"host": "localhost"})
    form = form_of(current_snapshot())
    answers = answers_of(np.random.default_rng(number), form=form)
    started = client.post("/quiz/", {"length": "full"})
    token = started.headers["Location"].split("/")[2]
    screen, seq = 1, 0
    while True:
        address = reverse("assessments:quiz_screen", args=[token, screen])
        page, milliseconds = timed(partial(client.get, address))
        yield "screen", milliseconds
        shown = [key for key in form.keys if f'data-answer="{key}"' in page.content.decode()]
        if not shown:
            raise RuntimeError(f"{address} shows no question.")
        for key in shown:
            seq += 1
            body = json.dumps({"key": f"{number:020}:{seq}", "seq": seq, "value": answers[key]})
            address = reverse("assessments:quiz_answer", args=[token, key])
            saved, milliseconds = timed(partial(client.put, address, body, "application/json"))
            if saved.status_code != 200:
                raise RuntimeError(f"Saving {key} answered {saved.status_code}: {saved.content!r}")
            yield "save", milliseconds
        screen += 1
        if seq == len(form.keys):
            break
    address = reverse("assessments:quiz_finish", args=[token])
    finished, milliseconds = timed(partial(client.post, address))
    yield "finish", milliseconds
    for name in ("result", "result_again"):
        page, milliseconds = timed(partial(client.get, finished.headers["Location"]))
        if page.status_code != 200:
            raise RuntimeError(f"The result answered {page.status_code}.")
        yield name, milliseconds


def bare() -> dict[str, float]:
    """Return the two floors, in milliseconds."""
    from django.test import Client, override_settings

    from assessments.models import Attempt

    client = Client(headers={"host": "localhost"})
    number = Attempt.objects.values_list("pk", flat=True)[0]
    with override_settings(ROOT_URLCONF="benchmarks.bare_views"):
        client.get("/page/")
        size = len(client.get("/page/").content)
        if not 20_000 < size < 24_000:
            raise RuntimeError(f"The page to compare with has {size} bytes, not 22 KB.")
        updates = [
            timed(partial(client.put, f"/update/{number}/", b"{}", "application/json"))[1]
            for _ in range(200)
        ]
        pages = [timed(partial(client.get, "/page/"))[1] for _ in range(40)]
    return {"bare_update": round(median(updates), 2), "bare_page": round(median(pages), 2)}


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    """Return the result of a job, and its processor time in milliseconds."""
    before = time.process_time()
    given = job()
    return given, 1000 * (time.process_time() - before)


if __name__ == "__main__":
    main()

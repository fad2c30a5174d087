"""What people who take the quiz cost the server: P5, P6, P14 and P15.

Through the whole site, on SQLite and on PostgreSQL, whose processes count too. The floors stand
behind the same middleware (``bare_views``), and are measured in turns with the site's own pages.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg2

from benchmarks.figures import Figure, in_turns, spread
from benchmarks.people import JSON, Person, answered
from benchmarks.servers import CONNECTIONS, BenchmarkError, Client, Server, load, served

SITE = "rolesite.wsgi:application"
AT_ONCE = 5
RATE, PEOPLE, MOST_MS, TURNED_AWAY_MS = 20, 200, 100, 30_000.0
CORES_TO_JUDGE = 4
# A whole quiz of bigfive-web took 133 ms where a bare Django quiz of three requests took 5.6 to 7.1
# on the same machine in the same run. So many bare quizzes stand in for it.
PEER_QUIZZES = 133 / 6.35
KINDS = ("start page", "screen", "save", "review", "finish", "result", "result again")
SAVES = """
seq = 0
request = function()
  seq = seq + 1
  local key = "wrk00000000000000000:" .. seq
  local body = '{"key": "' .. key .. '", "seq": ' .. seq .. ', "value": ' .. seq % 2 .. '}'
  return wrk.format("PUT", paths[seq % #paths + 1], {["Content-Type"] = "application/json"}, body)
end
"""


def figures(sqlite: Mapping[str, str], postgres: Mapping[str, str]) -> Iterator[Figure]:
    """Measure the quiz on both databases."""
    with served(SITE, sqlite) as site:
        yield _save(site, "SQLite")
        yield from _end(site)
        yield from _whole(site)
    with served(SITE, sqlite, workers=2, threads=16) as site:
        yield _patience(site)
        yield _completions(site)
    with served(SITE, postgres) as site:
        _warm_up(site)
    with served(SITE, postgres) as site:
        yield _hot(site, postgres["DATABASE_URL"])
        yield _save(site, "PostgreSQL")


def two_processes(postgres: Mapping[str, str], folder: Path) -> Iterator[Figure]:
    """Measure how much more two processes answer than one, where there are cores enough."""
    with (
        served(SITE, postgres, workers=1, threads=16) as one,
        served(SITE, postgres, workers=2, threads=16) as two,
    ):
        people = answered(one, 64)
        key = next(key for key, value in people[0]["answers"].items() if isinstance(value, int))
        paths = [f"/quiz/{each['token']}/answers/{key}/" for each in people]
        script = folder / "saves.lua"
        script.write_text(f"paths = {{{', '.join(json.dumps(each) for each in paths)}}}\n{SAVES}")
        jobs = {
            "screen": ("/quiz/" + people[0]["token"] + "/1/", "", 1.8),
            "save": ("/", str(script), 1.5),
        }
        can_judge = (os.cpu_count() or 1) >= CORES_TO_JUDGE
        for name, (address, saves, limit) in jobs.items():
            slow = {
                "two": lambda a=address, s=saves: 1 / load(two, a, {}, script=s)[1],
                "one": lambda a=address, s=saves: 1 / load(one, a, {}, script=s)[1],
            }
            found = in_turns(slow, [("one", "two")], seconds=8, least=3)
            values = found.ratios("one", "two")
            note = "" if can_judge else f"not judged with fewer than {CORES_TO_JUDGE} cores"
            yield Figure(
                "P14",
                f"two processes ÷ one: {name}",
                median(values),
                limit if can_judge else None,
                at_least=True,
                spread=spread(values),
                rounds=len(values),
                note=note,
            )


def _warm_up(site: Server) -> None:
    Person(site).take_quiz()


def _save(site: Server, database: str) -> Figure:
    """Compare saving every answer of a new attempt with as many bare updates of its like."""
    other, client = answered(site, 1)[0], Client(site.port)

    def save() -> float:
        person = Person(site, other["answers"])
        person.begin()
        return site.cost([partial(person.save, key) for key in other["answers"]])

    update = partial(client.ask, "PUT", f"/bare/update/{other['number']}/", b"{}", headers=JSON)
    jobs = {"save": save, "bare UPDATE": lambda: site.cost([update] * len(other["answers"]))}
    found = in_turns(jobs, [("bare UPDATE", "save")], seconds=12)
    what = f"bare UPDATE ÷ save, {database}"
    return found.figure("P5", what, "bare UPDATE", "save", limit=0.4, at_least=True)


def _hot(site: Server, address: str) -> Figure:
    """Return which share of the updates of attempts left all indexes alone."""
    table = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = %s"

    def updates() -> tuple[int, int]:
        time.sleep(1.1)  # a process reports what it did at most once a second
        with psycopg2.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute(table, ["assessments_attempt"])
            return cursor.fetchone() or (0, 0)

    before = updates()
    for _ in range(4):
        Person(site).take_quiz()
    Client(site.port).get("/quiz/")
    after = updates()
    every, hot = after[0] - before[0], after[1] - before[1]
    return Figure("P5", "HOT updates on PostgreSQL", hot / max(every, 1), 0.5, at_least=True)


def _end(site: Server) -> Iterator[Figure]:
    """Compare finishing and the result with an ordinary page of 22 KB."""
    client = Client(site.port)
    size = len(client.get("/bare/page/").body)
    if not 20_000 < size < 24_000:
        raise ValueError(f"The page to compare with has {size} bytes, not 22 KB.")
    seen: list[Person] = []

    def end() -> float:
        seen[:] = [_about_to_finish(site, each) for each in answered(site, AT_ONCE)]
        return site.cost([partial(_finish_and_read, each) for each in seen])

    jobs = {
        "finish and result": end,
        "result again": lambda: site.cost([partial(p.client.get, p.result) for p in seen]),
        "22 KB": lambda: site.cost([lambda: client.get("/bare/page/")] * AT_ONCE),
    }
    found = in_turns(jobs, [("finish and result", "22 KB"), ("result again", "22 KB")], seconds=20)
    figure = partial(found.figure, "P6")
    what = "÷ page of 22 KB"
    yield figure(f"finish and result {what}", "finish and result", "22 KB", limit=1.0)
    yield figure(f"result again {what}", "result again", "22 KB")


def _about_to_finish(site: Server, row: Mapping[str, Any]) -> Person:
    person = Person(site, row["answers"])
    person.screen = f"/quiz/{row['token']}/1/"
    return person


def _finish_and_read(person: Person) -> None:
    person.finish()
    person.client.get(person.result)


def _patience(site: Server) -> Figure:
    """Let people finish at a fixed rate, however long it takes; return what one in 100 waits."""
    people = [_about_to_finish(site, each) for each in answered(site, PEOPLE + RATE)]

    def finish(person: Person, at: float) -> float:
        time.sleep(max(0.0, at - time.perf_counter()))
        try:
            _finish_and_read(person)
        except BenchmarkError:  # told to try again, since the site cannot do so much
            return TURNED_AWAY_MS
        return 1000 * (time.perf_counter() - at)

    start = time.perf_counter() + 0.2
    with ThreadPoolExecutor(len(people)) as pool:
        due = [start + number / RATE for number in range(len(people))]
        waited = [*pool.map(finish, people, due)][RATE:]
    note = f"median {median(waited):.0f} ms"
    slow = quantiles(waited, n=100)[98]
    return Figure("P6", f"p99 at {RATE} a second", slow, MOST_MS, unit="ms", note=note)


def _completions(site: Server) -> Figure:
    """Return how many people a second take the whole quiz."""
    answers = answered(site, 1)[0]["answers"]
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS // 2) as pool:
        done = [*pool.map(lambda _: Person(site, answers).take_quiz(), range(2 * CONNECTIONS))]
    rate = len(done) / (time.perf_counter() - start)
    return Figure(
        "P15", "whole quizzes a second", rate, 14, at_least=True, note="their clients included"
    )


def _whole(site: Server) -> Iterator[Figure]:
    """Compare a whole quiz with those of a peer's stand-in."""
    spent: dict[str, list[float]] = {}
    client, body = Client(site.port), json.dumps(dict.fromkeys(range(46), 2)).encode()

    def quiz() -> float:
        person = Person(site).take_quiz()
        for kind, times in person.items():
            spent.setdefault(kind, []).extend(times)
        return sum(sum(times) for kind, times in person.items() if kind != "result again")

    def bare_quiz() -> None:
        client.get("/bare/quiz/")
        number = json.loads(client.ask("POST", "/bare/quiz/", body, headers=JSON).body)["number"]
        client.get(f"/bare/quiz/{number}/")

    jobs = {"quiz": quiz, "peer": lambda: PEER_QUIZZES * site.cost([bare_quiz] * AT_ONCE)}
    found = in_turns(jobs, [("quiz", "peer")], seconds=15)
    yield found.figure("P15", "whole quiz ÷ stand-in of a peer", "quiz", "peer", limit=1.0)
    yield found.cost("P15", "whole quiz (goal 133 where the peer was measured)", "quiz", unit="ms")
    for kind in KINDS:
        yield Figure("", kind, median(spent[kind]), unit="ms", rounds=len(spent[kind]))

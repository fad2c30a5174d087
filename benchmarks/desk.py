"""``python -m benchmarks.desk``: what grows with attempts and roles: P7, P8, P9 and P12.

Runs inside the site's code, on the empty SQLite database that ``DATABASE_URL`` names, and prints
one figure a line as JSON. First a thousand attempts, then so many with documents as long as the
quiz makes them that an export can be measured, then a million: the newest thousand are such
again, the others have empty documents, because real ones would take 20 GB. Memory is that of the
whole process.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import median
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from assessments.analytics.impact.comparison import chunks  # noqa: E402
from assessments.analytics.impact.services import begin_impact, continue_impact, subject_of  # noqa: E402
from assessments.analytics.statistics.aggregation import count_attempts  # noqa: E402
from assessments.analytics.statistics.sums import Sums  # noqa: E402
from assessments.attempts.services import finish_attempt, start_attempt  # noqa: E402
from assessments.evaluation.result import result_of  # noqa: E402
from assessments.instrument.answer_codec import decode_answers, encode_answers  # noqa: E402
from assessments.instrument.values import instrument_of  # noqa: E402
from assessments.models import Attempt, EditionSums  # noqa: E402
from assessments.scoring import measure, outcomes, single, tables_of  # noqa: E402
from benchmarks.crowd import answered_attempts, answers, finished_attempts, store  # noqa: E402
from benchmarks.figures import Figure  # noqa: E402
from roles.draft.services import content_hash  # noqa: E402
from roles.models import Edition  # noqa: E402
from roles.snapshot.editions import snapshot_of  # noqa: E402
from web.public_pages import kept_pages  # noqa: E402

FEW, DOCUMENTED, MANY = 1_000, 20_000, 1_000_000
PART = 50_000
ROUNDS = 7
ROLES = 50
GROWTH, EXPORT_SECONDS, SCORE_MS = 1.3, 3.0, 2.0
LISTS = "/admin/assessments/attempt/"


def main() -> None:
    """Print every figure as soon as it is known."""
    parser = argparse.ArgumentParser(description="Measure what grows with attempts and roles.")
    parser.add_argument("--people", type=int, default=MANY)
    for figure in figures(parser.parse_args().people):
        print(json.dumps(figure.to_data()), flush=True)  # noqa: T201


def figures(people: int) -> Iterator[Figure]:
    """Measure with few attempts, then with many, then with many roles."""
    edition = Edition.objects.get(number=1)
    snapshot, instrument = snapshot_of(1), instrument_of(snapshot_of(1))
    desk = Client(headers={"host": "localhost"})
    desk.force_login(User.objects.create_superuser("head"))
    documented = finished_attempts(edition, FEW)
    given = {key: each["value"] for key, each in documented[0].answers.items()}
    score = _milliseconds(lambda: result_of(snapshot, given), rounds=40)
    yield Figure("P7", "one score with its parts", score, SCORE_MS, unit="ms", rounds=40)
    codes = [
        encode_answers(instrument, {key: each["value"] for key, each in row.answers.items()})
        for row in documented
    ]
    store(edition, codes, documented)
    few = _costs(desk, edition)
    for _ in range(DOCUMENTED // FEW - 1):
        store(edition, codes, documented)
    yield from _export(desk)
    part = answers(instrument, min(people, PART))
    left = people - DOCUMENTED - FEW
    while left > 0:
        store(edition, part[:left])
        left -= len(part)
        part = random.Random(left).sample(part, len(part))  # noqa: S311  not a secret
    store(edition, codes, documented)
    many = _costs(desk, edition)
    for name, cost in many.items():
        note = f"{few[name]:.3g} → {cost:.3g} ms"
        yield Figure(
            "P12", f"{name}, {people:,} ÷ {FEW:,} attempts", cost / few[name], GROWTH, note=note
        )
    yield Figure("P9", "statistics page", many["statistics page"] / 1000, 0.3, unit="s")
    yield from _impact(snapshot, edition.document, part)
    yield from _roles(edition, desk)


def _milliseconds(job: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the processor time of a job, the median of several after one that warms up."""
    job()
    times = []
    for _ in range(rounds):
        before = time.process_time()
        job()
        times.append(1000 * (time.process_time() - before))
    return median(times)


def _costs(desk: Client, edition: Edition) -> dict[str, float]:
    """Return what pages of the desk and a save cost with the attempts that there are."""
    _count_all(edition)
    last = Attempt.objects.count() // 200
    pages = {
        "list of attempts": LISTS,
        "last page of the list": f"{LISTS}?p={last}",
        "statistics page": f"{LISTS}statistics/",
    }
    found = {name: _milliseconds(partial(_read, desk, at)) for name, at in pages.items()}
    return found | {"save": _save_cost(edition)}


def _read(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")


def _save_cost(edition: Edition) -> float:
    """Return the milliseconds of a save, the median over one whole quiz."""
    row = next(iter(answered_attempts(edition, 1).values()))
    token, client = start_attempt(now=timezone.now()), Client(headers={"host": "localhost"})
    times = []
    for seq, (key, each) in enumerate(row.answers.items(), 1):
        address = reverse("assessments:quiz_answer", args=[token, key])
        body = json.dumps({"key": f"{seq:020}:{seq}", "seq": seq, "value": each["value"]})
        before = time.process_time()
        client.put(address, body, "application/json")
        times.append(1000 * (time.process_time() - before))
    return median(times)


def _count_all(edition: Edition) -> None:
    """Let the statistics have counted every attempt: the newest for real, the rest by doubling."""
    uncounted = Attempt.objects.filter(statistics_place__isnull=True)
    newest = uncounted.order_by("-pk").values_list("pk", flat=True)[FEW : FEW + 1]
    Attempt.objects.filter(
        statistics_place__isnull=True, pk__lte=newest[0] if newest else 0
    ).update(statistics_place=0)
    while count_attempts(now=timezone.now()):
        pass
    row = EditionSums.objects.get(edition=edition)
    sums, number = Sums.from_data(row.sums), Attempt.objects.count()
    while sums.everybody < number:
        sums = sums + sums
    row.sums = sums.to_data()
    row.save()


def _export(desk: Client) -> Iterator[Figure]:
    """Measure the export of all attempts so far, each with real documents, as if of a million."""
    scale = MANY / DOCUMENTED
    started = time.perf_counter()
    response = desk.post(f"{LISTS}export/", {"edition": "1", "file_format": "csv"})
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]
    lines = next(pieces).count(b"\n")
    first = scale * (time.perf_counter() - started)
    for piece in pieces:
        lines += piece.count(b"\n")
    whole = scale * (time.perf_counter() - started)
    note = f"from {DOCUMENTED:,} with real documents; whole file {whole:.0f} s, {lines:,} lines"
    yield Figure("export", "first byte, a million", first, EXPORT_SECONDS, unit="s", note=note)


def _impact(snapshot: Any, document: Mapping[str, Any], rows: list[bytes]) -> Iterator[Figure]:
    """Measure what the impact of a changed draft on every attempt takes."""
    draft: dict[str, Any] = copy.deepcopy({**document})
    for role in draft["sections"]["roles"]["roles"]:
        for number, requirement in enumerate(role["requirements"][:6]):
            requirement["importance"] = (requirement["importance"] + 1 + number % 2) % 6
    now, start = timezone.now(), time.perf_counter()
    subject = subject_of(snapshot, draft)
    state, longest = begin_impact(subject, now=now), 0.0
    while state.finished_at is None:
        began = time.perf_counter()
        state = continue_impact(subject, seconds=0.5, now=now)
        longest = max(longest, time.perf_counter() - began)
    seconds = time.perf_counter() - start
    note = f"the longest request {longest:.1f} s"
    yield Figure("P8", "impact of a draft, reading included", seconds, 10.0, unit="s", note=note)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("P8", "most memory of the process", peak, 600, unit="MB")
    old, new = (single(instrument_of(side)) for side in (snapshot, subject.after))
    tables = tables_of(instrument_of(snapshot))
    parts = [tables.scores(p, single=True) for p in chunks(decode_answers(rows, tables.length))]

    def scored() -> None:
        for scores, years in parts:
            measured = measure(old, scores.copy(), years)  # measuring changes them
            outcomes(old, measured)
            outcomes(new, measured)

    arithmetic = _milliseconds(scored) * MANY / len(rows) / 1000
    yield Figure("P8", "arithmetic alone, a million", arithmetic, 1.0, unit="s")


def _roles(edition: Edition, desk: Client) -> Iterator[Figure]:
    """Compare what pages cost for each of 50 roles with what they cost for each of two."""
    few = _page_costs()
    named = len(snapshot_of(1).quiz_roles.roles)
    document = copy.deepcopy(edition.document)
    listed = document["sections"]["roles"]["roles"]
    patterns = [role for role in listed if role["slug"] in _slugs(1)]
    for number in range(ROLES - named):
        role = copy.deepcopy(patterns[number % named])
        role |= {"slug": f"role-{number}", "name": f"Role {number}"}
        for place, requirement in enumerate(role["requirements"]):
            requirement["importance"] = (requirement["importance"] + number + place) % 6
        listed.append(role)
    Edition.objects.create(
        number=2,
        document=document,
        content_hash=content_hash(document),
        note="For a benchmark.",
        published_at=timezone.now(),
    )
    many = _page_costs()
    for name, cost in many.items():
        growth = (cost / ROLES) / (few[name] / named)
        note = f"{few[name]:.3g} ms with {named}, {cost:.3g} ms with {ROLES}"
        yield Figure("P12", f"{name}, for each of {ROLES} roles", growth, GROWTH, note=note)


def _slugs(number: int) -> list[str]:
    return [role.slug for role in snapshot_of(number).quiz_roles.roles]


def _page_costs() -> dict[str, float]:
    """Return what pages of a result and the comparison cost under the current edition."""
    edition = Edition.objects.latest("number")
    made = answered_attempts(edition, 2 * ROUNDS, seed=edition.number)
    Attempt.objects.bulk_create(made.values())
    for token in made:
        finish_attempt(token=token, now=timezone.now())
    client, tokens = Client(headers={"host": "localhost"}), iter(made)
    result = partial(reverse, "assessments:result")

    def first_look() -> None:
        _read(client, result(args=[next(tokens)]))

    found = {"result": _milliseconds(first_look)}
    own = result(args=[next(iter(made))])
    for name in ("why", "plan", "what-if"):
        found[name] = _milliseconds(partial(_read, client, f"{own}{name}/"))
    one, other = _slugs(edition.number)[:2]

    def missed() -> None:
        kept_pages.clear()
        _read(client, reverse("roles:compare", args=[one, other]))

    return found | {"comparison": _milliseconds(missed)}


if __name__ == "__main__":
    main()

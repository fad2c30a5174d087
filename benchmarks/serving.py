"""Public pages under load, the weight of a first visit, and a worker: P1 to P4, P10, P13.

A page is asked for over sixteen connections by ``wrk``; what counts is the processor time of the
server for one request. Beside it answer servers that do as little as possible (``bare_server``)
with the same bytes.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.figures import Figure, in_turns
from benchmarks.people import Person
from benchmarks.servers import Client, Server, load, served

PAGES = {
    "home": "/",
    "comparison": "/compare/project-manager/technical-project-manager/",
    "role": "/roles/project-manager/",
}
PACKED = {"Accept-Encoding": "gzip, deflate, br"}
# A page of Wagtail's bakerydemo took 5.7 times as long as an ordinary Django page of 22 KB with
# three queries, on one machine in one run. So many such pages stand in for it.
PEER_PAGES = 5.7
STALE_SECONDS = 1.1
MORE_PAGES = ("/roles/", "/certificates/", "/questions/", "/search/?q=risk", "/how-it-works/")
RESULT_PAGES = ("", "why/", "gaps/", "details/", "plan/", "what-if/", "shares/", "plan.ics")
MEGABYTES, START_SECONDS, VISIT_KB, VISIT_REQUESTS, SCRIPT_KB = 110, 1.5, 45, 8, 15


def figures(environment: Mapping[str, str], folder: Path) -> Iterator[Figure]:
    """Measure all of it on a site of its own."""
    with served("rolesite.wsgi:application", environment) as site:
        yield Figure(
            "P13", "first page of a worker", site.first_page_seconds, START_SECONDS, unit="s"
        )
        for name, address in PAGES.items():
            yield from _page(site, name, address, folder)
    with served("rolesite.wsgi:application", environment) as site:
        person = Person(site)
        person.take_quiz()
        yield from _weights(site, person)
        client = Client(site.port)
        for address in (*PAGES.values(), *MORE_PAGES):
            client.get(address)
        for part in RESULT_PAGES:
            client.get(person.result + part)
        yield Figure(
            "P13", "memory of a worker after use", site.worker_megabytes(), MEGABYTES, unit="MB"
        )


def _page(site: Server, name: str, address: str, folder: Path) -> Iterator[Figure]:
    client = Client(site.port)
    page = client.get(address, **PACKED)
    file = folder / "body"
    file.write_bytes(page.body)
    own = {"BENCHMARK_BODY": str(file)}
    condition = {**PACKED, "If-None-Match": page.headers["ETag"]}
    with (
        served("benchmarks.bare_server:plain", own) as plain,
        served("benchmarks.bare_server:django_site", own, "--factory", first="/kept/") as django,
    ):

        def unchanged() -> float:
            # Nobody asked for the whole page lately, so this one is not answered from its second.
            time.sleep(STALE_SECONDS)
            cost, _ = load(site, address, condition)
            client.ask("GET", address, expect=304, headers=condition)
            return cost

        jobs = {
            "page": lambda: load(site, address, PACKED)[0],
            "constant view": lambda: load(django, "/constant/", PACKED)[0],
            "cache_page": lambda: load(django, "/kept/", PACKED)[0],
            "304": unchanged,
            "constant WSGI": lambda: load(plain, "/", PACKED)[0],
            "peer": lambda: PEER_PAGES * site.cost([partial(client.get, "/bare/page/")] * 5),
        }
        watched = [("constant view", "page"), ("constant WSGI", "304"), ("page", "cache_page")]
        found = in_turns(jobs, watched, seconds=30)
    figure = partial(found.figure, at_least=True)
    yield figure("P1", f"constant Django view ÷ {name}", "constant view", "page", limit=2.5)
    yield figure("P2", f"stand-in of a peer ÷ {name}", "peer", "page", limit=200)
    yield figure("P3", f"constant WSGI ÷ unchanged {name}", "constant WSGI", "304", limit=0.7)
    yield found.figure("P4", f"{name} ÷ cache_page", "page", "cache_page", limit=0.3)


def _weights(site: Server, person: Person) -> Iterator[Figure]:
    """Yield what a first visit to each page loads."""
    newcomer = Person(site)
    newcomer.begin()
    addresses = {**PAGES, "quiz": newcomer.screen, "result": person.result}
    for name, address in addresses.items():
        parts = first_visit(Client(site.port), address)
        kilobytes = sum(parts.values()) / 1000
        scripts = sum(size for at, size in parts.items() if at.endswith(".js")) / 1000
        note = f"{len(parts)} requests, scripts {scripts:.1f} KB"
        yield Figure("P10", f"first visit: {name}", kilobytes, VISIT_KB, unit="KB", note=note)
        if len(parts) > VISIT_REQUESTS or scripts > SCRIPT_KB:
            yield Figure("P10", f"requests of {name}", len(parts), VISIT_REQUESTS)


def first_visit(client: Client, address: str) -> dict[str, int]:
    """Return what a browser with nothing kept loads for a page: bytes of each body, as sent.

    A page that the site sends uncompressed is counted as nginx sends it (``deploy/nginx.conf``).
    """
    page = client.get(address)
    text = page.body.decode()
    packed = client.get(address, **PACKED)
    is_packed = "Content-Encoding" in packed.headers
    sizes = {address: len(packed.body) if is_packed else len(gzip.compress(page.body, 5))}
    wanted = re.findall(r'<link rel="(?:stylesheet|icon|modulepreload)"[^>]*href="([^"]+)"', text)
    wanted += re.findall(r'<(?:script|img)\b[^>]*\bsrc="([^"]+)"', text)
    while wanted:
        at = wanted.pop()
        if at in sizes:
            continue
        sizes[at] = len(client.get(at, **PACKED).body)
        if at.endswith(".js"):
            code = client.get(at).body.decode()
            imported = re.findall(r'(?:from|import) ?"(\.[^"]+)"', code)
            wanted += [urljoin(at, each) for each in imported]
    return sizes

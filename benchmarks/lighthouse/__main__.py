"""``python -m benchmarks.lighthouse``: what Lighthouse says of our pages on a phone.

Serves a site of its own, whose personal pages are packed as nginx packs them, and looks at its
pages in Debian's Chromium. Prints scores, the largest and the shifting content, and the bytes of a
first visit. Exits with 1 if a goal is missed: 100 for everything (search engines never see the
quiz and results), the largest content after 1.2 seconds, nothing that shifts or blocks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.__main__ import COLLECT, prepared
from benchmarks.people import Person
from benchmarks.servers import Client, served
from benchmarks.serving import PAGES, VISIT_KB, first_visit

LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
SCORES = ("performance", "accessibility", "best-practices", "seo")
LCP_SECONDS = 1.2
HEAD = ("page", *SCORES, "LCP s", "CLS", "TBT ms", "KB", "missed")


def main() -> None:
    """Print a table, and say by the exit code whether every goal is met."""
    rows = [*measured()]
    widths = [max(len(row[place]) for row in (HEAD, *rows)) for place in range(len(HEAD))]
    for row in (HEAD, *rows):
        print("  ".join(map(str.ljust, row, widths)).rstrip())  # noqa: T201
    sys.exit(any(row[-1] for row in rows))


def measured() -> Iterator[tuple[str, ...]]:
    """Yield a row of the table for each page."""
    with tempfile.TemporaryDirectory(prefix="rolesite-lighthouse-") as name:
        folder = Path(name)
        site = prepared(f"sqlite:///{folder}/site.sqlite3", folder, COLLECT)
        packed = {**site, "BENCHMARK_GZIP": "yes"}
        with served("rolesite.wsgi:application", packed, threads=16) as server:
            finished, newcomer = Person(server), Person(server)
            finished.take_quiz()
            newcomer.begin()
            personal = {"quiz": newcomer.screen, "result": finished.result}
            for page, address in {**PAGES, **personal}.items():
                report = looked_at(f"http://127.0.0.1:{server.port}{address}", folder)
                weight = sum(first_visit(Client(server.port), address).values()) / 1000
                yield _row(page, report, weight, is_public=page in PAGES)


def looked_at(address: str, folder: Path) -> dict[str, Any]:
    """Return what Lighthouse reports of a page."""
    report = folder / "report.json"
    flags = "--headless --no-sandbox --disable-dev-shm-usage"
    subprocess.run(
        [
            *("node", str(LIGHTHOUSE), address, "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--chrome-flags={flags}"),
            f"--only-categories={','.join(SCORES)}",
        ],
        check=True,
        env={"CHROME_PATH": "/usr/bin/chromium-headless-shell", **os.environ},
    )
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def _row(page: str, report: dict[str, Any], weight: float, *, is_public: bool) -> tuple[str, ...]:
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in SCORES}
    audits = report["audits"]
    lcp = audits["largest-contentful-paint"]["numericValue"] / 1000
    cls = audits["cumulative-layout-shift"]["numericValue"]
    tbt = audits["total-blocking-time"]["numericValue"]
    missed = [name for name in SCORES if scores[name] < 100 and (is_public or name != "seo")]
    limits = {"LCP": lcp > LCP_SECONDS, "CLS": cls > 0, "TBT": tbt > 0, "KB": weight > VISIT_KB}
    missed += [name for name, is_missed in limits.items() if is_missed]
    failed = [
        each["id"]
        for name in SCORES
        if name in missed
        for each in report["categories"][name]["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 1
        if audits[each["id"]]["scoreDisplayMode"] in ("binary", "numeric")
    ]
    figures = (f"{lcp:.2f}", f"{cls:.3f}", f"{tbt:.0f}", f"{weight:.1f}")
    said = ", ".join([*missed, *(f"({each})" for each in failed)])
    return (page, *(str(scores[name]) for name in SCORES), *figures, said)


if __name__ == "__main__":
    main()

"""A made-up person who takes the quiz of a running site as a browser would, page by page."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.servers import BenchmarkError, Client, Server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def answered(server: Server, number: int) -> list[dict[str, Any]]:
    """Store so many people who answered everything; return ``token``, ``number``, ``answers``."""
    given = Client(server.port).ask("POST", f"/bare/people/{number}/")
    people: list[dict[str, Any]] = json.loads(given.body)["people"]
    return people


class Person:
    """Somebody who takes the quiz; ``screen`` and ``result`` are addresses of theirs."""

    def __init__(self, server: Server, answers: Mapping[str, Any] | None = None) -> None:
        self.server, self.client = server, Client(server.port)
        self.answers = answers or answered(server, 1)[0]["answers"]
        self.page_key, self.seq, self.screen, self.result = str(uuid.uuid4()), 0, "", ""

    def begin(self) -> None:
        """Start an attempt."""
        given = self.client.ask("POST", "/quiz/", b"length=full", expect=303, headers=FORM)
        self.screen = given.headers["Location"]

    @property
    def address(self) -> str:
        return self.screen.rsplit("/", 2)[0] + "/"

    def save(self, key: str) -> None:
        """Save the answer to one question."""
        self.seq += 1
        body = {"key": f"{self.page_key}:{self.seq}", "seq": self.seq, "value": self.answers[key]}
        address = f"{self.address}answers/{key}/"
        self.client.ask("PUT", address, json.dumps(body).encode(), headers=JSON)

    def finish(self) -> None:
        """Press the button "finish"."""
        given = self.client.ask("POST", f"{self.address}finish/", expect=303, headers=FORM)
        self.result = given.headers["Location"]

    def take_quiz(self) -> dict[str, list[float]]:
        """Open every page, save every answer, finish, and read the result twice.

        Returns the milliseconds of processor time of each request, by its kind.
        """
        spent: dict[str, list[float]] = {}
        before = self.server.processor_seconds()
        for kind in self._requests():
            after = self.server.processor_seconds()
            spent.setdefault(kind, []).append(1000 * (after - before))
            before = self.server.processor_seconds()
        return spent

    def _requests(self) -> Iterator[str]:
        """Make one request after the other; yield the kind of each when it is answered."""
        self.client.get("/quiz/")
        yield "start page"
        self.begin()
        yield "start"
        left, number = set(self.answers), 1
        while left:
            page = self.client.get(f"{self.address}{number}/").body.decode()
            yield "screen"
            shown = re.findall(r'data-answer="([^"]+)"', page)
            if not left.intersection(shown):
                raise BenchmarkError(f"Screen {number} shows no question that is open.")
            for key in shown:
                self.save(key)
                yield "save"
            left -= {*shown}
            number += 1
        self.client.get(f"{self.address}review/")
        yield "review"
        self.finish()
        yield "finish"
        self.client.get(self.result)
        yield "result"
        self.client.get(self.result)
        yield "result again"

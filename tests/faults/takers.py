"""People who answer the quiz on and on while its servers die, and what must be stored then."""

import hashlib
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.faults.site import Reply, Site

PATIENCE = 30.0


class Asked(Protocol):
    """What a person sends requests to: a server, or what stands in front of several."""

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        timeout: float = 10,
        headers: Mapping[str, str] | None = None,
    ) -> Reply: ...


@dataclass(slots=True)
class Taker:
    """A person who answers on and on and retries, with the same key, until it is saved.

    ``pause`` is what they think between two answers, in seconds.
    """

    server: Asked
    token: str
    pause: float = 0.0
    acknowledged: dict[str, tuple[int, int]] = field(default_factory=dict)
    saves: int = 0
    retries: int = 0
    errors: list[str] = field(default_factory=list)

    def run(self, enough: threading.Event) -> None:
        page, seq = str(uuid.uuid4()), 0
        while not enough.is_set():
            seq += 1
            item, value = f"B{seq % 16 + 1:02}", seq % 6
            body = {"key": f"{page}:{seq}", "seq": seq, "value": value}
            if self._save(item, body):
                self.acknowledged[item] = (seq, value)
                self.saves += 1
            time.sleep(self.pause)

    def _save(self, item: str, body: dict[str, object]) -> bool:
        deadline = time.monotonic() + PATIENCE
        self.retries -= 1
        while time.monotonic() < deadline:
            self.retries += 1
            try:
                reply = self.server.request(
                    "PUT", f"/quiz/{self.token}/answers/{item}/", body, timeout=5
                )
            except OSError:
                time.sleep(0.05)
                continue
            if reply.status == 200:
                return True
            if reply.status != 503:
                self.errors.append(f"{reply.status}: {reply.body[:200]!r}")
                return False
            time.sleep(0.1)
        self.errors.append(f"{item} was not saved within {PATIENCE:g} seconds")
        return False


def check_stored(takers: Sequence[Taker], site: Site) -> None:
    """Assert that the database has what each person was told is saved, and nothing else."""
    stored = {attempt["hash"]: attempt["answers"] for attempt in site.attempts()}
    for taker in takers:
        answers = stored[hashlib.sha256(taker.token.encode()).hexdigest()]
        found = {item: (kept["seq"], kept["value"]) for item, kept in answers.items()}
        assert found == taker.acknowledged


def start_quiz(server: Asked) -> str:
    """Begin an attempt and return the token of its link."""
    reply = server.request("POST", "/quiz/")
    assert reply.status == 303
    return reply.headers["location"].split("/")[2]

"""People who go through the whole quiz again and again while something breaks, and the audit.

Most of them save each answer as ``static/js/quiz.js`` does; the others have no scripts and send
whole forms. Both do what people do when something fails: the page tries again, or they press the
button again, with the same key. That is no error. An error is what trying again does not help
against, or an answer that is refused.
"""

from __future__ import annotations

import hashlib
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from tests.faults.site import Reply, Site
from tests.faults.takers import Asked

PATIENCE = 60.0  # seconds that a person goes on trying
PAUSE = 0.1  # seconds before the next try
# Seconds between two answers, which is still ten times as fast as people are. With no pause, forty
# of them wait for SQLite's one writer, which serves nobody in turn, longer than for any fault.
THINKING = 0.3
TRIED_AGAIN = (408, 425, 429)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CHANGES = 0.3  # how often an answer is changed right after it was given
SKIP_ID = "-skip"

Answer = int | str | list[str] | None


class Page(HTMLParser):
    """What a page of the quiz asks: each question with how its answer travels, hidden fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.codings: dict[str, str] = {}
        self.choices: dict[str, list[tuple[str, bool]]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "fieldset" and "data-answer" in given:
            self.codings[given["data-answer"]] = given["data-coding"]
            self.choices[given["data-answer"]] = []
        elif tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given["value"]
        elif tag == "input" and given.get("name") in self.choices:
            is_skip = given["id"].endswith(SKIP_ID)
            self.choices[given["name"]].append((given["value"], is_skip))

    def choose(self, key: str, chance: random.Random) -> tuple[str, Answer]:
        """Return an answer as a form sends it, and as it is stored."""
        text, is_skip = chance.choice(self.choices[key])
        if is_skip:
            return text, None
        coding = self.codings[key]
        return text, [text] if coding == "codes" else int(text) if coding == "index" else text


@dataclass(slots=True)
class Told:
    """What a person was told is saved of one attempt: sequence number and answer, by question."""

    answers: dict[str, tuple[int, Answer]] = field(default_factory=dict)
    is_finished: bool = False


@dataclass(slots=True)
class Person:
    """One who answers on and on. ``number`` decides what they choose."""

    site: Asked
    number: int
    has_scripts: bool
    enough: threading.Event
    told: dict[str, Told] = field(default_factory=dict)
    saves: int = 0
    again: int = 0
    longest: float = 0.0
    errors: list[str] = field(default_factory=list)

    def run(self) -> None:
        chance = random.Random(self.number)  # noqa: S311  not a secret
        try:
            while not self.enough.is_set():
                self._quiz(chance)
        except Refused as refused:
            self.errors.append(str(refused))

    def _quiz(self, chance: random.Random) -> None:
        form = Page(self._ask("GET", "/quiz/", {200}).body.decode())
        at = self._send("/quiz/", form.fields)
        token = at.split("/")[2]
        told = self.told[token] = Told()
        while not at.endswith("/review/"):
            page = Page(self._ask("GET", at, {200}).body.decode())
            answer = self._by_script if self.has_scripts else self._by_form
            at = answer(at, token, page, told, chance)
            if self.enough.is_set():
                return
        self._send(f"/quiz/{token}/finish/", {})
        told.is_finished = True
        self._ask("GET", f"/results/{token}/", {200})

    def _by_form(self, at: str, token: str, page: Page, told: Told, chance: random.Random) -> str:
        chosen = {key: page.choose(key, chance) for key in page.choices}
        sent = page.fields | {key: text for key, (text, _) in chosen.items()}
        to = self._send(at, sent | {"save-to": "next"})
        seq = int(page.fields["save-seq"])
        told.answers |= {key: (seq, value) for key, (_, value) in chosen.items()}
        self.saves += len(chosen)
        self.enough.wait(THINKING * len(chosen))
        return to

    def _by_script(self, at: str, token: str, page: Page, told: Told, chance: random.Random) -> str:
        name, seq = page.fields["save-key"], int(page.fields["save-seq"]) - 1
        for change, key in enumerate(_order(page, chance), 1):
            if self.enough.is_set():
                return at
            seq += 1
            _, value = page.choose(key, chance)
            save = {"key": f"{name}:{change}", "seq": seq, "value": value}
            reply = self._ask("PUT", f"/quiz/{token}/answers/{key}/", {200}, save)
            if reply.json["status"] not in ("saved", "replayed"):
                raise Refused(f"{key} is {reply.json['status']}")
            told.answers[key] = (seq, value)
            self.saves += 1
            self.enough.wait(THINKING)
        number = int(at.rstrip("/").rpartition("/")[2]) + 1
        following = f"/quiz/{token}/{number}/"
        reply = self._ask("GET", following, {200, 404})
        return following if reply.status == 200 else f"/quiz/{token}/review/"

    def _send(self, path: str, fields: dict[str, str]) -> str:
        """Send a form, pressing again if need be, and return the path that it leads to."""
        body = urlencode(fields).encode()
        return self._ask("POST", path, {303}, body).headers["location"]

    def _ask(self, method: str, path: str, expected: set[int], body: Any = None) -> Reply:
        """Ask until an expected answer comes; raise ``Refused`` for one that says otherwise."""
        began = time.monotonic()
        headers = FORM if isinstance(body, bytes) else {}
        self.again -= 1
        while time.monotonic() - began < PATIENCE:
            self.again += 1
            try:
                reply = self.site.request(method, path, body, timeout=10, headers=headers)
            except OSError:
                time.sleep(PAUSE)
                continue
            if reply.status in expected:
                self.longest = max(self.longest, time.monotonic() - began)
                return reply
            can_wait = reply.status == 503 and "retry-after" in reply.headers
            if not can_wait and reply.status not in TRIED_AGAIN:
                raise Refused(f"{method} {_masked(path)}: {reply.status} {reply.body[:200]!r}")
            if isinstance(body, bytes) and can_wait:
                self._check_kept(body, reply)
            time.sleep(PAUSE)
        raise Refused(f"{method} {_masked(path)}: not within {PATIENCE:g} seconds")

    def _check_kept(self, sent: bytes, reply: Reply) -> None:
        """Check that a page which says "not now" still has what was sent, to be sent again."""
        key = re.search(rb"save-key=([0-9a-f-]+)", sent)
        if key and key[1] not in reply.body:
            raise Refused("the answers were not on the page that asks to try again")


class Refused(Exception):
    """Something that trying again does not help against: an error that a person sees."""


def _order(page: Page, chance: random.Random) -> list[str]:
    """Return the questions in the order in which they are answered; some are answered twice."""
    return [key for key in page.choices for _ in range(1 + (chance.random() < CHANGES))]


def _masked(path: str) -> str:
    return re.sub(r"[\w-]{43}", "…", path)


@dataclass(frozen=True, slots=True)
class Audit:
    """What the database says of what people were told."""

    saved: int
    lost: int
    duplicated: int
    stale: int
    errors: list[str]
    again: int
    longest: float


def audit(people: Sequence[Person], site: Site, known: set[str]) -> Audit:
    """Compare the database with what each person was told, when nobody sends anything any more.

    ``known`` are the hashes of earlier attempts; those of now are added. An attempt that nobody was
    led to, or one with more saved than anybody was told, was made twice.
    """
    stored = {attempt["hash"]: attempt for attempt in site.attempts()}
    lost = stale = duplicated = 0
    for token, told in ((token, told) for person in people for token, told in person.told.items()):
        hashed = hashlib.sha256(token.encode()).hexdigest()
        known.add(hashed)
        row = stored.get(hashed)
        if row is None:
            lost += 1 + len(told.answers)
            continue
        lost += told.is_finished and row["result"] is None
        for key, (seq, value) in told.answers.items():
            found = row["answers"].get(key)
            lost += found is None
            stale += found is not None and (found["seq"], found["value"]) != (seq, value)
        duplicated += len(set(row["answers"]) - set(told.answers)) if told.answers else 0
    duplicated += len(set(stored) - known)
    return Audit(
        saved=sum(person.saves for person in people),
        lost=lost,
        duplicated=duplicated,
        stale=stale,
        errors=[error for person in people for error in person.errors],
        again=sum(person.again for person in people),
        longest=max(person.longest for person in people),
    )


def during(people: Sequence[Person], enough: threading.Event, fault: Callable[[], None]) -> None:
    """Let people answer while ``fault`` does its work, and until everybody is done after it."""
    threads = [threading.Thread(target=person.run) for person in people]
    for thread in threads:
        thread.start()
    try:
        fault()
    finally:
        enough.set()
        for thread in threads:
            thread.join()

"""HTML validity, judged by the W3C's checker (vnu)."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

CHECKER = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
SECONDS_TO_START = 60


def assert_valid_html(pages: Iterable[tuple[str, bytes]]) -> None:
    """Fail with every message of the checker, warnings too.

    ``pages`` are names, to say which page is meant, and bodies. On PostgreSQL nothing is checked,
    because the same pages were on SQLite.
    """
    if connection.vendor == "postgresql":
        return
    names, messages = [], []
    for name, body in pages:
        names.append(name)
        request = urllib.request.Request(
            f"http://127.0.0.1:{_checker_port()}/?out=json",
            data=body,
            headers={"Content-Type": "text/html; charset=utf-8"},
        )
        with urllib.request.urlopen(request, timeout=SECONDS_TO_START) as answer:  # noqa: S310
            messages += [
                f"{name}, line {message.get('lastLine', '?')}: "
                f"{message['message']}\n    {message.get('extract', '').strip()}"
                for message in json.load(answer)["messages"]
            ]
    assert names, "There is no page to check."
    assert not messages, "\n".join(messages)


@functools.cache
def _checker_port() -> int:
    """Start a checker on loopback, which answers until this process ends; return its port.

    It takes seconds to start and milliseconds a page, so it starts once a process.
    """
    java = shutil.which("java")
    assert java, "Java was not found. Install default-jre-headless, or run `make test`."
    assert CHECKER.exists(), "The HTML checker was not found. Run `npm ci`, or `make test`."
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    options = ["-XX:TieredStopAtLevel=1", "-Xss2m", "-Dnu.validator.servlet.bind-address=127.0.0.1"]
    server = subprocess.Popen(
        [java, *options, "-cp", str(CHECKER), "nu.validator.servlet.Main", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(server.kill)
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    raise AssertionError(f"The HTML checker did not start on port {port}.")

"""HTML validity, judged by the W3C's checker (vnu)."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

CHECKER = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def assert_valid_html(pages: Iterable[tuple[str, bytes]]) -> None:
    """Fail with every message of the checker, warnings too.

    ``pages`` are names, to say which page is meant, and bodies. The checker takes a second to
    start: give it all pages at once.
    """
    java = shutil.which("java")
    assert java, "Java was not found. Install default-jre-headless, or run `make test`."
    assert CHECKER.exists(), "The HTML checker was not found. Run `npm ci`, or `make test`."

    with tempfile.TemporaryDirectory() as folder:
        names: dict[str, str] = {}
        for number, (name, body) in enumerate(pages):
            file = Path(folder, f"{number}.html")
            file.write_bytes(body)
            names[file.name] = name
        assert names, "There is no page to check."
        command = [java, "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always"]
        done = subprocess.run(
            [*command, *names],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    messages = json.loads(done.stdout)["messages"]
    assert not messages, "\n".join(
        f"{names[Path(message['url']).name]}, line {message.get('lastLine', '?')}: "
        f"{message['message']}\n    {message.get('extract', '').strip()}"
        for message in messages
    )

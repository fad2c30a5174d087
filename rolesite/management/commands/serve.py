"""``manage.py serve``: serve the site on a port that no other server uses."""

import errno
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve the site with granian. Refuses a port that is taken; Ctrl-C or SIGTERM stops it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=2, help="processes")
        parser.add_argument("--threads", type=int, default=16, help="threads of each process")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("workers", "threads"):
            if (number := options[name]) < 1:
                raise CommandError(f"The number of {name} is {number}; allowed: 1 or more.")
        guard = claim(options["host"], options["port"])
        os.set_inheritable(guard.detach(), True)  # held as long as the server runs
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("rolesite.wsgi:application", "--no-ws", "--respawn-failed-workers"),
            *("--host", options["host"], "--port", str(options["port"])),
            *("--workers", str(options["workers"])),
            # A connection has a thread that waits for what is sent slowly, besides those that work.
            *("--backpressure", "512", "--blocking-threads", "512"),
            # Who sends slowly is cut off while headers are read, and does not keep the end away.
            *("--http1-header-read-timeout", "10000", "--workers-kill-timeout", "5"),
        ]
        self.stdout.write(f"Serving http://{options['host']}:{options['port']}/ (Ctrl-C stops it)")
        self.stdout.flush()
        os.environ["ROLESITE_THREADS"] = str(options["threads"])
        os.execv(sys.executable, command)  # noqa: S606  no shell, and nothing that a visitor said


def claim(host: str, port: int) -> socket.socket:
    """Reserve a port for this process, before its server listens there. Raises ``CommandError``.

    granian lets other servers listen on its port too, so two would answer in turn. A kernel-wide
    name that only one process can hold decides who is first, even of two that start at the same
    moment; other programs on the port are found by trying to listen there.
    """
    taken = f"Port {port} is taken. Choose another one, for example --port {port + 1}."
    if not 1 <= port <= 65535:
        raise CommandError(f"The port is {port}; allowed: 1 to 65535.")
    guard = socket.socket(socket.AF_UNIX)
    try:
        if sys.platform == "linux":
            guard.bind(f"\0rolesite on port {port}")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        guard.close()
        if error.errno == errno.EADDRINUSE:
            raise CommandError(taken) from error
        raise CommandError(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    return guard

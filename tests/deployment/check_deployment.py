"""What ``deploy/`` installs works: behind nginx, while processes die and releases change.

``make deploy-check`` runs it, in a temporary folder and on free ports of this machine.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.site import ROOT, Reply, Site, is_worker
from tests.faults.takers import Taker, check_stored, start_quiz
from tests.throwaway_postgres import throwaway_postgres

HOST = "rolesite.example"
TAKERS = 8
KILLS = 10


class ToNginx(http.client.HTTPSConnection):
    """A connection to this machine that asks for the site's name, as a browser would."""

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


@dataclass(slots=True)
class Machine:
    """A machine on which the site is installed as ``deploy/README.md`` says."""

    folder: Path
    environment: Mapping[str, str]
    ports: list[int]
    https_port: int
    http_port: int
    database_url: str

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def log(self) -> str:
        return (self.folder / "rolesite.log").read_text()

    def run(self, *command: str | Path) -> str:
        """Run a command in the environment of the installation, and return what it printed."""
        done = subprocess.run(
            command, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def release(self, commit: str) -> None:
        self.run(ROOT / "deploy" / "release", commit)

    def commit(self, subject: str) -> str:
        """Return a new commit with the working tree's files, as an upgrade would bring one."""
        repo = self.site / "repo"
        git = ("git", "-C", repo, "-c", "user.name=Ada", "-c", "user.email=ada@rolesite.example")
        self.run(*git, "commit", "--quiet", "--allow-empty", "--message", subject)
        return self.run(*git, "rev-parse", "HEAD").strip()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        timeout: float = 10,
        headers: Mapping[str, str] | None = None,
        host: str = HOST,
    ) -> Reply:
        """Send a request through nginx; ``body`` is sent as JSON unless it is ``bytes``."""
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        connection = ToNginx(host, self.https_port, timeout=timeout, context=context)
        is_json = body is not None and not isinstance(body, bytes)
        kind = {"Content-Type": "application/json"} if is_json else {}
        try:
            sent = json.dumps(body) if is_json else body
            connection.request(method, path, sent, {**kind, **(headers or {})})
            answer = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in answer.getheaders():
                assert name.lower() not in found, f"{name} is there twice"
                found[name.lower()] = value
            return Reply(answer.status, found, answer.read())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def workers(self, port: int) -> list[int]:
        """Return the ids of the processes that answer on a port, not of what starts them."""
        group = (self.folder / "state" / f"rolesite@{port}.service").read_text().strip()
        server = f"granian.*--port {port} "
        command = ("pgrep", "--pgroup", group, "--full", server)
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        masters = found.stdout.split()
        return [
            int(pid)
            for master in masters
            for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()
            if is_worker(int(pid))
        ]


def free_ports(count: int) -> list[int]:
    """Return that many ports of this machine that nothing listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port. Raises ``TimeoutError`` after 15 s."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens on port {port}.")


@contextmanager
def nginx(folder: Path, changes: Mapping[str, str]) -> Iterator[None]:
    """Run nginx with the configuration that ships, changed only in places and ports."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for shipped, here in changes.items():
        assert shipped in text, f"{shipped} is not in deploy/nginx.conf"
        text = text.replace(shipped, here)
    # Another site could listen on these; here nothing shall listen beyond this machine.
    text = "\n".join(line for line in text.splitlines() if "listen [::]" not in line)
    (folder / "rolesite.conf").write_text(text)
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {folder}/nginx.pid;"
        f"error_log {folder}/start.log; events {{}} http {{ include /etc/nginx/mime.types;"
        f"{temporary} include {folder}/rolesite.conf; }}"
    )
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    process = subprocess.Popen(
        [program or "nginx", "-c", folder / "nginx.conf", "-e", folder / "start.log"]
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Install the working tree's last commit."""
    folder = tmp_path_factory.mktemp("machine")
    site, units, state, backups = (folder / name for name in ("site", "units", "state", "backups"))
    for made in (site / "releases", units, state, backups):
        made.mkdir(parents=True)
    *ports, https_port, http_port = free_ports(4)
    programs = folder / "bin"
    programs.mkdir()
    shutil.copy(Path(__file__).with_name("systemctl"), programs)
    certificate: list[str | Path] = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
        *("-keyout", folder / "key.pem", "-out", folder / "certificate.pem"),
    ]
    with throwaway_postgres() as database_url:
        here = {
            "PATH": f"{programs}:{os.environ['PATH']}:/usr/sbin",
            "HOME": str(folder),
            "SITE": str(site),
            "UNITS": str(units),
            "STATE": str(state),
            "BACKUPS": str(backups),
            "PORTS": " ".join(map(str, ports)),
            "RUN_AS": getpass.getuser(),
        }
        machine = Machine(folder, here, ports, https_port, http_port, database_url)
        machine.run(*certificate)
        machine.run("git", "clone", "--quiet", ROOT, site / "repo")
        (site / ".env").write_text(
            "ROLESITE_ENV=production\nBEHIND_TLS_PROXY=true\nTRUSTED_PROXIES=1\nQUIZ_STARTS_PER_HOUR=0\n"
            f"SECRET_KEY={'only-for-a-trial-' * 4}\nALLOWED_HOSTS={HOST}\nSITE_URL=https://{HOST}\n"
            f"DATABASE_URL={database_url}\n"
        )
        one, other = ports
        places = {
            "127.0.0.1:8001": f"127.0.0.1:{one}",
            "127.0.0.1:8002": f"127.0.0.1:{other}",
            "listen 443": f"listen 127.0.0.1:{https_port}",
            "listen 80": f"listen 127.0.0.1:{http_port}",
            "/etc/letsencrypt/live/rolesite.example/fullchain.pem": f"{folder}/certificate.pem",
            "/etc/letsencrypt/live/rolesite.example/privkey.pem": f"{folder}/key.pem",
            "/var/log/nginx": str(folder),
            "/var/cache/nginx": f"{folder}/cache",
            "/srv/rolesite": str(site),
        }
        try:
            machine.release("HEAD")
            (folder / "cache").mkdir()
            with nginx(folder, places):
                wait_for(https_port)
                yield machine
        finally:
            for port in ports:
                machine.run(programs / "systemctl", "stop", f"rolesite@{port}.service")


@contextmanager
def answering(machine: Machine) -> Iterator[list[Taker]]:
    """Let some people answer on and on, and check at the end that nothing is lost."""
    takers = [Taker(machine, start_quiz(machine), pause=0.2) for _ in range(TAKERS)]
    enough = threading.Event()
    threads = [threading.Thread(target=taker.run, args=(enough,)) for taker in takers]
    for thread in threads:
        thread.start()
    try:
        yield takers
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    assert [taker.errors for taker in takers] == [[]] * TAKERS
    assert min(taker.saves for taker in takers) > 0
    check_stored(takers, Site({**os.environ, "DATABASE_URL": machine.database_url}))


def test_the_main_pages_are_served_through_nginx(machine: Machine) -> None:
    for path in (
        "/",
        "/roles/",
        "/roles/project-manager/",
        "/compare/",
        "/quiz/",
        "/search/?q=code",
    ):
        page = machine.request("GET", path, headers={"Accept-Encoding": "gzip"})
        assert (page.status, page.headers["content-encoding"]) == (200, "gzip"), path
        assert page.headers["strict-transport-security"].startswith("max-age=63072000")
    style = re.search(
        r'href="(/static/css/site\.[^"]+)"', machine.request("GET", "/").body.decode()
    )
    assert style
    assert "immutable" in machine.request("GET", style[1]).headers["cache-control"]
    assert machine.request("GET", "/admin/", headers={"Accept": "text/html"}).status == 302
    assert b"alive" in machine.request("GET", "/healthz").body
    assert machine.request("GET", "/readyz").status == 404  # for the machine itself only


def test_a_public_page_is_kept_and_a_personal_one_never(machine: Machine) -> None:
    token = start_quiz(machine)
    for _ in range(2):
        machine.request("GET", "/how-technical/")
        personal = machine.request("GET", f"/quiz/{token}/1/")
        assert personal.headers["cache-control"] == "no-store, private"
    time.sleep(0.5)  # nginx writes its line when all is sent
    lines = machine.log.splitlines()[-4:]
    kept = [line.rsplit(" ", 1)[-1] for line in lines]
    assert kept == ["MISS", "MISS", "HIT", "MISS"]


def test_no_log_has_a_private_link_a_search_an_address_or_where_somebody_came_from(
    machine: Machine,
) -> None:
    token = start_quiz(machine)
    for path in (
        f"/quiz/{token}/1/",
        f"/%71uiz/{token}/",
        f"/quiz/{token[:-1]}",
        f"/results/{token}/",
    ):
        machine.request("GET", path, headers={"Referer": f"https://{HOST}/quiz/{token}/"})
    machine.request(
        "GET", "/static/css/site.css", headers={"Referer": f"https://{HOST}/quiz/{token}/"}
    )
    machine.request("GET", "/search/?q=something-personal")
    written = "".join(
        file.read_text(errors="replace")
        for file in [*machine.folder.glob("*.log"), *(machine.folder / "state").glob("*.log")]
    )
    assert "/quiz/..." in written
    for secret in (token[:-1], "something-personal", "127.0.0.1 ", "https://rolesite.example/quiz"):
        assert secret not in written


def test_what_nginx_refuses_looks_like_the_site(machine: Machine) -> None:
    refused = machine.request("POST", "/quiz/", b"a" * 2_200_000)
    assert (refused.status, refused.headers["cache-control"]) == (413, "no-store, private")
    styles = hashlib.sha256(re.search(b"<style>(.*?)</style>", refused.body, re.DOTALL)[1])  # type: ignore[index]
    digest = base64.b64encode(styles.digest()).decode()
    assert f"'sha256-{digest}'" in refused.headers["content-security-policy"]
    with pytest.raises(ssl.SSLError):
        machine.request("GET", "/", host="another.example")
    plain = http.client.HTTPConnection("127.0.0.1", machine.http_port, timeout=10)
    plain.request("GET", "/roles/", headers={"Host": "another.example"})
    reply = plain.getresponse()
    assert (reply.status, reply.getheader("location")) == (308, f"https://{HOST}/roles/")
    plain.close()


def test_the_site_survives_a_worker_that_is_killed_every_two_seconds(machine: Machine) -> None:
    with answering(machine):
        for turn in range(KILLS):
            time.sleep(2)
            for pid in machine.workers(machine.ports[turn % 2]):
                os.kill(pid, signal.SIGKILL)
    for port in machine.ports:
        wait_for(port)


@contextmanager
def nobody_interrupted(machine: Machine) -> Iterator[None]:
    """Let people read and answer meanwhile; every request must succeed at its first try."""
    problems: list[str] = []
    enough = threading.Event()

    def read() -> None:
        number = 0
        while not enough.is_set():
            number += 1
            try:
                status = machine.request("GET", f"/search/?q=word{number}").status
            except OSError as error:
                problems.append(repr(error))
            else:
                problems.extend([f"status {status}"] * (status != 200))
            time.sleep(0.05)

    reader = threading.Thread(target=read)
    reader.start()
    with answering(machine) as takers:
        yield
    enough.set()
    reader.join()
    assert problems == []
    assert [taker.retries for taker in takers] == [0] * TAKERS


def test_an_upgrade_interrupts_nobody(machine: Machine) -> None:
    commit = machine.commit("Another release")
    with nobody_interrupted(machine):
        machine.release(commit)
    assert (machine.site / "current").resolve().name == commit


def test_the_way_back_interrupts_nobody_and_the_backup_before_it_can_be_restored(
    machine: Machine,
) -> None:
    commit = machine.run("git", "-C", machine.site / "repo", "rev-parse", "HEAD~1").strip()
    with nobody_interrupted(machine):
        machine.release(commit)
    assert (machine.site / "current").resolve().name == commit
    newest = max((machine.folder / "backups").glob("*.backup"))
    with throwaway_postgres() as empty:
        site = Site({**os.environ, "DATABASE_URL": empty})
        site.manage("restore", str(newest))
        assert len(site.attempts()) >= TAKERS


def test_visitors_read_on_and_are_told_calmly_while_nothing_runs(machine: Machine) -> None:
    machine.request("GET", "/roles/")
    systemctl = machine.folder / "bin" / "systemctl"
    services = [f"rolesite@{port}.service" for port in machine.ports]
    machine.run(systemctl, "stop", *services)
    try:
        assert machine.request("GET", "/roles/").status == 200
        page = machine.request("GET", "/search/?q=anything")
        assert (page.status, page.headers["retry-after"]) == (503, "5")
        assert b"Everything that was saved is still saved" in page.body
    finally:
        machine.run(systemctl, "restart", *services)
    assert machine.request("GET", "/search/?q=anything").status == 200

"""An acknowledged answer survives killed workers and killed servers; nobody sees an error.

That is the short form, for every check; ``make faults`` breaks more, and for longer.
"""

import socket
import threading
import time
import uuid
from pathlib import Path

import pytest

from tests.faults.site import Server, running_site
from tests.faults.takers import PATIENCE, Taker, check_stored, start_quiz
from web.public_pages import FRESH_SECONDS

pytestmark = [pytest.mark.services, pytest.mark.postgres]

TAKERS = 8
SAVES = 5  # of everybody, before, between and after the kills
SLOW_SENDERS = 150


def test_no_acknowledged_answer_is_lost_when_workers_and_servers_are_killed(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        server = site.server()
        takers = [Taker(server, start_quiz(server)) for _ in range(TAKERS)]
        enough = threading.Event()
        threads = [threading.Thread(target=taker.run, args=(enough,)) for taker in takers]
        for thread in threads:
            thread.start()
        for _ in range(2):
            time.sleep(1.5)
            server.kill_a_worker()
        time.sleep(1.5)
        server.kill()
        server.start()
        deadline = time.monotonic() + PATIENCE
        while min(taker.saves for taker in takers) < SAVES and time.monotonic() < deadline:
            time.sleep(0.1)
        enough.set()
        for thread in threads:
            thread.join()

        assert [taker.errors for taker in takers] == [[]] * TAKERS
        assert sum(taker.saves for taker in takers) >= TAKERS * SAVES
        check_stored(takers, site)


def test_two_web_processes_behave_as_one(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        one, other = site.server(workers=1), site.server(workers=1)
        token = start_quiz(one)
        body = {"key": f"{uuid.uuid4()}:1", "seq": 1, "value": 3}
        answer = f"/quiz/{token}/answers/B01/"
        assert one.request("PUT", answer, body).status == 200
        assert other.request("PUT", answer, body).json["status"] == "replayed"

        replies: list[str] = []

        def finish(server: Server) -> None:
            reply = server.request("POST", f"/quiz/{token}/finish/")
            assert reply.status == 303
            replies.append(reply.headers["location"])

        threads = [threading.Thread(target=finish, args=(s,)) for s in (one, other) for _ in "1234"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(replies) == {f"/results/{token}/"}
        assert len(replies) == len(threads)
        pages = {s.request("GET", f"/results/{token}/").body for s in (one, other)}
        assert (
            len(
                {
                    page.replace(b"%d" % one.port, b"").replace(b"%d" % other.port, b"")
                    for page in pages
                }
            )
            == 1
        )

        before = [server.request("GET", "/roles/").headers["etag"] for server in (one, other)]
        site.manage(
            "shell",
            "--command",
            "from django.utils import timezone; from roles.models import Role; "
            "from roles.publishing.services import publish; "
            "Role.objects.filter(slug='project-manager').update(summary='A new line.'); "
            "publish(note='Shorter.', author=None, now=timezone.now())",
        )
        time.sleep(FRESH_SECONDS)  # so long may a page be sent again without a look
        for server, etag in zip((one, other), before, strict=True):
            page = server.request("GET", "/roles/", headers={"If-None-Match": etag})
            assert page.status == 200
            assert b"A new line." in page.body

        # Whoever sends the end of a body late, or never, keeps nobody from working.
        kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99"
        head = b"POST /quiz/ HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\na" % kind
        slow = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(SLOW_SENDERS)]
        for connection in slow:
            connection.sendall(head)
        time.sleep(1)  # until they are waited for
        assert one.request("GET", "/quiz/", timeout=5).status == 200
        last = {"key": f"{uuid.uuid4()}:2", "seq": 2, "value": 4}
        token = one.request("POST", "/quiz/", timeout=5).headers["location"].split("/")[2]
        assert one.request("PUT", f"/quiz/{token}/answers/B01/", last, timeout=5).status == 200
        late, cut = slow[0], slow[1]
        late.sendall(b"=" + b"b" * 97)
        assert late.recv(12) == b"HTTP/1.1 303"
        cut.shutdown(socket.SHUT_WR)
        assert cut.recv(12) in (b"HTTP/1.1 400", b"")
        for connection in slow:
            connection.close()

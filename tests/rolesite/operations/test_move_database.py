"""``move_database``: the same site on the other kind of database, and back again."""

import subprocess
from pathlib import Path

import pytest

from tests.faults.site import Server, Site, running_site
from tests.faults.takers import start_quiz
from tests.throwaway_postgres import throwaway_postgres

pytestmark = pytest.mark.services

# It gets a number that no copied row has, or is refused.
NEW_ROW = (
    "from django.contrib.contenttypes.models import ContentType;"
    "ContentType.objects.create(app_label='moved', model='row')"
)


def test_a_site_moves_to_postgresql_and_back_and_shows_the_same_result(tmp_path: Path) -> None:
    with running_site(tmp_path) as site, throwaway_postgres() as postgres:
        sqlite = site.environment["DATABASE_URL"]
        server = site.server(workers=1)
        token = start_quiz(server)
        body = {"key": "11111111-1111-4111-8111-111111111111:1", "seq": 1, "value": 3}
        assert server.request("PUT", f"/quiz/{token}/answers/B01/", body).status == 200
        assert server.request("POST", f"/quiz/{token}/finish/").status == 303
        before = _result(server, token)
        server.stop()

        assert "set TARGET_DATABASE_URL" in _refusal(site)
        site.environment["TARGET_DATABASE_URL"] = sqlite
        assert "The target is not empty" in _refusal(site)
        site.environment["TARGET_DATABASE_URL"] = f"sqlite:///{tmp_path / 'nowhere' / 'new'}"
        assert "TARGET_DATABASE_URL cannot be opened: unable" in _refusal(site)
        site.environment["TARGET_DATABASE_URL"] = postgres
        assert "the same checksum" in site.manage("move_database")

        again = f"sqlite:///{tmp_path / 'again.sqlite3'}"
        site.environment |= {"DATABASE_URL": postgres, "TARGET_DATABASE_URL": again}
        server = site.server(workers=1)
        assert _result(server, token) == before
        server.stop()
        site.manage("shell", "--command", NEW_ROW)
        assert "the same checksum" in site.manage("move_database")


def _result(server: Server, token: str) -> bytes:
    reply = server.request("GET", f"/results/{token}/")
    assert reply.status == 200
    return reply.body.replace(b"%d" % server.port, b"")


def _refusal(site: Site) -> str:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        site.manage("move_database")
    said: str = refused.value.stderr
    return said

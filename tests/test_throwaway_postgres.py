import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest

from tests.throwaway_postgres import main, throwaway_postgres

pytestmark = pytest.mark.services


def socket_folder(database_url: str) -> Path:
    return Path(unquote(urlsplit(database_url).netloc.partition("@")[2]))


def test_a_private_database_can_be_used_and_leaves_nothing_behind() -> None:
    with throwaway_postgres() as database_url:
        folder = socket_folder(database_url)
        connection = psycopg2.connect(host=str(folder), user="postgres", dbname="rolesite")
        with connection.cursor() as cursor:
            cursor.execute("SHOW listen_addresses")
            assert cursor.fetchone() == ("",)
        connection.close()
    assert not folder.exists()


def test_it_is_stopped_when_the_work_fails() -> None:
    folders = []

    def fail() -> None:
        with throwaway_postgres() as database_url:
            folders.append(socket_folder(database_url))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [folder.exists() for folder in folders] == [False]


def test_the_command_sets_the_database_and_returns_the_exit_code() -> None:
    assert main(["--", "sh", "-c", 'test -n "$DATABASE_URL" && exit 7']) == 7


def test_the_command_explains_itself_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_polite_kill_stops_the_server_too() -> None:
    command = [sys.executable, "-m", "tests.throwaway_postgres", "--"]
    show_and_wait = ["sh", "-c", 'echo "$DATABASE_URL"; exec sleep 60']
    with subprocess.Popen([*command, *show_and_wait], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        folder = socket_folder(running.stdout.readline().strip())
        assert (folder / "data/postmaster.pid").exists()
        running.terminate()
        assert running.wait(timeout=20) == 128 + signal.SIGTERM
    assert not folder.exists()

"""Starting, backing up, restoring, and what a deleted row leaves behind."""

from __future__ import annotations

import datetime as dt
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.signals import request_started
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)
from django.test import Client
from django.utils import timezone

import manage
from assessments.attempts.selectors import hash_of
from assessments.attempts.services import (
    UNANSWERED_DAYS,
    delete_attempt,
    save_answers,
    start_attempt,
)
from assessments.models import Attempt, Invitation
from assessments.peer_feedback.services import revoke_invitation
from roles.models import Edition
from rolesite.management.commands.serve import claim
from tests.assessments.factories import PAGE, finished
from tests.assessments.peer_feedback_links import invite
from tests.assessments.sheets import technical
from tests.desk import signed_in
from web.retry import limit_waiting


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_served_is_refused(port: int) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            claim("127.0.0.1", port)


@pytest.mark.skipif(not os.path.exists("/proc"), reason="Linux only")
def test_of_two_that_start_in_the_same_moment_one_is_refused(port: int) -> None:
    with claim("127.0.0.1", port), pytest.raises(CommandError, match="is taken"):
        claim("127.0.0.1", port)
    claim("127.0.0.1", port).close()


@pytest.mark.parametrize("number", [0, -1, 65536])
def test_a_port_that_is_none_is_named(number: int) -> None:
    with pytest.raises(CommandError, match=f"The port is {number}; allowed: 1 to 65535"):
        claim("127.0.0.1", number)


@pytest.mark.parametrize("name", ["threads", "workers"])
@pytest.mark.parametrize("number", [0, -1])
def test_a_number_of_threads_or_workers_that_cannot_work_is_named(name: str, number: int) -> None:
    with pytest.raises(CommandError, match=f"The number of {name} is {number}; allowed: 1 or more"):
        call_command("serve", **{name: number})


# --- commands --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "No such file or directory", "/x"), "/x: No such file or directory"),
        (OSError(28, "No space left on device"), "A file: No space left on device"),
        (OperationalError("no such table: roles_edition"), "has migrate been run"),
        (DatabaseError("file is not a database"), "The database failed: file is not a database"),
        (ImproperlyConfigured("PORT is 'x'; allowed: 1."), "are wrong. PORT is 'x'; allowed: 1."),
        (IntegrityError("a bug"), None),
        (ValueError("a bug"), None),
    ],
)
def test_a_command_tells_in_a_line_what_only_the_operator_can_fix(
    error: Exception, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(arguments: list[str]) -> None:
        raise error

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    with pytest.raises(SystemExit if told else type(error), match=told):
        manage.main()
    monkeypatch.setattr(sys, "argv", ["manage.py", "nightly", "--traceback"])
    with pytest.raises(type(error)):
        manage.main()


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("check >&-", 1, "Standard output is closed. Nothing was done.\n"),
        ("check <&-", 0, ""),
        ("check >/dev/full", 1, "A file: No space left on device. Nothing more was done.\n"),
        ("help | true", 1, "Standard output was closed before all of it was written.\n"),
    ],
)
def test_a_command_with_a_closed_stream_ends_in_a_line(line: str, code: int, told: str) -> None:
    command = f"set -o pipefail; {sys.executable} manage.py {line}"
    ended = subprocess.run(
        ["/bin/bash", "-c", command], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (code, told)


# --- backups ---------------------------------------------------------------------------------
@pytest.fixture
def another(tmp_path: Path, transactional_db: None) -> Iterator[None]:
    """Use an empty database in place of the test's."""
    settings, before = connection.settings_dict, connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        name = str(tmp_path / "another.sqlite3")
    else:
        name = f"{before}_another"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        connection.close()
    settings["NAME"] = name
    yield
    connection.close()
    settings["NAME"] = before
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def backup(tmp_path: Path, transactional_db: None, published: Edition) -> Path:
    file = tmp_path / "site.backup"
    call_command("backup", str(file))
    return file


def test_a_backup_is_checked_private_and_never_overwritten(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == before
    assert list(backup.parent.iterdir()) == [backup]
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", str(backup.parent / "missing" / "file"))


def test_a_backup_is_restored_into_an_empty_database_only(backup: Path, another: None) -> None:
    with pytest.raises(CommandError, match="The database is empty"):
        call_command("backup", str(backup.parent / "empty.backup"))
    for content in (b"", b"no backup", backup.read_bytes()[:-5000]):
        damaged = backup.parent / "damaged"
        damaged.write_bytes(content)
        with pytest.raises(CommandError, match=r"is no backup|is damaged|pg_restore"):
            call_command("restore", str(damaged))
        assert not connection.introspection.table_names()
    call_command("restore", str(backup))
    assert Edition.objects.get().number == 1
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(backup))


# --- what was deleted --------------------------------------------------------------------------
MARKER = "a-word-that-nobody-else-would-write"


def by_its_link(token: str) -> None:
    delete_attempt(token=token)


def at_the_desk(token: str) -> None:
    signed_in(superuser=True).post(
        f"/admin/assessments/attempt/{Attempt.objects.get().pk}/delete/", {"post": "yes"}
    )


def by_ending_the_link_of_a_rater(token: str) -> None:
    key = str(Invitation.objects.get().key)
    revoke_invitation(token=token, key=key, now=timezone.now())


@pytest.mark.parametrize("delete", [by_its_link, at_the_desk, by_ending_the_link_of_a_rater])
@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_is_in_no_file_of_sqlite(
    published: Edition, delete: Callable[[str], None]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its log where nobody else reads it.")
    answers = {"B01": {"value": MARKER, "at": "2026-11-25T10:00:00Z"}}
    if delete is by_ending_the_link_of_a_rater:
        token = finished(technical(), now=timezone.now())
        invite(token, now=timezone.now())
        Invitation.objects.update(answers=answers)
    else:
        token = start_attempt(now=timezone.now())
        Attempt.objects.update(answers=answers)
    files = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal")]
    assert any(MARKER.encode() in file.read_bytes() for file in files)
    delete(token)
    assert not any(MARKER.encode() in file.read_bytes() for file in files)


# --- a database that says nothing ------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_database_that_says_nothing_is_not_waited_for(published: Edition) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has a limit of its own.")
    import psycopg2
    import psycopg2.extensions as driver

    options: dict[str, Any] = connections.settings["default"]["OPTIONS"]
    before = dict(options)
    connection.close()
    try:
        limit_waiting(silent=0.3, still_silent=0.05)
        assert [each.number for each in Edition.objects.iterator()] == [1]
        began = time.monotonic()
        with pytest.raises(OperationalError, match="said nothing"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")
        assert time.monotonic() - began < 5
        with socket.create_server(("127.0.0.1", 0)) as stopped:  # takes connections, says nothing
            began = time.monotonic()
            with pytest.raises(psycopg2.OperationalError, match="said nothing"):
                psycopg2.connect(host="127.0.0.1", port=stopped.getsockname()[1], dbname="x")
            assert time.monotonic() - began < 0.3
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("4s",)
    finally:
        driver.set_wait_callback(None)
        connection.close()
        options.clear()
        options.update(before)


def test_a_request_finds_out_soon_that_the_database_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import psycopg2
    import psycopg2.extensions as driver

    # As Django's own client does: it would look at the connection that tests may not touch.
    request_started.disconnect(close_old_connections)
    postgresql = SimpleNamespace(vendor="postgresql")
    monkeypatch.setattr("web.retry.connection", postgresql)
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", {})
    try:
        with socket.create_server(("127.0.0.1", 0)) as stopped:
            for is_request in (False, True):
                request_started.disconnect(dispatch_uid="web.retry")
                limit_waiting(silent=2.0, still_silent=0.05, probe=0.1)
                if is_request:
                    request_started.send(sender=None)
                began = time.monotonic()
                with pytest.raises(psycopg2.OperationalError, match="said nothing"):
                    psycopg2.connect(host="127.0.0.1", port=stopped.getsockname()[1], dbname="x")
                assert (time.monotonic() - began < 2.0) == is_request
    finally:
        request_started.connect(close_old_connections)
        driver.set_wait_callback(None)
        request_started.disconnect(dispatch_uid="web.retry")


# --- what nobody needs any more --------------------------------------------------------------
@pytest.mark.usefixtures("published")
def test_a_quiz_without_an_answer_is_deleted_after_a_month_and_no_other(client: Client) -> None:
    now = timezone.now()
    long_ago = now - dt.timedelta(days=UNANSWERED_DAYS)
    just_old, young, answered = (start_attempt(now=now) for _ in range(3))
    done = finished(technical())
    Attempt.objects.update(started_at=long_ago)
    Attempt.objects.filter(token_hash=hash_of(young)).update(
        started_at=long_ago + dt.timedelta(seconds=10)
    )
    save_answers(token=answered, key=f"{PAGE}:1", seq=1, answers={"B01": 1}, now=now)
    call_command("nightly")
    kept = set(Attempt.objects.values_list("token_hash", flat=True))
    assert kept == {hash_of(token) for token in (young, answered, done)}
    assert hash_of(just_old) not in kept
    assert f"deleted after {UNANSWERED_DAYS} days" in client.get("/how-it-works/").text

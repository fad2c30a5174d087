"""Probes are answered without a host, without TLS, and truly."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from roles.models import Edition

A_PROBE = {"host": "127.0.0.1:8001"}


@pytest.mark.usefixtures("published")
@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["rolesite.example"])
def test_a_probe_needs_neither_the_name_of_the_site_nor_tls() -> None:
    for path, says in (("/healthz", b"alive\n"), ("/readyz", b"ready\n")):
        reply = Client().get(path, headers=A_PROBE)
        assert (reply.status_code, reply.content) == (200, says)
        assert reply.headers["Cache-Control"] == "no-store, private"
    assert Client().get("/roles/", headers=A_PROBE).status_code == 400


@pytest.mark.django_db
def test_a_process_without_an_edition_or_a_migration_is_alive_but_not_ready() -> None:
    assert not Edition.objects.exists()
    reply = Client().get("/readyz")
    assert (reply.status_code, "publish_first_edition" in reply.text) == (503, True)
    assert int(reply.headers["Retry-After"]) > 0
    MigrationRecorder(connection).record_unapplied("roles", "0001_initial")
    reply = Client().get("/readyz")
    assert (reply.status_code, "manage.py migrate" in reply.text) == (503, True)
    assert Client().get("/healthz").status_code == 200


def test_a_process_whose_database_is_away_is_alive_but_not_ready() -> None:
    with patch.object(connection, "ensure_connection", side_effect=OperationalError):
        reply = Client().get("/readyz")
        assert (reply.status_code, "cannot be reached" in reply.text) == (503, True)
        assert Client().get("/healthz").status_code == 200

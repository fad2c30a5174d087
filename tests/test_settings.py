"""Production refuses to start without what it needs; development just runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "ROLESITE_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "rolesite.example",
    "SITE_URL": "https://rolesite.example",
    "DATABASE_URL": "postgres://rolesite@localhost/rolesite",
}
SHOW = """
from django.conf import settings
import django
django.setup()
print(settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.DATABASES["default"]["ENGINE"])
print(settings.STAFF_SECOND_FACTOR, settings.EMAIL_BACKEND)
"""


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, with just this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=kept | {"DJANGO_SETTINGS_MODULE": "rolesite.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_development_just_runs_without_debug() -> None:
    started = start()
    assert started.returncode == 0, started.stderr
    assert started.stdout.split() == [
        "False", "False", "django.db.backends.sqlite3",
        "optional", "django.core.mail.backends.console.EmailBackend",
    ]  # fmt: skip


def test_matrices_are_multiplied_by_one_thread_unless_somebody_says_otherwise() -> None:
    show = "import os, rolesite.settings; print(os.environ['OPENBLAS_NUM_THREADS'])"
    environment = os.environ | {"ROLESITE_ENV": "test"}
    for given, expected in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")):
        kept = {k: v for k, v in environment.items() if k != "OPENBLAS_NUM_THREADS"}
        done = subprocess.run(
            [sys.executable, "-c", show],
            cwd=ROOT,
            env=kept | given,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_production_starts_with_all_it_needs() -> None:
    started = start(**PRODUCTION, EMAIL_URL="submission://me:secret@mail.example")
    assert started.returncode == 0, started.stderr
    assert started.stdout.split() == [
        "False", "True", "django.db.backends.postgresql",
        "required", "django.core.mail.backends.smtp.EmailBackend",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"])
def test_production_refuses_to_start_without(name: str) -> None:
    started = start(**(PRODUCTION | {name: ""}))
    assert started.returncode != 0
    assert f"{name} is not set. In production it is needed:" in started.stderr


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"SECRET_KEY": "short"}, "at least 50"),
        ({"ALLOWED_HOSTS": "*"}, "Name the hosts"),
        ({"SITE_URL": "http://rolesite.example"}, "must start with https://"),
        ({"DEBUG": "true"}, "must be off"),
        ({"ROLESITE_ENV": "live"}, "development, test, production"),
        ({"STAFF_SECOND_FACTOR": "sometimes"}, "required, optional"),
    ],
)
def test_production_refuses_what_is_unsafe(wrong: dict[str, str], says: str) -> None:
    started = start(**(PRODUCTION | wrong))
    assert started.returncode != 0
    assert says in started.stderr


def test_postgres_is_reached_through_psycopg2() -> None:
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3

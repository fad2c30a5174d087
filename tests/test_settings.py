"""Production refuses to start without what it needs; development just runs."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from rolesite.operations.checks import ready_for_visitors

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
    for set_to, expected in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")):
        kept = {k: v for k, v in environment.items() if k != "OPENBLAS_NUM_THREADS"}
        done = subprocess.run(
            [sys.executable, "-c", show],
            cwd=ROOT,
            env=kept | set_to,
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
        ({"SITE_URL": "http://rolesite.example"}, "allowed: https://"),
        ({"DEBUG": "true"}, "must be off"),
        ({"ROLESITE_ENV": "live"}, "development, test, production"),
        ({"STAFF_SECOND_FACTOR": "sometimes"}, "required, optional"),
    ],
)
def test_production_refuses_what_is_unsafe(wrong: dict[str, str], says: str) -> None:
    started = start(**(PRODUCTION | wrong))
    assert started.returncode != 0
    assert says in started.stderr


# --- every variable, whatever is in it -------------------------------------------------------
LEGAL = {
    "ROLESITE_ENV": ["production"],
    "SECRET_KEY": ["s3cret-" * 10],
    "SECRET_KEY_FALLBACKS": ["k" * 50, f" {'k' * 50}, {'l' * 60} ", " "],
    "ALLOWED_HOSTS": ["a.example, b.example", " a.example,", ".a.example", "192.0.2.1,[::1]"],
    "SITE_URL": ["https://a.example", "https://a.example/", " https://a.example:8443 "],
    "DATABASE_URL": [
        "postgres://me:pass@db/site",
        " sqlite:////tmp/site.sqlite3",
        "postgres://me@db/site?sslmode=require",
    ],
    "BEHIND_TLS_PROXY": ["true", "FALSE", " true"],
    "TRUSTED_PROXIES": ["0", " 1 ", "10"],
    "QUIZ_STARTS_PER_HOUR": ["0", "60"],
    "STAFF_SECOND_FACTOR": ["required", "optional "],
    "EMAIL_URL": ["submission://me:pass@mail.example:587", "console:", "smtp://me@192.0.2.1"],
    "EMAIL_FROM": ["me@a.example", "Rolesite <me@a.example>"],
    "ERRORS_TO": ["me@a.example", "Ada <me@a.example>"],
    "DEBUG": ["false", "False"],
}
ILLEGAL = {
    "ROLESITE_ENV": ["Production", "live"],
    "SECRET_KEY_FALLBACKS": ["short", f"{'k' * 50};{'l' * 60},m"],
    "ALLOWED_HOSTS": [
        "https://a.example", "a.example:80", "a b.example", "a.example/x", ",", "*",
        "m\u00fcnchen.de", "a.example;b.example", "[::1", "2001:db8::1", "a..example", "-a.example",
    ],
    "SITE_URL": [
        "a.example", "http://a.example", "https://", "https://a.example/app", "https://me@a.example",
        "https://a.example?x", "https://a.example#x", "https://a.example:x", "https://a b", "//a",
        "https://a.example:", "https://a.example:65536",
    ],
    "DATABASE_URL": [
        "mysql://me:pass@db/site", "postgres://me:pass@db", "postgres://me:pass@db:x/site", "pass",
        "sqlite://:memory:", "sqlite://", "sqlite:///relative", "sqlite:////tmp/x?mode=ro",
        "postgres://me:pass@db/site?sllmode=require", "postgres://me:pass@db/site?conn_max_age=5",
    ],
    "BEHIND_TLS_PROXY": ["maybe", "2"],
    "TRUSTED_PROXIES": ["-1", "11", "1.5", "one", "1_0", "\u0663", "9" * 5000],
    "QUIZ_STARTS_PER_HOUR": ["-5", "1e3", "1000001", "0x10"],
    "STAFF_SECOND_FACTOR": ["sometimes", "Required"],
    "EMAIL_URL": ["mail://me:pass@host", "submission://me:pass@", "smtp://me:pass@host:x", "pass"],
    "EMAIL_FROM": ["rolesite", "a <b>", "me@a.example\nBcc: you@b.example", "@"],
    "ERRORS_TO": ["me", "me@a.example, you@b.example"],
    "DEBUG": ["verbose"],
}  # fmt: skip
WITH_PASSWORDS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "EMAIL_URL")


def read(**environment: str) -> dict[str, Any]:
    """Return the settings of a production site, from a run of their module in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name in LEGAL:
            patch.delenv(name, raising=False)
        for name, value in (PRODUCTION | environment).items():
            patch.setenv(name, value)
        return runpy.run_path(str(ROOT / "rolesite" / "settings.py"))


@pytest.mark.parametrize("name", LEGAL)
def test_legal_values_are_taken(name: str) -> None:
    for value in LEGAL[name]:
        assert read(**{name: value})


@pytest.mark.parametrize("name", ILLEGAL)
def test_an_illegal_value_is_named_with_what_is_legal(name: str) -> None:
    for value in ILLEGAL[name]:
        with pytest.raises(ImproperlyConfigured) as refused:
            read(**{name: value})
        said = str(refused.value)
        assert said.startswith(name), value
        if value != "*":
            assert "allowed: " in said
            assert ("pass" if name in WITH_PASSWORDS else repr(value)) in said
        assert "me:pass" not in said


@given(st.sampled_from(sorted(LEGAL)), st.text(st.characters(exclude_characters="\0"), max_size=20))
def test_any_text_is_either_legal_or_named(name: str, value: str) -> None:
    try:
        value.encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        return  # no environment can hold it
    refused = ""
    try:
        read(**{name: value})
    except ImproperlyConfigured as error:
        refused = str(error)
    assert not refused or refused.startswith(name)


def test_hosts_come_without_spaces_and_the_address_without_a_slash() -> None:
    settings = read(ALLOWED_HOSTS=" a.example , b.example,", SITE_URL="https://a.example/ ")
    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    assert settings["SITE_URL"] == "https://a.example"


@pytest.mark.parametrize(
    ("url", "port", "is_tls_first"),
    [
        ("smtps://me:pass@mail.example", 465, True),
        ("smtps://me:pass@mail.example:4650", 4650, True),
        ("submission://me:pass@mail.example", 587, False),
    ],
)
def test_smtps_is_tls_from_the_first_byte(url: str, port: int, is_tls_first: bool) -> None:
    settings = read(EMAIL_URL=url)
    assert settings["EMAIL_PORT"] == port
    assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (
        is_tls_first,
        not is_tls_first,
    )


def test_postgres_is_reached_through_psycopg2() -> None:
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3


@pytest.mark.parametrize(
    ("address", "hosts", "warned"),
    [
        ("https://a.example", ["b.example"], ["rolesite.W004"]),
        ("https://a.example:8443", ["b.example", "A.example"], []),
        ("https://www.a.example", [".a.example"], []),
        ("https://[::1]:8443", ["[::1]"], []),
        ("", ["b.example"], []),
    ],
)
def test_an_address_that_the_site_would_refuse_is_warned_of(
    address: str, hosts: list[str], warned: list[str]
) -> None:
    with override_settings(SITE_URL=address, ALLOWED_HOSTS=hosts):
        assert [each.id for each in ready_for_visitors()] == warned

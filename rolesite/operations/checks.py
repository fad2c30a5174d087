"""System checks: what a deployment must not get wrong, each with an id and a hint."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.http.request import split_domain_port, validate_host


@register(Tags.database)
def postgres_driver(**kwargs: Any) -> list[CheckMessage]:
    """Django silently prefers psycopg 3 when it is installed; we test and ship psycopg2."""
    if connection.vendor != "postgresql":
        return []
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    if not is_psycopg3:
        return []
    return [
        Error(
            "PostgreSQL is reached through psycopg 3.",
            hint="Uninstall psycopg: the site is tested with psycopg2-binary.",
            id="rolesite.E001",
        )
    ]


@register(Tags.database)
def sqlite_is_durable(**kwargs: Any) -> list[CheckMessage]:
    """An acknowledged answer must survive a power cut and concurrent writers must wait."""
    if connection.vendor != "sqlite":
        return []
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if options.get("transaction_mode") == "IMMEDIATE" and "synchronous=FULL" in options.get(
        "init_command", ""
    ):
        return []
    return [
        Error(
            "SQLite runs without IMMEDIATE transactions or without synchronous=FULL.",
            hint="Restore the OPTIONS of DATABASES['default'] in rolesite/settings.py.",
            id="rolesite.E002",
        )
    ]


@register(Tags.security, deploy=True)
def production_on_sqlite(**kwargs: Any) -> list[CheckMessage]:
    """SQLite serves one machine; several web machines need PostgreSQL."""
    if not settings.PRODUCTION or connection.vendor != "sqlite":
        return []
    return [
        Warning(
            "Production runs on SQLite.",
            hint="Fine on one machine with backups; for several set DATABASE_URL to PostgreSQL.",
            id="rolesite.W001",
        )
    ]


@register(Tags.security, deploy=True)
def mail_goes_somewhere(**kwargs: Any) -> list[CheckMessage]:
    """Visitors sign in by a code sent by e-mail; on the console nobody gets it."""
    if not settings.PRODUCTION or "console" not in settings.EMAIL_BACKEND:
        return []
    return [
        Warning(
            "E-mail goes to the console, so nobody can sign in to an account.",
            hint="Set EMAIL_URL, for example submission://user:password@mail.example:587, "
            "and EMAIL_FROM.",
            id="rolesite.W002",
        )
    ]


@register(Tags.security, deploy=True)
def the_address_is_answered(**kwargs: Any) -> list[CheckMessage]:
    """Links lead to SITE_URL, which must not be refused as an unknown host."""
    host = split_domain_port(urlsplit(settings.SITE_URL).netloc)[0]
    if not host or validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Warning(
            f"SITE_URL names {host}, which is not in ALLOWED_HOSTS, so links answer 400.",
            hint=f"Add {host} to ALLOWED_HOSTS, or correct SITE_URL.",
            id="rolesite.W004",
        )
    ]


@register(Tags.security, deploy=True)
def staff_need_two_steps(**kwargs: Any) -> list[CheckMessage]:
    """A stolen password alone should not open the desk."""
    if not settings.PRODUCTION or settings.STAFF_SECOND_FACTOR == "required":
        return []
    return [
        Warning(
            "Staff may sign in with a password alone.",
            hint="Leave STAFF_SECOND_FACTOR out, or set it to required.",
            id="rolesite.W003",
        )
    ]

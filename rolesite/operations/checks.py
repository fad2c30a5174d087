"""Django system checks of what a deployment must not get wrong, each with an id and a hint."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.http.request import split_domain_port, validate_host


@register(Tags.database)
def postgres_driver(**kwargs: Any) -> list[CheckMessage]:
    """Refuse psycopg 3, which Django silently prefers if installed; we test and ship psycopg2."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    error = Error(
        "PostgreSQL is reached through psycopg 3.",
        hint="Uninstall psycopg: the site is tested with psycopg2-binary.",
        id="rolesite.E001",
    )
    return [error] if connection.vendor == "postgresql" and is_psycopg3 else []


@register(Tags.database)
def sqlite_is_durable(**kwargs: Any) -> list[CheckMessage]:
    """Check that SQLite keeps stored answers through a power cut and lets writers wait."""
    options = settings.DATABASES["default"].get("OPTIONS", {})
    is_durable = options.get("transaction_mode") == "IMMEDIATE" and (
        "synchronous=FULL" in options.get("init_command", "")
    )
    error = Error(
        "SQLite runs without IMMEDIATE transactions or without synchronous=FULL.",
        hint="Restore the OPTIONS of DATABASES['default'] in rolesite/settings.py.",
        id="rolesite.E002",
    )
    return [] if connection.vendor != "sqlite" or is_durable else [error]


@register(Tags.security, deploy=True)
def ready_for_visitors(**kwargs: Any) -> list[CheckMessage]:
    """Warn of settings that work on one's own machine and fail visitors or staff in production."""
    host = split_domain_port(urlsplit(settings.SITE_URL).netloc)[0]
    warnings = (
        (
            settings.PRODUCTION and connection.vendor == "sqlite",
            "Production runs on SQLite.",
            "Fine on one machine with backups; for several set DATABASE_URL to PostgreSQL.",
            "rolesite.W001",
        ),
        (
            settings.PRODUCTION and "console" in settings.EMAIL_BACKEND,
            "E-mail goes to the console, so nobody can sign in to an account.",
            "Set EMAIL_URL, for example submission://user:password@mail.example:587, "
            "and EMAIL_FROM.",
            "rolesite.W002",
        ),
        (
            settings.PRODUCTION and settings.STAFF_SECOND_FACTOR != "required",
            "Staff may sign in with a password alone.",
            "Leave STAFF_SECOND_FACTOR out, or set it to required.",
            "rolesite.W003",
        ),
        (
            host and not validate_host(host, settings.ALLOWED_HOSTS),
            f"SITE_URL names {host}, which is not in ALLOWED_HOSTS, so links answer 400.",
            f"Add {host} to ALLOWED_HOSTS, or correct SITE_URL.",
            "rolesite.W004",
        ),
    )
    return [Warning(text, hint=hint, id=key) for applies, text, hint, key in warnings if applies]

"""Read environment variables strictly.

A value that is not legal stops the start with the variable's name, the value and what would be
legal. An empty value counts as not set. Values that hold a password are never shown.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url  # type: ignore[import-untyped]
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email, validate_ipv46_address
from environs import Env

T = TypeVar("T")

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"\.?{LABEL}(\.{LABEL})*\.?", re.IGNORECASE)
HOSTS = (
    "host names or addresses separated by commas, without https:// and without a port, "
    "for example rolesite.example"
)
MAIL_SERVERS = ("submission", "smtp", "smtps", "console", "dummy")

env = Env()


def text(name: str, default: str = "") -> str:
    """Return the variable ``name`` without surrounding spaces, or ``default``."""
    return env.str(name, "").strip() or default


def refuse(name: str, legal: str, *, show: bool = True) -> NoReturn:
    """Stop the start because of the value of ``name``. Raises ``ImproperlyConfigured``."""
    value = repr(text(name)) if show else "not shown, as it may hold a password"
    raise ImproperlyConfigured(f"{name} is {value}; allowed: {legal}.")


def choice(name: str, values: Sequence[str], default: str) -> str:
    """Return the variable ``name``, which must be one of ``values``."""
    value = text(name, default)
    return value if value in values else refuse(name, ", ".join(values))


def flag(name: str) -> bool:
    """Return the variable ``name``, which must be ``true`` or ``false`` (default)."""
    value = text(name, "false").lower()
    return value == "true" if value in ("true", "false") else refuse(name, "true, false")


def count(name: str, default: int, most: int) -> int:
    """Return the variable ``name``, which must be a whole number from 0 to ``most``."""
    value = text(name, str(default))
    if re.fullmatch("[0-9]{1,9}", value) is None or int(value) > most:
        refuse(name, f"a whole number from 0 to {most}")
    return int(value)


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Return the host names, separated by commas, that the site answers to."""
    found = [host.strip() for host in text(name).split(",") if host.strip()]
    if (text(name) and not found) or not all(host == "*" or _is_host(host) for host in found):
        refuse(name, HOSTS)
    return found or list(default)


def address(name: str, schemes: Sequence[str]) -> str:
    """Return the address of a site at the root of a host, without a slash at its end, or ""."""
    value = text(name).rstrip("/")
    if not value:
        return ""
    parts = _parsed(value, urlsplit)
    netloc = parts.netloc if parts else ""
    is_bare = netloc.startswith("[")
    host, colon, port = (netloc, "", "") if is_bare else netloc.partition(":")
    if (
        parts is None
        or value != f"{parts.scheme}://{netloc}"
        or parts.scheme not in schemes
        or not _is_host(host)
        or (colon and not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65_536))
    ):
        legal = " or ".join(f"{scheme}://" for scheme in schemes)
        refuse(name, f"{legal} and a host name, without a path: the site is never below one")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Return the URL of a database as Django's settings need it."""
    value = text(name, default)
    found = _parsed(value, lambda url: dict(dj_database_url.parse(url)))
    place = str(found.get("NAME", "")) if found else ""
    scheme = value.partition("://")[0]
    options: Any = found.get("OPTIONS", {}) if found else {}
    is_file = scheme == "sqlite" and place.startswith("/") and not options
    is_server = scheme in ("postgres", "postgresql") and place != "" and _are_known(options)
    if not found or not (is_file or is_server):
        legal = "postgres://user:password@host/name or sqlite:////absolute/path"
        refuse(name, legal, show=False)
    return found


def mail_server(name: str, default: str) -> dict[str, Any]:
    """Return the URL of a mail server as Django's settings."""
    value = text(name, default)
    scheme, _, rest = value.partition(":")
    # For the library smtps is STARTTLS, which no server speaks on port 465.
    is_tls_first = scheme == "smtps"
    url = f"smtp:{rest}" if is_tls_first else value
    found = _parsed(url, lambda url: dict(dj_email_url.parse(url)))
    is_server = scheme not in ("console", "dummy")
    if (
        not found
        or scheme not in MAIL_SERVERS
        or (is_server and not _is_host(str(found.get("EMAIL_HOST") or "")))
    ):
        legal = "submission://user:password@host:587, smtps://user:password@host:465 or console:"
        refuse(name, legal, show=False)
    if is_tls_first:
        found |= {"EMAIL_USE_SSL": True, "EMAIL_PORT": urlsplit(url).port or 465}
    return found


def sender(name: str, default: str) -> str:
    """Return an e-mail address, with a name before it or without; "" if that is the default."""
    value = text(name, default)
    if not value:
        return ""
    named = re.fullmatch(r"[^<>\r\n]*<([^<>]+)>", value)
    try:
        validate_email(named[1] if named else value)
    except ValidationError:
        refuse(name, "name@host or Name <name@host>")
    return value


def _is_host(value: str) -> bool:
    if not value.startswith("["):
        return HOST_NAME.fullmatch(value) is not None
    try:
        validate_ipv46_address(value.removeprefix("[").removesuffix("]"))
    except ValidationError:
        return False
    return value.endswith("]")


def _are_known(options: dict[str, Any]) -> bool:
    """Return whether PostgreSQL's library knows the options behind the question mark."""
    import psycopg2.extensions

    try:
        psycopg2.extensions.make_dsn(**options)
    except psycopg2.Error:
        return False
    return True


def _parsed(value: str, parse: Callable[[str], T]) -> T | None:
    """Return what ``parse`` makes of a value; ``None`` if it cannot read it."""
    try:
        return parse(value)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None

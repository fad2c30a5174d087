"""A real server of the site as in production, and everything on it that somebody could ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.faults.site import Reply, Server, running_site

HOST = "rolesite.example"
ORIGIN = f"https://{HOST}"
SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"
CSRF_SECRET = "a" * 32  # whoever knows the cookie may send it as the token too
PRODUCTION = {
    "ROLESITE_ENV": "production",
    "DJANGO_SETTINGS_MODULE": "tests.security.settings",
    "SECRET_KEY": "only-for-an-attack-" * 4,
    "ALLOWED_HOSTS": HOST,
    "SITE_URL": ORIGIN,
    "BEHIND_TLS_PROXY": "true",
    "TRUSTED_PROXIES": "1",
    "STAFF_SECOND_FACTOR": "optional",
    "EMAIL_URL": "dummy:",
}
AS_A_BROWSER = {"Host": HOST, "X-Forwarded-Proto": "https", "Origin": ORIGIN}

# What answers before Django looks at the addresses, and an address that nothing has.
MORE_ROUTES = ("static/css/site.css", "static/<path:file>", "healthz", "readyz", "<path:nothing>")

Fields = tuple[tuple[str, str], ...]


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Yield every address of the site with its parts as Django writes them: ``roles/<slug:slug>/``.

    Those of a regular expression come as that.
    """
    for each in (resolver or get_resolver()).url_patterns:
        pattern: Any = each.pattern
        route = before + getattr(pattern, "_route", getattr(pattern, "_regex", ""))
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each, route)


@dataclass(frozen=True, slots=True)
class Known:
    """What an attacker with every private link and session has.

    ``links`` maps a kind (``owner``, ``going``, ``reader``, ``colleague``, ``expert``) to tokens,
    ``sessions`` an actor to the keys of sessions, and ``forms`` an address to the fields of the
    forms on its page.
    """

    routes: tuple[str, ...]
    links: Mapping[str, Sequence[str]]
    sessions: Mapping[str, Sequence[str]]
    keys: Sequence[str]
    forms: dict[str, list[Fields]]

    def cookies(self, actor: str, number: int = 0) -> str:
        """Return the header of somebody who is signed in, or "" for nobody."""
        if actor not in self.sessions:
            return ""
        keys = self.sessions[actor]
        return f"{SESSION}={keys[number % len(keys)]}; {CSRF}={CSRF_SECRET}"


@contextmanager
def served(folder: Path) -> Iterator[tuple[Server, Known]]:
    """Start the site with people who answered, visitors with accounts and staff."""
    with running_site(folder, PRODUCTION) as site:
        site.manage("make_groups")
        people = "from tests.security.people import print_people; print_people()"
        told = json.loads(site.manage("shell", "--command", people).partition("PEOPLE")[2])
        known = Known((*routes(), *MORE_ROUTES), told["links"], told["sessions"], told["keys"], {})
        yield site.server(), known


def look(server: Server, path: str, cookies: str = "") -> Reply:
    """Ask for a page as a browser would through the proxy."""
    cookie = {"Cookie": cookies} if cookies else {}
    return server.request("GET", path, headers={**AS_A_BROWSER, **cookie}, timeout=30)


class Forms(HTMLParser):
    """Collect the fields of each form of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({})
        elif self.found and tag in ("input", "button", "textarea") and given.get("name"):
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or given["name"] not in self.found[-1] or "checked" in given:
                self.found[-1][given["name"]] = given.get("value", "on" if is_choice else "")
        elif self.found and tag == "select":
            self._select = given.get("name", "")
            self.found[-1][self._select] = ""
        elif self.found and tag == "option" and self._select:
            kept = "" if "selected" in given else self.found[-1][self._select]
            self.found[-1][self._select] = kept or given.get("value", "")


def forms_of(page: Reply) -> list[Fields]:
    """Return the fields of each form of a page; of one without HTML nothing."""
    if "text/html" not in page.headers.get("content-type", ""):
        return []
    parser = Forms()
    parser.feed(page.body.decode(errors="replace"))
    return [tuple(fields.items()) for fields in parser.found if fields]

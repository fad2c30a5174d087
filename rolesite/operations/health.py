"""Tell whoever watches the site whether a process is alive, and whether it can answer."""

from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from roles.models import Edition
from web.responses import unavailable
from web.retry import DatabaseAway


class HealthMiddleware:
    """Answers ``/healthz`` (this process is alive) and ``/readyz`` (it can show the site).

    Comes before everything that asks for a host or for TLS, because probes have neither.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.is_migrated = False  # asked until it is true: nothing is ever taken back

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return _plain("alive")
        if request.path == "/readyz":
            reason = self._why_not_ready()
            return unavailable(_plain(reason)) if reason else _plain("ready")
        return self.get_response(request)

    def _why_not_ready(self) -> str:
        try:
            if not self.is_migrated:
                executor = MigrationExecutor(connection)
                if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                    return "The database lacks migrations: run manage.py migrate."
                self.is_migrated = True
            if not Edition.objects.public().exists():
                return "No edition is published: run manage.py publish_first_edition."
        except (Error, DatabaseAway):
            connection.close()
            return "The database cannot be reached."
        return ""


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")

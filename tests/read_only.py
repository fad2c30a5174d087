"""A law for every request of every test: a GET writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Sessions note when they were last seen.
EXCEPT = '"django_session"'


class GetWrites(AssertionError):
    """A page that is only looked at changed the database, or locked a row."""


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run a query unless it writes. Raises ``GetWrites``."""
    is_write = sql.lstrip().upper().startswith(WRITES) or " FOR UPDATE" in sql
    if is_write and EXCEPT not in sql:
        raise GetWrites(sql[:300])
    return execute(sql, params, many, context)


class ReadOnlyMiddleware:
    """Refuses writes while a GET or HEAD is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)


@contextmanager
def somebody_else_writes() -> Iterator[None]:
    """Do what happens in the ``with`` block as another process would, while a page is made."""
    kept, connection.execute_wrappers[:] = connection.execute_wrappers[:], []
    try:
        yield
    finally:
        connection.execute_wrappers[:] = kept

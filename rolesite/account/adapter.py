"""How allauth fits this site: no flash messages, our idea of an address, no staff."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from rolesite.account import backend
from web.limits import client_network


class VisitorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's way for visitors. Pages say themselves what happened, so messages are dropped."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        return None

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_network(request)

    def login(self, request: HttpRequest, user: User) -> None:
        if user.is_staff:
            raise PermissionDenied
        user.backend = backend.PATH
        super().login(request, user)

"""Whom a session that was opened by a code belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User

PATH = f"{__name__}.CodeBackend"


class CodeBackend(BaseBackend):
    """Finds visitors, never staff: a code sent by e-mail opens no desk, whatever happens."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None  # who may sign in is decided in rolesite.account.sign_in

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True, is_staff=False).first()

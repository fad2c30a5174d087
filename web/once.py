"""A form that is sent twice, by a second click or after Back, does its work once.

A page gives each form a random key. What the first press makes carries this key, or is derived from
it, so that a second press finds it and leads to the same place.
"""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest

FIELD = "press"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def new_press() -> str:
    """A key for one form of one page: 256 random bits."""
    return secrets.token_urlsafe(32)


def press_of(request: HttpRequest) -> str:
    """The key that a form came with; one of its own for a form without, or with a made-up one."""
    key = request.POST.get(FIELD, "")
    return key if KEY.fullmatch(key) else new_press()

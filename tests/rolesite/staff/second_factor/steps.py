"""Sign in at the desk as a browser does."""

from __future__ import annotations

import re
import time
from typing import Any

from django.test import Client

from rolesite.staff.second_factor.factors import app_code

PASSWORD = "a password for tests"
LOGIN, STEP, SET_UP = "/admin/login/", "/admin/second-step/", "/admin/second-factor/set-up/"
CODES = "/admin/second-factor/codes/"


def code_of(secret: str, later: int = 0) -> str:
    return app_code(secret, int(time.time()) // 30 + later)


def first_step(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"username": "ada", "password": password} | more)


def both_steps(client: Client, code: str) -> Any:
    assert first_step(client).headers["Location"] == STEP
    return client.post(STEP, {"code": code})


def set_up(client: Client) -> Any:
    page = client.get(SET_UP).content.decode()
    spelt = re.search(r'class="desk-key">([A-Z2-7 ]+)<', page)
    assert spelt
    return client.post(SET_UP, {"code": code_of(spelt[1].replace(" ", ""))})


def confirmed(client: Client, code: str) -> None:
    """Confirm by a code who is signed in, before another app is set up."""
    assert client.post(SET_UP, {"code": code}).headers["Location"] == SET_UP

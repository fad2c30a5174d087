"""Visitors with an account: their addresses, the code they get, and how they keep a result."""

from __future__ import annotations

import re
from typing import Any, Protocol

from django.core.mail import EmailMessage
from django.test import Client

ADA, BEN = "ada@example.org", "ben@example.org"
SIGN_IN, CODE, KEEP = "/account/sign-in/", "/account/sign-in/code/", "/account/keep/"
CONFIRM = "/account/keep/confirm/"


class SignIn(Protocol):
    """The fixture ``sign_in``, which signs a client in as a person does."""

    def __call__(self, email: str = ADA, client: Client | None = None) -> Client: ...


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^ {4}(\S+)$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found[1]


def keep(client: Client, token: str) -> Any:
    assert client.post(KEEP, {"token": token}).headers["Location"] == CONFIRM
    return client.post(CONFIRM)

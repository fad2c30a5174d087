"""What tests of accounts share."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.rolesite.visitors import ADA, CODE, SIGN_IN, SignIn, code_in
from web.models import Counter


@pytest.fixture
def sign_in(mailoutbox: list[EmailMessage]) -> SignIn:
    """Sign in as a person does: address, e-mail, code."""

    def go(email: str = ADA, client: Client | None = None) -> Client:
        Counter.objects.all().delete()  # limits have tests of their own
        client = client or Client()
        assert client.post(SIGN_IN, {"email": email}).headers["Location"] == CODE
        answer = client.post(CODE, {"code": code_in(mailoutbox[-1])})
        assert answer.status_code == 302
        return client

    return go

"""Signing in and signing up are the same: an address, then the code that was sent to it.

An account begins once its first code was typed in, so nobody can fill the database with
addresses of others, and the answer is the same whether an address is known or not. That is why
the steps are ours: allauth sends no code to an address it does not know.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass, replace
from typing import Self

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from assessments.attempts.account_attempts import NoAccount
from rolesite.account import backend
from web.encryption import decrypt, encrypt
from web.limits import Limit, client_network

PENDING = "sign_in"  # in the session
ABOUT = "sign-in code"
CODE_SECONDS = 10 * 60
MAX_WRONG = 3
MAX_RESENT = 2
NETWORK_LIMIT = Limit("codes-of-network", 20, 60)
ADDRESS_LIMITS = (Limit("codes-a-minute", 3, 60), Limit("codes-an-hour", 10, 3600))


def may_send(request: HttpRequest, email: str) -> bool:
    """Count one code for ``email``; False when this network or address had too many."""
    tries = [(NETWORK_LIMIT, client_network(request)), *((each, email) for each in ADDRESS_LIMITS)]
    return not any(limit.seconds_to_wait(who) for limit, who in tries)


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A code was sent and is waited for. Kept in the session, with the code encrypted."""

    email: str
    encrypted_code: str
    at: float
    wrong: int = 0
    resent: int = 0

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> None:
        """Send a code to ``email`` and note in the session that it is waited for."""
        cls(email, _send_code(email), time.time())._store(request)

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The sign-in that waits for its code; None when there is none or it took too long."""
        note = request.session.get(PENDING)
        if note is None or time.time() - note["at"] > CODE_SECONDS:
            return None
        return cls(**note)

    @property
    def code(self) -> str:
        """The code that was sent last; empty, which nothing equals, if it cannot be read."""
        return decrypt(self.encrypted_code, about=ABOUT) or ""

    @property
    def can_resend(self) -> bool:
        return self.resent < MAX_RESENT

    def resend(self, request: HttpRequest) -> None:
        """Send another code, which replaces the one before."""
        sent = _send_code(self.email)
        replace(self, encrypted_code=sent, resent=self.resent + 1)._store(request)

    def note_wrong_code(self, request: HttpRequest) -> bool:
        """Count a wrong code; False when it was the last try."""
        if self.wrong + 1 >= MAX_WRONG:
            del request.session[PENDING]
            return False
        replace(self, wrong=self.wrong + 1)._store(request)
        return True

    def finish(self, request: HttpRequest) -> None:
        """Sign in, and open the account if there is none. Raises PermissionDenied for staff."""
        user = find_visitor(self.email) or open_account(self.email)
        del request.session[PENDING]
        login(request, user, backend=backend.PATH)

    def _store(self, request: HttpRequest) -> None:
        request.session[PENDING] = asdict(self)


def _send_code(email: str) -> str:
    """Send a new code to ``email``; returns it encrypted."""
    code = get_adapter().generate_login_code()
    get_adapter().send_mail("account/email/login_code", email, {"code": code})
    return encrypt(code, about=ABOUT)


def find_visitor(email: str) -> User | None:
    """The visitor that an address belongs to, or None."""
    return User.objects.filter(
        emailaddress__email=email.lower(),
        emailaddress__verified=True,
        is_active=True,
        is_staff=False,
    ).first()


def open_account(email: str) -> User:
    """A new account for an address whose code was just typed in; of two at once one is made."""
    try:
        with transaction.atomic():
            user = User(username=f"visitor-{secrets.token_hex(12)}")
            user.set_unusable_password()
            user.save()
            EmailAddress.objects.create(user=user, email=email.lower(), primary=True, verified=True)
    except IntegrityError:
        found = find_visitor(email)
        if found is None:  # the address is noted for somebody on the staff
            raise PermissionDenied from None
        return found
    return user


def email_of(user: User) -> str:
    """The address of an account. Raises NoAccount when it was deleted meanwhile."""
    rows = EmailAddress.objects.filter(user=user, primary=True)
    email: str | None = rows.values_list("email", flat=True).first()
    if email is None:
        raise NoAccount("This account was deleted.")
    return email

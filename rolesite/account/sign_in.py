"""Sign in or up, which are the same: an address, then the code that was sent to it.

An account begins once its first code was typed in, so nobody can fill the database with
addresses of others, and the answer is the same whether an address is known or not. That is why
the steps are ours: allauth sends no code to an address it does not know.
"""

import datetime as dt
import json
import secrets
import time
from dataclasses import asdict, dataclass, replace
from smtplib import SMTPException
from typing import Any, Self

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from assessments.attempts.services import NoAccount, delete_owner
from web.deleted import forget_deleted
from web.encryption import decrypt, encrypt
from web.limits import Limit, client_network
from web.typed import cleaned_code

BACKEND = f"{__name__}.CodeBackend"
PENDING = "sign_in"  # in the session
ABOUT = "sign-in"
CODE_SECONDS = 10 * 60
AGAIN_SECONDS = 15  # within which a second press is the same one
MAX_TRIES = 3
MAX_RESENT = 2
# Without what looks or sounds alike, and without vowels, which would make words.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
NETWORK_LIMIT = Limit("codes-of-network", 20, 60)
ADDRESS_LIMITS = (Limit("codes-a-minute", 3, 60), Limit("codes-an-hour", 10, 3600))
# Each of a form and what it sent, so that pressing twice sends, tries and uses one code.
SENT = Limit("sign-in-sent", 1, CODE_SECONDS)
TYPED = Limit("sign-in-typed", 1, AGAIN_SECONDS)
TRIES = Limit("sign-in-tries", MAX_TRIES, CODE_SECONDS)
USED = Limit("sign-in-used", 1, CODE_SECONDS)


class CodeBackend(BaseBackend):
    """The authentication backend of visitors; it never finds staff, so no code opens the desk."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None  # who may sign in is decided below

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True, is_staff=False).first()


class TooManyCodes(Exception):
    """This network or address asked for too many codes."""


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A sign-in whose code was sent and has not been typed in yet.

    The code is derived from ``form_key``, the key of the form that asked for it (``web.once``), the
    address, and how often it was sent again. Kept in the session and, encrypted, in the form that
    takes the code: a second press comes with the session that the first one has ended.
    """

    email: str
    form_key: str
    at: float
    resent: int = 0
    tried: int = 0

    @classmethod
    def begin(cls, request: HttpRequest, email: str, form_key: str) -> None:
        """Send a code to ``email``, once for each form, and note the pending sign-in.

        Raises ``TooManyCodes``, and ``OSError`` or ``SMTPException`` if it could not be sent.
        """
        cls(email, form_key, time.time())._send(request)

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """Return the sign-in that waits for its code; ``None`` if there is none or it expired."""
        text = decrypt(request.POST.get(PENDING, ""), about=ABOUT)
        note = request.session.get(PENDING) or (text and json.loads(text))
        if not note or abs(time.time() - note["at"]) > CODE_SECONDS:
            return None
        return cls(**note)

    @property
    def encrypted(self) -> str:
        """This sign-in for a hidden field."""
        return encrypt(json.dumps(asdict(self)), about=ABOUT)

    @property
    def code(self) -> str:
        """The code that was sent last."""
        about = f"{self.form_key} {self.email} {self.resent}"
        digest = salted_hmac("rolesite.sign-in", about, algorithm="sha256").digest()
        number = int.from_bytes(digest, "big")
        letters = [LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(8)]
        return f"{''.join(letters[:4])}-{''.join(letters[4:])}"

    @property
    def can_resend(self) -> bool:
        return self.resent < MAX_RESENT

    @property
    def is_over(self) -> bool:
        """Whether too many wrong codes were typed."""
        return self.tried >= MAX_TRIES

    def resend(self, request: HttpRequest) -> None:
        """Send another code in place of the one before, once a form. Raises as ``begin`` does."""
        text = decrypt(request.POST.get(PENDING, ""), about=ABOUT)
        if text is None or json.loads(text)["resent"] >= self.resent:
            replace(self, resent=self.resent + 1)._send(request)

    def take(self, request: HttpRequest, typed: str) -> bool:
        """Sign in, and open the account if there is none; ``False`` for a wrong or used code.

        Raises ``PermissionDenied`` for staff.
        """
        who = f"{self.form_key} {self.email}"
        is_again = TYPED.seconds_to_wait(f"{who} {typed}") > 0
        if TRIES.was_passed(who) if is_again else TRIES.seconds_to_wait(who):
            replace(self, tried=MAX_TRIES)._store(request)
            return False
        if not secrets.compare_digest(typed.encode(), cleaned_code(self.code).encode()):
            if not is_again:
                replace(self, tried=self.tried + 1)._store(request)
            return False
        since_used = CODE_SECONDS - (USED.seconds_to_wait(f"{who} {self.resent}") or CODE_SECONDS)
        if since_used > AGAIN_SECONDS:
            return False
        user = find_visitor(self.email) or open_account(self.email)
        request.session.pop(PENDING, None)
        login(request, user, backend=BACKEND)
        return True

    def _send(self, request: HttpRequest) -> None:
        form = f"{self.form_key} {self.email} {self.resent}"
        pending = self
        if wait := SENT.seconds_to_wait(form):
            pending = replace(self, at=time.time() - CODE_SECONDS + wait)
        else:
            try:
                _may_send(request, self.email)
                get_adapter().send_mail("account/email/login_code", self.email, {"code": self.code})
            except (TooManyCodes, OSError, SMTPException):
                SENT.give_back(form)
                raise
        pending._store(request)

    def _store(self, request: HttpRequest) -> None:
        request.session[PENDING] = asdict(self)


def _may_send(request: HttpRequest, email: str) -> None:
    """Count one code for ``email``. Raises ``TooManyCodes``."""
    name, _, domain = email.rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"  # ada+news@ is delivered to ada@
    tries = [
        (NETWORK_LIMIT, client_network(request)),
        *((each, mailbox) for each in ADDRESS_LIMITS),
    ]
    if any(limit.seconds_to_wait(who) for limit, who in tries):
        raise TooManyCodes


def find_visitor(email: str) -> User | None:
    """Return the active visitor with this address, never staff, or ``None``."""
    return User.objects.filter(
        emailaddress__email=email.lower(),
        emailaddress__verified=True,
        is_active=True,
        is_staff=False,
    ).first()


def has_account(number: int) -> bool:
    return User.objects.filter(pk=number).exists()


def open_account(email: str) -> User:
    """Return the account of an address, new or not. Raises ``PermissionDenied`` for staff."""
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
    """Return the address of an account. Raises ``NoAccount`` if it was deleted meanwhile."""
    rows = EmailAddress.objects.filter(user=user, primary=True)
    email: str | None = rows.values_list("email", flat=True).first()
    if email is None:
        raise NoAccount("This account was deleted.")
    return email


@transaction.atomic
def delete_account(*, user_id: int, now: dt.datetime) -> None:
    """Delete an account, its attempts with all that belongs to them, and its sessions.

    Sessions are searched one by one, because only their content says whose they are.
    """
    delete_owner(user_id)
    own = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=now).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]
    Session.objects.filter(pk__in=own).delete()
    forget_deleted()

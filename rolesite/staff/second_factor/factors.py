"""Verbs on a person's second factor. Each is one transaction; the clock is passed in."""

from __future__ import annotations

import datetime as dt
import secrets
from urllib.parse import quote, urlencode

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.models import User
from django.db import transaction

ISSUER = "Rolesite"
PERIOD_SECONDS = 30
# Codes of the periods before and after count too: clocks differ, and typing takes time.
TOLERANCE = 1


def new_secret() -> str:
    """A random secret for an app, as it is typed in by hand."""
    return str(generate_totp_secret())


def factor_id(user: User) -> int | None:
    """Which app a person has set up; None for none. Another one has another number."""
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    number: int | None = rows.values_list("pk", flat=True).first()
    return number


@transaction.atomic
def enrol(*, user: User, secret: str) -> list[str]:
    """Set up an app in place of the one before; returns ten new spare codes."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    return list(RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def renew_spare_codes(*, user: User) -> list[str]:
    """Ten new spare codes; the old ones no longer work."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


@transaction.atomic
def remove(*, user: User) -> bool:
    """Take the second factor away; False when there is none."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def spare_codes_left(user: User) -> int:
    """How many spare codes still work."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return 0 if row is None else len(row.wrap().get_unused_codes())


def fits(secret: str, code: str, now: dt.datetime) -> bool:
    """Whether an app that has ``secret`` shows ``code`` about now."""
    return _counter(secret, code, now, after=-1) is not None


@transaction.atomic
def accept(*, user: User, code: str, now: dt.datetime) -> bool:
    """Whether ``code`` passes, from the app or a spare one; each passes once.

    The row is locked and remembers the newest period, so that of two who type the same code, also
    at two web processes, one gets in.
    """
    rows = Authenticator.objects.select_for_update().filter(user=user)
    for row in rows.filter(type=Authenticator.Type.TOTP):
        secret = get_adapter().decrypt(row.data["secret"])
        counter = _counter(secret, code, now, after=row.data.get("last_counter", -1))
        if counter is not None:
            row.data["last_counter"] = counter
            row.last_used_at = now
            row.save(update_fields=["data", "last_used_at"])
            return True
    digits = "".join(code.split())
    for row in rows.filter(type=Authenticator.Type.RECOVERY_CODES):
        if digits and row.wrap().validate_code(digits):
            return True
    return False


def _counter(secret: str, code: str, now: dt.datetime, *, after: int) -> int | None:
    """The period that ``code`` belongs to, when it is a later one than ``after``."""
    digits = "".join(code.split())
    this = int(now.timestamp()) // PERIOD_SECONDS
    for counter in range(this - TOLERANCE, this + TOLERANCE + 1):
        shown = str(format_hotp_value(hotp_value(secret, counter)))
        if counter > after and secrets.compare_digest(shown.encode(), digits.encode()):
            return counter
    return None


def app_address(user: User, secret: str) -> str:
    """What an app reads from the picture: whose secret this is and for which site."""
    label = quote(f"{ISSUER}:{user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def picture_path(text: str) -> tuple[int, str]:
    """A QR code of ``text``: the width in modules and the path of an SVG."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return len(rows), "".join(squares)

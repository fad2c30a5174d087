"""Change and check a second factor, in allauth's rows but encrypted. The clock is passed in."""

import base64
import datetime as dt
import logging
import secrets
from typing import Any

import qrcode
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.db import transaction

from web.encryption import decrypt, encrypt

logger = logging.getLogger(__name__)

ISSUER = "Rolesite"
ABOUT = "second factor"
SECRET_BYTES = 20
PERIOD_SECONDS = 30
# Codes of the periods before and after count too: clocks differ, and typing takes time.
TOLERANCE = 1
SPARE_CODES = 10
SPARE_DIGITS = 8
LAST = "last_counter"  # the newest period of which a code was used
MADE = "made"  # when the spare codes were made, in seconds, and after which code
FRESH_SECONDS = 5 * 60
SPARE = "migrated_codes"  # what allauth calls spare codes that are stored one by one


def new_secret() -> str:
    """Return a random secret for an app, in the letters in which people type it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _app(secret: str) -> TOTP:
    """Return what an app with ``secret`` works out (RFC 6238); SHA-1 is what all apps know."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), PERIOD_SECONDS)  # noqa: S303


def app_code(secret: str, period: int) -> str:
    """Return the six digits that an app with ``secret`` shows in a period."""
    return _app(secret).generate(period * PERIOD_SECONDS).decode()


def factor_id(user: User) -> int | None:
    """Return the id of the app that a person has set up, or ``None``; a new app has a new id."""
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    number: int | None = rows.values_list("pk", flat=True).first()
    return number


@transaction.atomic
def enrol(*, user: User, secret: str, code: str = "", now: dt.datetime | None = None) -> list[str]:
    """Set up an app in place of the one before; return ten new spare codes."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    data = {"secret": encrypt(secret, about=ABOUT)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return _new_spare_codes(user, code, now)


@transaction.atomic
def renew_spare_codes(*, user: User, code: str, now: dt.datetime) -> list[str]:
    """Return ten new spare codes; the old ones no longer work."""
    User.objects.select_for_update().get(pk=user.pk)
    return _new_spare_codes(user, code, now)


def spare_codes_made_with(*, user: User, code: str, now: dt.datetime) -> list[str]:
    """Return the spare codes if they were made with ``code`` in the last five minutes, else none.

    So a button that is pressed twice shows what the first press made.
    """
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or MADE not in row.data:
        return []
    at, encrypted = row.data[MADE]
    made_with = decrypt(encrypted, about=ABOUT)
    is_fresh = abs(now.timestamp() - at) <= FRESH_SECONDS
    if made_with is None or not is_fresh or not _equal(made_with, code):
        return []
    plain = [decrypt(each, about=ABOUT) for each in row.data[SPARE]]
    return [code for code in plain if code is not None]


def _new_spare_codes(user: User, code: str, now: dt.datetime | None) -> list[str]:
    codes = [f"{secrets.randbelow(10**SPARE_DIGITS):0{SPARE_DIGITS}}" for _ in range(SPARE_CODES)]
    data: dict[str, Any] = {SPARE: [encrypt(each, about=ABOUT) for each in codes]}
    if now is not None:
        data[MADE] = [int(now.timestamp()), encrypt(code, about=ABOUT)]
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, defaults={"data": data}
    )
    return codes


@transaction.atomic
def remove(*, user: User) -> bool:
    """Remove the second factor; return ``False`` if there was none."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)


def spare_codes_left(user: User) -> int:
    """Return how many spare codes still work."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return 0 if row is None else len(row.data[SPARE])


def fits(secret: str, code: str, now: dt.datetime) -> bool:
    """Return whether an app that has ``secret`` shows ``code`` about now."""
    return _period(secret, code, now, after=-1) is not None


@transaction.atomic
def accept(*, user: User, code: str, now: dt.datetime) -> bool:
    """Return whether ``code`` is right, from the app or a spare one: each works once, by a lock."""
    rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=user)}
    if app := rows.get(Authenticator.Type.TOTP):
        plain = decrypt(app.data["secret"], about=ABOUT)
        if plain is None:
            logger.error(
                "The second factor of account %s was encrypted with another SECRET_KEY: put that "
                "one into SECRET_KEY_FALLBACKS, or reset the factor.",
                user.pk,
            )
        period = plain and _period(plain, code, now, after=app.data.get(LAST, -1))
        if isinstance(period, int):
            app.data[LAST] = period
            app.last_used_at = now
            app.save(update_fields=["data", "last_used_at"])
            return True
    if spare := rows.get(Authenticator.Type.RECOVERY_CODES):
        plain_codes = [(each, decrypt(each, about=ABOUT)) for each in spare.data[SPARE]]
        left = [each for each, plain in plain_codes if not plain or not _equal(plain, code)]
        if len(left) < len(spare.data[SPARE]):
            spare.data[SPARE] = left
            spare.save(update_fields=["data"])
            return True
    return False


def _period(secret: str, code: str, now: dt.datetime, *, after: int) -> int | None:
    """Return the period that ``code`` belongs to, if it is later than ``after``, else ``None``."""
    this = int(now.timestamp()) // PERIOD_SECONDS
    if after > this + TOLERANCE:  # by a clock that has been set back since
        after = -1
    for period in range(this - TOLERANCE, this + TOLERANCE + 1):
        if period > after and _equal(app_code(secret, period), code):
            return period
    return None


def _equal(right: str, typed: str) -> bool:
    return secrets.compare_digest(right.encode(), "".join(typed.split()).encode())


def app_address(user: User, secret: str) -> str:
    """Return the ``otpauth:`` address for an app: the secret, whose it is and for which site."""
    return _app(secret).get_provisioning_uri(user.get_username(), ISSUER)


def picture_path(text: str) -> tuple[int, str]:
    """Return a QR code of ``text``: the width in modules and the path of an SVG."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return len(rows), "".join(squares)

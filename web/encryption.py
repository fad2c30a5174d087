"""Short secrets that we must be able to read again, encrypted with the site's secret key.

Everything else is stored hashed. What is encrypted here is of no use without ``SECRET_KEY``, which
is not in the database, and opens only where it belongs: ``about`` names the row it is for.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_BYTES = 12


def encrypt(text: str, *, about: str) -> str:
    """Return ``text`` encrypted, differently each time; ``decrypt`` needs the same ``about``."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    encrypted = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + encrypted).decode()


def decrypt(encrypted: str, *, about: str) -> str | None:
    """Return the text again; ``None`` if ``about`` or the secret key is not that of ``encrypt``."""
    try:
        raw = base64.urlsafe_b64decode(encrypted.encode())
    except ValueError:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            text = AESGCM(_key(secret)).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode()
            )
        except (InvalidTag, ValueError):
            continue
        return text.decode()
    return None


def derived_token(secret: str, purpose: str) -> str:
    """Return a token for one purpose, from which nobody can work out ``secret``."""
    digest = hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _key(secret: str | bytes) -> bytes:
    return hmac.new(force_bytes(secret), b"rolesite encrypted secrets", hashlib.sha256).digest()

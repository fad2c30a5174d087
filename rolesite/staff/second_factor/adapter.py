"""How allauth.mfa fits this site: secrets are stored encrypted."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from web.encryption import decrypt, encrypt

ABOUT = "second factor"


class EncryptedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's way, with secrets that are of no use without the site's key."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, about=ABOUT)

    def decrypt(self, encrypted_text: str) -> str:
        text = decrypt(encrypted_text, about=ABOUT)
        if text is None:
            raise ValueError("A second factor was encrypted with another SECRET_KEY.")
        return text

"""Let a form that is sent twice, by a second click or after Back, do its work once.

A page gives each form a random key. What the first press creates carries this key, or one derived
from it, so that a second press finds it and leads to the same page.
"""

import re
import secrets

from django.http import HttpRequest

FIELD = "form_key"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def new_form_key() -> str:
    """Return a random key (256 bits) for one form of one page."""
    return secrets.token_urlsafe(32)


def form_key_of(request: HttpRequest) -> str:
    """Return the key that a form was sent with; a new one if it is missing or malformed."""
    key = request.POST.get(FIELD, "")
    return key if KEY.fullmatch(key) else new_form_key()

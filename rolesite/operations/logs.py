"""Keep private links and searches out of the logs, and send errors by e-mail."""

import logging
import math
import re
import time

from django.core.mail import mail_admins

# Whatever follows these may be a private link, also one that was cut or lengthened on its way.
# A path that stands in a query has its slashes as %2F.
PERSONAL = re.compile(
    r"((?:/|%2F)(?:quiz|results|rate|shared)(?:/|%2F)+)[^\s'\"?#&]+", re.IGNORECASE
)
# Elsewhere: 32 random bytes in the URL-safe alphabet are 43 characters.
PRIVATE_LINK = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
MASK = "[private-link]"
# The development server and tracebacks write whole addresses.
SEARCH = re.compile(
    r"((?:/|%2F)search(?:/|%2F)?(?:\?|%3F))[^\s\"]*?(?='?>?(?:[\s\"]|$))", re.IGNORECASE
)
SECONDS_BETWEEN_MAILS = 60
SEARCH_MASK = r"\1[search]"


def masked(text: str) -> str:
    """Return ``text`` without private links and searches."""
    text = PRIVATE_LINK.sub(MASK, PERSONAL.sub(rf"\1{MASK}", text))
    return SEARCH.sub(SEARCH_MASK, text)


class MaskPrivateLinks(logging.Filter):
    """A logging filter that masks private links and searches in messages and tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        # What a visitor sent badly, as a Host or a form: the line says it all.
        if record.name.startswith("django.security") or getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True


class ErrorMail(logging.Handler):
    """Sends an error and its traceback to ``ERRORS_TO``, one a minute at most.

    Django's own handler would send what the visitor sent too, cookies and answers among it.
    """

    sent_at = -math.inf

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        if now - self.sent_at >= SECONDS_BETWEEN_MAILS:
            self.sent_at = now
            text = self.format(record)
            mail_admins(f"Error: {text.splitlines()[0][:100]}", text, fail_silently=True)

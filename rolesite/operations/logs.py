"""What may be written to a log: never a private link, never what somebody searched for."""

from __future__ import annotations

import logging
import re

# A private link is 43 characters of the URL-safe alphabet (32 random bytes).
PRIVATE_LINK = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
MASK = "[private-link]"
# The development server and tracebacks write whole addresses.
SEARCH = re.compile(r"(/search/?\?)[^\s'\"]*")
SEARCH_MASK = r"\1[search]"


def masked(text: str) -> str:
    return SEARCH.sub(SEARCH_MASK, PRIVATE_LINK.sub(MASK, text))


class MaskPrivateLinks(logging.Filter):
    """Replaces private links and searches, in the message, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True

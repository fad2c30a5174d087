"""What may be written to a log: never a private link."""

from __future__ import annotations

import logging
import re

# A private link is 43 characters of the URL-safe alphabet (32 random bytes).
PRIVATE_LINK = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
MASK = "[private-link]"


class MaskPrivateLinks(logging.Filter):
    """Replaces everything that looks like a private link, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = PRIVATE_LINK.sub(MASK, record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = PRIVATE_LINK.sub(
                MASK, logging.Formatter().formatException(record.exc_info)
            )
        return True

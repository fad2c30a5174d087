"""Read and write strict JSON (RFC 8259, I-JSON), which other programs read in the same way."""

import json
import math
from typing import Any

TOO_DEEP = "It is nested too deeply."


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text, with or without a byte-order mark.

    Raises ``ValueError`` also for what Python alone accepts: NaN, numbers too large for a float,
    half of a surrogate pair, and names that stand twice in one object.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode()
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=_finite,
        )
        # Half a pair may be in the text itself or behind a \u.
        if "\\u" in text or not text.isascii():
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise ValueError("It is not UTF-8 text, or holds half of a character.") from error
    except RecursionError as error:
        raise ValueError(TOO_DEEP) from error
    except ValueError as error:
        if "set_int_max_str_digits" in str(error):  # Python's words, for programmers
            raise ValueError("A whole number has more than 4,300 digits.") from error
        raise
    return value


def dumps(value: Any, **options: Any) -> str:
    """Return ``value`` as JSON on one line, in any script. Raises ``ValueError`` for NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, **options)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r:.60} stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text:.60} is too large for a number")
    return number

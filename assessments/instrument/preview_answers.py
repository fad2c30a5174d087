"""Hold the answers of a preview of the quiz in its address, so that nothing is stored.

In a preview of the draft the quiz must work without an attempt. So the token, which is in the
address of every page of a quiz, is not a key to a row: it holds the answers themselves. Pure.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping

from assessments.instrument.questionnaire import Value, questionnaire_of
from assessments.instrument.values import instrument_of
from assessments.scoring import AnswerError, encode
from roles.snapshot.editions import Snapshot
from web.strict_json import dumps, loads

# No private link begins like this.
MARK = "~"
# The answers to some 40 questions take about 250 characters; addresses may have thousands.
LONGEST = 4000
PREVIEW_TOKEN = f"{MARK}[A-Za-z0-9_-]{{1,{LONGEST}}}"
# What a token may unfold to: far more than any quiz of ours.
MOST_BYTES = 64_000


def token_of(answers: Mapping[str, Value]) -> str:
    """Return the token of a preview attempt, which holds these answers."""
    text = dumps(answers, sort_keys=True, separators=(",", ":"))
    encoded = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9))
    return MARK + encoded.decode().rstrip("=")


def answers_in(token: str, snapshot: Snapshot) -> dict[str, Value] | None:
    """Return the answers in a token that the snapshot's quiz asks, ``None`` for any other token."""
    if not token.startswith(MARK) or len(token) > LONGEST + len(MARK):
        return None
    encoded = token.removeprefix(MARK)
    try:
        unpacker = zlib.decompressobj()
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        given = loads(unpacker.decompress(raw, MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError):
        return None
    if not isinstance(given, dict):
        return None
    asked = {key: given[key] for key in questionnaire_of(snapshot).keys if key in given}
    if _are_legal(snapshot, asked):
        return asked
    return {key: value for key, value in asked.items() if _are_legal(snapshot, {key: value})}


def _are_legal(snapshot: Snapshot, answers: Mapping[str, object]) -> bool:
    try:
        encode(instrument_of(snapshot), answers)
    except (AnswerError, TypeError):
        return False
    return True

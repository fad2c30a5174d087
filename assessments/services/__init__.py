"""Verbs that change attempts. Each is one transaction; the clock is passed in.

Everything but starting locks the attempt's row first, so that of two requests for one attempt
the second sees what the first did, on every database.
"""

from assessments.services.attempts import (
    TOKEN_BYTES,
    AlreadyFinished,
    BadSave,
    ChangedElsewhere,
    KeyReused,
    NotFinished,
    NothingPublished,
    Saved,
    SaveRefused,
    UnknownLink,
    delete_attempt,
    finish_attempt,
    save_answers,
    start_attempt,
)
from assessments.services.chains import (
    NotEarlier,
    TooManyRetakes,
    join_earlier,
    take_out,
)
from assessments.services.packing import pack_answers
from assessments.services.plans import UnknownStep, press_step, set_plan
from assessments.services.shares import TooManyShares, create_share, revoke_share

__all__ = [
    "TOKEN_BYTES",
    "AlreadyFinished",
    "BadSave",
    "ChangedElsewhere",
    "KeyReused",
    "NotEarlier",
    "NotFinished",
    "NothingPublished",
    "SaveRefused",
    "Saved",
    "TooManyRetakes",
    "TooManyShares",
    "UnknownLink",
    "UnknownStep",
    "create_share",
    "delete_attempt",
    "finish_attempt",
    "join_earlier",
    "pack_answers",
    "press_step",
    "revoke_share",
    "save_answers",
    "set_plan",
    "start_attempt",
    "take_out",
]

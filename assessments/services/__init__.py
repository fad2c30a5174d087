"""Verbs that change attempts. Each is one transaction; the clock is passed in.

Everything but starting locks the attempt's row first, so that of two requests for one attempt
the second sees what the first did, on every database.
"""

from assessments.services.attempts import (
    TOKEN_BYTES,
    AlreadyFinished,
    NotFinished,
    NothingPublished,
    Saved,
    UnknownLink,
    ask_in_full,
    delete_attempt,
    finish_attempt,
    keep_in_account,
    save_answers,
    start_attempt,
)
from assessments.services.chains import (
    NotEarlier,
    TooManyRetakes,
    join_earlier,
    take_out,
)
from assessments.services.colleagues import (
    AlreadySent,
    LinkEnded,
    NothingRated,
    PictureDrawn,
    SavedRatings,
    TooFewAnswers,
    TooManyInvited,
    begin_rating,
    draw_picture,
    forget_unsent,
    invite_colleague,
    revoke_invitation,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from assessments.services.impacts import (
    ImpactState,
    Subject,
    begin_impact,
    continue_impact,
    impact_state,
    subject_of,
)
from assessments.services.packing import pack_answers, pack_for
from assessments.services.plans import UnknownStep, press_step, set_plan
from assessments.services.saves import (
    BadSave,
    ChangedElsewhere,
    Closed,
    KeyReused,
    SaveRefused,
)
from assessments.services.shares import TooManyShares, create_share, revoke_share

__all__ = [
    "TOKEN_BYTES",
    "AlreadyFinished",
    "AlreadySent",
    "BadSave",
    "ChangedElsewhere",
    "Closed",
    "ImpactState",
    "KeyReused",
    "LinkEnded",
    "NotEarlier",
    "NotFinished",
    "NothingPublished",
    "NothingRated",
    "PictureDrawn",
    "SaveRefused",
    "Saved",
    "SavedRatings",
    "Subject",
    "TooFewAnswers",
    "TooManyInvited",
    "TooManyRetakes",
    "TooManyShares",
    "UnknownLink",
    "UnknownStep",
    "ask_in_full",
    "begin_impact",
    "begin_rating",
    "continue_impact",
    "create_share",
    "delete_attempt",
    "draw_picture",
    "finish_attempt",
    "forget_unsent",
    "impact_state",
    "invite_colleague",
    "join_earlier",
    "keep_in_account",
    "pack_answers",
    "pack_for",
    "press_step",
    "revoke_invitation",
    "revoke_share",
    "save_answers",
    "save_ratings",
    "send_ratings",
    "set_plan",
    "start_attempt",
    "subject_of",
    "take_out",
    "withdraw_ratings",
]

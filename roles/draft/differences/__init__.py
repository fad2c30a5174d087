"""What differs between two documents, in an editor's words, and each difference on its own.

``differences(before, after)`` lists what turns one document of an edition, the draft or content
files into another; ``apply`` puts one of them into a document. Applied in their order, all of
them turn ``before`` into ``after``. Elements of lists are found again by their key, never by
their place. Pure: documents in, values out.
"""

from roles.draft.differences.applying import DoesNotApply, apply, completed, without
from roles.draft.differences.comparing import differences
from roles.draft.differences.said import said
from roles.draft.differences.values import Difference, Group, Kind, count_of, grouped
from roles.draft.differences.wording import Piece, changed_words

__all__ = [
    "Difference",
    "DoesNotApply",
    "Group",
    "Kind",
    "Piece",
    "apply",
    "changed_words",
    "completed",
    "count_of",
    "differences",
    "grouped",
    "said",
    "without",
]

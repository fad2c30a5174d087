"""What a draft would do to results that people already have: the same answers under both. Pure.

``Comparison`` scores answers under the edition in force and under the draft, ``Tally`` is the sum
over many people (parts add up, so it can be worked out bit by bit), ``edits_of`` finds the single
edits that can move a score, and ``figures`` says of the sum what may be shown.
"""

from assessments.analytics.impact.comparison import Comparison
from assessments.analytics.impact.edits import Edit, Edits, edits_of
from assessments.analytics.impact.figures import EditFigure, Figures, RoleFigure, figures
from assessments.analytics.impact.tally import (
    REASONS,
    SAMPLE,
    Reason,
    Tally,
    in_sample,
    sample_share,
)

__all__ = [
    "REASONS",
    "SAMPLE",
    "Comparison",
    "Edit",
    "EditFigure",
    "Edits",
    "Figures",
    "Reason",
    "RoleFigure",
    "Tally",
    "edits_of",
    "figures",
    "in_sample",
    "sample_share",
]

"""The chart of what people answered to one question; its figures stand in the template."""

from __future__ import annotations

from assessments.analytics.statistics.figures import QuestionReport
from assessments.analytics.statistics.presenters.words import FEW_PEOPLE, whole_percent
from assessments.instrument.questionnaire import GRADES
from roles.graphics.charts import Shares, share_bars


def answers_chart(told: QuestionReport) -> Shares | None:
    """Bars of the chosen answers, or None while too few people answered."""
    if told.shares is None:
        return None
    rows = [
        (label, "hidden" if share is None else whole_percent(share), share)
        for label, share in zip(told.asked.options or GRADES, told.shares, strict=True)
    ]
    notes = []
    if told.asked.is_multiple:
        notes.append("Several answers may be chosen, so the shares do not add up to 100 %.")
    if None in told.shares:
        notes.append(
            f"An answer that {FEW_PEOPLE} gave is hidden, and another one with it, so that "
            "nobody can be told about."
        )
    return share_bars(title="What people answered", head="Answer", rows=rows, note=" ".join(notes))

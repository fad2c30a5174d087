"""What the desk says about the questions: figures rounded once, and what to do about them."""

from assessments.analytics.statistics.presenters.overview import Overview, overview
from assessments.analytics.statistics.presenters.question import QuestionPage, question_page
from assessments.analytics.statistics.presenters.words import quarter_code, quarter_name

__all__ = [
    "Overview",
    "QuestionPage",
    "overview",
    "quarter_code",
    "quarter_name",
    "question_page",
]

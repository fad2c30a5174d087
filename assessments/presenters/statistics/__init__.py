"""What the desk says about the questions: figures rounded once, and what to do about them."""

from assessments.presenters.statistics.overview import Overview, overview
from assessments.presenters.statistics.question import QuestionPage, question_page
from assessments.presenters.statistics.words import quarter_code, quarter_name

__all__ = [
    "Overview",
    "QuestionPage",
    "overview",
    "quarter_code",
    "quarter_name",
    "question_page",
]

"""What the desk says about the questions: figures rounded once, and what to do about them."""

from assessments.presenters.statistics.overview import Overview, overview
from assessments.presenters.statistics.question import QuestionPage, question_page

__all__ = ["Overview", "QuestionPage", "overview", "question_page"]

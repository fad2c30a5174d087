"""The result page as a value: wording, rounding and order, from a result and its edition."""

from assessments.results.presenters.page import ResultPage, result_page

__all__ = ["ResultPage", "result_page"]

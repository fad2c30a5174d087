"""The methodology page: what is asked, how it counts, and an example to work out again."""

from assessments.methodology.presenters.page import MethodPage, method_page

__all__ = ["MethodPage", "method_page"]

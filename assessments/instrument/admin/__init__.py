"""The desk's screens for the questions, how answers count, and the steps of plans."""

from assessments.instrument.admin import evidence, quiz

__all__ = ["evidence", "quiz"]

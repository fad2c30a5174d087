"""The desk's screens for the questions, and for how answers count."""

from assessments.instrument.admin import evidence, quiz

__all__ = ["evidence", "quiz"]

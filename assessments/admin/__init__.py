"""The desk's screens for the quiz, its results and what people can do next."""

from assessments.admin import attempts, quiz, steps

__all__ = ["attempts", "quiz", "steps"]

"""The pages of the quiz and of its results."""

"""Show what answers say about the questions: sums that only grow, and figures made from them.

``form`` says what one edition asks, ``sums`` adds attempts up, ``report`` works figures out with
``formulas`` and holds back what too few stand behind (docs/statistics.md).
"""

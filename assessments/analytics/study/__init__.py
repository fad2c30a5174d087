"""Check the quiz on people: what they say of their own work, figures of it, and experts.

``services`` keep what people and experts say, ``figures`` are formulas, ``collected`` makes a page
of them that speaks of no single person (docs/statistics.md §6).
"""

"""Show what a draft would do to results that people already have: the same answers under both.

``comparison`` scores them, ``sums`` adds up bit by bit, ``edits`` finds the single edits that can
move a score, and ``figures`` says of the sum what may be shown.
"""

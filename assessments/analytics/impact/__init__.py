"""Show what a draft would do to results that people already have: the same answers under both.

``edits`` finds the single edits that can move a score, ``comparison`` scores answers under all of
them and adds up, and ``figures`` says of the sum what may be shown.
"""

"""What a draft would do to results that people already have: the same answers under both.

``comparison`` scores answers under the current edition and under the draft, ``tally`` adds up over
many people (parts add up, so it can be worked out bit by bit), ``edits`` finds the single edits
that can move a score, and ``figures`` says of the sum what may be shown.
"""

"""What answers say about the questions: sums that only ever grow, and figures made from them.

Pure. ``form`` says what one edition asks, ``sums`` adds attempts up, ``reliability`` and
``measures`` are the formulas, ``report`` puts them together and holds back what too few people
stand behind. docs/statistics.md says what each figure means and from how many answers it shows.
"""

"""How fast the site's own code is, beside what no code could do without: run, never guessed.

Each benchmark measures a floor in the same run and prints the ratio, because seconds differ from
machine to machine. ``make`` lists them; docs/performance.md holds what they printed.
"""

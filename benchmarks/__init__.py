"""Benchmarks of the site's own code, each beside a floor that no code could beat.

Each benchmark measures its floor in the same run and prints the ratio, because seconds differ from
machine to machine. ``make`` lists them; docs/performance.md holds what they printed.
"""

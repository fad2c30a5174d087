"""Benchmarks of the site, each figure beside a floor that no code could beat. ``make bench``.

Seconds differ from machine to machine, so what counts are ratios to a floor that is measured in
the same run, in turns. docs/performance.md holds what they printed.
"""

"""A check of the instrument on simulated people (docs/scoring.md §3). Pure; every seed is stated.

``people`` draws who answers and how, ``worlds`` puts the two together, ``figures`` counts,
``study`` runs everything, ``report`` compares it with the targets and writes tables.
"""

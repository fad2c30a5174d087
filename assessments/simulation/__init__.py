"""A check of the instrument on simulated people (docs/scoring.md §3).

Pure: an instrument in, plain figures out; every random number comes from a stated seed. True
scores and measured ones both come from ``assessments.scoring``, so no formula stands here twice.

``people`` draws who answers, ``answering`` how, ``worlds`` puts the two together under a seed,
``figures`` counts, ``study`` runs everything, ``shorter`` measures what asking less costs, and
``report`` says what must be reached and writes the tables of docs/scoring.md.
"""

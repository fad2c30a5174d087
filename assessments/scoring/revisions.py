"""The constants of every revision of the score: one table (docs/scoring.md §1.0).

An edition names the revision it was made for, so a published row of this table never changes: old
editions score as they always did. Another set of constants is another revision, with a new row.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ROWS: dict[int, Mapping[str, float]] = {
    3: MappingProxyType(
        {
            "fit_slope": 2.5,
            "min_level_weight": 2.0,
            "ramp": 1.75,
            "tau_m": 0.25,
            "tau_d": 18.0,
            "interest_group_sd": 13.0,
            "interest_own_sd": 11.0,
            "choice_error": 17.0,
            "side_sd": 30.0,
            "interest_error": 21.0,
            "strength_group_sd": 12.0,
            "strength_own_sd": 10.0,
            "rating_error": 15.0,
            "stretch": 1.33,
            "choice_scale_sd": 0.2,
            "scatter_reference": 356.0,
            "pf_reference": 1.1,
            "pf_share": 0.3,
            "pf_critical": 2.4,
            "min_person_fit_df": 12.0,
            "min_widening": 0.8,
            "max_widening": 3.0,
            "chance_factor": 0.8,
            "disagreement_margin": 10.0,
        }
    ),
}

REVISIONS: Mapping[int, Mapping[str, float]] = MappingProxyType(_ROWS)
"""Revision to constant to value; the names are those of ``Settings``."""

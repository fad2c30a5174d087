"""Good sets of many steps, found by gain per hour and swaps (docs/scoring.md §1.8.1)."""

from collections.abc import Set as AbstractSet

import numpy as np

from assessments.scoring.arithmetic import ROUNDING
from assessments.scoring.plans.step_sets import StepSets

SWAP_ROUNDS = 50


def shortened_set(choice: StepSets, ready: float) -> frozenset[int]:
    """A ready set of few hours: must-haves, then by gain per hour, then without the unneeded."""
    chosen = _with_must_haves(choice, frozenset(), np.inf)
    while not choice.is_ready(chosen, ready):
        chains = [chain for i in choice.open if (chain := choice.before[i] - chosen)]
        costs = np.array([choice.hours(chain) for chain in chains])
        gains = choice.each([chosen | chain for chain in chains]) - choice.readiness(chosen)
        chosen = chosen | chains[int(np.argmax(gains / costs))]
    for index in sorted(chosen, key=lambda i: (-choice.steps.hours[i], i)):
        fewer = frozenset(i for i in chosen if index not in choice.before[i])
        if choice.is_ready(fewer, ready):
            chosen = fewer
    return chosen


def searched_set(choice: StepSets, hours: float) -> tuple[frozenset[int], frozenset[int]]:
    """A good set by gain per hour and swaps, and in it the steps that meet must-haves."""
    forced = _with_must_haves(choice, choice.fixed, hours)
    chosen = _filled(choice, forced, hours)
    single = max(
        (
            forced | choice.before[i]
            for i in choice.open
            if choice.hours(forced | choice.before[i]) <= hours + ROUNDING
        ),
        key=choice.readiness,
        default=forced,
    )
    if choice.readiness(single) > choice.readiness(chosen) + ROUNDING:
        chosen = _filled(choice, single, hours)
    return _swapped(choice, chosen, forced, hours), forced


def _with_must_haves(choice: StepSets, forced: frozenset[int], hours: float) -> frozenset[int]:
    """`forced` and the cheapest steps that meet one must-have after the other, as far as fits."""
    for _ in range(choice.target.musts.size):
        offers = [
            forced | offer
            for must in np.flatnonzero(~choice.met(forced)).tolist()
            if (offer := cheapest_for(choice, forced, must))
        ]
        fitting = [offer for offer in offers if choice.hours(offer) <= hours + ROUNDING]
        if not fitting:
            break
        forced = min(fitting, key=lambda offer: (choice.hours(offer), -choice.readiness(offer)))
    return forced


def _filled(choice: StepSets, chosen: frozenset[int], hours: float) -> frozenset[int]:
    """Add what gives most per hour, with what must come before it, while it fits and helps."""
    while True:
        chains = [
            chain
            for i in choice.open
            if (chain := choice.before[i] - chosen)
            and choice.hours(chosen | chain) <= hours + ROUNDING
        ]
        if not chains:
            return chosen
        costs = np.array([choice.hours(chain) for chain in chains])
        gains = choice.each([chosen | chain for chain in chains]) - choice.readiness(chosen)
        best = int(np.argmax(gains / costs))
        if gains[best] <= ROUNDING:
            return chosen
        chosen = chosen | chains[best]


def _swapped(
    choice: StepSets, chosen: frozenset[int], forced: frozenset[int], hours: float
) -> frozenset[int]:
    """Take one step out, put the best other one in and fill up again, while that is better."""
    for _ in range(SWAP_ROUNDS):
        tried = []
        for out in sorted(chosen - forced):
            kept = frozenset(i for i in chosen if out not in choice.before[i])
            if not forced <= kept:
                continue
            others = [
                other
                for i in choice.open
                if i not in chosen
                and out not in choice.before[i]
                and choice.hours(other := kept | choice.before[i]) <= hours + ROUNDING
            ]
            if others:
                best = others[int(np.argmax(choice.each(others)))]
                tried.append(_filled(choice, best, hours))
        better = max(tried, key=choice.readiness, default=chosen)
        if choice.readiness(better) <= choice.readiness(chosen) + ROUNDING:
            return chosen
        chosen = better
    return chosen


def cheapest_for(choice: StepSets, base: frozenset[int], must: int) -> frozenset[int]:
    """Few hours that meet the must-have at place `must` on top of `base`; empty where none do.

    Adds steps by their points of that level per hour, then drops those that prove unneeded.
    """
    competency = int(choice.target.musts[must])
    added: frozenset[int] = frozenset()

    def is_met(steps: frozenset[int]) -> bool:
        return bool(choice.met(base | steps)[must])

    def rate(chain: AbstractSet[int]) -> float:
        return float(choice.raised[sorted(chain), competency].sum()) / choice.hours(chain)

    while not is_met(added):
        chains = [
            frozenset(choice.before[i] - base - added)
            for i in choice.open
            if choice.raised[i, competency] > ROUNDING and not choice.before[i] <= base | added
        ]
        if not chains:
            return frozenset()
        added = added | max(chains, key=rate)
    for index in sorted(added, key=lambda i: -choice.steps.hours[i]):
        fewer = frozenset(i for i in added if index not in choice.before[i])
        if is_met(fewer):
            added = fewer
    return added

"""Round for people: once, half up, and so that shown parts add up to the shown total."""

import math
from collections.abc import Sequence

# A sum of some fifty doubles is off by far less than this.
NOISE = 1e-9
# The only figure that may be shown for a chance, however high the model puts it.
HIGHEST_CHANCE = 95


def half_up(value: float) -> int:
    """Return the nearest whole number, halves away from zero, so that both signs round alike."""
    size = math.floor(abs(value) + 0.5 + NOISE)
    return -size if value < 0 else size


def outward(low: float, high: float) -> tuple[int, int]:
    """Return the ends of a range rounded outward, so that it never looks narrower than it is."""
    return math.floor(low + NOISE), math.ceil(high - NOISE)


def shares(parts: Sequence[float], total: int) -> tuple[int, ...]:
    """Return whole numbers, each less than 1 away from its part, that add up to ``total``.

    Largest remainder: every part is rounded down, and what is then missing goes to the parts
    that lost most. A part of 0 stays 0. ``total`` is the rounded sum of the parts; raises
    ``ValueError`` when it is more than 1 away from their sum.
    """
    exact = [round(part, 9) for part in parts]
    if abs(math.fsum(exact) - total) > 1.0:
        raise ValueError(f"The parts add up to {math.fsum(exact)}, not to {total}.")
    shown = [math.floor(part) for part in exact]
    missing = total - sum(shown)
    by_loss = sorted(range(len(exact)), key=lambda i: (shown[i] - exact[i], i))
    for index in by_loss[: max(missing, 0)]:
        shown[index] += 1
    return tuple(shown)


def chance_text(chance: float) -> str:
    """Return a chance (½..1) as "a 93% chance"; never more than "at least a 95% chance"."""
    if chance >= HIGHEST_CHANCE / 100:
        return f"at least a {HIGHEST_CHANCE}% chance"
    shown = min(half_up(chance * 100), HIGHEST_CHANCE - 1)
    return f"{'an' if 80 <= shown < 90 else 'a'} {shown}% chance"

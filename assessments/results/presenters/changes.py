"""Put one score before and after into words."""

from dataclasses import dataclass

from web.numbers import number_text

NOT_KNOWN = "not known"
NO_CHANGE = "none"
NOT_ENOUGH = "not enough answers"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One score before and after. ``is_real``: it moved, and by more than error."""

    label: str
    then: str
    now: str
    change: str
    is_real: bool


def change(label: str, then: int | None, now: int | None, *, is_real: bool = True) -> ScoreChange:
    """Return two shown scores as a change; ``is_real`` says whether error cannot explain it."""
    if then is None or now is None:
        text = NOT_KNOWN
    elif then == now:
        text = NO_CHANGE
    else:
        text = number_text(now - then, signed=True) + ("" if is_real else ", within error")
    moved = is_real and then is not None and now is not None and then != now
    before, after = (NOT_ENOUGH if value is None else str(value) for value in (then, now))
    return ScoreChange(label, before, after, text, moved)

"""Numbers as people read them, and where they lie on a scale."""

from __future__ import annotations

MINUS = "\N{MINUS SIGN}"


def number_text(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number as people read it: rounded once, no idle zeros, a true minus sign.

    ``None`` becomes "not known".
    """
    if value is None:
        return "not known"
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", "0"):
        return "0"
    if text.startswith("-"):
        return MINUS + text[1:]
    return f"+{text}" if signed else text


def exact_text(value: float | None, decimals: int = 3) -> str:
    """A number with all its decimals, so that columns line up; "–" for what is not known."""
    if value is None:
        return "–"
    text = f"{value:.{decimals}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", MINUS)


def percent(share: float) -> str:
    """A share from 0 to 1 as an SVG position; what lies outside is held at the edge."""
    held = abs(min(max(share, 0.0), 1.0))  # abs: minus zero would show its sign
    text = f"{held * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


def place(value: float, low: float, high: float) -> float:
    """Where ``value`` lies between ``low`` and ``high``, as a share.

    Raises ``ValueError`` when the scale has no length.
    """
    if high <= low:
        raise ValueError(f"A scale must rise: low {low} is not below high {high}.")
    return (value - low) / (high - low)

"""Numbers as people read them, and their positions on a scale."""

MINUS = "\N{MINUS SIGN}"


def number_text(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """Return a number as text: rounded once, without trailing zeros, with a true minus sign.

    ``None`` becomes "not known"; ``signed`` puts a plus sign before positive numbers.
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
    """Return a number with all its ``decimals``, so that columns line up; "–" for ``None``."""
    if value is None:
        return "–"
    text = f"{value:.{decimals}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", MINUS)


def percent(share: float) -> str:
    """Return a share as an SVG position, ``12.5%`` for 0.125, held between 0% and 100%."""
    held = abs(min(max(share, 0.0), 1.0))  # abs: minus zero would show its sign
    text = f"{held * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


def place(value: float, low: float, high: float) -> float:
    """Return where ``value`` lies, 0 at ``low`` and 1 at ``high``; ``ValueError`` if reversed."""
    if high <= low:
        raise ValueError(f"A scale must rise: low {low} is not below high {high}.")
    return (value - low) / (high - low)

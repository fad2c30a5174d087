"""Numbers as the methodology page writes them: exact enough to work a score out again."""

from __future__ import annotations


def plain(number: float, digits: int = 2) -> str:
    """A number without zeros that say nothing: 16, 0.5, 66.67. A true minus sign."""
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def exact(number: float | None) -> str:
    """A number with three decimals, so that columns line up; "–" for what is not assessed."""
    if number is None:
        return "–"
    text = f"{number:.3f}"
    return ("0.000" if text == "-0.000" else text).replace("-", "−")

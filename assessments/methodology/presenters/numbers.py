"""Numbers as the methodology page writes them: exact enough to work a score out again."""

from __future__ import annotations


def plain(number: float, digits: int = 2) -> str:
    """A number without zeros that say nothing: 16, 0.5, 66.67. A true minus sign."""
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def exact(number: float | None, digits: int = 3) -> str:
    """A number with all its decimals, so that columns line up; "–" for what is not assessed."""
    if number is None:
        return "–"
    text = f"{number:.{digits}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")

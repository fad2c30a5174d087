"""Cells that a spreadsheet takes for text or numbers, never for a formula."""

from __future__ import annotations

Cell = str | int | float | None

# What a spreadsheet may take for the start of a formula; the apostrophe is how we mark text.
TRIGGERS = tuple("=+-@\t\r\n\0'\uff1d\uff0b\uff0d\uff20")


def safe_cell(value: Cell) -> Cell:
    """Text that could be a formula gets an apostrophe, which spreadsheets take for "text"."""
    if isinstance(value, str) and value.startswith(TRIGGERS):
        return f"'{value}"
    return "" if value is None else value

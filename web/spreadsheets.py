"""Make cells that a spreadsheet takes for text or numbers, never for a formula."""

from web.typed import cleaned_text

Cell = str | int | float | None

# What a spreadsheet may take for the start of a formula; the apostrophe is how we mark text.
TRIGGERS = tuple("=+-@\t\r\n\0'\uff1d\uff0b\uff0d\uff20")


def safe_cell(value: Cell) -> Cell:
    """Return a cell with an apostrophe before text that could start a formula, "" for ``None``."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = cleaned_text(value, lines=True)
    return f"'{text}" if text.startswith(TRIGGERS) else text

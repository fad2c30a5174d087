"""Charts as values: build one here, draw it with a template in ``templates/components/``."""

from roles.charts.drawing import contributions, dumbbell, number_line, range_bars
from roles.charts.numbers import number_text
from roles.charts.shapes import (
    Contribution,
    Contributions,
    Dumbbell,
    Measure,
    NumberLine,
    RangeBar,
    RangeBars,
    RoleMark,
    Tile,
    TileGroup,
)

__all__ = [
    "Contribution",
    "Contributions",
    "Dumbbell",
    "Measure",
    "NumberLine",
    "RangeBar",
    "RangeBars",
    "RoleMark",
    "Tile",
    "TileGroup",
    "contributions",
    "dumbbell",
    "number_line",
    "number_text",
    "range_bars",
]

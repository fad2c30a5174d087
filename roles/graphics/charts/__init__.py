"""Charts as values: build one here, draw it with a template in ``templates/components/``."""

from roles.graphics.charts.beside import Beside, beside
from roles.graphics.charts.depth_levels import DepthLevelsDrawing, draw_depth_levels
from roles.graphics.charts.drawing import dumbbell, number_line, range_bars
from roles.graphics.charts.sequence import Sequence, sequence
from roles.graphics.charts.shapes import (
    Dumbbell,
    Measure,
    NumberLine,
    RangeBar,
    RangeBars,
    RoleMark,
)
from web.numbers import number_text

__all__ = [
    "Beside",
    "DepthLevelsDrawing",
    "Dumbbell",
    "Measure",
    "NumberLine",
    "RangeBar",
    "RangeBars",
    "RoleMark",
    "Sequence",
    "beside",
    "draw_depth_levels",
    "dumbbell",
    "number_line",
    "number_text",
    "range_bars",
    "sequence",
]

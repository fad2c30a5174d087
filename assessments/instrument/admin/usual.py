"""What a new question starts with."""

from __future__ import annotations

from assessments.models.choices import ItemType

# What nearly every question of a type has: weight in the level, error of the answer, and answers.
USUAL: dict[str, tuple[str, str, tuple[tuple[str, int], ...]]] = {
    ItemType.BARS: ("4.0", "16.0", tuple(("", score) for score in range(0, 101, 20))),
    ItemType.FORCED_CHOICE: ("0.0", "17.0", ()),
    ItemType.INTEREST: (
        "0.0",
        "21.0",
        (("Not at all", 0), ("A little", 25), ("Somewhat", 50), ("A lot", 75), ("Very much", 100)),
    ),
    ItemType.JUDGEMENT: ("1.0", "28.0", (("", 100), ("", 60), ("", 30), ("", 0))),
}

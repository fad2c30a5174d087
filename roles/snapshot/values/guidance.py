"""What stands around the roles: depth levels, scenarios, words that people search for."""

from __future__ import annotations

from roles.models.choices import ArtefactKind
from roles.snapshot.values.base import Flag, Number, Value


class DepthLevelUse(Value):
    """What a person in one role does with a depth level's artefact."""

    role: str
    text: str


class CheckOption(Value):
    """One answer to a depth level's check."""

    text: str
    is_right: Flag = False


class DepthLevel(Value):
    """One level of technical depth, with a real artefact and a one-minute check.

    ``level`` is the level, 0 to 100, on the competency that depth is measured in.
    """

    key: str
    title: str
    summary: str
    level: Number
    artefact_title: str
    artefact_kind: ArtefactKind
    artefact: str
    reading: str = ""
    uses: tuple[DepthLevelUse, ...] = ()
    question: str
    options: tuple[CheckOption, ...]
    explanation: str


class ScenarioMove(Value):
    """What a person in one role does first in a scenario, and why."""

    role: str
    first: str
    why: str


class Scenario(Value):
    """The same incident seen from the point of view of several roles."""

    slug: str
    title: str
    story: str
    moves: tuple[ScenarioMove, ...]
    lesson: str = ""


class Synonym(Value):
    """What people type, separated by commas, for what the site says in the words ``means``."""

    means: str
    typed: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is typed, one by one."""
        return tuple(filter(None, (" ".join(part.split()) for part in self.typed.split(","))))

"""What stands around the roles: depth levels, scenarios, words that people search for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from roles.models.choices import ArtefactKind
from roles.snapshot.values.base import Key, Line, OptionalProse, Prose, Slug, Value


class DepthLevelUse(Value):
    """What a person in one role does with a depth level's artefact."""

    role: Slug
    text: Prose


class CheckOption(Value):
    """One answer to a depth level's check."""

    text: Line
    is_right: bool = False


class DepthLevel(Value):
    """One level of technical depth, with a real artefact and a one-minute check.

    ``level`` is the level, 0 to 100, on the competency that depth is measured in.
    """

    key: Key
    title: Line
    summary: Prose
    level: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
    artefact_title: Line
    artefact_kind: ArtefactKind
    artefact: Prose
    reading: OptionalProse = ""
    uses: tuple[DepthLevelUse, ...] = ()
    question: Line
    options: tuple[CheckOption, ...]
    explanation: Prose


class ScenarioMove(Value):
    """What a person in one role does first in a scenario, and why."""

    role: Slug
    first: Prose
    why: Prose


class Scenario(Value):
    """The same incident seen from the point of view of several roles."""

    slug: Slug
    title: Line
    story: Prose
    moves: tuple[ScenarioMove, ...]
    lesson: OptionalProse = ""


class Synonym(Value):
    """What people type, separated by commas, for what the site says in the words ``means``."""

    means: Line
    typed: Prose

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is typed, one by one."""
        return tuple(filter(None, (" ".join(part.split()) for part in self.typed.split(","))))

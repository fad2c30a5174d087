"""What helps to tell roles apart beyond the roles themselves: the depth ladder and the scenes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from roles.models.choices import ArtefactKind
from roles.snapshot.values.base import Key, Line, OptionalProse, Prose, Slug, Value


class RungUse(Value):
    """What a person in one role does with a rung's artefact."""

    role: Slug
    text: Prose


class CheckOption(Value):
    """One answer to a rung's check."""

    text: Line
    is_right: bool = False


class Rung(Value):
    """One rung of the technical-depth ladder, with a real artefact and a one-minute check.

    ``level`` is the level, 0 to 100, on the ladder's competency that the rung stands for.
    """

    key: Key
    title: Line
    summary: Prose
    level: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
    artefact_title: Line
    artefact_kind: ArtefactKind
    artefact: Prose
    reading: OptionalProse = ""
    uses: tuple[RungUse, ...] = ()
    question: Line
    options: tuple[CheckOption, ...]
    explanation: Prose


class SceneMove(Value):
    """What a person in one role does first in a scene, and why."""

    role: Slug
    first: Prose
    why: Prose


class Scene(Value):
    """The same incident seen from the chairs of several roles."""

    slug: Slug
    title: Line
    story: Prose
    moves: tuple[SceneMove, ...]
    lesson: OptionalProse = ""

"""What all frozen values share: their base class and the types of their fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
OptionalProse = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
OptionalWebAddress = Annotated[
    str, StringConstraints(pattern=r"^(?:https://\S+)?$", max_length=400)
]
Importance = Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]
Level = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Value(BaseModel):
    """Base of every frozen value in an edition."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

"""What every frozen value of an edition has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

# Numbers and answers of yes or no are never guessed from something else.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]


class Value(BaseModel):
    """Base of every frozen value of an edition; what is legal in a field, the row's model says."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

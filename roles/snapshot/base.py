"""What every frozen value of an edition has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

# Numbers and answers of yes or no are never guessed from something else.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]


class Value(BaseModel):
    """Base of every frozen value in an edition.

    A value says what kind of thing each field is; which texts and numbers are legal, the model of
    its row says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

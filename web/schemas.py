"""Base classes of documents that people download, and of the JSON Schemas that describe them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from web.typed import cleaned_data

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time with its zone, as ISO 8601 text."""


class DownloadPart(BaseModel):
    """A part of a document: exactly these fields, all finite. Its docstring is published."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class DownloadDocument(DownloadPart):
    """A whole document, which names its schema first."""

    schema_address: str = Field(serialization_alias="$schema", json_schema_extra={"format": "uri"})

    def as_data(self) -> dict[str, Any]:
        """Return the document as JSON data that fits its schema, without invisible characters."""
        data: dict[str, Any] = cleaned_data(self.model_dump(mode="json", by_alias=True))
        return data

    @classmethod
    def schema_at(cls, address: str) -> dict[str, Any]:
        """Return the JSON Schema (Draft 2020-12) of such documents, published at ``address``."""
        described = cls.model_json_schema(mode="serialization")
        return {"$schema": DRAFT, "$id": address, **described}

"""Everything that is stored about an account and its attempts, as one document."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from django.contrib.auth.models import User
from django.db.models import Model
from pydantic import ConfigDict, Field

from assessments.models import Attempt
from assessments.models.choices import Length
from rolesite.account.sign_in import email_of
from web.schemas import DownloadDocument, DownloadPart, Moment

# What is exported of each kind of row that goes when its attempt goes. Secrets are left out, and
# so is what a rater was promised that nobody sees alone: answers, and when they came.
BELONGING: dict[str, tuple[str, ...]] = {
    "share": ("detail", "created_at", "expires_at", "revoked_at"),
    "keptplan": (
        "role", "hours_a_week", "weeks", "done", "done_before", "left_out", "wanted", "saved_at",
    ),
    "invitation": (
        "number", "asker", "minimum", "asks_openly", "created_at", "expires_at", "revoked_at",
    ),
    "feedbacksummary": ("drawn_at", "document", "ended_at"),
    "studyanswer": ("wave", "work", "again", "ratings", "saved_at"),
}  # fmt: skip
# Copies of the answers in few bytes, for statistics.
LEFT_OUT = {"encodedanswers"}


class AccountPart(DownloadPart):
    """The account itself."""

    email: str
    opened_at: Moment
    last_signed_in_at: Moment | None


class StoredAnswerPart(DownloadPart):
    """One answer as the save protocol stored it."""

    value: int | str | list[str] | None = Field(
        description="The index of an option, a code, a list of codes, or null for a skip."
    )
    seq: int
    key: str
    at: Moment


class AttemptPart(DownloadPart):
    """One attempt at the quiz."""

    number: int
    edition: int = Field(description="The edition that scored it, for ever.")
    started_at: Moment
    saved_at: Moment
    finished_at: Moment | None = Field(description="When it was finished; null before.")
    length: Length = Field(description="Which quiz it was.")
    answers: dict[str, StoredAnswerPart] = Field(description="By the key of the question.")
    result: dict[str, Any] | None = Field(
        description="The result as it was computed when the quiz was finished."
    )
    retake_of: int | None = Field(description="The number of the attempt that this one repeats.")
    kept_at: Moment = Field(description="When it came into the account.")
    belonging: dict[str, list[dict[str, Any]]] = Field(
        description="What else is stored about the attempt, by kind: share links, plans, "
        "invitations, what colleagues said together and what was said to check the quiz, each with "
        "its fields. Left out are secrets that open links, and what a single colleague answered."
    )


class AccountDocument(DownloadDocument):
    """All that is stored, but for secrets."""

    model_config = ConfigDict(title="Everything a Rolesite account has stored")

    version: Literal[1] = 1
    exported_at: Moment
    account: AccountPart
    attempts: tuple[AttemptPart, ...]


def account_document(user: User, *, schema: str, now: dt.datetime) -> AccountDocument:
    """Return the document of an account; ``schema`` is the address of its schema."""
    rows = Attempt.objects.filter(owner=user).select_related("edition").order_by("started_at", "pk")
    return AccountDocument(
        schema_address=schema,
        exported_at=now.isoformat(),
        account=AccountPart(
            email=email_of(user),
            opened_at=user.date_joined.isoformat(),
            last_signed_in_at=user.last_login.isoformat() if user.last_login else None,
        ),
        attempts=tuple(_attempt(row) for row in rows.defer("edition__document")),
    )


def _attempt(row: Attempt) -> AttemptPart:
    fields = set(AttemptPart.model_fields) - {"number", "edition", "belonging"}
    belonging = {
        name: [
            _values(part, BELONGING[name])
            for part in relation.related_model._default_manager.filter(
                **{relation.field.name: row}
            ).order_by("pk")
        ]
        for name, relation in belonging_relations().items()
        if name in BELONGING
    }
    return AttemptPart(
        number=row.pk, edition=row.edition.number, belonging=belonging, **_values(row, fields)
    )


def belonging_relations() -> dict[str, Any]:
    """Return the relations of rows that belong to an attempt and go with it, by model name."""
    return {
        str(relation.related_model._meta.model_name): relation
        for relation in Attempt._meta.related_objects
        if relation.related_model is not Attempt
    }


def _values(row: Model, names: Iterable[str]) -> dict[str, Any]:
    fields = (row._meta.get_field(name) for name in names)
    return {field.name: _as_json(field.value_from_object(row)) for field in fields}  # type: ignore[union-attr]


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value

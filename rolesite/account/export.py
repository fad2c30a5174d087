"""Everything that is stored about an account and its attempts, as one document."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from assessments.models import Attempt
from rolesite.account.sign_in import email_of

VERSION = 1
# What is exported of an attempt, and of each kind of row that goes when it goes. Secrets are left
# out, and so is what a rater was promised that nobody sees alone: answers, and when they came.
ATTEMPT = (
    "started_at", "saved_at", "finished_at", "length", "answers", "result", "retake_of", "kept_at",
)  # fmt: skip
BELONGING: dict[str, tuple[str, ...]] = {
    "share": ("detail", "created_at", "expires_at", "revoked_at"),
    "keptplan": (
        "role", "hours_a_week", "weeks", "done", "done_before", "left_out", "wanted", "saved_at",
    ),
    "invitation": (
        "number", "asker", "minimum", "asks_openly", "created_at", "expires_at", "revoked_at",
    ),
    "colleaguepicture": ("drawn_at", "document", "ended_at"),
}  # fmt: skip
# Copies of the answers in few bytes, for statistics.
LEFT_OUT = {"encodedanswers"}


def account_document(user: User, *, schema: str, now: dt.datetime) -> dict[str, Any]:
    """The document that fits ``account_schema``; ``schema`` is that schema's address."""
    rows = Attempt.objects.filter(owner=user).select_related("edition").order_by("started_at", "pk")
    return {
        "$schema": schema,
        "version": VERSION,
        "exported_at": now.isoformat(),
        "account": {
            "email": email_of(user),
            "opened_at": user.date_joined.isoformat(),
            "last_signed_in_at": user.last_login.isoformat() if user.last_login else None,
        },
        "attempts": [_attempt(row) for row in rows.defer("edition__document")],
    }


def _attempt(row: Attempt) -> dict[str, Any]:
    return {
        "number": row.pk,
        "edition": row.edition.number,
        **_values(row, ATTEMPT),
        "belonging": {
            name: [
                _values(part, BELONGING[name])
                for part in relation.related_model._default_manager.filter(
                    **{relation.field.name: row}
                ).order_by("pk")
            ]
            for name, relation in belonging_relations().items()
            if name in BELONGING
        },
    }


def belonging_relations() -> dict[str, Any]:
    """What else is stored about an attempt, by kind: every row that goes when it goes."""
    return {
        str(relation.related_model._meta.model_name): relation
        for relation in Attempt._meta.related_objects
        if relation.related_model is not Attempt
    }


def _values(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    fields = (row._meta.get_field(name) for name in names)
    return {field.name: _plain(field.value_from_object(row)) for field in fields}  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def account_schema(address: str) -> dict[str, Any]:
    """The JSON Schema (Draft 2020-12) of the document; ``address`` is its own."""
    text, time = {"type": "string"}, {"type": "string", "format": "date-time"}
    times = {"oneOf": [time, {"type": "null"}]}
    answer = {
        "type": "object",
        "description": "By the key of the question: value (the index of an option, a code, a list "
        "of codes, or null for a skip), seq, key and at, as the save protocol stored them.",
        "additionalProperties": {"type": "object", "required": ["value", "at"]},
    }
    attempt = {
        "type": "object",
        "required": [
            "number", "edition", "answers", "started_at", "saved_at", "finished_at", "result",
            "kept_at", "belonging",
        ],
        "properties": {
            "number": {"type": "integer"},
            "edition": {"type": "integer", "description": "The edition that scored it, for ever."},
            "answers": answer,
            "started_at": time,
            "saved_at": time,
            "finished_at": {**times, "description": "When it was finished; null before."},
            "length": {"enum": ["full", "short"], "description": "Which quiz it was."},
            "result": {
                "type": ["object", "null"],
                "description": "The result as it was computed when the quiz was finished.",
            },
            "retake_of": {
                "type": ["integer", "null"],
                "description": "The number of the attempt that this one repeats.",
            },
            "kept_at": {**time, "description": "When it came into the account."},
            "belonging": {
                "type": "object",
                "description": "What else is stored about the attempt, by kind: share links, "
                "plans, invitations and what colleagues said together, each with its fields. The "
                "secrets that open links are left out, and what a single colleague answered.",
                "additionalProperties": {"type": "array", "items": {"type": "object"}},
            },
        },
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Everything a Rolesite account has stored",
        "type": "object",
        "required": ["$schema", "version", "exported_at", "account", "attempts"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string", "format": "uri"},
            "version": {"const": VERSION},
            "exported_at": time,
            "account": {
                "type": "object",
                "required": ["email", "opened_at", "last_signed_in_at"],
                "additionalProperties": False,
                "properties": {
                    "email": text,
                    "opened_at": time,
                    "last_signed_in_at": times,
                },
            },
            "attempts": {"type": "array", "items": attempt},
        },
    }

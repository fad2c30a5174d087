"""Everything that is stored about an account and its attempts, as one document."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db.models import BinaryField, ForeignObjectRel, JSONField, Model

from assessments.models import Attempt
from rolesite.account.sign_in import email_of

VERSION = 1
# Never exported: what opens something, or what only the database counts with.
SECRETS = ("hash", "token", "key", "link")
OWN = ("id", "owner", "attempt", "edition")


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
        **_fields(row),
        "belonging": {
            relation.related_model._meta.model_name: [
                _fields(part) for part in _belonging(row, relation)
            ]
            for relation in belonging_relations()
        },
    }


def belonging_relations() -> list[Any]:
    """What else is stored about an attempt: every kind of row that goes when it goes."""
    return [
        relation
        for relation in Attempt._meta.related_objects
        if relation.related_model is not Attempt
    ]


def _belonging(row: Attempt, relation: ForeignObjectRel) -> Any:
    model: Any = relation.related_model
    return model._default_manager.filter(**{relation.field.name: row}).order_by("pk")


def _fields(row: Model) -> dict[str, Any]:
    """The stored values of a row by field, without secrets and without what only joins rows."""
    return {
        field.name: _plain(field.value_from_object(row), field)
        for field in row._meta.concrete_fields
        if field.name not in OWN
        and not isinstance(field, BinaryField)  # a copy in few bytes, for statistics
        and not any(word in field.name for word in SECRETS)
    }


def _plain(value: Any, field: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (bool, int, float, str)) or value is None or isinstance(field, JSONField):
        return value
    return str(value)


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
            "number", "edition", "answers", "started_at", "saved_at", "sealed_at", "result",
            "kept_at", "belonging",
        ],
        "properties": {
            "number": {"type": "integer"},
            "edition": {"type": "integer", "description": "The edition that scored it, for ever."},
            "answers": answer,
            "started_at": time,
            "saved_at": time,
            "sealed_at": {**times, "description": "When it was finished; null before."},
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
                "plans, invitations and so on, each with its fields. The secrets that open links "
                "are left out.",
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

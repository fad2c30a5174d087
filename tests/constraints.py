"""Check rows against their constraints: the database refuses, and the desk's form says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.forms import model_to_dict, modelform_factory

from roles.editing.forms import PlainForm

DATABASE_SAYS = "(?i)constraint"

# What makes an existing row break a constraint; it may change other rows first.
Break = Callable[[Any], Mapping[str, Any]]


FACT_BREAKS: dict[str, Break] = {
    "confidence_known": lambda row: {"confidence": "hearsay", "other_reading": ""},
    "disputed_has_two_readings": lambda row: {"confidence": "disputed", "other_reading": ""},
    "checked_again_later": lambda row: {"check_again_on": row.read_on - dt.timedelta(days=1)},
    "amount_in_range": lambda row: {"amount": 0, "currency": "USD"},
    "currency_of_an_amount": lambda row: {"amount": None, "currency": "USD"},
}


def fact_breaks(*models: str) -> dict[str, Break]:
    """Return what breaks the rules that the facts of all these models follow."""
    return {f"{model}_{rule}": bad for model in models for rule, bad in FACT_BREAKS.items()}


def constraints_of(app_models: Iterable[type[models.Model]]) -> dict[str, type[models.Model]]:
    """Return the model of every constraint, by the name of the constraint."""
    return {
        constraint.name: model for model in app_models for constraint in model._meta.constraints
    }


def assert_all_refused(
    constraints: Mapping[str, type[models.Model]],
    breaks: Mapping[str, Break],
    *,
    without_form: Collection[str],
) -> None:
    """Break every constraint in turn, each on the rows as they are now."""
    assert set(breaks) == set(constraints), "Every constraint is broken once."
    for name, model in constraints.items():
        with transaction.atomic():
            row = model._default_manager.order_by("pk").last()
            assert_refused(row, name, breaks[name], has_form=name not in without_form)
            transaction.set_rollback(True)


def assert_refused(row: Any, name: str, bad: Break, *, has_form: bool) -> None:
    """Break the constraint ``name`` on an existing row."""
    assert row is not None, f"{name}: there is no row to break."
    model: type[models.Model] = type(row)
    [constraint] = [c for c in model._meta.constraints if c.name == name]
    message = str(constraint.violation_error_message)
    assert message.endswith("."), "A constraint's message is a sentence."
    assert name not in message, "The message must be written for editors."

    for field, value in bad(row).items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=DATABASE_SAYS), transaction.atomic():
        models.Model.save(row)

    if not has_form:
        return
    form_class = modelform_factory(model, form=PlainForm, fields="__all__")
    fresh = model._default_manager.get(pk=row.pk)
    data = {key: "" if value is None else value for key, value in model_to_dict(row).items()}
    form = form_class(data, instance=fresh)
    errors = [error for errors in form.errors.values() for error in errors]
    said = [str(error).partition(" It says “")[0] for error in errors]
    # A key that is taken may also be one that an edition knows for another row.
    assert said[:1] == [message], (name, said)
    assert all(each.startswith("In edition ") for each in said[1:]), (name, said)

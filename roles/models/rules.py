"""The rules of draft rows, in an editor's words: for forms, and checked without a database.

A model's fields and constraints are the one place where a limit stands. The desk's forms, the
plan of an import and the check before publishing all ask here.
"""

import datetime as dt
import functools
import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from roles.models.base import kept_validator
from roles.models.constraints import once
from web.typed import look_of

LOOKUPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "": operator.eq,
    "gte": operator.ge,
    "gt": operator.gt,
    "lte": operator.le,
    "lt": operator.lt,
    "in": lambda value, legal: value in legal,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
}
JOINED: Mapping[str, Callable[[list[bool]], bool]] = {
    models.Q.AND: all,
    models.Q.OR: any,
    models.Q.XOR: lambda held: sum(held) % 2 == 1,
}
# What a number field complains of when a number is far out of its range.
RANGE_CODES = ("min_value", "max_value", "max_digits", "max_whole_digits")
# No source of this site is older. A clock that is behind the content that ships is wrong.
FIRST_DAY, CONTENT_DAY = dt.date(1990, 1, 1), dt.date(2026, 11, 30)
DAY_RULE = f"Give a day from {FIRST_DAY} on that is not in the future."
# Days that are planned rather than past.
DAYS_TO_COME = ("check_again_on",)
LATEST_DAY = dt.date(2099, 12, 31)
LATER_RULE = f"Give a day from {FIRST_DAY} to {LATEST_DAY}."
MOST = 600
NUMBER_RULE = f"Give a whole number from 0 to {MOST}."


def named_fields(constraint: models.BaseConstraint) -> tuple[str, ...]:
    """Return the names of the fields that a constraint is about."""
    if isinstance(constraint, models.CheckConstraint):
        condition = constraint.condition
        assert isinstance(condition, models.Q)  # noqa: S101  all of ours are
        return tuple(sorted(condition.referenced_base_fields))
    if isinstance(constraint, models.UniqueConstraint):
        if constraint.fields:
            return tuple(constraint.fields)
        inside = [part for e in constraint.expressions for part in cast(Any, e).flatten()]
        return tuple(dict.fromkeys(str(part.name) for part in inside if hasattr(part, "name")))
    return ()


def constraint_message(constraint: models.BaseConstraint) -> str:
    return str(constraint.violation_error_message)


def last_day() -> dt.date:
    """Return the last day on which something can have been read: today."""
    return max(timezone.localdate(), CONTENT_DAY)


def name_errors(row: models.Model) -> Iterator[tuple[str, str]]:
    """Yield (field, message) of each name that looks like another row's where two may not."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.expressions:
            name, *more = named_fields(constraint)
            others = type(row)._default_manager.exclude(pk=row.pk).values_list(name, flat=True)
            look = None if more else look_of(getattr(row, name))
            for other in (each for each in others if look and look_of(each) == look):
                yield name, f"{constraint_message(constraint).removesuffix('.')}: “{other}”."


def say_rules_in_words(model: type[models.Model], fields: Mapping[str, forms.Field]) -> None:
    """Make form fields refuse a value in the words of the constraints of their model."""
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    # The one about a field alone speaks last.
    for constraint in sorted(checks, key=lambda each: -len(named_fields(each))):
        for name in {*named_fields(constraint)} & {*fields}:
            field = fields[name]
            if isinstance(field, (forms.IntegerField, forms.DecimalField)):
                codes: tuple[str, ...] = RANGE_CODES
            elif isinstance(field, forms.ChoiceField):
                codes = ("invalid_choice",)
            else:
                continue
            field.error_messages |= dict.fromkeys(codes, constraint_message(constraint))
    for name, field in fields.items():
        if isinstance(field, forms.DateField):
            is_to_come = name in DAYS_TO_COME
            day_rule = LATER_RULE if is_to_come else DAY_RULE
            field.error_messages["invalid"] = day_rule
            field.validators += [
                MinValueValidator(FIRST_DAY, day_rule),
                MaxValueValidator(LATEST_DAY if is_to_come else last_day, day_rule),
            ]
        elif isinstance(field, (forms.IntegerField, forms.DecimalField)) and name != "position":
            if "min_value" not in field.error_messages:  # no constraint speaks of it
                field.validators.append(MaxValueValidator(MOST))
                field.error_messages |= dict.fromkeys(RANGE_CODES, NUMBER_RULE)
            rule = field.error_messages["min_value"]
            field.error_messages["invalid"] += f" {rule}"
        if isinstance(field, forms.CharField):
            field.validators.append(kept_validator)
        if isinstance(field, forms.DecimalField) and field.decimal_places:
            count = "one digit" if field.decimal_places == 1 else f"{field.decimal_places} digits"
            places = f"At most {count} after the point."
            field.error_messages["max_decimal_places"] = places
            # Too many digits may be a number far out of its range, or one too exact.
            rule = field.error_messages.get("max_digits", "")
            field.error_messages["max_digits"] = f"{rule} {places}".strip()


class RowRules:
    """The rules of one kind of row for the columns ``names``, those that are no references."""

    def __init__(self, model: type[models.Model], names: Collection[str]) -> None:
        self.model = model
        self.fields: dict[str, forms.Field] = {}
        for name in names:
            self.fields[name] = cast(Any, model._meta.get_field(name)).formfield()
        say_rules_in_words(model, self.fields)
        # A draft is checked often, and little of it is new.
        self._kept = functools.lru_cache(maxsize=4096)(self._errors)

    def errors(self, columns: Mapping[str, Any], today: dt.date) -> Sequence[tuple[str, str]]:
        """Return what the form of a row with these columns would refuse, as (field, message).

        A reference is given as the key of the other row. ``today`` is ``last_day()``, on which what
        is kept rests too. ``doubles`` compares rows with each other.
        """
        return self._kept(tuple(columns.items()), today)

    def _errors(
        self, columns: tuple[tuple[str, Any], ...], _today: dt.date
    ) -> Sequence[tuple[str, str]]:
        values, found = dict(columns), list[tuple[str, str]]()
        for name, field in self.fields.items():
            value = values[name]
            text = "" if value is None else value if isinstance(value, bool) else str(value)
            try:
                values[name] = field.clean(text)
                cast(Any, self.model._meta.get_field(name)).run_validators(values[name])
            except ValidationError as error:
                found += [(name, message) for message in error.messages]
        wrong = {name for name, _ in found}
        for constraint in self.model._meta.constraints:
            names = named_fields(constraint)
            if isinstance(constraint, models.CheckConstraint) and wrong.isdisjoint(names):
                assert isinstance(constraint.condition, models.Q)  # noqa: S101
                if {*names} <= {*values} and not self._holds(constraint.condition, values):
                    found.append((names[-1], constraint_message(constraint)))
        return found

    def doubles(
        self, rows: Sequence[Mapping[str, Any]], parent: str | None = None
    ) -> Iterator[tuple[int, str, str]]:
        """Yield rows that repeat what only one row may say, as (index, field, message).

        ``rows`` are all of the table, or those of one ``parent``, the field that names it.
        """
        for constraint in self._unique:
            names = [name for name in named_fields(constraint) if name != parent]
            alike: dict[Any, list[int]] = {}
            for index, columns in enumerate(rows):
                said = [columns.get(name) for name in names]
                condition = constraint.condition
                if None in said or (condition is not None and not self._holds(condition, columns)):
                    continue
                # Without fields it is about two of them in either order, or one by its look.
                alone = (look_of(str(each)) for each in said)
                key = tuple(said) if constraint.fields else frozenset(alone)
                alike.setdefault(key, []).append(index)
            for index in sorted(n for same in alike.values() if len(same) > 1 for n in same):
                yield index, names[-1] if names else "", constraint_message(constraint)

    @cached_property
    def _unique(self) -> list[models.UniqueConstraint]:
        found = [
            once(field.name, message=str(field.error_messages["unique"]))
            for field in self.model._meta.fields
            if field.unique and not field.primary_key
        ]
        constraints = self.model._meta.constraints
        return [*found, *(c for c in constraints if isinstance(c, models.UniqueConstraint))]

    def _holds(self, condition: models.Q, values: Mapping[str, Any]) -> bool:
        """Return whether a condition holds for ``values``, as the database would decide."""
        found = [
            self._holds(child, values)
            if isinstance(child, models.Q)
            else self._is(cast(Any, child), values)
            for child in condition.children
        ]
        return JOINED[condition.connector](found) != condition.negated

    def _is(self, test: tuple[str, Any], values: Mapping[str, Any]) -> bool:
        path, wanted = test
        name, _, lookup = path.partition("__")
        value = values[name]
        if lookup == "isnull":
            return bool((value is None) == wanted)
        other = self._typed_value(name, wanted, values)
        return value is not None and other is not None and bool(LOOKUPS[lookup](value, other))

    def _typed_value(self, name: str, wanted: Any, values: Mapping[str, Any]) -> Any:
        """Return what a condition compares with, in the type of the field."""
        if isinstance(wanted, models.F):
            return values[cast(Any, wanted).name]
        if isinstance(wanted, (list, tuple)):
            return [self._typed_value(name, each, values) for each in wanted]
        field = self.model._meta.get_field(name)
        return wanted if field.is_relation else cast(Any, field).to_python(wanted)

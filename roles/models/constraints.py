"""Rules that rows must follow, by what they say; each has its message for editors.

The database refuses what breaks one, and so do the desk's forms (``roles.models.rules``). Names
begin with that of the model, so that abstract ones can have rules too.
"""

from enum import Enum
from typing import Any

from django.db.models import CheckConstraint, Q, UniqueConstraint


def rule(name: str, condition: Q, message: str) -> CheckConstraint:
    """Return the rule that a condition holds, for what none of the others below says."""
    return CheckConstraint(
        condition=condition, name=f"%(class)s_{name}", violation_error_message=message
    )


def one_of(field: str, choices: type[Enum], message: str) -> CheckConstraint:
    """Return the rule that a field holds one of its choices."""
    return rule(f"{field}_known", Q((f"{field}__in", [each.value for each in choices])), message)


def between(
    field: str, low: Any, high: Any, message: str, *, or_empty: bool = False
) -> CheckConstraint:
    """Return the rule that a number lies from ``low`` to ``high``, or may also be ``or_empty``."""
    inside = Q((f"{field}__range", (low, high)))
    condition = Q((f"{field}__isnull", True)) | inside if or_empty else inside
    return rule(f"{field}_in_range", condition, message)


def once(*fields: str, message: str) -> UniqueConstraint:
    """Return the rule that no two rows have the same in all these fields."""
    return UniqueConstraint(
        fields=fields, name=f"%(class)s_{'_'.join(fields)}_once", violation_error_message=message
    )

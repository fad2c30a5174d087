"""The development plan in words: what to do, in which order, and what each step adds."""

from assessments.plans.presenters.calendar import calendar_entries
from assessments.plans.presenters.page import (
    PlanPage,
    default_choice,
    kept_choice,
    kept_plan,
    plan_page,
    plan_roles,
)

__all__ = [
    "PlanPage",
    "calendar_entries",
    "default_choice",
    "kept_choice",
    "kept_plan",
    "plan_page",
    "plan_roles",
]

"""From a weight on the desk's form to the verdict, through no more modules than one can follow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

import numpy as np
import pytest
from django.urls import reverse

from assessments.instrument.values import instrument_of
from assessments.scoring import Instrument, score
from roles.models import Edition, Role
from roles.snapshot.editions import snapshot_of
from tests.chains import MOST_MODULES, OURS
from tests.desk import screen, signed_in

WEIGHT = 3.7  # no role has it
# These look at the weight and hand nothing on: they tell, check, compare or calculate.
ONLOOKERS = (
    "roles.editing.changes",  # the history of the role
    "roles.editing.traces",  # what the history compares with editions, and its hashes
    "roles.draft.services",
    "roles.draft.used_keys",  # whether an edition knows the row's key for another row
    "roles.draft.limits",  # whether the draft may be published
    "roles.models.rules",
    "roles.draft.differences",  # what the edition changes
    "roles.draft.field_labels",
    "roles.draft.wording",
    "assessments.scoring.profiles",  # whether profiles can be told apart
    "assessments.instrument.errors",  # whether the quiz asks about it, and can name each role
    "assessments.instrument.preview_answers",
    "assessments.scoring.arithmetic",  # as numpy does
)
WEIGHTS = ("importance", "alpha")  # the arrays of an instrument that are made of weights


def is_it(value: object) -> bool:
    if isinstance(value, str):
        return value == str(WEIGHT)
    return isinstance(value, float | Decimal) and float(value) == WEIGHT


def holds_it(value: object) -> bool:
    """Return whether something is the weight, or a row, a profile or an array that contains it."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and bool((value == WEIGHT).any())
    if isinstance(value, dict | list | tuple):
        return any(map(is_it, value.values() if isinstance(value, dict) else value))
    return is_it(value)


def modules_that_hold(run: Callable[[], Any]) -> list[str]:
    """Return our modules that hold the weight while ``run`` runs, in functions or objects.

    Those that hold it only as part of something larger, such as a whole edition, do not count.
    """
    met: list[str] = []

    def is_ours(name: str) -> bool:
        return name.partition(".")[0] in OURS and not name.startswith(ONLOOKERS)

    def profile(frame: FrameType, event: str, returned: object) -> None:
        module = str(frame.f_globals.get("__name__"))
        if event != "return" or not is_ours(module):
            return
        for value in (*frame.f_locals.values(), returned):
            own = getattr(value, "__dict__", {})
            if holds_it(value):
                met.append(module)
            elif is_ours(type(value).__module__) and any(map(holds_it, own.values())):
                met.extend((module, type(value).__module__))

    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(None)
    return list(dict.fromkeys(met))


def modules_that_weigh(instrument: Instrument) -> set[str]:
    """Return the modules that read the weights of an instrument while a sheet is scored."""
    readers: set[str] = set()

    class Watched(Instrument):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            if name in WEIGHTS:
                readers.add(sys._getframe(1).f_globals["__name__"])
            return super().__getattribute__(name)

    watched = Watched(**{name: getattr(instrument, name) for name in Instrument.__slots__})
    score(watched, np.full((1, len(instrument.answer_columns)), 60.0), [2.0])
    return readers


@pytest.mark.once
def test_a_weight_goes_from_the_form_to_the_verdict_through_few_modules(draft: Edition) -> None:
    desk = signed_in()
    role = Role.objects.get(slug="technical-project-manager")
    form = reverse("admin:roles_role_change", args=[role.pk])
    data = screen(desk, form) | {"requirements-0-importance": str(WEIGHT)}
    saved = modules_that_hold(lambda: desk.post(form, data))
    page = reverse("admin:roles_edition_publish")
    seen = desk.get(page).context["state"].content_hash
    note = {"note": "A weight changed.", "seen": seen, "publish": "yes"}
    published = modules_that_hold(lambda: desk.post(page, note))
    instrument_of.cache_clear()
    read = modules_that_hold(lambda: instrument_of(snapshot_of(2)))
    assert saved
    assert published
    instrument = instrument_of(snapshot_of(2))
    assert WEIGHT in instrument.importance
    weighing = modules_that_weigh(instrument)
    assert weighing
    for each in weighing:
        way = dict.fromkeys([*saved, *published, *read, each, "assessments.scoring.verdict"])
        assert len(way) <= MOST_MODULES, " ".join(way)

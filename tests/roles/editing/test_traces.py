"""An entry of the history keeps what it changed, so that each change is found again or missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.contrib.auth.models import User
from django.db.models import Model

from assessments.models import Item, ScoringSettings, Step
from roles.draft.services import draft_document
from roles.editing.pages import log
from roles.editing.traces import Change, has, traced
from roles.models import Edition, Role, Trace
from roles.publishing.services import document_of

Do = Callable[[], object]


def changes_of(row: Model, does: Do, flag: int = CHANGE) -> list[Change]:
    """Return what the entry of a row keeps after something was done to it."""
    with traced(type(row)):
        log(User.objects.get_or_create(username="editor")[0], row, "Changed.", flag)
        does()
    return [change for trace in Trace.objects.all() for change in trace.changes]


def found(changes: list[Change]) -> list[bool]:
    """Return for each change whether the draft has it, unlike edition 1."""
    return [has(draft_document(), each, before=document_of(1)) for each in changes]


def test_each_change_is_looked_for_where_it_was_made(draft: Edition) -> None:
    role = Role.objects.all()[0]
    kept, gone = role.responsibilities.order_by("position", "pk")[:2]
    old = role.summary

    def write(summary: str, text: str) -> None:
        role.summary, kept.text = summary, text
        role.save()
        kept.save()

    def change() -> None:
        write("New.", "A new text.")
        gone.delete()
        role.namesakes.create(title="Another job", text="Not this one.", position=99)

    changes = changes_of(role, change)
    places = [[*path[2:]] for _, path, _ in changes]
    assert sorted(places) == sorted(
        [
            [role.slug, "summary"],
            [role.slug, "responsibilities", kept.title, "text"],
            [role.slug, "responsibilities", gone.title],
            [role.slug, "namesakes", "Another job"],
        ]
    )
    assert found(changes) == [True] * 4
    write(old, kept.text)
    assert [
        place for place, is_there in zip(places, found(changes), strict=True) if not is_there
    ] == [[role.slug, "summary"]]
    write(old, "Yet another text.")
    role.namesakes.get(title="Another job").delete()
    assert sum(found(changes)) == 1  # one is still gone


def test_a_text_by_which_a_part_is_known_counts_as_what_it_became(draft: Edition) -> None:
    option = Item.objects.filter(type="bars")[0].options.order_by("position", "pk")[0]
    old = option.text

    def write(text: str) -> None:
        option.text = text
        option.save()

    changes = changes_of(option.item, lambda: write("Quite another answer"))
    assert found(changes) == [True]
    write("And one more")
    assert found(changes) == [False]
    write(old)
    assert found(changes) == [False]


@pytest.mark.parametrize("flag", [ADDITION, DELETION])
def test_a_row_is_there_or_gone(draft: Edition, flag: int) -> None:
    step = Step.objects.order_by("position", "pk")[0]
    if flag == ADDITION:
        step.pk, step.key = 9999, "a_new_step"
        changes = changes_of(step, lambda: step.save(force_insert=True), flag)
    else:
        changes = changes_of(step, Step.objects.filter(pk=step.pk).delete, flag)
    assert found(changes) == [True]
    assert [has(document_of(1), each, before=None) for each in changes] == [False]


def test_the_place_of_a_row_is_its_own(draft: Edition) -> None:
    first, second = Step.objects.order_by("position", "pk")[:2]
    places = first.position, second.position

    def put(one: int, other: int) -> None:
        for step, place in ((first, one), (second, other)):
            Step.objects.filter(pk=step.pk).update(position=place)

    changes = changes_of(first, lambda: put(*reversed(places)))
    assert found(changes) == [True]
    put(*places)
    assert found(changes) == [False]


def test_what_there_is_once_has_its_changes_too(draft: Edition) -> None:
    settings = ScoringSettings.objects.get()

    def write(cap_slope: int) -> None:
        settings.cap_slope = cap_slope
        settings.save()

    changes = changes_of(settings, lambda: write(59))
    assert found(changes) == [True]
    write(58)
    assert found(changes) == [False]


def test_other_rows_and_unchanged_ones_leave_no_trace(draft: Edition) -> None:
    assert changes_of(Role.objects.all()[0], lambda: None) == []
    assert changes_of(User.objects.get(username="editor"), lambda: None) == []

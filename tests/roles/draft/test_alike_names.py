"""Two rows that readers cannot tell apart are named when the draft is checked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Step
from roles.content.files import file_texts
from roles.content.importing import plan_import
from roles.draft.services import blocking_errors, draft_document, errors_of, mark_draft_changed
from roles.editing.copying import free_names
from roles.models import (
    Certification,
    CheckOption,
    Competency,
    DepthLevel,
    Edition,
    Responsibility,
    Role,
    Scenario,
    WeekActivity,
)
from tests.desk import said, screen, signed_in

WIDE = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
NAMED = [
    (Certification, "name"),
    (Competency, "name"),
    (DepthLevel, "title"),
    (Scenario, "title"),
    (Step, "title"),
]


def alike(text: str) -> str:
    """Return another spelling of ``text`` that readers take for the same."""
    return f"{text[0].translate(WIDE)}\u200b{text[1]}\u0301{text[2:].upper()}".replace(" ", "  ")


def rename(model: Any, field: str) -> tuple[Any, Any]:
    """Give the last row the name of the first, as readers see it; returns both."""
    rows = list(model.objects.order_by("position", "pk"))
    first, last = rows[0], rows[-1]
    model.objects.filter(pk=last.pk).update(**{field: alike(getattr(first, field))})
    mark_draft_changed()
    return first, model.objects.get(pk=last.pk)


@pytest.mark.parametrize(("model", "field"), NAMED)
def test_rows_of_a_kind_that_look_alike_are_named_with_links_to_both(
    draft: Edition, model: Any, field: str
) -> None:
    first, last = rename(model, field)
    [warning] = errors_of(draft_document())
    assert warning.warning
    assert all(f"“{getattr(row, field)}” (" in warning.message for row in (first, last))
    page = signed_in().get(reverse("admin:roles_edition_publish"))
    [problem] = page.context["warnings"]
    change = f"admin:{model._meta.label_lower.replace('.', '_')}_change"
    urls = [reverse(change, args=[row.pk]) for row in (first, last)]
    assert [link.url for link in problem["links"]] == urls
    assert all(f'href="{url}"' in page.content.decode() for url in urls)


def test_so_are_parts_of_a_row_but_not_what_stands_at_another_time(draft: Edition) -> None:
    role = Role.objects.all()[0]
    first, second = Responsibility.objects.filter(role=role)[:2]
    Responsibility.objects.filter(pk=second.pk).update(title=alike(first.title))
    [level] = DepthLevel.objects.all()[:1]
    CheckOption.objects.filter(depth_level=level).update(text="The same")
    WeekActivity.objects.filter(role=role).update(title="The same")
    found = errors_of(draft_document())
    assert all(each.warning for each in found)
    assert [(each.file, each.location[-1]) for each in found] == [
        (f"roles/{role.slug}.yaml", "title"),
        ("depth_levels.yaml", "text"),
    ]


@pytest.mark.parametrize("field", ["name", "short_name"])
def test_a_role_that_looks_like_another_is_refused_in_form_and_draft(
    draft: Edition, field: str
) -> None:
    first, last = Role.objects.order_by("pk")
    client, url = signed_in(), reverse("admin:roles_role_change", args=[last.pk])
    name = getattr(first, field)
    typed = f"{name[0].translate(WIDE)}{name[1:].lower()}"
    [message] = said(client.post(url, screen(client, url) | {field: typed}))
    assert message == f"Another role already has this {field.replace('_', ' ')}: “{name}”."
    rename(Role, field)
    errors = blocking_errors(draft_document())
    assert {each.file for each in errors} == {f"roles/{row.slug}.yaml" for row in (first, last)}
    raw = file_texts(draft_document())[f"roles/{last.slug}.yaml"].encode()
    assert plan_import({f"{last.slug}.yaml": raw}).errors


def test_a_copy_has_no_name_that_looks_like_another(draft: Edition) -> None:
    first, last = Role.objects.order_by("pk")
    Role.objects.filter(pk=last.pk).update(name=alike(f"{first.name} copy"))
    assert free_names(first)["name"] == f"{first.name} copy 2"

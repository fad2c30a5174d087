"""Every number and day of the desk: an error names what was typed and what is legal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse

from roles.models import Edition
from rolesite.staff.groups import DRAFT
from tests.desk import _forms, screen, signed_in

KINDS = (forms.DateField, forms.IntegerField, forms.DecimalField, forms.FloatField)
OWN = re.compile(r"_FORMS$|__prefix__|position$")
LEGAL = re.compile(r"lies? between|go up to|takes|must rise|share between|from \d|up to|[Gg]ive ")
SCREENS = [
    model for model in admin.site._registry
    if model._meta.label_lower in DRAFT
    and model._meta.model_name in {
        "certification", "role", "item", "backgroundfact", "evidence", "step", "depthlevel",
    }
]  # fmt: skip


@pytest.mark.parametrize("model", SCREENS, ids=lambda model: str(model._meta.model_name))
def test_a_number_or_day_that_makes_no_sense_is_named_beside_what_is_legal(
    model: Any, draft: Edition
) -> None:
    client = signed_in("head", superuser=True)
    row = model._default_manager.first()
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    names: dict[str, str] = {}
    for form in _forms(client.get(address).context):
        for bound in form:
            if isinstance(bound.field, KINDS) and not OWN.search(bound.html_name):
                names.setdefault(re.sub(r"-\d+-", "-", bound.html_name), bound.html_name)
    data = screen(client, address)
    for value in ("9999-12-31", "-1", "9" * 30, "NaN"):
        answer = client.post(address, data | dict.fromkeys(names.values(), value))
        assert answer.status_code == 200
        said = {
            bound.html_name: str(bound.errors)
            for form in _forms(answer.context)
            for bound in form
            if bound.html_name in names.values()
        }
        assert {name: text for name, text in said.items() if value not in text} == {}
        assert {name: text for name, text in said.items() if not LEGAL.search(text)} == {}

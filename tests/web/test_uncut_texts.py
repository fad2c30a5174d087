"""No browser is told to cut what is pasted: the form refuses, and says how long it is."""

from __future__ import annotations

import re
from pathlib import Path

from django import forms

from web.typed import TypedText

TEMPLATES = Path(__file__).parents[2] / "templates"


class Form(forms.Form):
    line = forms.CharField(max_length=5)
    text = TypedText(max_length=5, widget=forms.Textarea)


def test_no_field_has_a_maxlength() -> None:
    body = Form().as_p()
    assert "maxlength" not in body
    assert body.count('data-longest="5"') == 2
    assert Form({"line": "123456", "text": "1"}).errors["line"] == ["6 characters; at most 5."]


def test_no_template_has_one() -> None:
    found = [
        path for path in TEMPLATES.rglob("*.html") if re.search(r"\bmaxlength=", path.read_text())
    ]
    assert found == []

"""Enter in a field presses the first button of its form: that never does what cannot be undone."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
BUTTON = re.compile(r'<button\b(?![^>]*type="button")[^>]*>[^<]*|<input[^>]*type="submit"[^>]*>')
TYPED = re.compile(r'<input(?![^>]*type="(?:hidden|submit|checkbox|radio)")|<textarea')
# What Enter may do where a form has several buttons: an order is put back by hand.
HARMLESS = {"admin/order.html": "Save the order"}


def test_where_a_form_has_two_buttons_enter_does_no_harm() -> None:
    found = {}
    for path in TEMPLATES.rglob("*.html"):
        for form in FORM.findall(path.read_text()):
            buttons = BUTTON.findall(form)
            if len(buttons) > 1 and TYPED.search(form):
                found[str(path.relative_to(TEMPLATES))] = buttons[0].rpartition(">")[2].strip()
    assert found == HARMLESS

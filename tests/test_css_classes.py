"""Every class that a template uses is one the style sheets know, or the block of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if "admin" not in path.relative_to(ROOT / "templates").parts
)
ATTRIBUTE = re.compile(r'\bclass="((?:\{[{%].*?[}%]\}|[^"{])*)"')
KNOWN = {
    name
    for sheet in (ROOT / "static" / "css").glob("*.css")
    for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", sheet.read_text())
}


def used_in(template: str) -> set[str]:
    """Return a template's classes as patterns: a value filled in later becomes ``.+``."""
    template = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", template, flags=re.DOTALL)
    patterns = set()
    for value in ATTRIBUTE.findall(template):
        value = re.sub(r"\{%.*?%\}", " ", value)
        value = re.sub(r"\{\{.*?\}\}", "\0", value)
        patterns |= {re.escape(name).replace("\0", ".+") for name in value.split() if name != "\0"}
    return patterns


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_class_of_a_template_is_in_a_style_sheet(path: Path) -> None:
    unknown = {
        pattern.replace("\\", "")
        for pattern in used_in(path.read_text())
        if not any(re.fullmatch(rf"{pattern}(?:(?:__|--).*)?", name) for name in KNOWN)
    }
    assert not unknown, f"Not in static/css: {sorted(unknown)}. Run `make css` or style them."


def test_the_guard_sees_an_unknown_class() -> None:
    (pattern,) = used_in('<p class="{% if a %}no-such-class{% endif %}">')
    assert not any(re.fullmatch(pattern, name) for name in KNOWN)


def test_a_chosen_answer_is_no_wider_than_before() -> None:
    """What turns bold may wrap, and the page jumps below the finger."""
    source = (ROOT / "static/src/scss/web/_choices.scss").read_text()
    rule = re.search(r"\.choice:has\([^{]*:checked\) \.choice__label \{([^}]*)\}", source)
    assert rule
    assert "stroke" in rule[1]
    assert not re.search(r"font-(weight|size|family)|letter-spacing|padding|border-width", rule[1])

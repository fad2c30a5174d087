"""Words that no native speaker would say here stay out of everything that people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.seed.content import TEXTS

ROOT = Path(__file__).parent.parent
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->|/\*.*?\*/", re.DOTALL)

# What was said here once, and what people say instead.
INSTEAD = {
    r"mend(?:s|ed|ing)?": "fix",
    r"anew|once more": "again",
    r"papers": "documents",
    r"the joins": "the integration points",
    r"sets the way": "sets the standard",
    r"(?:not done(?: yet)?|improves how others work)\b(?=[)\",.]|$)": "not yet, sets the standard",
    r"hold(?:s|ing)? (?:it there|(?:it|readiness) down)|held down": "caps",
    r"your likes|likes fit": "your interests",
    r"(?:take|takes|took|taken) (?:it |them |the \w+ )?along": "download",
    r"(?:call|called|calls) (?:it )?off": "cancel",
    r"(?:take|takes|took|taken) back": "restore",
    r"throw (?:it|them|all of them|all) away": "discard",
    r"in force": "current",
    r"stand(?:s|ing)? in for": "cover for",
    r"much rather": "strongly prefer",
    r"both the same": "no preference",
    r"(?:is|are) no advice": "is not advice",
    r"farther away": "bigger changes",
    r"from when": "when",
    r"no shorter way": "the shortest route",
    r"work(?:s|ed)? as usual": "work as expected",
    r"what everybody did": "all activity",
    r"(?:what|see what) (?:it|the draft) does to results": "effect on results",
    r"reverse-keyed|must-have slope": "what the field means, in words",
    r"points at nobody": "identifies nobody",
    r"(?:need|needs) not (?:say|read|answer|judge|build|be)": "do not have to",
    r"next news|set time for news": "next update",
    r"want(?:,| and) can(?: and|,) prove": "interests, skills and background",
    r"works? by SAFe|teams by SAFe": "use SAFe",
    r"reckons? with": "allow, expect",
    r"we calculate with": "our calculator uses",
    r"figures of pay": "pay figures",
    r"turned around": "the other way round",
    r"(?:what is|test|and|at|or) the way back": "how to undo it",
}
DIALECT = {re.compile(rf"\b(?:{said})\b", re.IGNORECASE): usual for said, usual in INSTEAD.items()}


def templates() -> Iterator[tuple[str, str]]:
    for folder, suffixes in (("templates", (".html", ".txt")), ("static/js", (".js",))):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes:
                yield str(path.relative_to(ROOT)), COMMENT.sub("", path.read_text("utf-8"))


def strings() -> Iterator[tuple[str, str]]:
    """Yield every text in the code that is no docstring: labels, help, errors, sentences."""
    for app in ("web", "roles", "assessments", "rolesite"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if path.parent.name == "migrations":
                continue
            tree = ast.parse(path.read_text("utf-8"))
            alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and id(node) not in alone:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", str(node.value)


def content() -> Iterator[tuple[str, str]]:
    return iter(TEXTS)


@pytest.mark.parametrize("texts", [templates, strings, content])
def test_pages_labels_and_content_use_the_usual_words(texts: object) -> None:
    assert callable(texts)
    found = [
        f"{place}: “{match.group()}”, usually {usual}"
        for place, text in texts()
        for said, usual in DIALECT.items()
        for match in said.finditer(" ".join(text.split()))
    ]
    assert found == []

"""What docs, docstrings and comments of templates call by its full name is there."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOTTED = re.compile(r"(?<![\w.@/-])(?:assessments|roles|rolesite|web)(?:\.\w+)+")
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
PACKAGES = ("assessments", "roles", "rolesite", "web")


def texts_about_code() -> Iterator[tuple[Path, str]]:
    """Yield names of code in the docs, in templates' comments and in docstrings."""
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield document, " ".join(re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8")))
    for template in sorted((ROOT / "templates").rglob("*.html")):
        yield template, " ".join(COMMENT.findall(template.read_text(encoding="utf-8")))
    for package in PACKAGES:
        for module in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    yield (
                        module,
                        " ".join(re.findall(r"``([^`]+)``", ast.get_docstring(node) or "")),
                    )


def test_every_name_that_is_spelt_out_is_one_of_the_code() -> None:
    gone = []
    for file, text in texts_about_code():
        for dotted in DOTTED.findall(text):
            try:
                pkgutil.resolve_name(dotted)
            except (ImportError, AttributeError):
                gone.append(f"{file.relative_to(ROOT)}: {dotted}")
    assert gone == []

"""What docs, docstrings and comments of templates name is there; one name is for one thing."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOTTED = re.compile(r"(?<![\w.@/-])(?:assessments|roles|rolesite|web)(?:\.\w+)+")
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
PACKAGES = ("assessments", "roles", "rolesite", "web")
# Classes that a tool wants under this name.
SHARED = {"Command", "Migration"}
# A row, the value that an edition or a page has of it, and the arrays that score it.
MODELS = ("assessments.models", "roles.models")
VALUES = (
    "assessments.instrument.values",
    "assessments.peer_feedback.rules",
    "assessments.scoring.specification",
    "roles.snapshot",
)
# A private name in more modules than this says too little about each of them.
MOST_MODULES = 3


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


def definitions() -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef, bool]]:
    """Yield the module of every class and function, and whether it stands at the top of it."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    yield module, node, node in tree.body


def one_concept(modules: list[str]) -> bool:
    """Return whether these are a row and its values, at most one in each place for them."""
    places = [
        place for place in (*MODELS, *VALUES) for m in modules if f"{m}.".startswith(f"{place}.")
    ]
    return len(places) == len(modules) == len(set(places)) and not {*MODELS} <= {*places}


def test_a_public_class_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = {}
    for module, node, is_top in definitions():
        if is_top and isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found.setdefault(node.name, []).append(module)
    shared = {name: modules for name, modules in found.items() if len(modules) > 1}
    assert {n: m for n, m in shared.items() if n not in SHARED and not one_concept(m)} == {}


def test_a_private_name_says_what_it_is_about() -> None:
    found: dict[str, set[str]] = {}
    for module, node, _ in definitions():
        if node.name.startswith("_") and not node.name.endswith("__"):
            found.setdefault(node.name, set()).add(module)
    assert {name: in_ for name, in_ in found.items() if len(in_) > MOST_MODULES} == {}

"""The documentation says only what is there."""

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from assessments.instrument.values import instrument_of
from assessments.scoring import Settings
from assessments.scoring.batch import score_lines
from roles.snapshot.editions import Snapshot
from tests.assessments.scoring.forms import EXAMPLES, score_one, toy

ROOT = Path(__file__).parent.parent
DOCS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "deploy/README.md",
]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
BACKTICKS = re.compile(r"`([^`\n]+)`")
# The founder adds the picture; everything else must be there.
NOT_YET = {"docs/images/home.png"}
# Made on first use, so a fresh checkout has none of them; .gitignore names their folder.
MADE = ("var/", "node_modules/", ".venv/")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def slug(heading: str) -> str:
    """Return the anchor that a heading gets on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def headings(document: Path) -> list[str]:
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    return re.findall(r"^#+ +(.+)$", text, re.MULTILINE)


# ------------------------------------------------------------------ links and paths


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (document.parent / path).resolve() if path else document
        if aim.is_relative_to(ROOT) and name(aim) in NOT_YET:
            continue
        assert aim.exists(), f"{name(document)} links to {target}, which is not there."
        if anchor:
            anchors = {slug(heading) for heading in headings(aim)}
            assert anchor in anchors, f"{name(document)} links to {target}; no such heading."


def paths_in_backticks(text: str) -> Iterator[str]:
    """Yield what in backticks looks like a path of this repository."""
    tops = {entry.name for entry in ROOT.iterdir()}
    for quoted in BACKTICKS.findall(FENCED.sub("", text)):
        if re.fullmatch(r"[\w.\-]+(?:/[\w.\-]*)*", quoted) is None:
            continue
        first = quoted.split("/")[0]
        if ("/" in quoted and first in tops) or re.search(r"\.(?:py|md|ya?ml|toml|html)$", quoted):
            yield quoted


@cache
def known_files() -> tuple[str, ...]:
    return tuple(
        name(path)
        for top in ROOT.iterdir()
        if f"{top.name}/" not in (*MADE, ".git/")
        for path in (top.rglob("*") if top.is_dir() else [top])
    )


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_every_path_in_backticks_is_there(document: Path) -> None:
    """A path is written from the top; a bare file name must belong to some file.

    A module may be named without its ending: one that grows becomes a package of that name.
    """
    for path in paths_in_backticks(document.read_text(encoding="utf-8")):
        if path in NOT_YET or path.startswith(MADE):
            continue
        there = (
            (ROOT / path).exists()
            or (ROOT / f"{path}.py").exists()
            or ("/" not in path and any(known.endswith(f"/{path}") for known in known_files()))
        )
        assert there, f"{name(document)} speaks of {path}, which is not there."


def test_what_is_made_on_first_use_is_not_kept_in_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {folder.strip("/") for folder in MADE} <= {line.strip("/") for line in ignored}


def tracked() -> list[str]:
    """Return the paths in the repository; in an unpacked archive, everything that is there."""
    git = shutil.which("git")
    if git is None:
        return list(known_files())
    listed = subprocess.run(
        [git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    return listed or list(known_files())


def test_the_architecture_names_every_package() -> None:
    """A newcomer finds any folder or module by reading one page."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    packages = set()
    for path in tracked():
        top, _, rest = path.partition("/")
        if rest and not top.startswith("."):
            packages.add(f"{top}/")
        if top in ("roles", "assessments", "rolesite"):
            packages.add(f"{top}/{rest.split('/')[0].removesuffix('.py')}")
    missing = {
        package
        for package in packages
        if f"| `{package}` |" not in text and "__init__" not in package
    }
    assert not missing, f"docs/architecture.md does not name {', '.join(sorted(missing))}."


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_every_chore_that_is_named_exists(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    chores = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    # Django's own
    commands |= {"check", "clearsessions", "collectstatic", "createsuperuser", "dbshell", "migrate"}
    text = document.read_text(encoding="utf-8")
    for chore in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        assert chore in chores, f"{name(document)} speaks of `make {chore}`."
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in commands, f"{name(document)} speaks of `manage.py {command}`."


# ------------------------------------------------------------------ settings


def variables_read() -> set[str]:
    """Return the environment variables that rolesite/settings.py reads."""
    tree = ast.parse((ROOT / "rolesite/settings.py").read_text(encoding="utf-8"))
    found = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        by_env = (
            isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "environment"
        )
        by_helper = isinstance(call.func, ast.Name) and call.func.id == "required"
        first = call.args[0]
        if (by_env or by_helper) and isinstance(first, ast.Constant):
            found.add(str(first.value))
    return found


def test_every_environment_variable_is_in_the_example_and_in_the_readme() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    in_example = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    in_readme = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", readme, re.MULTILINE))
    read = variables_read()
    assert {"ROLESITE_ENV", "SECRET_KEY", "DATABASE_URL"} <= read
    assert in_example == read
    assert in_readme == read


# ------------------------------------------------------------------ batch scoring


def test_the_line_of_batch_scoring_really_comes_out(snapshot: Snapshot) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    line, written = re.findall(r"^```json\n(.*)\n```", text, re.MULTILINE)
    (scored,) = score_lines([line], instrument_of(snapshot), snapshot.number, loads=json.loads)
    shown = json.loads(written)
    assert list(shown) == list(scored)
    assert [shown[key] for key in ("id", "edition", "verdict", "role")] == [
        scored[key] for key in ("id", "edition", "verdict", "role")
    ]
    for slug, scores in scored["roles"].items():
        assert shown["roles"][slug] == pytest.approx(scores)
    for key in ("difference", "standard_error", "chance"):
        assert shown[key] == pytest.approx(scored[key])


# ------------------------------------------------------------------ dependencies


def test_every_direct_dependency_is_explained() -> None:
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([\w@/-]+) \|", text, re.MULTILINE)) - {"package"}
    direct: set[str] = set()
    for file in ("package.json", "benchmarks/lighthouse/package.json"):
        direct |= {*json.loads((ROOT / file).read_text(encoding="utf-8"))["devDependencies"]}
    for file in ("requirements.in", "requirements-dev.in"):
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        direct |= {re.split(r"[^\w-]", line)[0] for line in lines if re.match(r"[A-Za-z]", line)}
    assert explained == direct


# ------------------------------------------------------------------ the instrument

SCORING = ROOT / "docs/scoring.md"


def cited_sections() -> dict[str, str]:
    """Return each section of docs/scoring.md that is cited, with a file that cites it."""
    cited: dict[str, str] = {}
    near = ("assessments/", "tests/assessments/scoring/")  # here a bare § means docs/scoring.md
    for path in tracked():
        file = ROOT / path
        if not path.endswith((".py", ".yaml", ".html", ".js", ".md")) or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        numbers = re.findall(r"scoring\.md`?\)?,?\s+§?(\d+(?:\.\d+)?)", text)
        if name(file).startswith(near) or file == SCORING:
            numbers += re.findall(r"§(\d+(?:\.\d+)?)", text)
        cited |= {number: name(file) for number in numbers}
    return cited


def test_every_section_that_is_cited_exists() -> None:
    numbers = {re.split(r"[ ]", heading)[0].rstrip(".") for heading in headings(SCORING)}
    cited = cited_sections()
    assert len(cited) > 10
    for number, file in cited.items():
        assert number in numbers, f"{file} cites docs/scoring.md §{number}; no such heading."
    assert "Prove dial" in headings(SCORING)


def test_records_of_decisions_have_one_form_and_stand_in_the_index() -> None:
    (index,) = tables((ROOT / "docs/adr/README.md").read_text(encoding="utf-8"))
    listed = {(row["number"], row["decision"], row["date"], row["status"]) for row in index}
    expected = set()
    for record in (ROOT / "docs/adr").glob("[0-9]*.md"):
        title, *sections = headings(record)
        number, _, name = title.partition(". ")
        assert int(record.name[:4]) == int(number), record.name
        assert sections == ["Context", "Decision", "Consequences"], record.name
        text = record.read_text(encoding="utf-8")
        ((date, status),) = re.findall(r"^Date: ([\d-]{10}) · Status: (.+)$", text, re.MULTILINE)
        expected.add((number, f"[{name}]({record.name})", date, status))
    assert listed == expected
    assert all(row["in one line"] for row in index)


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    """Yield every table of a Markdown text as rows by column."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
        ]
        yield [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def section(number: str) -> str:
    text = SCORING.read_text(encoding="utf-8")
    return re.split(r"^#{2,3} ", text.split(f"\n### {number} ")[1], flags=re.MULTILINE)[0]


def numbers(cell: str) -> list[float | None]:
    return [None if n == "–" else float(n.replace("−", "-")) for n in cell.split(", ")]


def same(written: Iterable[float | None], expected: Any) -> bool:
    """Return whether numbers are those of the data, to the six decimals that both have."""
    given = [np.nan if n is None else n for n in written]
    values = [np.nan if n is None else n for n in np.ravel(np.array(expected, dtype=object))]
    return np.allclose(given, np.array(values, dtype=float), rtol=0, atol=1e-9, equal_nan=True)


def test_the_table_of_worked_examples_is_the_data() -> None:
    (table,) = (each for each in tables(section("1.10")) if each and "SE_D" in each[0])
    shown = {row["example"].strip("`"): row for row in table}
    assert list(shown) == [key for key, each in EXAMPLES.items() if "SE_D" in each]
    verdicts = {0: "P", -1: "too close", -2: "neither", -3: "insufficient"}
    for key, row in shown.items():
        example = EXAMPLES[key]
        for symbol in ("y", "x", "d", "F", "R", "D", "SE_D", "chance"):
            assert same(numbers(row[symbol]), example[symbol]), f"{key}: {symbol}"
        assert row["verdict"] == verdicts[example["rec"]], key


def test_the_parts_of_the_worked_example_are_the_data() -> None:
    (table,) = (each for each in tables(section("1.10")) if each and "example 1" in each[0])
    for row in table:
        (key, *cells) = row.values()
        expected = EXAMPLES["1_complete"][key.strip("`")]
        assert same([n for cell in cells for n in numbers(cell)], expected), key


def flat(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from flat(each)
    elif isinstance(value, int | float):
        yield float(value)


def test_every_exact_number_in_the_text_is_one_of_the_example() -> None:
    """Six decimals are a promise: the number comes from the data or from the core itself."""
    scores = score_one(toy(), EXAMPLES["1_complete"]["y"])
    steps = toy().alpha[0] * scores.profile[0]
    known = {
        round(abs(value), 6)
        for value in (
            *flat(EXAMPLES),
            *np.ravel(toy().alpha),
            *np.ravel(scores.cap),
            *(float(scores.difference_low[0]), float(scores.difference_high[0])),
            *steps,
        )
    }
    written = [float(n) for n in re.findall(r"\d+\.\d{6}", section("1.10"))]
    assert len(written) > 50
    assert [n for n in written if n not in known] == []


def test_the_settings_shown_are_those_of_the_seed_content_and_of_the_code() -> None:
    editable, fixed, *_ = tables(section("1.0"))
    seed = yaml.safe_load((ROOT / "content/scoring.yaml").read_text(encoding="utf-8"))["settings"]
    shown = {row["setting"].strip("`"): float(row["seed value"]) for row in editable}
    assert shown == {key: value for key, value in seed.items() if key != "revision"}
    defaults = Settings()
    code = {row["name in the code"].strip("`"): float(row["value"]) for row in fixed}
    assert code == {key: getattr(defaults, key) for key in code}
    named = {"lambda_fit", "omega_interest", "cap_slope", "theta_neither", "delta_min",
             "confidence", "min_coverage", "min_coverage_fit", "bands"}  # fmt: skip
    assert set(code) == set(Settings.__dataclass_fields__) - named


def test_what_is_said_about_the_items_is_true_of_the_seed_content() -> None:
    text = re.split(r"^## ", SCORING.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (part,) = (part for part in text if part.startswith("2. "))
    said = re.sub(r"(?<=[^|\n])\n(?=[^|\n])", " ", part)
    content = ROOT / "content"
    items = yaml.safe_load((content / "items.yaml").read_text(encoding="utf-8"))["items"]
    facts = yaml.safe_load((content / "background.yaml").read_text(encoding="utf-8"))["facts"]
    competencies = yaml.safe_load((content / "competencies.yaml").read_text(encoding="utf-8"))
    group = {each["key"]: each["group"] for each in competencies["competencies"]}
    asked = [item for item in items if item.get("is_active", True)]
    by_type = {kind: [i for i in asked if i["type"] == kind] for kind in ("fc", "bars", "sjt")}

    shown = [int(re.split(r"\D", row["number"])[0]) for row in next(tables(said))]
    assert shown == [*map(len, by_type.values()), len(facts)]
    assert f"asks {len(asked)} items and {len(facts)} background questions" in said
    lines = [option["text"] for item in by_type["bars"] for option in item["options"]]
    assert f"The longest line has {max(len(line.split()) for line in lines)} words" in said
    best = [[o["score"] for o in item["options"]].index(100) + 1 for item in by_type["sjt"]]
    assert f"in each: {', '.join(map(str, best))}." in said
    sides = [tuple(group[item[side]["competency"]] for side in "ab") for item in by_type["fc"]]
    assert sorted(map(sorted, sides)).count(["pm", "tpm"]) == 16  # "Sixteen"
    assert sides.count(("pm", "tpm")) == 8  # "eight times"
    assert {i[side]["competency"] for i in by_type["fc"] for side in "ab"} == set(group)

"""Read content files, noting the line of every field, and load them into the draft.

The files under ``content/`` have the shape of an edition, split by subject. Loading may run any
number of times: a file replaces its part of the draft until an editor changes that part.
"""

import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError as RefusedText
from django.db import transaction
from pydantic import ValidationError

from roles.draft.limits import place, shape_errors
from roles.draft.section import DraftError, DraftSection, Location, sections
from roles.draft.services import (
    blocking_errors,
    content_hash,
    draft_document,
    mark_draft_changed,
    store_draft,
)
from roles.draft.shapes import Data
from roles.models import ContentFile
from roles.models.base import kept_validator
from roles.snapshot.editions import SCHEMA, parse_document

MAX_BYTES = 1_000_000  # of one file, and of all that are read at once
MAX_FILES = 50
MAX_DEPTH = 20
MAX_VALUES = 50_000
NO_YAML = (
    "This is not YAML from here on. Look for a quotation mark, a colon or an indentation that is "
    "missing just above."
)
NAMED = {"~": None, "": None} | {
    written: value
    for word, value in (("true", True), ("false", False), ("null", None))
    for written in (word, word.title(), word.upper())
}
NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{0,15})?(?:[eE][-+]?[0-9]{1,2})?")
# These end a line in YAML, and a text that holds one would come back with another.
LINE_ENDS = re.compile("[\\x85\\u2028\\u2029]")
# Reads the same; many times faster where it is there.
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadContent(Exception):
    """An error in a content file; nothing was changed. ``line`` is ``None`` for other errors."""

    def __init__(self, file: str, line: int | None, field: str, message: str) -> None:
        self.file, self.line, self.field, self.message = file, line, field, message
        parts = (file, f"line {line}" if line else "", field)
        self.place = ", ".join(part for part in parts if part)
        super().__init__(f"{self.place}: {message} Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One parsed content file: its data and the line of every field."""

    path: str
    data: Data
    lines: Mapping[Location, int]
    file_hash: str

    def line_of(self, location: Location) -> int:
        """Return the line of a field or, if it is missing, of the nearest thing around it."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 1

    def bad(self, location: Location, message: str) -> BadContent:
        return BadContent(self.path, self.line_of(location), place(location), message)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of a load, as paths of content files."""

    taken: tuple[str, ...]
    kept: tuple[str, ...]
    unchanged: tuple[str, ...]


def parse_file(path: str, raw: bytes) -> ReadFile:
    """Parse the bytes of a content file (YAML). Raises ``BadContent`` for the first error."""
    if len(raw) > MAX_BYTES:
        raise BadContent(
            path, 1, "", f"The file has {len(raw)} bytes; at most {MAX_BYTES} are read."
        )
    try:
        text = raw.decode("utf-8-sig")
        if end := LINE_ENDS.search(text):
            code = f"{ord(end[0]):04x}"
            message = f"Write the sign U+{code.upper()} as \\u{code} in double quotation marks."
            raise BadContent(path, text[: end.start()].count("\n") + 1, "", message)
        _check_size(path, text)
        root = yaml.compose(text, Loader=PARSER)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadContent(path, line, "", "The file is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1 if mark else 1, raw.count(b"\n") + 1)
        began = error.context_mark.line + 1 if error.context_mark else line
        open_since = f" What is left open began in line {began}." if began < line else ""
        said = f"{NO_YAML}{open_since} The reader says: {error.problem}."
        raise BadContent(path, line, "", said) from error
    except yaml.YAMLError as error:
        raise BadContent(path, 1, "", f"{NO_YAML} The reader says: {error}.") from error
    if not isinstance(root, yaml.MappingNode):
        raise BadContent(path, 1, "", "The file must hold fields, each with a name and a value.")
    lines: dict[Location, int] = {}
    data = _value(root, (), lines, path)
    return ReadFile(path, data, lines, hashlib.sha256(raw).hexdigest())


def _check_size(path: str, text: str) -> None:
    """Refuse what could use much memory: deep nesting, very many values, and aliases."""
    depth = values = 0
    for event in yaml.parse(text, Loader=PARSER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise BadContent(path, line, "", "References (*) to other places are not read.")
        if isinstance(event, yaml.NodeEvent):
            values += 1
            if getattr(event, "tag", None):
                raise BadContent(path, line, "", "Tags (!) are not read. Remove it.")
            try:
                kept_validator(getattr(event, "value", ""))
            except RefusedText as error:
                raise BadContent(path, line, "", str(error.message)) from error
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise BadContent(path, line, "", "The file is nested too deeply.")
        if values > MAX_VALUES:
            raise BadContent(path, line, "", f"At most {MAX_VALUES} names and values are read.")


def _value(node: yaml.Node, location: Location, lines: dict[Location, int], path: str) -> Any:
    """Return a node as JSON data, and store the line of every field in ``lines``."""
    lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: Data = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise BadContent(path, line, "", "The name of a field is a word, no list.")
            key = str(key_node.value)
            if key in mapping:
                raise BadContent(path, line, key, "This field is there twice.")
            lines[(*location, key)] = line
            mapping[key] = _value(value_node, (*location, key), lines, path)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, (*location, index), lines, path) for index, item in enumerate(node.value)
        ]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    """Return a plain scalar as number, boolean or ``None`` if it is written as one, else as text.

    YAML knows more spellings (``yes``, ``0b1``, ``1:30`` for 90). Nobody means those, so they stay
    texts, and a field of another type refuses them.
    """
    text = str(node.value)
    if getattr(node, "style", None):  # in quotation marks, or a block
        return text
    if text in NAMED:
        return NAMED[text]
    if NUMBER.fullmatch(text):
        return float(text) if set(text) & set(".eEn") else int(text)
    return text


def load(folder: Path) -> Loaded:
    """Load files that are new or newer than an unedited draft, or none. Raises ``BadContent``."""
    files = [parse_file(path, raw) for path, raw in files_below(folder).items()]
    normal = {file.path: _normalise(file) for file in files}
    with transaction.atomic():
        records = {record.path: record for record in ContentFile.objects.select_for_update()}
        draft = parts_of(draft_document())
        taken, kept, unchanged = [], [], []
        for file in files:
            record = records.get(file.path)
            present = draft.get(file.path)
            if record is not None and record.file_hash == file.file_hash:
                unchanged.append(file.path)
            elif (record is None and present is None) or (
                record and present and content_hash(present) == record.draft_hash
            ):
                taken.append(file.path)
            else:
                kept.append(file.path)
        if taken:
            mark_draft_changed()
            _store(draft | {path: normal[path] for path in taken}, files)
            after = parts_of(draft_document())
            for file in files:
                if file.path in taken:
                    ContentFile.objects.update_or_create(
                        path=file.path,
                        defaults={
                            "file_hash": file.file_hash,
                            "draft_hash": content_hash(after.get(file.path, {})),
                        },
                    )
    return Loaded(tuple(taken), tuple(kept), tuple(unchanged))


def write_files(document: Mapping[str, Any], folder: Path) -> tuple[str, ...]:
    """Write an edition's document as content files below ``folder``; return their paths."""
    texts = file_texts(document)
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tuple(texts)


def file_texts(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the content files of a document: path to text."""
    return {
        path: yaml.dump(part, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
        for path, part in parts_of(document).items()
    }


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """A YAML dumper that writes every value in full instead of using aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Represent a text, in quotation marks if a parser could take it for something else."""
    is_plain = (
        LINE_ENDS.search(text) is None and text == text.strip() and not NUMBER.fullmatch(text)
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain else '"')


_Dumper.add_representer(str, _text)


def files_below(folder: Path) -> dict[str, bytes]:
    """Return a folder's content files by path. Raises ``BadContent``, also for too much."""
    if not folder.is_dir():
        raise BadContent(str(folder), None, "", "There is no such folder.")
    found = list(islice(folder.rglob("*.yaml"), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        message = (
            f"There are more than {MAX_FILES} content files; at most so many are read at once."
        )
        raise BadContent(str(folder), None, "", message)
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    for each in sorted(found):
        path = each.relative_to(folder).as_posix()
        if not each.is_file():  # left out, its content would be missing without a word
            raise BadContent(path, None, "", "This is no file, or a link that leads to none.")
        with each.open("rb") as file:
            files[path] = file.read(left + 1)
        left -= len(files[path])
        if left < 0:
            message = f"With this file there are more than {MAX_BYTES} bytes to read at once."
            raise BadContent(path, None, "", message)
    return files


def joined(parts: Mapping[str, Data]) -> dict[str, Data]:
    """Return the sections that content files make together, by name."""
    return {
        section.name: section.join(
            {path: part for path, part in parts.items() if section.file_model(path)}
        )
        for section in sections()
    }


def parts_of(document: Mapping[str, Any]) -> dict[str, Data]:
    """Return a document as the data of content files, by path; the reverse of ``joined``."""
    return {
        path: part
        for section in sections()
        if (data := document["sections"].get(section.name))
        for path, part in section.split(data).items()
    }


def section_of(path: str) -> DraftSection | None:
    """Return the section that reads the file at ``path``, or ``None``."""
    return next((section for section in sections() if section.file_model(path)), None)


def _normalise(file: ReadFile) -> Data:
    """Return a file's data as an edition holds it. Raises ``BadContent`` for the first error."""
    data, errors = normalised(file)
    if errors:
        raise errors[0]
    return data


def normalised(file: ReadFile) -> tuple[Data, list[BadContent]]:
    """Return a file's data as an edition holds it, and all errors; one of the two is empty."""
    section = section_of(file.path)
    model = section.file_model(file.path) if section else None
    if model is None:
        known = [path for each in sections() for path in each.files]
        name = re.sub(r" ?\(\d+\)", "", file.path.rpartition("/")[2].lower())
        close = difflib.get_close_matches(name, known, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        message = f"No part of the site reads a file of this name.{meant} There are: "
        legal = f"{', '.join(known)}, and roles/ with a file for each role, named by its address."
        return {}, [BadContent(file.path, 1, "", message + legal)]
    try:
        return model.model_validate(file.data).model_dump(mode="json"), []
    except ValidationError as error:
        return {}, [file.bad(location, said) for location, said in shape_errors(error)]


def _store(parts: Mapping[str, Data], files: list[ReadFile]) -> None:
    """Check the draft that these parts make together, then store it. Raises ``BadContent``."""
    document = {"schema": SCHEMA, "sections": joined(parts)}
    if errors := blocking_errors(document):
        raise placed(errors[0], {file.path: file for file in files})
    store_draft(parse_document(document))


def placed(error: DraftError, files: Mapping[str, ReadFile]) -> BadContent:
    """Return an error of the draft at its place in one of ``files``, if it is in one of them."""
    if file := files.get(error.file):
        return file.bad(error.location, error.message)
    return BadContent(error.file, None, "", error.message)

"""Import content files into the draft: plan what they would change, then do just that.

A file replaces the part of the draft that it describes; all else stays. Nothing is stored unless
every file is right and the draft that they make together is valid.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from roles.content.files import (
    MAX_BYTES,
    MAX_FILES,
    BadContent,
    ReadFile,
    joined,
    normalised,
    parse_file,
    parts_of,
    placed,
    section_of,
)
from roles.draft.differences import differences
from roles.draft.errors import ROLE_FOLDER
from roles.draft.services import blocking_errors, content_hash, draft_document, replace_draft
from roles.draft.shapes import Data
from roles.draft.wording import Difference, count_of
from roles.snapshot.editions import SCHEMA


class NotAsPlanned(Exception):
    """The import would no longer do what was shown. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. ``document`` is the whole draft after it.

    ``seen`` and ``planned`` are the content hashes of the draft before and after it.
    """

    files: tuple[str, ...]
    errors: tuple[BadContent, ...]
    differences: tuple[Difference, ...]
    document: Mapping[str, Any]
    seen: str
    planned: str

    @property
    def count(self) -> int:
        """How many changes are shown."""
        return count_of(self.differences)


def plan_import(files: Mapping[str, bytes]) -> ImportPlan:
    """Return what files, by path or name, would change in the draft, or all that is wrong."""
    before = draft_document()
    parts, read, errors = _read_files(files)
    document: dict[str, Any] = before
    if not errors:
        document = {"schema": SCHEMA, "sections": joined(parts_of(before) | parts)}
        errors = _misfits(before, document, read)
    return ImportPlan(
        files=tuple(parts),
        errors=tuple(errors),
        differences=() if errors else differences(before, document),
        document=document,
        seen=content_hash(before),
        planned=content_hash(document),
    )


def apply_import(files: Mapping[str, bytes], *, seen: str, planned: str) -> ImportPlan:
    """Do what ``plan_import`` said, or raise ``NotAsPlanned`` or ``DraftChanged``."""
    plan = plan_import(files)
    if plan.errors or (plan.seen, plan.planned) != (seen, planned):
        raise NotAsPlanned
    replace_draft(document=plan.document, seen=seen)
    return plan


def _read_files(
    files: Mapping[str, bytes],
) -> tuple[dict[str, Data], dict[str, ReadFile], list[BadContent]]:
    """Return the files as parts of a draft and as parsed, and the errors of each on its own."""
    if not files:
        return {}, {}, [BadContent("No file", None, "", "Choose at least one content file.")]
    if len(files) > MAX_FILES:
        message = f"There are {len(files)} files; at most {MAX_FILES} are read at once."
        return {}, {}, [BadContent("All files", None, "", message)]
    total = sum(map(len, files.values()))
    if total > MAX_BYTES:
        message = f"Together they have {total} bytes; at most {MAX_BYTES} are read at once."
        return {}, {}, [BadContent("All files", None, "", message)]
    parts: dict[str, Data] = {}
    read: dict[str, ReadFile] = {}
    errors: list[BadContent] = []
    for name, raw in files.items():
        path = _path_of(name, raw)
        try:
            read[path] = parse_file(path, raw)
        except BadContent as error:
            errors.append(error)
            continue
        parts[path], found = normalised(read[path])
        errors += found or _misnamed(read[path], parts[path])
    return parts, read, errors


def _path_of(name: str, raw: bytes) -> str:
    """Return the path below the folder of a file of which browsers send the name alone."""
    stem = name.removesuffix(".yaml")
    if "/" not in name and re.search(rf"^slug: *[\"']?{re.escape(stem)}\b".encode(), raw, re.M):
        return f"{ROLE_FOLDER}{name}"
    return name


def unzipped(name: str, raw: bytes) -> dict[str, bytes]:
    """Return an exported archive's content files by path. Raises ``BadContent``."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [each for each in archive.infolist() if each.filename.endswith(".yaml")]
            if len(entries) <= MAX_FILES and sum(e.file_size for e in entries) <= MAX_BYTES:
                return {e.filename.rpartition("content/")[2]: archive.read(e) for e in entries}
    except Exception as error:  # of as many kinds as there are ways to break an archive
        message = "This archive cannot be read. Export it again."
        raise BadContent(name, None, "", message) from error
    legal = f"at most {MAX_FILES} files and {MAX_BYTES} bytes are read at once"
    raise BadContent(name, None, "", f"The archive holds too much: {legal}.")


def _misnamed(file: ReadFile, data: Data) -> list[BadContent]:
    """Return the error of a file named unlike its content, which would then be there twice."""
    section = section_of(file.path)
    right = set(section.split(section.join({file.path: data}))) if section else set()
    if not right or file.path in right:
        return []
    return [file.bad(("slug",), f"A file that says this must be called {min(right)}.")]


def _misfits(
    before: Mapping[str, Any], after: Mapping[str, Any], read: Mapping[str, ReadFile]
) -> list[BadContent]:
    """Return the errors that the draft would have after the import and does not have now."""
    try:
        known = set(blocking_errors(before))
    except ValidationError:
        known = set()
    return [
        placed(error, read)
        for error in blocking_errors(after)
        if error not in known or error.file in read
    ]

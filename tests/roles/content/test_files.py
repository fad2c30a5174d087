"""Loading content files: repeatable, all or nothing, and never over an editor's work."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roles.content.files import BadContent, files_below, load, write_files
from roles.draft.services import draft_document
from roles.models import Competency, ContentFile, Edition, Role
from tests.editions import read_document, seed_document

PM, TPM = "roles/project-manager.yaml", "roles/technical-project-manager.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the seed content as files that a test may change."""
    folder = tmp_path / "content"
    write_files(seed_document(), folder)
    return folder


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_loading_again_changes_nothing(db: None, folder: Path) -> None:
    first = load(folder)
    before = draft_document()
    ids = list(Role.objects.values_list("pk", flat=True))
    second = load(folder)
    assert first.unchanged == second.taken == ()
    assert second.unchanged == first.taken
    assert draft_document() == before
    assert list(Role.objects.values_list("pk", flat=True)) == ids


def test_a_newer_file_replaces_what_nobody_edited(db: None, folder: Path) -> None:
    load(folder)
    replace(folder / PM, "name: Project Manager", "name: Project Lead")
    assert load(folder).taken == (PM,)
    assert Role.objects.get(slug="project-manager").name == "Project Lead"


def test_a_newer_file_never_replaces_what_an_editor_changed(db: None, folder: Path) -> None:
    load(folder)
    Role.objects.filter(slug="project-manager").update(summary="An editor's words.")
    replace(folder / PM, "name: Project Manager", "name: Project Lead")
    loaded = load(folder)
    assert (loaded.taken, loaded.kept) == ((), (PM,))
    role = Role.objects.get(slug="project-manager")
    assert (role.name, role.summary) == ("Project Manager", "An editor's words.")


def test_a_role_that_an_editor_removed_does_not_come_back(db: None, folder: Path) -> None:
    load(folder)
    Role.objects.get(slug="project-manager").delete()
    load(folder)
    replace(folder / PM, "name: Project Manager", "name: Project Lead")
    load(folder)
    assert not Role.objects.filter(slug="project-manager").exists()


def test_a_role_that_an_editor_wrote_is_not_replaced_by_a_file(db: None, folder: Path) -> None:
    aside = folder.parent / "aside.yaml"
    shutil.move(folder / PM, aside)
    for role in (folder / "roles").glob("*.yaml"):
        role.write_text(role.read_text().replace("from_role: project-manager", ""))
    for naming_it in ("pairs.yaml", "depth_levels.yaml", "scenarios.yaml"):
        (folder / naming_it).unlink()
    load(folder)
    Role.objects.create(
        slug="project-manager", name="Ours", short_name="PM", accent="amber", summary="Ours.",
        description="Ours.", is_listed=True,
    )  # fmt: skip
    shutil.move(aside, folder / PM)
    assert load(folder).kept == (PM,)
    assert Role.objects.get(slug="project-manager").name == "Ours"


@pytest.mark.parametrize(
    ("file", "old", "new", "line_has", "field", "says"),
    [
        (PM, "importance: 5", "importance: 6", ": 6", "importance", "between 0 and 5."),
        (PM, "importance: 5", "importance: .nan", ".nan", "importance", "Give a number."),
        (PM, "importance: 5", "weight: 5", "weight: 5", "weight", "No field of this name"),
        (PM, "accent: amber", "accent: mauve", "accent: mauve", "accent", "amber, blue"),
        (PM, "competency: leadership", "competency: charm", "charm", "competency", "no competency"),
        ("items.yaml", "type: bars", "type: slider", "slider", "type", "bars"),
        ("items.yaml", "score: 40.0", "score: 45.0", "options", "options", "0, 20, 40"),
        ("background.yaml", "- sdlc_projects", "- luck", "base:", "base", "'luck'"),
        ("scoring.yaml", "lambda_fit: 0.5", "lambda_fit: 2", "lambda_fit", "lambda_fit", "0.8"),
        ("steps.yaml", "- pm_course", "- nap", "prerequisites:", "prerequisites", "no step"),
        ("steps.yaml", "competency: leadership", "competency: charm", "charm", "gains", "charm"),
        ("steps.yaml", "certification: capm", "certification: x", ": x", "certification", "'x'"),
        ("steps.yaml", "hours: 10", "hours: 0", "hours: 0", "hours", "1 to 500 hours."),
        ("synonyms.yaml", "SDLC,", "SDLC, wage,", "wage", "typed", "pay and outlook"),
        ("pairs.yaml", "second: technical-project-", "second: boss-", "boss", "second", "boss"),
        ("competencies.yaml", "key: leadership", "key: communication", "", "competencies",
         "Another competency already has this internal name."),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_line_and_field_and_nothing_changes(
    db: None, folder: Path, file: str, old: str, new: str, line_has: str, field: str, says: str
) -> None:
    load(folder)
    before = draft_document()
    replace(folder / file, old, new)
    replace(folder / "roles/technical-project-manager.yaml", "short_name: TPM", "short_name: T")
    with pytest.raises(BadContent) as refused:
        load(folder)
    error = refused.value
    assert error.file == file or says == "no competency"
    assert error.line is not None
    assert line_has in (folder / error.file).read_text().splitlines()[error.line - 1]
    assert field in error.field
    assert says in error.message
    assert draft_document() == before


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"roles: [", 1, "not YAML"),
        (b"\n\n\tname: x", 3, "not YAML"),
        (b'\nname: "x\nslug: y\n', 4, "What is left open began in line 2."),
        (b"name: \xff", 1, "not UTF-8"),
        (b"- a\n- b\n", 1, "must hold fields"),
        (b"slug: a\nslug: b\n", 2, "twice"),
        (b"[" * 100_000, 1, ""),
        (b"", 1, "must hold fields"),
    ],
)
def test_a_file_that_is_no_content_file_is_refused(
    db: None, folder: Path, content: bytes, line: int, says: str
) -> None:
    (folder / PM).write_bytes(content)
    with pytest.raises(BadContent) as refused:
        load(folder)
    assert (refused.value.file, refused.value.line) == (PM, line)
    assert says in refused.value.message
    assert not Competency.objects.exists()
    assert not ContentFile.objects.exists()


def test_a_file_with_a_strange_name_is_refused(db: None, folder: Path) -> None:
    (folder / "notes.yaml").write_text("a: 1\n")
    with pytest.raises(BadContent, match=r"notes\.yaml, line 1: No part of the site"):
        load(folder)


def test_the_command_says_what_is_wrong_and_where(db: None, folder: Path) -> None:
    replace(folder / PM, "accent: amber", "accent: mauve")
    with pytest.raises(CommandError, match=r"project-manager\.yaml, line \d+, accent: .*Nothing"):
        call_command("load_content", folder=folder)
    with pytest.raises(CommandError, match="no such folder"):
        call_command("load_content", folder=folder / "missing")


def test_what_is_no_file_is_refused_and_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "items.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(BadContent, match=r"items\.yaml.*no file"):
        files_below(tmp_path)


def test_exported_content_gives_the_same_content_again(draft: Edition, tmp_path: Path) -> None:
    target = tmp_path / "export"
    call_command("export_content", target)
    assert read_document(target) == draft_document()
    Role.objects.filter(slug="project-manager").update(summary="An editor's words.")
    older = tmp_path / "older"
    call_command("export_content", older, edition=1)
    assert read_document(older) == draft.document


def test_an_export_overwrites_nothing_and_names_the_editions_there_are(
    draft: Edition, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_content", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(CommandError, match=r"no edition 9\. Editions: 1 to 1\."):
        call_command("export_content", tmp_path / "new", edition=9)

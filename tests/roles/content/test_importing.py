"""Content files taken into the draft: a plan first, then just that, all or nothing."""

from __future__ import annotations

import base64
import copy
import io
import resource
import zipfile
import zlib
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Item
from roles.content import desk as content
from roles.content.files import MAX_VALUES, file_texts
from roles.content.importing import NotAsPlanned, apply_import, plan_import
from roles.draft.services import draft_document, mark_draft_changed
from roles.models import Edition, Role
from rolesite.staff.groups import EDITORS, PUBLISHERS
from tests.desk import signed_in
from tests.editions import seed_document, seed_texts
from tests.effort import calls_of

PM = "roles/project-manager.yaml"
URL = "/admin/roles/edition/content/"


def exported() -> dict[str, str]:
    return file_texts(draft_document())


def edited(path: str = PM, old: str = "name: Project Manager", new: str = "name: Lead") -> bytes:
    text = seed_texts()[path]
    assert old in text
    return text.replace(old, new, 1).encode()


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(client: Any, **files: bytes) -> Any:
    sent = [
        SimpleUploadedFile(name.replace("__", "-") + ".yaml", raw) for name, raw in files.items()
    ]
    return client.post(URL, {"uploads": sent})


lines = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).filter(lambda line: line.strip() == line)
proses = st.lists(lines, min_size=1, max_size=4).map("\n".join)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=lines, prose=proses, importance=st.integers(0, 50), moved=st.integers(0, 5))
def test_what_was_exported_comes_back_byte_for_byte(
    draft: Edition, line: str, prose: str, importance: int, moved: int
) -> None:
    document = copy.deepcopy(seed_document())
    role = document["sections"]["roles"]["roles"][0]
    role["summary"], role["description"] = line, prose
    role["requirements"][0]["importance"] = importance / 10
    role["responsibilities"].insert(0, role["responsibilities"].pop(moved))
    document["sections"]["assessments"]["items"][0]["stem"] = line
    first = file_texts(document)
    files = {path: each.encode() for path, each in first.items()}
    with transaction.atomic():
        plan = plan_import(files)
        assert plan.errors == ()
        apply_import(files, seen=plan.seen, planned=plan.planned)
        assert exported() == first
        transaction.set_rollback(True)


def test_files_that_say_what_the_draft_says_change_nothing(draft: Edition) -> None:
    plan = plan_import({path: each.encode() for path, each in exported().items()})
    assert (plan.errors, plan.differences, plan.seen) == ((), (), plan.planned)


def test_a_plan_changes_nothing_and_says_what_would(draft: Edition) -> None:
    plan = plan_import({PM: edited()})
    assert [each.label for each in plan.differences] == [
        "Project Manager: name Project Manager → Lead"
    ]
    assert draft_document() == draft.document
    apply_import({PM: edited()}, seen=plan.seen, planned=plan.planned)
    assert Role.objects.get(slug="project-manager").name == "Lead"


def test_every_fault_is_named_with_file_line_and_field(draft: Edition) -> None:
    lines = seed_texts()[PM].splitlines()
    wrong = edited(new="nmae: Lead").decode().replace("importance: 5.0", "importance: high", 1)
    plan = plan_import(
        {
            PM: wrong.encode(),
            "items.yaml": b"items: [",
            "roles/wrong-name.yaml": edited("roles/technical-project-manager.yaml", "TPM", "TP"),
            "unknown/file.yaml": b"a: 1",
        }
    )
    found = {(error.file, error.field): error for error in plan.errors}
    assert found[PM, "nmae"].line == 1 + lines.index("name: Project Manager")
    importance = found[PM, "requirements › entry 1 › importance"]
    assert importance.line == 1 + next(
        n for n, each in enumerate(lines) if "importance: 5.0" in each
    )
    assert "high" in importance.message
    assert (PM, "name") in found
    assert "not YAML" in found["items.yaml", ""].message
    assert "must be called roles/technical-project-manager.yaml" in (
        found["roles/wrong-name.yaml", "slug"].message
    )
    assert "No part of the site" in found["unknown/file.yaml", ""].message
    assert plan.differences == ()


def test_what_does_not_fit_to_the_rest_of_the_draft_is_a_fault_with_its_line(
    draft: Edition,
) -> None:
    plan = plan_import({PM: edited(old="competency: budget_management", new="competency: no_such")})
    assert {error.file for error in plan.errors} == {PM}
    assert any(error.line and "no_such" in error.message for error in plan.errors)


def test_a_role_that_a_file_brings_is_added_and_the_others_stay(draft: Edition) -> None:
    new = (
        edited(old="slug: project-manager", new="slug: site-manager")
        .replace(b"name: Project Manager", b"name: Site Manager")
        .replace(b"short_name: PM", b"short_name: SM")
        .replace(b"accent: amber", b"accent: teal")
    )
    files = {"roles/site-manager.yaml": new}
    plan = plan_import(files)
    assert [each.path[-1] for each in plan.differences] == ["site-manager"]
    apply_import(files, seen=plan.seen, planned=plan.planned)
    assert [role["slug"] for role in draft_document()["sections"]["roles"]["roles"]] == [
        "project-manager", "technical-project-manager", "site-manager",
    ]  # fmt: skip


def test_only_what_was_shown_is_carried_out(draft: Edition) -> None:
    files = {PM: edited()}
    plan = plan_import(files)
    with pytest.raises(NotAsPlanned):
        apply_import({PM: edited(new="name: Other")}, seen=plan.seen, planned=plan.planned)
    Role.objects.filter(slug="project-manager").update(summary="Saved meanwhile.")
    with pytest.raises(NotAsPlanned):
        apply_import(files, seen=plan.seen, planned=plan.planned)
    assert Role.objects.get(slug="project-manager").name == "Project Manager"


def test_an_import_that_breaks_off_leaves_the_draft_as_it_was(
    draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(Item._default_manager, "bulk_create", breaks)
    files = {PM: edited()}
    plan = plan_import(files)
    with pytest.raises(RuntimeError):
        apply_import(files, seen=plan.seen, planned=plan.planned)
    assert draft_document() == draft.document


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (BOMB.encode(), "References (*)"),
        (b"a: " + b"[" * 400_000, "nested too deeply"),
        (b"a: [" + b"1," * (MAX_VALUES + 10) + b"1]", "names and values"),
        (b"a: " + b"x" * 1_000_000, "at most 1000000"),
        (zlib.compress(b"a" * 10_000_000), "not UTF-8"),
        (b"a: \x00", "not YAML"),
        (b"a: !!python/object/apply:os.system [id]", ""),
    ],
)
def test_a_file_that_would_grow_is_refused_at_once(draft: Edition, raw: bytes, says: str) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plan = plan_import({PM: raw})
    assert says in plan.errors[0].message
    assert plan.differences == ()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50_000
    assert calls_of(lambda: plan_import({PM: raw})) < 1_000_000  # 450,000 take 0.1 s


def test_the_files_together_may_be_no_longer_than_one(draft: Edition) -> None:
    half = b"a: " + b"x" * 600_000
    plan = plan_import({PM: half, "items.yaml": half})
    assert "Together they have" in plan.errors[0].message
    assert "at most 50" in plan_import({f"{n}.yaml": b"a: 1" for n in range(51)}).errors[0].message


def test_an_editor_sees_the_changes_and_takes_them_in(draft: Edition) -> None:
    client = signed_in(groups=[EDITORS])
    shown = upload(client, project__manager=edited(new="name: Lead <b>"))
    body = text(shown)
    assert "The files would make 1 change to the draft." in body
    assert "Lead &lt;b&gt;" in body
    assert draft_document() == draft.document
    plan = shown.context["plan"]
    data = {"signed": shown.context["signed"], "seen": plan.seen, "planned": plan.planned}
    done = client.post(URL, data, follow=True)
    assert "1 change imported into the draft." in text(done)
    assert "1 change in the draft that visitors do not see yet." in text(done)
    assert Role.objects.get(slug="project-manager").name == "Lead <b>"
    entry = LogEntry.objects.get()
    assert entry.object_repr == "The draft"
    told = f"Imported {PM}: 1 change to the draft."
    assert entry.get_change_message().split("\n")[0] == told
    assert "Imported roles/project-manager.yaml" in text(client.get("/admin/history/"))


def test_what_was_not_shown_is_not_taken_in(draft: Edition) -> None:
    client = signed_in()
    shown = upload(client, project__manager=edited())
    plan = shown.context["plan"]
    files = {PM: edited(new="name: Other").decode()}
    other = signing.dumps(files, salt=content.SALT, compress=True)
    data = {"signed": other, "seen": plan.seen, "planned": plan.planned}
    assert "Nothing was changed: the draft was saved after" in text(client.post(URL, data))
    Role.objects.filter(slug="project-manager").update(summary="Saved meanwhile.")
    mark_draft_changed()
    again = client.post(URL, data | {"signed": shown.context["signed"]})
    assert "This is what the files would change now." in text(again)
    assert Role.objects.get(slug="project-manager").name == "Project Manager"
    bomb = base64.b64encode(zlib.compress(b"[" * 50_000_000)).decode()
    for broken in ("", "unsigned", f".{bomb}:x:y", other[:-1], signing.dumps(files, salt="other")):
        body = text(client.post(URL, data | {"signed": broken}))
        assert "the files did not arrive" in body


def test_errors_are_listed_on_the_page_as_texts(draft: Edition) -> None:
    body = text(upload(signed_in(), project__manager=edited(new="<script>x</script>: 1")))
    assert "errors in the files. Nothing was changed." in body
    assert "<strong>roles/project-manager.yaml, line 2, " in body
    assert "<script>x" not in body
    assert "Choose at least one content file." in text(signed_in("other").post(URL, {}))


def test_a_publisher_takes_files_along_and_takes_none_in(draft: Edition) -> None:
    client = signed_in(groups=[PUBLISHERS])
    assert "Import files into the draft" not in text(client.get(URL))
    assert upload(client, project__manager=edited()).status_code == 403
    url = reverse("admin:roles_edition_export")
    response = client.get(url)
    assert response.headers["Content-Disposition"] == 'attachment; filename="rolesite-draft.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files == {f"content/{path}": each for path, each in exported().items()}
    assert client.get(url).content == response.content
    assert client.get(url, {"file": PM}).content.decode() == exported()[PM]
    Role.objects.filter(slug="project-manager").update(summary="Not published.")
    with zipfile.ZipFile(io.BytesIO(client.get(url, {"edition": "1"}).content)) as archive:
        assert "Not published." not in archive.read(f"content/{PM}").decode()
    for unknown in ({"edition": "7"}, {"edition": "x"}, {"file": "../settings.py"}):
        assert client.get(url, unknown).status_code == 404


def test_the_command_says_what_it_would_change_and_then_does_it(
    draft: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "content"
    call_command("export_content", folder)
    (folder / PM).write_bytes(edited())
    call_command("import_content", folder, "--dry-run")
    told = capsys.readouterr().out
    assert "  Roles: Project Manager: name Project Manager → Lead\n" in told
    assert "1 change in 13 files. Nothing was changed yet." in told
    assert draft_document() == draft.document
    call_command("import_content", folder)
    assert "1 change taken into the draft from 13 files." in capsys.readouterr().out
    assert Role.objects.get(slug="project-manager").name == "Lead"


def test_the_command_names_every_fault_and_changes_nothing(draft: Edition, tmp_path: Path) -> None:
    (tmp_path / "items.yaml").write_text(yaml.safe_dump({"items": [{"key": "b1"}]}))
    with pytest.raises(CommandError) as refused:
        call_command("import_content", tmp_path)
    assert "items.yaml, line 2, items › entry 1 › type:" in str(refused.value)
    with pytest.raises(CommandError, match="There is no such folder"):
        call_command("import_content", tmp_path / "nowhere")
    assert draft_document() == draft.document


@pytest.mark.parametrize("command", [["import_content"], ["load_content", "--folder"]])
@pytest.mark.parametrize(
    ("sizes", "read", "told"),
    [([0] * 51, 0, "more than 50 content files"), ([600_000] * 3, 2, "1.yaml: With this file")],
)
def test_a_folder_that_holds_too_much_is_not_read_to_its_end(
    command: list[str], sizes: list[int], read: int, told: str, tmp_path: Path
) -> None:
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.yaml").write_bytes(b"#" * size)
    with (
        patch.object(Path, "open", autospec=True, side_effect=Path.open) as opened,
        pytest.raises(CommandError, match=told),
    ):
        call_command(*command, tmp_path)
    assert opened.call_count == read

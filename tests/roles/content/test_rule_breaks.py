"""Content files that break rules: refused with file, line and field, and nothing is half done."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roles.content.files import BadContent, file_texts, load
from roles.content.importing import apply_import, plan_import
from roles.draft.services import draft_document
from roles.models import Edition, Role
from roles.models.rules import last_day
from tests.desk import signed_in
from tests.editions import seed_texts

PM = "roles/project-manager.yaml"
TOMORROW = (last_day() + dt.timedelta(days=1)).isoformat()
URL = "/admin/roles/edition/content/"
READ_ON = ("certifications", 0, "facts", 0, "read_on")


def data_of(path: str) -> Any:
    return yaml.load(seed_texts()[path], Loader=yaml.CSafeLoader)


def written(data: Any) -> bytes:
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper)
    return text.encode()


def twice(name: str, *inside: str | int) -> Any:
    """Repeat the first entry of a list."""

    def change(data: Any) -> None:
        for step in inside:
            data = data[step]
        data[name].append(copy.deepcopy(data[name][0]))

    return change


def put(value: Any, *way: str | int) -> Any:
    def change(data: Any) -> None:
        for step in way[:-1]:
            data = data[step]
        data[way[-1]] = value

    return change


BREAKS = [
    (PM, twice("certifications"), "This role already lists that certificate."),
    (PM, twice("qualifications"), "This role already has a qualification on that topic."),
    ("items.yaml", twice("options", "items", 0), "This question already has that answer."),
    ("depth_levels.yaml", twice("uses", "depth_levels", 0), "already says what that role does."),
    ("pairs.yaml", twice("pairs"), "These two roles already have a comparison text."),
    ("background.yaml", twice("facts"),
     "Another background question already has this internal name."),
    ("steps.yaml", twice("gains", "steps", 0), "This step already has a gain on that competency."),
    (PM, put(0, "required_hands_on_years"), "Hands-on years lie between 0.5 and 40"),
    (PM, put(0, "requirements", 0, "must_have_level"), "A must-have lies between 1 and"),
    (PM, put(3.25, "requirements", 0, "importance"), "At most one digit after the point."),
    (PM, put("Technical Project Manager", "name"), "Another role already has this name."),
    (PM, put("x" * 81, "name"), "81 characters; at most 80"),
    (PM, put("Bad Address", "certifications", 0, "certification"), "There is no certification"),
    ("depth_levels.yaml", put(0.5, "depth_levels", 0, "level"), "Enter a whole number."),
    ("steps.yaml", put(0.5, "steps", 0, "gains", 0, "gain"), "Enter a whole number."),
    ("steps.yaml", put("yes", "steps", 0, "hours"), "Give a whole number. It says “yes”."),
    ("steps.yaml", put(True, "steps", 0, "hours"), "Give a whole number. It says true."),
    ("steps.yaml", put("1:30", "steps", 0, "hours"), "Give a whole number. It says “1:30”."),
    ("certifications.yaml", put("2026-02-30", *READ_ON), "Give a day"),
    ("certifications.yaml", put("9999-12-31", *READ_ON), "a day from"),
    ("certifications.yaml", put("0001-01-01", *READ_ON), "a day from"),
    ("certifications.yaml", put(TOMORROW, *READ_ON), "in the future"),
    (PM, put(TOMORROW, "facts", 0, "read_on"), "in the future"),
    (PM, put(TOMORROW, "sources", 0, "read_on"), "in the future"),
    ("certifications.yaml", put(-1, "certifications", 0, "renewal_months"), "from 0 to 600. It"),
    ("certifications.yaml", put(10**9, "certifications", 0, "renewal_months"), "from 0 to 600. It"),
    ("certifications.yaml", put("", *READ_ON[:-1], "other_reading"), "needs the other reading"),
    ("certifications.yaml", put("a\0b", "certifications", 0, "name"), "U+0000 cannot be kept"),
    ("certifications.yaml", put("a\x1fb", "certifications", 0, "name"), "U+001F cannot be kept"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "change", "says"), BREAKS, ids=[says for *_, says in BREAKS])
def test_what_the_database_refuses_the_plan_refuses(
    draft: Edition, path: str, change: Any, says: str
) -> None:
    data = data_of(path)
    change(data)
    plan = plan_import({path: written(data)})
    assert plan.errors
    told = [error for error in plan.errors if error.file == path and error.line]
    assert any(says in error.message for error in told)


def test_a_day_is_in_the_future_only_until_it_is_there(draft: Edition, time_machine: Any) -> None:
    time_machine.move_to("2027-03-01T09:00:00Z", tick=False)
    data = data_of("certifications.yaml")
    data["certifications"][0]["facts"][0]["read_on"] = "2027-03-02"
    files = {"certifications.yaml": written(data)}
    assert "in the future" in plan_import(files).errors[0].message
    time_machine.move_to("2027-03-02T09:00:00Z", tick=False)
    assert plan_import(files).errors == ()
    time_machine.move_to("2020-01-01T09:00:00Z", tick=False)  # a clock that is far behind
    assert plan_import({path: text.encode() for path, text in seed_texts().items()}).errors == ()


def test_pay_without_a_country_is_refused_in_the_words_of_the_form(draft: Edition) -> None:
    data = data_of(PM)
    fact = next(each for each in data["facts"] if each["kind"] == "pay")
    fact["country"] = ""
    [error] = plan_import({PM: written(data)}).errors
    assert "Pay needs a country, a period, an amount" in error.message
    assert error.field.startswith(f"facts › entry {1 + data['facts'].index(fact)}")


def test_a_field_whose_name_is_no_word_is_told_in_words(draft: Edition) -> None:
    [error] = plan_import({"items.yaml": b"items: []\n? [a, b]\n: c\n"}).errors
    assert (error.line, error.message) == (2, "The name of a field is a word, no list.")


@pytest.mark.parametrize("value", ["2026-02-30", "=", "!x", "0b_", "1e400", "9" * 5000, "'", "&a"])
@pytest.mark.parametrize("field", ["read_on", "renewal_months", "name"])
def test_no_value_of_yaml_breaks_off_an_import(draft: Edition, field: str, value: str) -> None:
    lines = seed_texts()["certifications.yaml"].splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{field}:"))
    lines[at] = f"{lines[at].partition(':')[0]}: {value}"
    plan = plan_import({"certifications.yaml": "\n".join(lines).encode()})
    assert plan.errors or field == "name" or value == "&a"  # an anchor of nothing


@pytest.mark.parametrize("word", ["yes", "On", "0b1", "1:30", "1_000", "0x1F", ".5", "12e3x"])
def test_what_nobody_means_as_a_number_is_a_text(draft: Edition, word: str) -> None:
    raw = re.sub(r"hours: \d+", f"hours: {word}", seed_texts()["steps.yaml"], count=1)
    [error] = plan_import({"steps.yaml": raw.encode()}).errors
    assert error.message == f"Give a whole number. It says “{word}”."


def test_a_line_end_of_another_kind_comes_back_as_it_was(draft: Edition) -> None:
    Role.objects.filter(slug="project-manager").update(summary="One\x85two\u2028three, 1e5")
    Role.objects.filter(slug="technical-project-manager").update(summary="1e5", strengths="True")
    texts = file_texts(draft_document())
    assert plan_import({path: text.encode() for path, text in texts.items()}).differences == ()
    raw = texts[PM].replace("\\N", "\x85").encode()
    assert "U+0085" in plan_import({PM: raw}).errors[0].message


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("certifications (1).yaml", "certifications.yaml"),
        ("itemz.yaml", "items"),
        ("content/items.yaml", "items"),
        ("ITEMS.YAML", "items"),
    ],
)
def test_a_file_of_another_name_is_one_error(draft: Edition, name: str, meant: str) -> None:
    raw = seed_texts()["certifications.yaml"].encode()
    [error] = plan_import({name: raw}).errors
    assert f"Did you mean {meant}" in error.message


def test_an_exported_archive_can_be_uploaded_again(draft: Edition) -> None:
    client = signed_in()
    archive = client.get("/admin/roles/edition/export/").content
    shown = client.post(URL, {"uploads": SimpleUploadedFile("rolesite-draft.zip", archive)})
    assert "The files match the draft." in " ".join(shown.content.decode().split())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("content/items.yaml", b"a" * 50_000_000)
    for raw, says in (
        (archive[:-40], "This archive cannot be read"),
        (b"PK\x03\x04 not really", "This archive cannot be read"),
        (packed.getvalue(), "The archive holds too much"),
    ):
        body = client.post(URL, {"uploads": SimpleUploadedFile("a.zip", raw)}).content.decode()
        assert says in body


nasty = st.one_of(
    st.sampled_from([None, True, 0, -1, 0.5, 3.25, 101, 1e300, 2**70, "", " ", "x" * 5000, "yes",
                     "2026-02-30", "=", "\x85", "a\nb", "pmp", "B01", [], {}, [1], {"a": 1}]),
    st.text(max_size=5),
    st.floats(allow_nan=True),
)  # fmt: skip


def broken(data: Any, draw: Any) -> None:
    """Walk down to a random place and break it: another value, a duplicate, or nothing."""
    while True:
        keys: list[Any] = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = draw(st.sampled_from(keys))
        inner = data[key]
        if isinstance(inner, (dict, list)) and inner and draw(st.integers(0, 5)):
            data = inner
            continue
        how = draw(st.sampled_from(["value", "value", "again", "gone"]))
        if how == "value":
            data[key] = draw(nasty)
        elif how == "gone":
            del data[key]
        elif isinstance(data, list):
            data.append(copy.deepcopy(inner))
        else:
            data[f"{key}2"] = inner
        return


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_file_says_an_import_does_all_of_it_or_nothing(
    draft: Edition, tmp_path: Path, data: st.DataObject
) -> None:
    texts = seed_texts()
    path = data.draw(st.sampled_from(sorted(texts)))
    content = data_of(path)
    broken(content, data.draw)
    raw = json.dumps(content).encode("utf-8")  # which YAML reads too
    with transaction.atomic():
        before = draft_document()
        plan = plan_import({path: raw})
        if plan.errors:
            assert all(error.message and error.file for error in plan.errors)
            assert plan.differences == ()
            for name, text in texts.items():
                (tmp_path / name).parent.mkdir(exist_ok=True)
                (tmp_path / name).write_text(text, encoding="utf-8")
            (tmp_path / path).write_bytes(raw)
            with pytest.raises(CommandError):
                call_command("import_content", tmp_path)
            with pytest.raises(BadContent):
                load(tmp_path)
            assert draft_document() == before
        else:
            apply_import({path: raw}, seen=plan.seen, planned=plan.planned)
            assert draft_document() == plan.document
            again = {name: each.encode() for name, each in file_texts(plan.document).items()}
            assert plan_import(again).differences == ()
        transaction.set_rollback(True)

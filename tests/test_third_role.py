"""An editor adds a third role on the desk, publishes, and the whole site knows it."""

import io
import json
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from roles.models import Competency, Edition
from roles.snapshot.editions import current_snapshot
from tests.desk import said, screen, signed_in

ADD = "/admin/roles/role/add/"
PUBLISH = "/admin/roles/edition/publish/"
SLUG, NAME = "technical-program-manager", "Technical Program Manager"
# What the role asks, as an editor might put it: (importance, required level).
PROFILE = {
    "stakeholder_management": (4, 70),
    "communication": (4, 70),
    "project_planning": (5, 75),
    "risk_management": (4, 70),
    "technical_expertise": (3, 55),
    "technical_integration": (4, 60),
    "technical_risk": (4, 60),
    "cross_functional": (5, 80),
    "leadership": (5, 75),
    "organisation": (3, 60),
}
ANSWERS: dict[str, Any] = {
    **{f"B{n:02}": 4 for n in range(1, 17)},
    **{f"F{n:02}": 1 + n % 3 for n in range(1, 17)},
    "years_software": "3-5",
}


@pytest.fixture
def with_third_role(draft: Edition) -> Client:
    """Return the browser of an editor who has added the role and published it."""
    editor = signed_in()
    sheet = screen(editor, ADD) | {
        "slug": SLUG,
        "name": NAME,
        "short_name": "TPgM",
        "accent": "teal",
        "summary": "Drives several linked technical efforts toward one goal.",
        "description": "Several teams, one outcome.",
        "is_listed": "on",
        "position": "3",
    }
    for index, (key, (importance, level)) in enumerate(PROFILE.items()):
        sheet |= {
            f"requirements-{index}-competency": Competency.objects.get(key=key).pk,
            f"requirements-{index}-importance": str(importance),
            f"requirements-{index}-required_level": str(level),
        }
    for index in range(len(PROFILE), 40):
        for field in ("competency", "importance", "required_level", "must_have_level"):
            sheet.pop(f"requirements-{index}-{field}", None)
    sheet["requirements-TOTAL_FORMS"] = len(PROFILE)
    saved = editor.post(ADD, sheet)
    assert saved.status_code == 302, said(saved)
    form = editor.get(PUBLISH).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    published = editor.post(PUBLISH, hidden | {"note": "A third role."})
    assert published.status_code == 302
    return editor


def test_it_is_on_every_page(with_third_role: Client) -> None:
    visitor = Client()
    assert NAME in visitor.get("/roles/").content.decode()
    assert NAME in visitor.get(f"/roles/{SLUG}/").content.decode()
    assert NAME in visitor.get("/compare/").content.decode()
    for other in ("project-manager", "technical-project-manager"):
        page = visitor.get(f"/compare/{SLUG}/{other}/")
        assert page.status_code == 200
        assert NAME in page.content.decode()
    assert visitor.get("/").status_code == 200


def test_it_is_scored_and_shown_in_a_result(with_third_role: Client) -> None:
    visitor = Client()
    token = visitor.post("/quiz/").headers["Location"].split("/")[2]
    page = uuid.uuid4()
    for seq, (key, value) in enumerate(ANSWERS.items(), 1):
        saved = visitor.put(
            f"/quiz/{token}/answers/{key}/",
            json.dumps({"key": f"{page}:{seq}", "seq": seq, "value": value}),
            content_type="application/json",
        )
        assert saved.status_code == 200, saved.content
    assert visitor.post(f"/quiz/{token}/finish/").status_code == 303
    result = visitor.get(f"/results/{token}/")
    assert result.status_code == 200
    assert NAME in result.content.decode()


def typed(line: object) -> io.TextIOWrapper:
    """Return standard input that holds one line of JSON."""
    return io.TextIOWrapper(io.BytesIO(json.dumps(line).encode()))


def test_it_is_in_batch_scoring(with_third_role: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", typed({"id": 1, "answers": ANSWERS}))
    out = io.StringIO()
    call_command("score_answers", "-", stdout=out)
    scored = json.loads(out.getvalue())
    assert scored["edition"] == 2
    assert set(scored["roles"]) == {"project-manager", "technical-project-manager", SLUG}
    assert 0 < scored["roles"][SLUG]["readiness"] <= 100


def test_the_edition_before_still_scores_two(
    with_third_role: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = current_snapshot()
    assert snapshot
    assert [role.slug for role in snapshot.roles.roles][-1] == SLUG
    monkeypatch.setattr("sys.stdin", typed({"id": 1, "answers": ANSWERS}))
    out = io.StringIO()
    call_command("score_answers", "-", edition=1, stdout=out)
    assert set(json.loads(out.getvalue())["roles"]) == {
        "project-manager",
        "technical-project-manager",
    }

"""From any draft to any other: whatever was added, removed, hidden or renamed in between."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roles.draft.services import content_hash, draft_document, errors_of, replace_draft
from roles.models import Edition, Role

Document = dict[str, Any]
Change = Callable[[Document, Document], None]
PM, TPM = "project-manager", "technical-project-manager"


def by(elements: list[Document], key: str, name: str = "key") -> Document:
    return next(each for each in elements if each[name] == key)


def role(roles: Document, slug: str) -> Document:
    return by(roles["roles"], slug, "slug")


def added_competency(roles: Document, quiz: Document) -> None:
    """Add a competency, and every kind of row that can name one."""
    roles["competencies"].append({"key": "new", "name": "New", "group": "pm", "gloss": "New."})
    named: dict[str, Any] = {"competency": "new"}
    asked = named | {"importance": 2.5, "required_level": 60.0, "must_have_level": None}
    pm = role(roles, PM)
    pm["requirements"].append(asked)
    pm["responsibilities"][0]["competency"] = "new"
    pm["soft_skills"][0]["competency"] = "new"
    roles["certifications"][0]["supports"] = [named | {"level": 40.0}]
    rating = copy.deepcopy(by(quiz["items"], "B01"))
    quiz["items"].append(rating | named | {"key": "B98"})
    choice = copy.deepcopy(by(quiz["items"], "F03"))
    choice["b"]["competency"] = "new"
    quiz["items"].append(choice | {"key": "F98"})
    quiz["evidence"][0]["competency"] = "new"
    quiz["steps"][0]["gains"].append(named | {"gain": 5.0, "ceiling": 50.0})


def added_certificate(roles: Document, quiz: Document) -> None:
    first = copy.deepcopy(roles["certifications"][0])
    roles["certifications"].append(first | {"slug": "new", "supports": [], "routes": []})
    roles["certifications"][1]["routes"] = [
        {"title": "With another one", "education": "none", "months_leading": 0, "months_agile": 0,
         "months_programs": 0, "months_complex": 0, "training_instead": [],
         "within_years": 0, "training_hours": 0, "holds": ["new"], "check_yourself": ""}
    ]  # fmt: skip
    role(roles, TPM)["certifications"].append(
        {"certification": "new", "strength": "helpful", "note": "New."}
    )
    step = next(each for each in quiz["steps"] if each["kind"] == "course")
    step["certification"] = "new"


def added_role(roles: Document, quiz: Document) -> None:
    third = copy.deepcopy(role(roles, TPM))
    third |= {"slug": "third", "name": "Third", "short_name": "3rd", "accent": "teal"}
    roles["roles"].insert(1, third)
    roles["pairs"].append(roles["pairs"][0] | {"first": "third", "second": PM, "broader": ""})
    roles["depth_levels"][0]["uses"].append({"role": "third", "text": "Reads it."})
    roles["scenarios"][0]["moves"].append({"role": "third", "first": "Asks.", "why": "Because."})


def hidden_role(roles: Document, quiz: Document) -> None:
    roles["roles"][-1]["is_listed"] = False


def swapped_names(roles: Document, quiz: Document) -> None:
    pm, tpm = role(roles, PM), role(roles, TPM)
    for name in ("name", "short_name", "accent"):
        pm[name], tpm[name] = tpm[name], pm[name]
    check = roles["depth_levels"][0]["options"]
    for each in check:
        each["is_right"] = each is check[0]
    roles["pairs"][0] |= {"first": TPM, "second": PM}


def added_fact(roles: Document, quiz: Document) -> None:
    fact = copy.deepcopy(quiz["facts"][0])
    quiz["facts"].append(fact | {"key": "new"})
    quiz["evidence"][-1]["base"].append("new")
    quiz["evidence"][-1]["bonuses"].append(
        {"fact": "new", "option": fact["options"][0]["code"], "points": 5.0}
    )


def added_step(roles: Document, quiz: Document) -> None:
    quiz["steps"].insert(0, copy.deepcopy(quiz["steps"][-1]) | {"key": "new"})
    quiz["steps"][1]["prerequisites"] = ["new"]


def emptied(roles: Document, quiz: Document) -> None:
    """Remove everything that nothing else refers to."""
    roles |= {"pairs": [], "depth_levels": [], "scenarios": []}
    quiz |= {"steps": [], "evidence": quiz["evidence"][:1]}


CHANGES: list[Change] = [
    added_competency, added_certificate, added_role, hidden_role, swapped_names, added_fact,
    added_step, emptied,
]  # fmt: skip
changes = st.lists(st.sampled_from(CHANGES), unique=True, max_size=5).map(
    lambda chosen: sorted(chosen, key=CHANGES.index)
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=changes, second=changes)
def test_every_draft_leads_to_every_other(
    draft: Edition, first: list[Change], second: list[Change]
) -> None:
    with transaction.atomic():
        numbers = dict(Role.objects.values_list("slug", "pk"))
        for chosen in (first, second, []):
            document = copy.deepcopy(draft.document)
            for change in chosen:
                change(document["sections"]["roles"], document["sections"]["assessments"])
            assert not [error for error in errors_of(document) if not error.warning]
            replace_draft(document=document, seen=content_hash(draft_document()))
            assert draft_document() == document
            # Links to rows of the desk and their history go on.
            assert numbers.items() <= dict(Role.objects.values_list("slug", "pk")).items()
        transaction.set_rollback(True)

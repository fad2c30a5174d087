"""Every page that says how long the quiz takes says what the edition's questions take."""

from __future__ import annotations

import copy
import re

import pytest
from django.test import Client

from assessments.attempts.presenters.quiz import quiz_time
from assessments.instrument.questionnaire import questionnaire_of
from roles.draft.services import content_hash
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from tests.editions import PUBLISHED_AT

PAGES = (
    "/",
    "/how-it-works/",
    "/how-it-works/method/",
    "/how-technical/",
    "/two-chairs/",
    "/roles/neighbours/",
    "/questions/",
    "/roles/project-manager/",
    "/compare/project-manager/technical-project-manager/",
    "/quiz/",
)


def times(client: Client, path: str) -> set[str]:
    response = client.get(path)
    assert response.status_code == 200
    said = " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())
    # The short quiz has its own time, beside its name.
    said = re.sub(r"The short quiz: about \d+ minutes", "", said)
    return {found.lower() for found in re.findall(r"[Aa]bout \d+ minutes|about a minute", said)}


def ask_only(document: dict[str, object], keys: set[str]) -> None:
    changed = copy.deepcopy(document)
    section = changed["sections"]["assessments"]  # type: ignore[index]
    for item in section["items"]:
        item["is_active"] = item["key"] in keys
    Edition.objects.create(
        number=2,
        document=changed,
        content_hash=content_hash(changed),
        note="A shorter quiz.",
        published_at=PUBLISHED_AT,
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_time_is_that_of_the_edition_in_force(
    client: Client, published: Edition, path: str
) -> None:
    first = quiz_time(questionnaire_of(snapshot_of(1)))
    assert times(client, path) == {first}
    ask_only(published.document, {"B01", "B02", "B03", "B04", "B05", "B06", "B07", "F01", "F02"})
    shorter = quiz_time(questionnaire_of(snapshot_of(2)))
    assert shorter != first
    assert times(client, path) == {shorter}


def test_without_a_quiz_no_time_is_told(client: Client, published: Edition) -> None:
    document = copy.deepcopy(published.document)
    del document["sections"]["assessments"]
    Edition.objects.create(
        number=2,
        document=document,
        content_hash=content_hash(document),
        note="Roles only.",
        published_at=PUBLISHED_AT,
    )
    assert times(client, "/") == times(client, "/how-it-works/") == set()

"""Roles next to those of the quiz: on every page, said to be unnamed by it, and on a map."""

from __future__ import annotations

import copy
import re
from typing import Any

from django.test import Client

from roles.draft.services import content_hash, errors_of
from roles.draft.services import draft_document as draft_now
from roles.models import Edition, Role
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import RolesSection
from tests.editions import PUBLISHED_AT
from tests.html_validity import assert_valid_html
from tests.roles.pages.page_parts import PM, TPM, said_by, text_of, with_third_role
from web.markdown import plain_paragraphs

MAP = "/roles/neighbours/"
UNNAMED = "The quiz does not suggest this role yet"


def publish(document: dict[str, Any]) -> None:
    Edition.objects.create(
        number=Edition.objects.count() + 1,
        document=document,
        content_hash=content_hash(document),
        note="For tests.",
        published_at=PUBLISHED_AT,
    )


def test_the_map_tells_every_move_with_what_carries_over_and_what_is_to_be_learned(
    client: Client, whole_snapshot: Snapshot
) -> None:
    response = client.get(MAP)
    assert_valid_html([(MAP, response.content)])
    page, said = response.content.decode(), said_by(response)
    moves = [
        (point.from_role, role, point)
        for role in whole_snapshot.roles.roles
        for point in role.starting_points
        if point.from_role
    ]
    assert len(moves) >= 10
    described = re.search(r"<desc[^>]*>(.*?)</desc>", page, re.S)
    assert described
    for origin, role, point in moves:
        name = next(r.name for r in whole_snapshot.roles.roles if r.slug == origin)
        (sentence,) = re.findall(rf"From the {name} to ([^.]*)\.", described[1])
        assert f"the {role.name}" in re.split(r", | and (?=the )", sentence)
        assert f'id="{origin}-to-{role.slug}"' in page
        assert f"/roles/{role.slug}/#from-{origin}" in page
        for text in (point.brings, point.to_learn):
            assert all(" ".join(words.split()) in said for words in plain_paragraphs(text))


def test_without_moves_the_map_says_so_and_a_role_without_any_is_named(
    client: Client, db: None, seed_document: dict[str, Any]
) -> None:
    document = with_third_role(seed_document)
    document["sections"]["roles"]["roles"][-1]["starting_points"] = []
    publish(document)
    assert "about moves from or to the Scrum Master." in text_of(client, MAP)
    document = copy.deepcopy(seed_document)
    for role in document["sections"]["roles"]["roles"]:
        role["starting_points"] = []
    publish(document)
    page = client.get(MAP)
    assert_valid_html([(MAP, page.content)])
    assert "not written about moves between roles yet" in said_by(page)
    assert "<desc" not in page.content.decode()


def test_roles_of_the_quiz_come_first_everywhere_and_the_others_are_said_to_be_unnamed(
    client: Client, whole_snapshot: Snapshot
) -> None:
    every = whole_snapshot.roles.roles
    assert [role.slug for role in every][:2] == [PM, TPM]
    assert [role.in_quiz for role in every] == [True, True, False, False, False]
    home = text_of(client, "/")
    assert "<title>Project Manager or Technical Project Manager?" in home
    assert f"/compare/{PM}/{TPM}/" in home
    for role in every:
        assert f"/roles/{role.slug}/" in home
        assert (UNNAMED in text_of(client, f"/roles/{role.slug}/")) == (not role.in_quiz)


def test_what_other_roles_do_is_folded_away_below_the_two(
    client: Client, whole_snapshot: Snapshot
) -> None:
    section = whole_snapshot.roles
    for path, entries in (
        ("/two-chairs/", [each.moves for each in section.scenarios]),
        ("/how-technical/", [each.uses for each in section.depth_levels]),
    ):
        page = text_of(client, path)
        assert page.count("What the other roles do") == len(entries)
        for entry in entries:
            assert len(entry) == len(section.roles)
    assert "Of five rungs" in " ".join(text_of(client, "/how-technical/").split())


def test_where_the_quiz_names_no_role_the_pages_lead_with_all_of_them(
    client: Client, db: None, seed_document: dict[str, Any]
) -> None:
    document = copy.deepcopy(seed_document)
    for role in document["sections"]["roles"]["roles"]:
        role["in_quiz"] = False
    publish(document)
    assert "<title>Project Manager or Technical Project Manager?" in text_of(client, "/")
    assert "Neighbouring roles" not in text_of(client, "/roles/")
    assert "Project Manager" in text_of(client, "/how-technical/")


def test_an_order_of_editors_holds_among_roles_of_the_same_kind(
    seed_document: dict[str, Any],
) -> None:
    document = with_third_role(seed_document)
    roles = document["sections"]["roles"]["roles"]
    roles.reverse()
    roles[0]["in_quiz"] = False
    section = RolesSection.model_validate(document["sections"]["roles"])
    assert [role.slug for role in section.on_site.roles] == [TPM, PM, "scrum-master"]
    assert [role.slug for role in section.in_quiz.roles] == [TPM, PM]


def test_a_role_cannot_take_the_address_of_the_map(draft: Edition) -> None:
    Role.objects.filter(slug=TPM).update(slug="neighbours")
    problems = [problem.message for problem in errors_of(draft_now())]
    assert any("'neighbours' is taken" in message for message in problems)

"""The depth levels and the scenarios, as a reader meets them."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

import pytest
from django.test import Client

from roles.models.choices import ArtefactKind
from roles.pages.presenters.guidance import artefact, depth_levels_page
from roles.snapshot.editions import Snapshot
from tests.editions import publish_document
from tests.html_validity import assert_valid_html
from tests.roles.pages.page_parts import PM, TPM, PageParts, text_of, with_third_role
from web.markdown import plain

DEPTH_LEVELS, SCENARIOS = "/how-technical/", "/two-chairs/"


def words(page: str) -> str:
    """Return what a page says, without its markup."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def part_with_id(page: str, identifier: str) -> str:
    """Return what is said from the element with an id on, for some hundred letters."""
    start = page.index(f'id="{identifier}"')
    return words(f"<main {page[start : start + 4000]}</main>")


def test_the_depth_levels_says_first_where_each_role_stands(
    client: Client, snapshot: Snapshot
) -> None:
    page = text_of(client, DEPTH_LEVELS)
    top = words(page[: page.index('class="with-contents')] + "</main>")
    assert "the Project Manager needs the first" in top
    assert "the Technical Project Manager needs the third" in top
    assert "Level 70 of 100, halfway to the next rung. Level 50 is a must." in top
    assert 'class="depth-chart"' in page


def test_every_level_is_there_with_its_artefact_its_uses_and_its_answer(
    client: Client, snapshot: Snapshot
) -> None:
    page = text_of(client, DEPTH_LEVELS)
    said = words(page)
    for depth_level in snapshot.roles.depth_levels:
        assert f'id="{depth_level.key}"' in page
        assert depth_level.artefact_title in said
        assert depth_level.question in said
        for option in depth_level.options:
            assert option.text in said
        letter = "ABCDEF"[[option.is_right for option in depth_level.options].index(True)]
        right = next(option.text for option in depth_level.options if option.is_right)
        assert f"Show the answer {letter} : {right}" in said.replace(f"{letter}:", f"{letter} :")
    assert page.count("<pre") == 1
    assert page.count("artefact__table") == 3
    assert page.count('class="sequence"') == 1


def test_the_messages_of_the_diagram_stand_in_a_list_too(
    client: Client, snapshot: Snapshot
) -> None:
    assert "Shop to Payments : POST /payments, key A7" in words(text_of(client, DEPTH_LEVELS))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ArtefactKind.SEQUENCE, "Shop -> Bank: Take 5\nand then nothing"),
        (ArtefactKind.TABLE, "Part | Passed\nSearch | 58 | 2"),
        (ArtefactKind.TABLE, "No cells at all"),
    ],
)
def test_an_artefact_that_has_not_the_form_of_its_kind_is_shown_as_lines(
    client: Client, seed_document: dict[str, Any], db: None, kind: str, text: str
) -> None:
    document = copy.deepcopy(seed_document)
    document["sections"]["roles"]["depth_levels"][0] |= {"artefact_kind": kind, "artefact": text}
    publish_document(document)
    page = text_of(client, DEPTH_LEVELS)
    assert f">{html.escape(text)}</pre>" in page


def test_a_table_keeps_its_heading_apart(snapshot: Snapshot) -> None:
    report = next(
        depth_level
        for depth_level in snapshot.roles.depth_levels
        if depth_level.key == "judge_test_report"
    )
    head, *rows = artefact(report)["table"]
    assert head == ["Part", "Planned", "Passed", "Not passed", "Not run"]
    assert len(rows) == 5


def test_a_role_that_does_not_ask_for_it_is_named_all_the_same(
    seed_document: dict[str, Any], db: None, client: Client
) -> None:
    document = with_third_role(seed_document)
    third = document["sections"]["roles"]["roles"][-1]
    third["requirements"] = [
        r for r in third["requirements"] if r["competency"] != "technical_expertise"
    ]
    publish_document(document)
    said = words(text_of(client, DEPTH_LEVELS))
    assert "Scrum Master It does not ask for this at all." in said
    assert "Nothing is written yet about the Scrum Master." in said
    assert "Nothing is written yet about what the Scrum Master does here." in words(
        text_of(client, SCENARIOS)
    )
    assert "Same incident, three chairs" in words(text_of(client, SCENARIOS))


def test_many_roles_get_an_answer_that_stays_short(
    seed_document: dict[str, Any], db: None, client: Client
) -> None:
    document = copy.deepcopy(seed_document)
    roles = document["sections"]["roles"]["roles"]
    for number in range(10):
        roles.append(
            {
                **roles[0],
                "slug": f"role-{number}",
                "name": f"Role {number}",
                "short_name": f"R{number}",
            }
        )
    publish_document(document)
    assert "That depends on the role." in words(text_of(client, DEPTH_LEVELS))
    for path in ("/", SCENARIOS):
        assert client.get(path).status_code == 200


def test_every_scenario_is_readable_in_place(client: Client, snapshot: Snapshot) -> None:
    page = text_of(client, SCENARIOS)
    said = words(page)
    for scenario in snapshot.roles.scenarios:
        assert f'href="#{scenario.slug}"' in page
        assert f'id="{scenario.slug}"' in page
        assert scenario.title in said
        picks = re.findall(rf'name="{scenario.slug}" id="([^"]*)"><span[^>]*>([^<]*)', page)
        moves = {f"{scenario.slug}-{move.role}": plain(move.first) for move in scenario.moves}
        assert {each: html.unescape(text.strip()) for each, text in picks} == moves
    assert said.count(" Why ") == 2 * len(snapshot.roles.scenarios)
    assert "Does first" not in said
    assert said.count("What this shows") == len(snapshot.roles.scenarios)


def test_without_levels_and_scenarios_the_pages_say_so_and_nothing_leads_to_them(
    client: Client, seed_document: dict[str, Any], db: None
) -> None:
    document = copy.deepcopy(seed_document)
    document["sections"]["roles"] |= {"depth_levels": [], "scenarios": []}
    publish_document(document)
    assert "have not written the ladder yet" in words(text_of(client, DEPTH_LEVELS))
    assert "have not written a scene yet" in words(text_of(client, SCENARIOS))
    for path in ("/", f"/roles/{PM}/", f"/compare/{PM}/{TPM}/"):
        targets = PageParts(text_of(client, path)).targets
        assert DEPTH_LEVELS not in targets
        assert SCENARIOS not in targets


@pytest.mark.django_db
@pytest.mark.parametrize("path", [DEPTH_LEVELS, SCENARIOS])
def test_before_the_first_edition_the_pages_are_calm(client: Client, path: str) -> None:
    assert "Nothing is published yet" in text_of(client, path)


@pytest.mark.parametrize("path", [DEPTH_LEVELS, SCENARIOS])
def test_the_pages_are_kept_and_have_an_ordered_outline(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    assert client.get(path).headers["Cache-Control"].startswith("public")
    labels = PageParts(text_of(client, path))
    assert labels.headings[0] == 1
    assert labels.headings.count(1) == 1
    for before, after in zip(labels.headings, labels.headings[1:], strict=False):
        assert after <= before + 1
    assert len(labels.ids) == len(set(labels.ids))
    assert "style" not in labels.attributes


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, snapshot: Snapshot) -> None:
    assert_valid_html([(path, client.get(path).content) for path in (DEPTH_LEVELS, SCENARIOS)])


def test_role_pages_and_comparisons_lead_to_them(client: Client, snapshot: Snapshot) -> None:
    for path in (f"/roles/{PM}/", f"/roles/{TPM}/", f"/compare/{PM}/{TPM}/"):
        targets = PageParts(text_of(client, path)).targets
        assert DEPTH_LEVELS in targets
        assert SCENARIOS in targets


def test_certificates_on_a_role_page_lead_to_their_own_page(
    client: Client, snapshot: Snapshot
) -> None:
    for role in snapshot.roles.roles:
        targets = PageParts(text_of(client, f"/roles/{role.slug}/")).targets
        for held in role.certifications:
            assert f"/certificates/{held.certification}/" in targets


def test_the_depth_levels_is_sorted_whatever_the_order_of_the_editors(snapshot: Snapshot) -> None:
    section = snapshot.roles
    turned = section.model_copy(update={"depth_levels": tuple(reversed(section.depth_levels))})
    assert depth_levels_page(turned)["contents"] == depth_levels_page(section)["contents"]

"""The same answers under a later edition: nothing is stored, and the effects add up."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.evaluation.recalculation import EditKind, Recalculation, recalculate
from assessments.evaluation.result import Result, result_of
from assessments.instrument.values import AssessmentsSection
from assessments.models import Attempt
from assessments.results.presenters.today import today_page
from assessments.scoring import Verdict
from roles.models import Edition
from roles.snapshot.editions import Snapshot, parse_document
from tests.assessments.drafts import publish_lighter
from tests.assessments.factories import finished
from tests.assessments.pages import assert_private, result_path, text_of
from tests.assessments.sheets import (
    PM,
    TPM,
    Answers,
    any_sheet,
    edition,
    extra_roles,
    person,
    sheet_for,
    technical,
)
from tests.html_validity import assert_valid_html

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(seed_document: Document) -> Document:
    return seed_document


def changed(document: Document, *edits: Callable[[Document], None], number: int = 8) -> Snapshot:
    """Return the seed content after some edits, as a later edition."""
    later = copy.deepcopy(document)
    for edit in edits:
        edit(later["sections"])
    return Snapshot(
        number=number,
        content_hash="1" * 64,
        note="For tests.",
        published_at=None,
        sections=parse_document(later),
    )


def role(sections: Document, slug: str) -> Document:
    found: Document = next(r for r in sections["roles"]["roles"] if r["slug"] == slug)
    return found


def requirement(sections: Document, slug: str, competency: str) -> Document:
    found: Document = next(
        r for r in role(sections, slug)["requirements"] if r["competency"] == competency
    )
    return found


def lighter(sections: Document) -> None:
    requirement(sections, TPM, "technical_expertise")["importance"] = 1


def higher(sections: Document) -> None:
    requirement(sections, TPM, "technical_risk")["required_level"] = 100


def harder(sections: Document) -> None:
    requirement(sections, PM, "budget_management")["must_have_level"] = 90


def years(sections: Document) -> None:
    role(sections, PM)["required_hands_on_years"] = 12


def steeper(sections: Document) -> None:
    sections["assessments"]["settings"]["interest_ratio"] = 1


def other_scores(sections: Document) -> None:
    item = next(i for i in sections["assessments"]["items"] if i["type"] == "bars")
    item["options"][4]["score"] = 61


def without_first_item(sections: Document) -> None:
    sections["assessments"]["items"][0]["is_active"] = False


def without_technical_role(sections: Document) -> None:
    sections["roles"]["roles"] = [role(sections, PM)]
    sections["roles"]["pairs"] = []


def third_role(sections: Document) -> None:
    sections["roles"]["roles"].append(extra_roles()[2])


EDITS = (lighter, higher, harder, years, steeper, other_scores, without_first_item, third_role)


def compared(document: Document, answers: Answers, *edits: Callable[[Document], None]) -> Any:
    old, new = edition(), changed(document, *edits)
    found = recalculate(result_of(old, answers), old, new)
    return found, today_page(found, old, new)


def assert_adds_up(found: Recalculation) -> None:
    for slug in found.roles:
        then, now = found.stored.role(slug), found.today.role(slug)
        moved = math.fsum(edit.moves[slug].fit for edit in found.edits)
        assert moved == pytest.approx(now.fit - then.fit, abs=1e-9)
        parts = [edit.moves[slug].readiness for edit in found.edits]
        if now.readiness is not None and then.readiness is not None and None not in parts:
            total = math.fsum(part or 0.0 for part in parts)
            assert total == pytest.approx(now.readiness - then.readiness, abs=1e-9)


def assert_shown_adds_up(page: dict[str, Any]) -> None:
    def number(text: str) -> int:
        return int(text.replace("−", "-"))

    for _, rows, totals in page["effects"]:
        for column, total in zip(("fit", "readiness"), totals, strict=True):
            shown = [getattr(row, column) for row in rows]
            if "not known" in (*shown, total):
                continue
            assert sum(map(number, shown)) == number(total)


class TestEffects:
    @pytest.mark.parametrize(
        ("edit", "kind", "moves_fit", "moves_readiness"),
        [
            (lighter, EditKind.IMPORTANCE, True, None),
            (higher, EditKind.REQUIRED_LEVEL, False, True),
            (harder, EditKind.MUST_HAVE, False, True),
            (years, EditKind.YEARS, False, False),
            (steeper, EditKind.SETTINGS, True, False),
            (other_scores, EditKind.QUIZ, True, None),
        ],
    )
    def test_one_edit_is_one_effect_of_its_kind(
        self,
        document: Document,
        edit: Callable[[Document], None],
        kind: EditKind,
        moves_fit: bool,
        moves_readiness: bool | None,
    ) -> None:
        answers = person({"pm": 4, "tpm": 4, "soft": 3}, {"pm": 0, "tpm": 1, "soft": 0})
        found, _ = compared(document, answers, edit)
        [effect] = found.edits
        assert effect.kind is kind
        fits = [abs(move.fit) > 1e-6 for move in effect.moves.values()]
        ready = [abs(move.readiness or 0.0) > 1e-6 for move in effect.moves.values()]
        assert any(fits) == moves_fit
        assert moves_readiness is None or any(ready) == moves_readiness
        assert_adds_up(found)

    def test_an_edit_of_one_role_moves_no_other(self, document: Document) -> None:
        found, page = compared(document, technical(), lighter)
        [effect] = found.edits
        assert effect.changed == {TPM: (5.0, 1.0)}
        assert effect.moves[PM].fit == 0.0
        by_role = {role.short_name: rows for role, rows, _ in page["effects"]}
        assert by_role["PM"] == []
        [row] = by_role["TPM"]
        assert row.details == ("Technical expertise: 5 of 5 before, 1 of 5 now.",)

    def test_the_order_is_fixed(self, document: Document) -> None:
        found, _ = compared(document, technical(), *reversed(EDITS))
        order = list(EditKind)
        kinds = [order.index(edit.kind) for edit in found.edits]
        assert kinds == sorted(kinds)
        assert len(kinds) >= 5

    def test_what_the_code_computes_otherwise_is_no_edit(self, document: Document) -> None:
        old, new = edition(), changed(document, lighter)
        stored = result_of(old, technical())
        first = stored.roles[0].model_copy(update={"fit": stored.roles[0].fit + 4.0})
        stored = stored.model_copy(update={"roles": (first, *stored.roles[1:])})
        found = recalculate(stored, old, new)
        assert found.edits[0].kind is EditKind.COMPUTING
        assert found.edits[0].moves[first.slug].fit == pytest.approx(-4.0)
        assert_adds_up(found)

    def test_without_an_edit_that_matters_nothing_moves(self, document: Document) -> None:
        found, page = compared(document, technical())
        assert found.edits == ()
        assert page["is_same"]
        assert not page["moved"]

    @settings(
        max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(answers=any_sheet(), chosen=st.sets(st.sampled_from(EDITS), min_size=1))
    def test_whatever_changes_the_effects_add_up(
        self, document: Document, answers: Answers, chosen: set[Callable[[Document], None]]
    ) -> None:
        found, page = compared(document, answers, *sorted(chosen, key=EDITS.index))
        assert_adds_up(found)
        assert_shown_adds_up(page)


class TestWhatCameAndWent:
    def test_a_question_that_is_no_longer_asked_is_named(self, document: Document) -> None:
        found, page = compared(document, technical(), without_first_item)
        assert found.dropped == (edition_items()[0].key,)
        assert page["dropped"][0]
        back = recalculate(
            result_of(changed(document, without_first_item), without(technical(), found.dropped)),
            changed(document, without_first_item),
            edition(),
        )
        assert back.new == found.dropped

    def test_an_option_that_moved_is_found_by_its_text(self, document: Document) -> None:
        item = next(i for i in edition_items() if i.options and i.type == "bars")

        def turned(sections: Document) -> None:
            found = next(i for i in sections["assessments"]["items"] if i["key"] == item.key)
            found["options"].reverse()

        found, _ = compared(document, technical(), turned)
        assert found.today.answers[item.key] == len(item.options) - 1 - technical()[item.key]
        assert found.today.roles[0].fit == pytest.approx(found.stored.roles[0].fit)

    def test_roles_that_came_and_went_are_named(self, document: Document) -> None:
        found, page = compared(document, technical(), third_role)
        assert (found.roles_added, found.roles_removed) == (("planner",), ())
        assert page["added"] == ["Planner"]
        found, page = compared(document, technical(), without_technical_role)
        assert found.roles_removed == (TPM,)
        assert [role.short_name for role, _ in page["pairs"]] == ["PM"]
        assert page["removed"] == ["Technical Project Manager"]


def edition_items() -> tuple[Any, ...]:
    return edition().section("assessments", AssessmentsSection).items


def without(answers: Answers, keys: tuple[str, ...]) -> Answers:
    return {key: value for key, value in answers.items() if key not in keys}


# ------------------------------------------------------------------ the page


def today_path(token: str) -> str:
    return reverse("assessments:result_today", args=[token])


def test_the_page_shows_both_and_stores_nothing(client: Client, draft: Edition) -> None:
    token = finished(technical())
    assert today_path(token) not in client.get(result_path(token)).content.decode()
    publish_lighter()
    assert f'href="{today_path(token)}"' in client.get(result_path(token)).content.decode()
    before = list(Attempt.objects.values())
    page = client.get(today_path(token))
    assert page.status_code == 200
    assert_private(page)
    text = text_of(page)
    assert "Your result, edition 1" in text
    assert "Today, edition 2" in text
    assert "Technical expertise: 5 of 5 before, 1 of 5 now." in text
    assert "Expertise counts less." in text
    assert list(Attempt.objects.values()) == before


def test_a_result_of_todays_edition_leads_back_to_itself(
    client: Client, published: Edition
) -> None:
    token = finished(technical())
    page = client.get(today_path(token))
    assert (page.status_code, page.headers["Location"]) == (303, result_path(token))
    assert client.get(today_path("A" * 43)).status_code == 404
    assert client.post(today_path(token)).status_code == 405


@pytest.mark.services
@pytest.mark.once
def test_the_page_is_valid_html(client: Client, draft: Edition) -> None:
    tokens = [finished(sheet_for(verdict)) for verdict in Verdict]
    publish_lighter()
    assert_valid_html([(token[:4], client.get(today_path(token)).content) for token in tokens])


def test_stored_results_are_what_is_compared(client: Client, draft: Edition) -> None:
    """Check that a page does not score the old edition again and call that the result."""
    token = finished(technical())
    row = Attempt.objects.get()
    stored = Result.model_validate(row.result)
    assert row.result is not None
    row.result["roles"][0]["fit"] = stored.roles[0].fit + 7
    row.save()
    publish_lighter()
    assert "How the site computes" in text_of(client.get(today_path(token)))

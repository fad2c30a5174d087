"""Results over time over HTTP: private, side by side, joined by link and taken out again."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.selectors import find_history, find_sheet
from assessments.attempts.services import save_answers, start_attempt
from assessments.models import Item
from assessments.models.choices import Length
from assessments.plans.services import finish_quiz
from roles.models import Edition
from roles.publishing.services import publish
from tests.assessments.factories import NOW, PAGE, UNKNOWN, finished
from tests.assessments.pages import (
    assert_private,
    delete_path,
    over_time_path,
    result_path,
    text_of,
)
from tests.assessments.sheets import SOME, Answers, technical
from tests.html_validity import assert_valid_html

LATER = NOW + dt.timedelta(days=90)


def test_a_retake_stands_beside_what_it_retakes(client: Client, published: Edition) -> None:
    first = finished(SOME)
    page = client.get(over_time_path(finished(technical(), now=LATER, again=first)))
    assert page.status_code == 200
    assert_private(page)
    text = text_of(page)
    moves = re.findall(r"has (risen|fallen) from (\d+) to (\d+)", text)
    assert {said for said, _, _ in moves} == {"risen", "fallen"}
    assert all((said == "risen") == (int(now) > int(then)) for said, then, now in moves)
    assert "That is more than measurement error." in text


def test_the_same_answers_again_are_no_change(client: Client, published: Edition) -> None:
    text = text_of(client.get(over_time_path(finished(SOME, now=LATER, again=finished(SOME)))))
    assert "so we count that as no change" in text


def test_results_of_one_day_are_told_apart_by_their_time(
    client: Client, published: Edition
) -> None:
    moved = SOME | {"B01": 1, "B03": 3}
    later = finished(moved, now=NOW + dt.timedelta(hours=2), again=finished(SOME))
    text = text_of(client.get(over_time_path(later)))
    assert re.search(r"23 November 2026, 10:00", text)
    assert re.search(r"23 November 2026, 12:00", text)
    assert re.search(r"[+−]\d+, within error", text)


def test_one_result_invites_to_a_retake(client: Client, published: Edition) -> None:
    assert "in about three months" in text_of(client.get(over_time_path(finished(SOME, now=LATER))))


def test_an_earlier_result_is_added_by_its_link(client: Client, published: Edition) -> None:
    first, newest = finished(SOME), finished(technical(), now=LATER)
    link = f"http://testserver/results/{first}/"
    assert client.post(over_time_path(newest), {"link": link}).status_code == 303
    assert "Since 23 November 2026" in text_of(client.get(over_time_path(newest)))
    assert client.post(over_time_path(newest), {"link": "nonsense"}).status_code == 422


def keys_on(page: str) -> list[str]:
    return re.findall(r'action="[^"]*/over-time/([0-9a-f]{20})/[^"]*"', page)


def test_an_earlier_result_is_taken_out_and_opens_by_its_own_link_as_before(
    client: Client, published: Edition
) -> None:
    first = finished(SOME)
    newest = finished(technical(), now=LATER, again=first)
    (key,) = keys_on(client.get(over_time_path(newest)).content.decode())
    address = reverse("assessments:take_out", args=[newest, key])
    assert client.get(address).status_code == 303
    assert len(find_history(newest)) == 2, "Looking changes nothing."
    cross = client.post(address, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    assert len(find_history(newest)) == 2
    response = client.post(address)
    assert response.status_code == 303
    assert_private(response)
    assert [taken.sheet.is_finished for taken in find_history(newest)] == [True]
    assert client.get(result_path(first)).status_code == 200
    assert client.post(address).status_code == 303, "What is out may be taken out again."


def test_no_link_no_page(client: Client, published: Edition) -> None:
    assert client.get(over_time_path(UNKNOWN)).status_code == 404
    taken = client.post(reverse("assessments:take_out", args=[UNKNOWN, "0" * 20]))
    assert taken.status_code == 404


def test_the_result_of_a_retake_says_what_changed_and_leads_to_more(
    client: Client, published: Edition
) -> None:
    first = finished(SOME)
    assert "Since" not in text_of(client.get(result_path(first)))
    moved = finished(technical(), now=LATER, again=first)
    page = client.get(result_path(moved))
    assert "Since 23 November 2026" in text_of(page)
    assert "That is more than measurement error." in text_of(page)
    assert f'href="{over_time_path(moved)}">See my results over time' in page.content.decode()
    same = finished(SOME, now=LATER, again=first)
    assert "so we count that as no change" in text_of(client.get(result_path(same)))


def test_deleting_names_the_earlier_results_and_leaves_them_unless_told(
    client: Client, published: Edition
) -> None:
    first = finished(SOME)
    second = finished(technical(), now=LATER, again=first)
    assert "earlier" not in text_of(client.get(delete_path(first)))
    page = text_of(client.get(delete_path(second)))
    assert "One earlier result stands beside this one, of 23 November 2026." in page
    assert "Delete only this one" in page
    client.post(delete_path(second), {"earlier": "no"})
    assert client.get(result_path(second)).status_code == 404
    assert client.get(result_path(first)).status_code == 200


def test_a_result_is_deleted_with_all_earlier_ones_when_that_button_is_pressed(
    client: Client, published: Edition
) -> None:
    first = finished(SOME)
    second = finished(technical(), now=LATER, again=first)
    third = finished(technical(), now=LATER + dt.timedelta(days=90), again=second)
    page = text_of(client.get(delete_path(third)))
    assert "Two earlier results stand beside this one" in page
    assert "Delete this and all two earlier ones" in page
    gone = client.post(delete_path(third), {"earlier": "yes"})
    assert "the earlier ones too" in text_of(gone)
    assert {client.get(result_path(each)).status_code for each in (first, second, third)} == {404}


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, published: Edition) -> None:
    first = finished(SOME)
    second = finished(technical(), now=LATER, again=first)
    pages = [
        ("one", client.get(over_time_path(first)).content),
        ("two", client.get(over_time_path(second)).content),
    ]
    pages.append(("refused", client.post(over_time_path(second), {"link": "nonsense"}).content))
    pages.append(("result", client.get(result_path(second)).content))
    pages.append(("delete", client.get(delete_path(second)).content))
    pages.append(("deleted", client.post(delete_path(second), {"earlier": "yes"}).content))
    assert_valid_html(pages)


def test_a_short_quiz_in_the_chain_is_named_and_what_nobody_changed_is_no_change(
    client: Client, published: Edition
) -> None:
    """Questions that only one of the two asked are part of the error, so they are no change."""
    answers = technical()
    short = start_attempt(now=NOW, length=Length.SHORT)
    found = find_sheet(short)
    assert found is not None
    asked = {key: answers[key] for key in found.questionnaire.keys}
    save_answers(token=short, key=f"{PAGE}:1", seq=1, answers=asked, now=NOW)
    finish_quiz(token=short, now=NOW)
    assert len(asked) < len(answers)
    text = text_of(client.get(over_time_path(finished(answers, now=LATER, again=short))))
    assert "Your result of 23 November 2026 came from the short quiz." in text
    assert "Short quiz. Edition 1." in text
    assert "so we count that as no change" in text


def test_after_the_first_result_was_deleted_the_others_go_on(
    client: Client, published: Edition
) -> None:
    first = finished(SOME)
    second = finished(SOME, now=LATER, again=first)
    third = finished(technical(), now=LATER + dt.timedelta(days=90), again=second)
    client.post(delete_path(first))
    text = text_of(client.get(over_time_path(third)))
    assert "Since 21 February 2027" in text
    assert "Project Manager, since 21 February 2027" in text
    assert "23 November 2026" not in text
    alone = text_of(client.get(over_time_path(second)))
    assert "You have taken the quiz again since this result." in alone
    assert "So far there is one result" not in alone
    client.post(delete_path(second))
    assert "So far there is one result" in text_of(client.get(over_time_path(third)))
    assert client.get(result_path(third)).status_code == 200


def test_results_of_different_editions_say_what_no_longer_counts_and_what_is_newer(
    client: Client, draft: Edition
) -> None:
    def without(key: str) -> Answers:
        Item.objects.update(is_active=True)
        Item.objects.filter(key=key).update(is_active=False)
        publish(note=f"Without {key}.", author=None, now=NOW)
        return {name: value for name, value in SOME.items() if name != key}

    first = finished(without("F02"))
    newest = finished(without("F03"), now=LATER, again=first)
    text = text_of(client.get(over_time_path(newest)))
    assert "score the earlier answers again under edition 3" in text
    assert "One answer no longer counts there. One question is newer than your answers." in text

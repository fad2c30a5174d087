"""Share links as the owner of a result makes, sees and stops them."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import start_attempt
from assessments.models import Attempt, Share
from assessments.models.choices import Detail
from assessments.scoring import Verdict
from assessments.sharing.services import MAX_ENDED, MAX_LIVE, share_links, share_token
from roles.models import Edition
from rolesite.operations.logs import PRIVATE_LINK
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, result_path, shared_path, shares_path, text_of
from tests.assessments.sharing.links import form, share
from tests.assessments.sheets import sheet_for
from tests.html_validity import assert_valid_html
from web.retry import DatabaseAway


def test_it_has_the_form_of_a_private_link_so_that_logs_mask_it() -> None:
    tokens = {share_token(secrets.token_urlsafe(32), str(uuid.uuid4())) for _ in range(2000)}
    assert len(tokens) == 2000
    assert all(PRIVATE_LINK.fullmatch(token) for token in tokens)


def test_it_needs_both_the_owners_link_and_the_key() -> None:
    one = share_token("a" * 43, "key")
    assert one == share_token("a" * 43, "key")
    assert one not in {share_token("b" * 43, "key"), share_token("a" * 43, "kez")}


def test_neither_it_nor_the_owners_link_is_stored(owner: str) -> None:
    token = share(owner)
    [row] = Share.objects.values()
    assert row["token_hash"] == hash_of(token)
    assert token not in str(row)
    assert owner not in str(row)


def test_the_result_leads_to_the_page(client: Client, owner: str) -> None:
    assert f'href="{shares_path(owner)}"' in client.get(result_path(owner)).content.decode()
    page = client.get(shares_path(owner))
    assert page.status_code == 200
    assert_private(page)
    assert "Nobody but you can open this result." in text_of(page)


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("days", [7, 30, 90])
def test_a_link_is_made_shown_and_opens(
    client: Client, owner: str, detail: Detail, days: int
) -> None:
    made = client.post(shares_path(owner), form(detail=detail, days=str(days)))
    assert made.status_code == 303
    assert_private(made)
    [link] = share_links(owner)
    assert (link.detail, link.expires_at - link.created_at) == (detail, dt.timedelta(days=days))
    path = shared_path(share_token(owner, link.key))
    page = client.get(made.headers["Location"].partition("#")[0]).content.decode()
    assert f'value="http://testserver{path}"' in page
    assert client.get(path).status_code == 200


def test_sending_the_form_twice_makes_one_link(client: Client, owner: str) -> None:
    sent = form()
    assert {client.post(shares_path(owner), sent).status_code for _ in range(3)} == {303}
    assert Share.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"detail": "answers"}, "is not one of the answers here"),
        ({"detail": ""}, "Choose what readers can see."),
        ({"days": "3650"}, "is not one of the answers here"),
        ({"days": ""}, "Choose how long the link should work."),
        ({"key": "x"}, "The page did not arrive complete"),
    ],
)
def test_a_form_that_cannot_be_read_makes_nothing_and_says_so(
    client: Client, owner: str, changes: dict[str, str], said: str
) -> None:
    page = client.post(shares_path(owner), form(**changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert Share.objects.count() == 0


def test_at_most_ten_links_work_at_a_time(client: Client, owner: str) -> None:
    for _ in range(MAX_LIVE):
        assert client.post(shares_path(owner), form()).status_code == 303
    full = client.post(shares_path(owner), form())
    assert full.status_code == 409
    assert "Stop one of them first." in text_of(full)
    assert Share.objects.count() == MAX_LIVE
    stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
    assert client.post(stop).status_code == 303
    assert client.post(shares_path(owner), form()).status_code == 303


def test_ended_links_do_not_pile_up(client: Client, owner: str) -> None:
    for _ in range(MAX_ENDED + 5):
        share(owner)
        Share.objects.update(revoked_at=NOW)
    assert Share.objects.count() <= MAX_ENDED + 1


def test_a_stopped_link_ends_within_the_same_second(client: Client, owner: str) -> None:
    other, token = share(owner, Detail.DIALS), share(owner)
    assert client.get(shared_path(token)).status_code == 200
    stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
    assert {client.post(stop).status_code for _ in range(2)} == {303}
    page = client.get(shared_path(token))
    assert page.status_code == 410
    assert_private(page)
    assert "This link has ended" in text_of(page)
    assert "until the person who made it stops it" in text_of(page)
    listed = text_of(client.get(shares_path(owner)))
    assert "Stopped on 23 November 2026." in listed
    assert " ." not in listed
    assert client.get(shared_path(other)).status_code == 200


def test_opening_the_address_of_the_button_stops_nothing(client: Client, owner: str) -> None:
    token = share(owner)
    stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
    assert client.get(stop).status_code == 303
    assert client.get(shared_path(token)).status_code == 200


def test_nobody_stops_the_link_of_another_result(client: Client, owner: str) -> None:
    token = share(owner)
    stranger = finished(sheet_for(Verdict.NEITHER), page=str(uuid.uuid4()))
    stop = reverse("assessments:share_revoke", args=[stranger, share_links(owner)[0].key])
    client.post(stop)
    assert client.get(shared_path(token)).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_makes_and_stops_nothing(
    client: Client, owner: str, headers: dict[str, str]
) -> None:
    token = share(owner)
    stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
    for path in (shares_path(owner), stop):
        assert client.post(path, form(), headers=headers).status_code == 403
    assert Share.objects.count() == 1
    assert client.get(shared_path(token)).status_code == 200


def test_a_quiz_that_is_not_finished_has_nothing_to_share(
    client: Client, published: Edition
) -> None:
    token = start_attempt(now=NOW)
    assert client.get(shares_path(token)).status_code == 404
    assert client.post(shares_path(token), form()).status_code == 404
    assert Share.objects.count() == 0


def test_a_database_that_is_away_changes_nothing_and_says_so(
    client: Client, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> None:
        raise DatabaseAway

    share(owner)
    stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
    monkeypatch.setattr("assessments.attempts.views.result_views.retried", away)
    for path in (shares_path(owner), stop):
        page = client.post(path, form())
        assert page.status_code == 503
        assert page.headers["Retry-After"]
        assert "nothing was changed" in text_of(page)


def test_deleting_the_result_deletes_its_links(client: Client, owner: str) -> None:
    token = share(owner)
    client.post(reverse("assessments:result_delete", args=[owner]))
    assert (Attempt.objects.count(), Share.objects.count()) == (0, 0)
    assert client.get(shared_path(token)).status_code == 404


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, owner: str) -> None:
    pages = [("none", client.get(shares_path(owner)).content)]
    for detail in Detail:
        pages.append((detail.value, client.get(shared_path(share(owner, detail))).content))
    client.post(shares_path(owner), form(has_picture="on"))
    pictured = shared_path(share_token(owner, share_links(owner)[0].key))
    pages.append(("picture", client.get(pictured).content))
    ended = share(owner)
    Share.objects.filter(token_hash=hash_of(ended)).update(revoked_at=NOW)
    pages += [
        ("some", client.get(shares_path(owner)).content),
        ("wrong", client.post(shares_path(owner), form(detail="x")).content),
        ("ended", client.get(shared_path(ended)).content),
        ("unknown", client.get(shared_path(UNKNOWN)).content),
    ]
    assert_valid_html(pages)

"""The picture that a share link shows, if its owner wants it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assessments.evaluation.result import result_of
from assessments.scoring import Verdict
from assessments.sharing.presenters.shared import share_card
from assessments.sharing.services import share_links, share_token
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import shared_path, shares_path, text_of
from tests.assessments.sharing.links import form
from tests.assessments.sheets import edition, sheet_for

TPM = "technical-project-manager"


def made(client: Client, owner: str, **changes: str) -> str:
    assert client.post(shares_path(owner), form(**changes)).status_code == 303
    return share_token(owner, share_links(owner)[0].key)


def test_who_wants_it_shows_the_verdict_and_no_number(client: Client, owner: str) -> None:
    token = made(client, owner, has_picture="on")
    head = client.get(shared_path(token)).content.decode().partition("<body")[0]
    sentence, path = ("My answers point to Technical Project Manager.", f"/share/answers/{TPM}.png")
    assert f'<meta property="og:image" content="http://testserver{path}">' in head
    assert f'<meta property="og:title" content="{sentence}">' in head
    page = client.get(shares_path(owner)).content.decode()
    assert f'src="{path}"' in page
    said = f"{sentence} What do yours say? http://testserver{shared_path(token)}"
    assert page.count(said) == 2, "to copy, and for the device's own sheet"


def test_who_does_not_want_it_shows_nothing(client: Client, owner: str) -> None:
    token = made(client, owner)
    head = client.get(shared_path(token)).content.decode().partition("<body")[0]
    assert "/share/site.png" in head
    assert TPM not in head
    said = f"This is my result: http://testserver{shared_path(token)}"
    assert client.get(shares_path(owner)).content.decode().count(said) == 2


@pytest.mark.parametrize("roles", [1, 2, 3, 5])
@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_result_that_suits_one_role_or_two_has_one(verdict: Verdict, roles: int) -> None:
    snapshot = edition(roles)
    result = result_of(snapshot, sheet_for(verdict))
    card = share_card(result, snapshot)
    if result.named_role:
        assert card
        assert card.picture == f"/share/answers/{result.named_role}.png"
    elif card:
        assert result.verdict is Verdict.TOO_CLOSE
        assert len(card.picture.split("+")) <= 2
    assert card is None or not re.search(r"\d", card.sentence)


def test_a_result_without_one_says_why(client: Client, published: Edition) -> None:
    owner = finished(sheet_for(Verdict.NEITHER))
    assert "There is no picture to go with this result" in text_of(client.get(shares_path(owner)))
    token = made(client, owner, has_picture="on")
    assert "/share/site.png" in client.get(shared_path(token)).content.decode()

"""Share links: read only, no more than was chosen, over when they are over."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import start_attempt
from assessments.evaluation.result import Result, result_of
from assessments.instrument.values import AssessmentsSection
from assessments.models import Attempt, Share
from assessments.models.choices import Detail
from assessments.scoring import Verdict
from assessments.sharing.presenters.shared import share_card, shared_page
from assessments.sharing.selectors import share_links
from assessments.sharing.services import create_share
from assessments.sharing.share_links import MAX_ENDED, MAX_LIVE, share_token
from assessments.urls import urlpatterns
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from rolesite.operations.logs import PRIVATE_LINK
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, result_path, shared_path, shares_path, text_of
from tests.assessments.sheets import edition, sheet_for, technical
from tests.html_validity import assert_valid_html
from web.retry import DatabaseAway

TPM = "technical-project-manager"
METHODS = ("get", "head", "post", "put", "patch", "delete")


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner(published: Edition) -> str:
    """Return the token of a finished result."""
    return finished(technical())


def share(owner: str, detail: Detail = Detail.VERDICT, days: int = 7) -> str:
    """Return the token of a new share link."""
    key = str(uuid.uuid4())
    create_share(token=owner, key=key, detail=detail, days=days, now=NOW)
    return share_token(owner, key)


def form(**changes: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "detail": "dials", "days": "30", **changes}


class TestToken:
    def test_it_has_the_form_of_a_private_link_so_that_logs_mask_it(self) -> None:
        tokens = {share_token(secrets.token_urlsafe(32), str(uuid.uuid4())) for _ in range(2000)}
        assert len(tokens) == 2000
        assert all(PRIVATE_LINK.fullmatch(token) for token in tokens)

    def test_it_needs_both_the_owners_link_and_the_key(self) -> None:
        one = share_token("a" * 43, "key")
        assert one == share_token("a" * 43, "key")
        assert one not in {share_token("b" * 43, "key"), share_token("a" * 43, "kez")}

    def test_neither_it_nor_the_owners_link_is_stored(self, owner: str) -> None:
        token = share(owner)
        [row] = Share.objects.values()
        assert row["token_hash"] == hash_of(token)
        assert token not in str(row)
        assert owner not in str(row)


class TestOwner:
    def test_the_result_leads_to_the_page(self, client: Client, owner: str) -> None:
        assert f'href="{shares_path(owner)}"' in client.get(result_path(owner)).content.decode()
        page = client.get(shares_path(owner))
        assert page.status_code == 200
        assert_private(page)
        assert "Nobody but you can open this result." in text_of(page)

    @pytest.mark.parametrize("detail", Detail)
    @pytest.mark.parametrize("days", [7, 30, 90])
    def test_a_link_is_made_shown_and_opens(
        self, client: Client, owner: str, detail: Detail, days: int
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

    def test_sending_the_form_twice_makes_one_link(self, client: Client, owner: str) -> None:
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
        self, client: Client, owner: str, changes: dict[str, str], said: str
    ) -> None:
        page = client.post(shares_path(owner), form(**changes))
        assert page.status_code == 422
        assert said in text_of(page)
        assert Share.objects.count() == 0

    def test_at_most_ten_links_work_at_a_time(self, client: Client, owner: str) -> None:
        for _ in range(MAX_LIVE):
            assert client.post(shares_path(owner), form()).status_code == 303
        full = client.post(shares_path(owner), form())
        assert full.status_code == 409
        assert "Stop one of them first." in text_of(full)
        assert Share.objects.count() == MAX_LIVE
        stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
        assert client.post(stop).status_code == 303
        assert client.post(shares_path(owner), form()).status_code == 303

    def test_ended_links_do_not_pile_up(self, client: Client, owner: str) -> None:
        for _ in range(MAX_ENDED + 5):
            share(owner)
            Share.objects.update(revoked_at=NOW)
        assert Share.objects.count() <= MAX_ENDED + 1

    def test_a_stopped_link_ends_within_the_same_second(self, client: Client, owner: str) -> None:
        other, token = share(owner, Detail.DIALS), share(owner)
        assert client.get(shared_path(token)).status_code == 200
        stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
        assert {client.post(stop).status_code for _ in range(2)} == {303}
        page = client.get(shared_path(token))
        assert page.status_code == 410
        assert_private(page)
        assert "This link has ended" in text_of(page)
        assert "Stopped on 23 November 2026." in text_of(client.get(shares_path(owner)))
        assert client.get(shared_path(other)).status_code == 200

    def test_opening_the_address_of_the_button_stops_nothing(
        self, client: Client, owner: str
    ) -> None:
        token = share(owner)
        stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
        assert client.get(stop).status_code == 303
        assert client.get(shared_path(token)).status_code == 200

    def test_nobody_stops_the_link_of_another_result(self, client: Client, owner: str) -> None:
        token = share(owner)
        stranger = finished(sheet_for(Verdict.NEITHER), page=str(uuid.uuid4()))
        stop = reverse("assessments:share_revoke", args=[stranger, share_links(owner)[0].key])
        client.post(stop)
        assert client.get(shared_path(token)).status_code == 200

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    def test_another_site_makes_and_stops_nothing(
        self, client: Client, owner: str, headers: dict[str, str]
    ) -> None:
        token = share(owner)
        stop = reverse("assessments:share_revoke", args=[owner, share_links(owner)[0].key])
        for path in (shares_path(owner), stop):
            assert client.post(path, form(), headers=headers).status_code == 403
        assert Share.objects.count() == 1
        assert client.get(shared_path(token)).status_code == 200

    def test_a_quiz_that_is_not_finished_has_nothing_to_share(
        self, client: Client, published: Edition
    ) -> None:
        token = start_attempt(now=NOW)
        assert client.get(shares_path(token)).status_code == 404
        assert client.post(shares_path(token), form()).status_code == 404
        assert Share.objects.count() == 0

    def test_a_database_that_is_away_changes_nothing_and_says_so(
        self, client: Client, owner: str, monkeypatch: pytest.MonkeyPatch
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

    def test_deleting_the_result_deletes_its_links(self, client: Client, owner: str) -> None:
        token = share(owner)
        client.post(reverse("assessments:result_delete", args=[owner]))
        assert (Attempt.objects.count(), Share.objects.count()) == (0, 0)
        assert client.get(shared_path(token)).status_code == 404


class TestReader:
    def test_a_link_works_until_its_last_second(self, client: Client, owner: str) -> None:
        path = shared_path(share(owner, days=7))
        with time_machine.travel(NOW + dt.timedelta(days=7, seconds=-1), tick=False):
            assert client.get(path).status_code == 200
        with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
            assert client.get(path).status_code == 410
            assert "Ended on 30 November 2026." in text_of(client.get(shares_path(owner)))

    @pytest.mark.django_db
    @pytest.mark.parametrize("path", [f"/shared/{UNKNOWN}/", "/shared/abc/", "/shared/a/b/"])
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_an_unknown_link_says_so(self, client: Client, path: str, method: str) -> None:
        page = getattr(client, method)(path)
        assert page.status_code == 404
        assert_private(page)

    @pytest.mark.parametrize("method", METHODS[2:])
    def test_a_shared_result_is_only_read(self, owner: str, method: str) -> None:
        client = Client(enforce_csrf_checks=True)
        before = list(Share.objects.values()), list(Attempt.objects.values())
        for path in (f"/shared/{UNKNOWN}/", f"/shared/{UNKNOWN}", "/shared/abc/"):
            assert getattr(client, method)(path).status_code in (404, 405)
        token = share(owner)
        before = list(Share.objects.values()), list(Attempt.objects.values())
        assert getattr(client, method)(shared_path(token)).status_code == 405
        assert (list(Share.objects.values()), list(Attempt.objects.values())) == before

    @pytest.mark.parametrize("method", METHODS)
    def test_a_share_link_opens_no_page_of_the_owner(
        self, client: Client, owner: str, method: str
    ) -> None:
        """Try a share link at every address of a private link, and the reverse."""
        token = share(owner, Detail.FULL)
        before = list(Share.objects.values()), list(Attempt.objects.values())
        tried = 0
        for pattern in urlpatterns:
            arguments = pattern.pattern.converters
            if "token" not in arguments or pattern.name in (None, "shared"):
                continue
            values = {"number": 1, "key": uuid.uuid4(), "own": uuid.uuid4(), "token": token}
            path = reverse(
                f"assessments:{pattern.name}", kwargs={name: values[name] for name in arguments}
            )
            answer = getattr(client, method)(path)
            assert answer.status_code in (404, 405, 415) or pattern.name in (
                "result_delete",  # says "It is gone" to every link that leads nowhere
                "quiz_finish",
                "quiz_more",  # leads a reader of its address back to the quiz
                "share_revoke",  # likewise to the list of links
                "take_out",  # and to the results over time
            ), path
            assert "Better match" not in answer.content.decode(), path
            tried += 1
        assert tried >= 8
        assert (list(Share.objects.values()), list(Attempt.objects.values())) == before
        assert client.get(shared_path(owner)).status_code == 404

    def test_the_page_is_private_and_its_preview_says_nothing(
        self, client: Client, owner: str
    ) -> None:
        previews = set()
        for detail in Detail:
            page = client.get(shared_path(share(owner, detail)))
            assert_private(page)
            html = page.content.decode()
            assert '<meta name="robots" content="noindex' in html
            head = html.partition("<body")[0]
            assert "Technical" not in head
            previews.add(tuple(re.findall(r'<meta property="og:[^>]+>', head)))
        assert len(previews) == 1
        assert 'content="A result that was shared with you"' in "".join(previews.pop())


class TestPicture:
    def made(self, client: Client, owner: str, **changes: str) -> str:
        assert client.post(shares_path(owner), form(**changes)).status_code == 303
        return share_token(owner, share_links(owner)[0].key)

    def test_who_wants_it_shows_the_verdict_and_no_number(self, client: Client, owner: str) -> None:
        token = self.made(client, owner, has_picture="on")
        head = client.get(shared_path(token)).content.decode().partition("<body")[0]
        sentence, path = (
            "My answers point to Technical Project Manager.",
            f"/share/answers/{TPM}.png",
        )
        assert f'<meta property="og:image" content="http://testserver{path}">' in head
        assert f'<meta property="og:title" content="{sentence}">' in head
        page = client.get(shares_path(owner)).content.decode()
        assert f'src="{path}"' in page
        said = f"{sentence} What do yours say? http://testserver{shared_path(token)}"
        assert page.count(said) == 2, "to copy, and for the device's own sheet"

    def test_who_does_not_want_it_shows_nothing(self, client: Client, owner: str) -> None:
        token = self.made(client, owner)
        head = client.get(shared_path(token)).content.decode().partition("<body")[0]
        assert "/share/site.png" in head
        assert TPM not in head
        said = f"This is my result: http://testserver{shared_path(token)}"
        assert client.get(shares_path(owner)).content.decode().count(said) == 2

    @pytest.mark.parametrize("roles", [1, 2, 3, 5])
    @pytest.mark.parametrize("verdict", Verdict)
    def test_only_a_result_that_suits_one_role_or_two_has_one(
        self, verdict: Verdict, roles: int
    ) -> None:
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

    def test_a_result_without_one_says_why(self, client: Client, published: Edition) -> None:
        owner = finished(sheet_for(Verdict.NEITHER))
        assert "There is no picture to go with this result" in text_of(
            client.get(shares_path(owner))
        )
        token = self.made(client, owner, has_picture="on")
        assert "/share/site.png" in client.get(shared_path(token)).content.decode()


def test_a_stranger_reads_what_it_is_and_finds_the_quiz(client: Client, owner: str) -> None:
    for detail in Detail:
        page = client.get(shared_path(share(owner, detail)))
        said = text_of(page)
        assert "Somebody took a quiz about project roles and chose to show you this." in said
        assert ("without any numbers" in said) == (detail is Detail.VERDICT)
        for role in snapshot_of(1).quiz_roles.roles:
            assert f"{role.name} {role.summary}" in said
        assert f'href="{reverse("assessments:quiz_start")}"' in page.content.decode()


def told(client: Client, token: str) -> str:
    return client.get(shared_path(token)).content.decode()


# What each level adds, and what a page of a lower level must not have anywhere.
ADDED = {
    Detail.VERDICT: ["Better match:"],
    Detail.DIALS: ["Fit and readiness", "fit-chart", "readiness-chart", "leads by", "points"],
    Detail.FULL: ["levels-chart", "What is missing", "Middle of the scale", "Stakeholder"],
}


@pytest.mark.parametrize("detail", Detail)
def test_a_page_has_nothing_of_the_levels_above_it(
    client: Client, owner: str, detail: Detail
) -> None:
    page = told(client, share(owner, detail))
    levels = list(Detail)
    for level, markers in ADDED.items():
        for marker in markers:
            shown = levels.index(level) <= levels.index(detail)
            assert (marker in page) == shown, (detail, marker)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("detail", Detail)
def test_no_level_shows_an_answer_or_the_owners_link(
    client: Client, published: Edition, verdict: Verdict, detail: Detail
) -> None:
    owner = finished(sheet_for(verdict))
    page = told(client, share(owner, detail))
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<h1.*?</h1>", "", main, flags=re.DOTALL)  # a verdict may be "Not yet." too
    assert owner not in page
    assert "/results/" not in page
    reading = edition().section("assessments", AssessmentsSection)
    for item in reading.items:
        for option in item.options:
            assert option.text not in main
        for side in (item.a, item.b):
            assert side is None or side.text not in main
    for fact in reading.facts:
        assert fact.prompt not in main
        for each in fact.options:
            assert len(each.label) < 8 or each.label not in main
    assert "You told us" not in main
    assert "Your other" not in main


def test_the_verdict_alone_has_no_number_of_the_result(client: Client, published: Edition) -> None:
    for verdict in Verdict:
        owner = finished(sheet_for(verdict), page=str(uuid.uuid4()))
        page = client.get(shared_path(share(owner)))
        said = text_of(page).partition("It is how one person sees")[0]
        assert not re.search(r"\d", said), said


@pytest.mark.parametrize("roles", [1, 2, 3, 5])
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_shared_with_any_number_of_roles(roles: int, verdict: Verdict) -> None:
    snapshot = edition(roles)
    result = result_of(snapshot, sheet_for(verdict))
    for detail in Detail:
        page = shared_page(result, snapshot, detail)
        assert page.verdict.headline
        assert page.verdict.lead.endswith(".")
        assert page.verdict.notes == ()
        if detail is not Detail.FULL:
            assert (page.levels, page.gaps, page.sums) == (None, (), ())
        if detail is Detail.VERDICT:
            assert (page.measures, page.verdict.line) == (None, None)


def test_a_stored_result_of_the_first_schema_can_be_shared(client: Client, owner: str) -> None:
    row = Attempt.objects.get()
    assert Result.model_validate(row.result).schema_version == 1
    assert client.get(shared_path(share(owner, Detail.FULL))).status_code == 200


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

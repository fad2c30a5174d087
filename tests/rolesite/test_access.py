"""Who may open which address of a visitor. Those of the desk: staff/test_desk_access.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.analytics.study.services import make_panel
from assessments.models.choices import Detail
from assessments.sharing.services import create_share, share_token
from roles.models import Edition
from tests.assessments.factories import UNKNOWN, finished
from tests.assessments.peer_feedback_links import invite
from tests.assessments.sheets import technical
from tests.desk import signed_in
from tests.rolesite.visitors import SignIn
from web.once import new_form_key

JSON = "application/json"
SAVE = {"key": f"{uuid.UUID(int=3)}:1", "seq": 1, "value": 3}
PM, TPM = "project-manager", "technical-project-manager"

# The same for everybody, whoever asks.
PUBLIC = {
    "home", "how_it_works", "robots", "llms", "sitemap", "account_schema", "list", "neighbours",
    "role", "brief", "levels", "compare_start", "compare", "depth_levels", "scenarios", "questions",
    "certificates", "which_exams", "choose_certificate", "certificate", "changes", "feed",
    "site_picture", "answers_picture", "role_picture", "pair_picture", "method", "result_schema",
}  # fmt: skip
# For everybody, but not the same for all: a form, or what was typed.
OPEN = {"search", "quiz_start", "account_deleted"}
# Only sent to, never opened.
SENT_TO = {"csp_report", "account_keep", "account_logout"}
# For who is signed in to an account of a visitor, or about to be; staff have other accounts.
ACCOUNT = {
    "account", "account_login", "account_confirm_login_code", "account_confirm_keep",
    "account_release", "account_over_time", "account_export", "account_delete",
}  # fmt: skip
# For who has the link: of a quiz and its result, of a shared result, of a colleague, of a panel.
LINKS = {
    "owner": {
        "quiz", "quiz_screen", "quiz_review", "quiz_more", "quiz_finish", "quiz_answer", "result",
        "result_why", "result_gaps", "result_details", "what_if", "retake", "over_time", "take_out",
        "result_delete", "result_json", "result_csv", "result_pdf", "result_today", "shares",
        "share_revoke", "study", "plan", "plan_step", "plan_calendar", "peer_feedback",
        "peer_feedback_draw", "invitation_revoke",
    },
    "reader": {"shared"},
    "colleague": {
        "rate", "rate_screen", "rate_review", "rate_send", "rate_withdraw", "rate_answer",
    },
    "expert": {"panel", "expert"},
}  # fmt: skip
# Pressed again these say that all is deleted, as the first press did, whether anything was or not.
GONE_EITHER_WAY = {"assessments:result_delete", "assessments:rate_withdraw"}
VALUES = {
    "first": PM, "second": TPM, "slug": PM, "slugs": PM, "number": 1, "key": "B01",
    "own": uuid.UUID(int=1),
}  # fmt: skip


def patterns(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield every named address outside the desk, as ``reverse`` takes it."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield f"{space}{each.name}", each
        elif each.namespace != "admin":
            yield from patterns(each, f"{each.namespace}:" if each.namespace else space)


ADDRESSES = dict(patterns())


def address(name: str, token: str = UNKNOWN, **values: object) -> str:
    wanted = ADDRESSES[name].pattern.converters
    given = {key: token if key == "token" else (VALUES | values)[key] for key in wanted}
    if "key" in given and type(wanted["key"]).__name__ == "UUIDConverter":
        given["key"] = uuid.UUID(int=2)
    if name.endswith(":certificate"):
        given["slug"] = "pmp"
    return reverse(name, kwargs=given)


def named(names: set[str]) -> list[str]:
    return sorted(name for name in ADDRESSES if name.rpartition(":")[2] in names)


def test_every_address_has_its_place_here() -> None:
    tables = [PUBLIC, OPEN, SENT_TO, ACCOUNT, *LINKS.values()]
    names = [name.rpartition(":")[2] for name in ADDRESSES]
    assert sorted(names) == sorted(name for table in tables for name in table)


@pytest.fixture
def everybody(published: Edition, sign_in: SignIn) -> dict[str, Client]:
    """Return a browser of nobody, of a visitor with an account, and of a superuser of the desk."""
    return {
        "nobody": Client(),
        "visitor": sign_in(),
        "superuser": signed_in("root", superuser=True),
    }


def test_a_public_page_is_the_same_for_everybody(everybody: dict[str, Client]) -> None:
    for name in named(PUBLIC):
        answers = [client.get(address(name)) for client in everybody.values()]
        assert {(each.status_code, each.content) for each in answers} == {
            (answers[0].status_code, answers[0].content)
        }, name
        assert answers[0].status_code == (302 if name.endswith("compare_start") else 200), name
        assert not any(each.cookies for each in answers), name


def test_what_is_open_or_sent_to_is_so_for_everybody(everybody: dict[str, Client]) -> None:
    for who in ("nobody", "superuser"):
        for name in named(OPEN):
            assert everybody[who].get(address(name)).status_code == 200, (who, name)
        for name in named(SENT_TO):
            assert everybody[who].get(address(name)).status_code in (302, 405), (who, name)


def test_an_account_is_for_who_signed_in_to_it_and_a_superuser_has_none(
    everybody: dict[str, Client],
) -> None:
    for name in named(ACCOUNT):
        for who in ("nobody", "superuser"):
            for answer in (everybody[who].get(address(name)), everybody[who].post(address(name))):
                allowed = {302, 403, 404, 405}
                if name == "account_login" and who == "nobody":
                    allowed = {200, 422}
                assert answer.status_code in allowed, (who, name)
                assert "sign-in" in answer.headers.get("Location", "sign-in"), (who, name)
    assert everybody["visitor"].get("/account/").status_code == 200


@pytest.mark.once
def test_a_link_opens_its_own_pages_and_no_account_or_desk_opens_them_without(
    everybody: dict[str, Client],
) -> None:
    links = made_links()
    for kind, names in LINKS.items():
        for name in named(names):
            wrong = [UNKNOWN, *(link for other, link in links.items() if other != kind)]
            for token in wrong:
                for who, client in everybody.items():
                    path = address(name, token)
                    for answer in (
                        client.get(path),
                        client.post(path),
                        client.put(path, SAVE, JSON),
                    ):
                        allowed = {200, 404, 405} if name in GONE_EITHER_WAY else {404, 405}
                        assert last(client, answer).status_code in allowed, (name, who, token)
            path = address(name, links[kind])
            answers = [client.get(path).status_code for client in everybody.values()]
            assert set(answers) <= {200, 302, 303, 405}, (name, answers)
            assert len(set(answers)) == 1, (name, answers)


def last(client: Client, answer: Any) -> Any:
    """Follow an answer to where it leads in the end."""
    while answer.status_code == 303:
        answer = client.get(answer.headers["Location"])
    return answer


def made_links() -> dict[str, str]:
    now = timezone.now()
    owner = finished(technical(), now=now)
    key, panel = str(uuid.uuid4()), new_form_key()
    create_share(token=owner, key=key, detail=Detail.VERDICT, days=7, now=now)
    make_panel(token=panel, role=PM, now=now)
    return {
        "owner": owner,
        "reader": share_token(owner, key),
        "colleague": invite(owner, now=now),
        "expert": panel,
    }

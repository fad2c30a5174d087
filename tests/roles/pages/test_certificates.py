"""The certificate pages and the calculator, as a reader meets them."""

import html
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from roles.draft.services import draft_document as draft_now
from roles.draft.services import errors_of
from roles.models import Certification, Edition
from roles.models.choices import Education
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot
from tests.editions import PUBLISHED_AT

WHICH = "/certificates/which/"


def text_of(response: Any) -> str:
    """Return what a page says, without its markup."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def test_every_certificate_has_a_page_with_source_and_date(
    client: Client, snapshot: Snapshot
) -> None:
    listed = text_of(client.get("/certificates/"))
    for certification in snapshot.roles.certifications:
        assert certification.name in listed
        page = text_of(client.get(f"/certificates/{certification.slug}/"))
        for fact in certification.facts:
            assert fact.source in page
        assert ("Another source says:" in page) == certification.is_disputed


def test_a_certificate_says_each_way_to_its_exam(client: Client, snapshot: Snapshot) -> None:
    page = text_of(client.get("/certificates/pmp/"))
    assert "4 ways to the exam" in page
    assert "36 months of leading projects, within the last 10 years" in page
    assert "35 hours of training" in page


def test_an_unknown_certificate_names_the_known_ones(client: Client, snapshot: Snapshot) -> None:
    page = client.get("/certificates/nothing/")
    assert page.status_code == 404
    assert "Project Management Professional (PMP)" in text_of(page)


@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_the_calculator_says_what_is_open_and_what_is_missing(
    client: Client, snapshot: Snapshot
) -> None:
    page = text_of(
        client.post(
            WHICH, {"education": "bachelor", "months_leading": "20", "training_hours": "35"}
        )
    )
    opened, _, missing = page.partition("What is missing for the others")
    assert "Certified Associate in Project Management (CAPM)" in opened
    assert (
        "16 months more of leading projects (you have 20 of 36 within the last 10 years)" in missing
    )
    assert "Earliest: 23 March 2028" in missing


@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_the_calculator_says_when_to_renew(client: Client, snapshot: Snapshot) -> None:
    held = {"education": "none", "holds": ["capm"]}
    assert "Say when you earned it" in text_of(client.post(WHICH, held))
    page = text_of(client.post(WHICH, held | {"earned-capm": "2025-01-10"}))
    assert "Every 3 years: 15 PDUs. Next due on 10 January 2028." in page


def test_what_a_person_states_is_kept_by_nobody(client: Client, snapshot: Snapshot) -> None:
    page = client.post(WHICH, {"education": "bachelor"})
    assert page.headers["Cache-Control"] == "no-store, private"
    assert not page.cookies
    assert client.get(WHICH).headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"education": ""}, "Your highest finished education: Choose from the list."),
        ({"education": "doctor"}, "“doctor” is not on the list."),
        ({"education": "none", "months_leading": "-1"}, "“-1” does not fit. Months are a whole"),
        ({"education": "none", "months_leading": "9e9"}, "from 0 to 600"),
        ({"education": "none", "training_hours": "5000"}, "“5000” does not fit. Hours are a"),
        ({"education": "none", "holds": ["magic"]}, "“magic” is not on the list."),
        ({"education": "none", "holds": ["capm"], "earned-capm": "soon"}, "“soon” is not a day."),
        ({"education": "none", "holds": ["capm"], "earned-capm": "9999-12-31"}, "in the future"),
        ({"education": "none", "holds": ["capm"], "earned-capm": "2999-01-01"}, "in the future"),
        ({"education": "none", "holds": ["capm"], "earned-capm": "0001-01-01"}, "too long ago"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    client: Client, snapshot: Snapshot, wrong: dict[str, Any], says: str
) -> None:
    page = client.post(WHICH, {"months_agile": "17"} | wrong)
    assert page.status_code == 422
    assert says in text_of(page)
    assert "There is a problem" in text_of(page)
    assert b'value="17"' in page.content


def part(page: str, start: str) -> str:
    """Return the text under one heading of the answer; empty without it."""
    found = page.partition(start)[2]
    for end in ("Open to you, if", "What is missing", "What you hold", "Change what you said"):
        found = found.partition(end)[0]
    return found


def test_a_beginner_is_not_told_that_an_advanced_exam_is_simply_open(
    client: Client, snapshot: Snapshot
) -> None:
    page = text_of(client.post(WHICH, {"education": "none"}))
    opened, perhaps = part(page, "open to you today"), part(page, "Open to you, if")
    for certification in snapshot.roles.certifications:
        if certification.expects_practice:
            assert certification.name not in opened
            assert certification.name in perhaps
    assert perhaps.count("work that you have done already") == 6
    assert "PRINCE2 7 Foundation" in opened or "PRINCE2 Foundation" in opened


@pytest.mark.parametrize("education", list(Education))
def test_whoever_holds_the_higher_certificate_is_not_offered_the_lower(
    client: Client, snapshot: Snapshot, education: str
) -> None:
    for lower in snapshot.roles.certifications:
        for higher in lower.surpassed_by:
            sheet = {"education": education, "holds": [higher], "training_hours": "40"}
            assert lower.name not in text_of(client.post(WHICH, sheet)).partition("Change what")[0]
            both = sheet | {"holds": [higher, lower.slug]}
            assert lower.name not in part(text_of(client.post(WHICH, both)), "to you today")


def test_rules_are_content_that_editors_change(client: Client, draft: Edition) -> None:
    sheet = {"education": "secondary"}
    assert "23 more hours of training" in text_of(client.post(WHICH, sheet))
    Certification.objects.get(slug="capm").routes.update(training_hours=0)
    publish(note="CAPM asks no training.", author=None, now=PUBLISHED_AT)
    assert "23 more hours of training" not in text_of(client.post(WHICH, sheet))


def test_a_certificate_cannot_take_the_address_of_the_calculator(draft: Edition) -> None:
    Certification.objects.filter(slug="cka").update(slug="which")
    problems = [problem.message for problem in errors_of(draft_now())]
    assert any("'which' is taken" in message for message in problems)


def test_without_certificates_the_pages_say_so(client: Client, published: Edition) -> None:
    document = dict(published.document)
    roles = document["sections"]["roles"]
    bare = {
        **roles,
        "certifications": [],
        "roles": [{**role, "certifications": []} for role in roles["roles"]],
    }
    Edition.objects.create(
        number=2,
        document={**document, "sections": {**document["sections"], "roles": bare}},
        content_hash="bare",
        note="No certificates.",
        published_at=PUBLISHED_AT,
    )
    assert "No certificates yet" in text_of(client.get("/certificates/"))
    assert client.post(WHICH, {"education": "none"}).status_code == 200

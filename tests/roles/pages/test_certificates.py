"""The certificate pages and the calculator, as a reader meets them."""

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
from tests.desk import signed_in
from tests.editions import PUBLISHED_AT
from tests.roles.pages.page_parts import said_by

WHICH = "/certificates/which/"


def test_every_certificate_has_a_page_with_source_and_date(
    client: Client, whole_snapshot: Snapshot
) -> None:
    listed = said_by(client.get("/certificates/"))
    for certification in whole_snapshot.roles.certifications:
        assert certification.name in listed
        page = said_by(client.get(f"/certificates/{certification.slug}/"))
        for fact in certification.facts:
            assert fact.source in page
        assert ("Another source says:" in page) == certification.is_disputed
        unknown = [kind for kind, facts in certification.facts_by_kind if not facts]
        assert page.count("Not known.") == len(unknown)
        kinds = [page.index(f" {kind.label} ") for kind, _ in certification.facts_by_kind[:3]]
        assert kinds == sorted(kinds)


def test_facts_of_one_source_name_it_once(client: Client, whole_snapshot: Snapshot) -> None:
    page = said_by(client.get("/certificates/pmi-acp/"))
    source = "PMI-ACP certification process (KnowledgeMap)"
    assert page.count(source) == 1
    before, _, after = page.partition(source)
    assert "You need a secondary school diploma" in before
    assert "can replace the 28 hours" in before
    assert "Confidence: medium." in after


def test_the_list_says_fee_and_study_in_brief(client: Client, whole_snapshot: Snapshot) -> None:
    page = said_by(client.get("/certificates/"))
    assert "About 675 USD (sources differ), about 200 hours of study" in page
    assert "About 1,000 USD, study time not known" in page
    assert "Fee not known, study time not known" in page
    assert "It leaves out" in page


def test_a_certificate_says_each_way_to_its_exam(client: Client, snapshot: Snapshot) -> None:
    page = said_by(client.get("/certificates/pmp/"))
    assert "3 ways to the exam" in page
    assert (
        "A bachelor’s degree or higher, 36 months of leading projects within the last 8 years, "
        "and 35 hours of training (a current CAPM counts instead)."
    ) in page


def test_the_desk_reads_the_rules_back_as_a_sentence(draft: Edition) -> None:
    capm = Certification.objects.get(slug="capm")
    desk = signed_in("head", superuser=True)
    page = desk.get(f"/admin/roles/certification/{capm.pk}/change/").content.decode()
    assert "A secondary school diploma and 23 hours of training." in page
    assert "Save to read these rules as a sentence." in page


def test_an_unknown_certificate_names_the_known_ones(client: Client, snapshot: Snapshot) -> None:
    page = client.get("/certificates/nothing/")
    assert page.status_code == 404
    assert "Project Management Professional (PMP)" in said_by(page)


def send(client: Client, *chosen: str, **said: Any) -> Any:
    return client.post(WHICH, {"education": "bachelor", "chosen": chosen} | said)


def names(page: Any) -> list[str]:
    """Return the names of the number fields of the calculator's page."""
    return re.findall(r'name="((?:months_|training)[^"]*)"', page.content.decode())


def test_first_the_exams_are_chosen_and_then_only_their_questions_asked(
    client: Client, whole_snapshot: Snapshot
) -> None:
    assert names(client.get(WHICH)) == []
    page = send(client, "pmp", "pgmp")
    assert names(page) == [
        "months_leading-8", "months_leading-15", "months_programs-15", "training_hours",
    ]  # fmt: skip
    assert "is open to you" not in said_by(page)
    assert re.search(r'value="pgmp" checked', page.content.decode())
    assert names(send(client, "pmp", holds=["capm"])) == ["months_leading-8"]
    assert names(send(client, "pgmp", holds=["pmp"])) == ["months_programs-15"]
    assert "Open to you, if" in said_by(send(client, "csm"))


@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_the_calculator_says_what_is_open_and_what_is_missing(
    client: Client, whole_snapshot: Snapshot
) -> None:
    numbers = {"months_leading-8": "20", "training_hours": "35"}
    page = said_by(send(client, "pmp", "capm", "pmi-cpmai", **numbers))
    opened, _, missing = page.partition("Not yet: what is missing")
    opened, _, perhaps = opened.partition("Open to you, if one more thing is true")
    assert "1 of these exams is open to you today" in opened
    assert "Certified Associate in Project Management (CAPM)" in opened
    assert "PMI’s own PMI-CPMAI Exam Prep Course" in perhaps
    assert "16 more months of leading projects (you have 20 of 36 within the last 8" in missing
    assert "Earliest: 23 March 2028, if you do this work every month from today" in missing
    assert "At the latest: 23 November 2029, if they have become too old by then." in missing
    everybody = page.partition("Open to everyone")[2]
    assert "PRINCE2 7 Foundation" in everybody
    assert "IPMA Level D to A Level D." in everybody


@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_a_certificate_that_has_to_come_first_takes_its_time(
    client: Client, whole_snapshot: Snapshot
) -> None:
    numbers = {"months_leading-8": "30", "months_agile-5": "0", "training_hours": "35"}
    page = said_by(send(client, "pmp", "pmi-acp", **numbers))
    assert "You need to hold Project Management Professional (PMP) first." in page
    assert "Earliest: 23 May 2027, because that certificate asks for more work first." in page
    page = said_by(send(client, "prince2-practitioner"))
    assert "You need to hold PRINCE2 7 Foundation first." in page
    assert "Earliest: as soon as you hold it." in page


def test_an_empty_number_adds_none_and_a_longer_time_holds_the_shorter(
    client: Client, whole_snapshot: Snapshot
) -> None:
    numbers = {"months_leading-8": "48", "months_leading-15": "", "months_programs-15": "48",
               "training_hours": ""}  # fmt: skip
    page = said_by(send(client, "pmp", "pgmp", **numbers))
    assert "35 more hours of training (you have 0 of 35), or" in page
    assert "Open to you, if this is true as well: Your application passes a review" in page


def test_what_was_typed_stays_when_other_exams_are_chosen(
    client: Client, whole_snapshot: Snapshot
) -> None:
    page = send(client, "csm", **{"months_leading-8": "17", "months_magic-8": "5"})
    assert b'<input type="hidden" name="months_leading-8" value="17">' in page.content
    assert b"magic" not in page.content
    page = send(client, "pmp", **{"months_leading-8": "17"})
    assert names(page) == ["months_leading-8", "training_hours"]
    assert b'value="17"' in page.content


@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_the_calculator_says_when_to_renew(client: Client, snapshot: Snapshot) -> None:
    held = {"education": "none", "holds": ["capm"]}
    assert "Say when you earned it" in said_by(client.post(WHICH, held))
    page = said_by(client.post(WHICH, held | {"earned-capm": "2025-01-10"}))
    assert "Every 3 years: 15 PDUs. Next due on 10 January 2028." in page


def test_what_a_person_states_is_kept_by_nobody(client: Client, snapshot: Snapshot) -> None:
    page = send(client, "capm")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert not page.cookies
    assert client.get(WHICH).headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"education": ""}, "Your highest completed education: Choose from the list."),
        ({"education": "doctor"}, "“doctor” is not on the list."),
        ({"chosen": []}, "Certificates you have in mind: Choose at least one."),
        ({"chosen": ["psm-i"]}, "“psm-i” is not on the list."),
        ({"months_leading-8": "-1"}, "“-1” does not fit. Months in the last 8 years are a whole"),
        ({"months_leading-8": "97"}, "from 0 to 96"),
        ({"months_leading-15": "9e9"}, "from 0 to 180"),
        ({"months_leading-15": "16"}, "16 cannot be right: you have 17 months under"),
        ({"months_complex-8": "18"}, "17 cannot be right: you have 18 months under"),
        ({"training_hours": "5000"}, "“5000” does not fit. Hours are a"),
        ({"holds": ["magic"]}, "“magic” is not on the list."),
        ({"holds": ["capm"], "earned-capm": "soon"}, "“soon” is not a day."),
        ({"holds": ["capm"], "earned-capm": "9999-12-31"}, "in the future"),
        ({"holds": ["capm"], "earned-capm": "0001-01-01"}, "too long ago"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    client: Client, whole_snapshot: Snapshot, wrong: dict[str, Any], says: str
) -> None:
    sheet = {"chosen": ["pmp", "pgmp", "ipma"], "months_leading-8": "17", "training_hours": "33"}
    page = send(client, **(sheet | wrong))
    assert page.status_code == 422
    assert says in said_by(page)
    assert "There is a problem" in said_by(page)
    for name in {"months_leading-8", "training_hours"} - set(wrong):
        assert re.search(rf'name="{name}"[^>]* value="{sheet[name]}"', page.content.decode())
    for target in re.findall(r'<li><a href="#(id_[^"]+)"', page.content.decode()):
        assert f'id="{target}"' in page.content.decode()


def test_a_beginner_is_not_told_that_an_advanced_exam_is_simply_open(
    client: Client, whole_snapshot: Snapshot
) -> None:
    page = said_by(client.get(WHICH)).partition("Open to everyone")[2]
    for certification in whole_snapshot.roles.certifications:
        if certification.is_open_to_all:
            after = page.partition(certification.name)[2][:60]
            assert after.strip().startswith("The exam assumes") == certification.expects_practice
        else:
            assert certification.name not in page


@pytest.mark.parametrize("education", list(Education))
def test_whoever_holds_the_higher_certificate_is_not_offered_the_lower(
    client: Client, whole_snapshot: Snapshot, education: str
) -> None:
    for lower in whole_snapshot.roles.certifications:
        for higher in lower.surpassed_by:
            chosen = [lower.slug] if lower.conditional_routes else ["csm"]
            sheet = {"education": education, "holds": [higher], "training_hours": "40"}
            page = said_by(client.post(WHICH, sheet | {"chosen": chosen}))
            assert lower.name not in page.partition("Open to everyone")[2]
            answer = page.partition("Change your answers")[0]
            assert answer.count(lower.name) == bool(lower.conditional_routes)
            assert ("Left out" in page) == bool(lower.conditional_routes)


def test_rules_are_content_that_editors_change(client: Client, draft: Edition) -> None:
    sheet = {"education": "secondary", "chosen": ["capm"], "training_hours": ""}
    assert "23 more hours of training" in said_by(client.post(WHICH, sheet))
    Certification.objects.get(slug="capm").routes.update(training_hours=0)
    publish(note="CAPM asks no training.", author=None, now=PUBLISHED_AT)
    assert "1 of these exams is open to you today" in said_by(client.post(WHICH, sheet))


@pytest.mark.parametrize("address", ["which", "choose"])
def test_a_certificate_cannot_take_the_address_of_a_page(draft: Edition, address: str) -> None:
    Certification.objects.filter(slug="cka").update(slug=address)
    problems = [problem.message for problem in errors_of(draft_now())]
    assert any(f"'{address}' is taken" in message for message in problems)


def test_a_rule_cannot_ask_for_more_months_than_its_years_have(draft: Edition) -> None:
    routes = Certification.objects.get(slug="pmp").routes
    routes.update(months_leading=36, within_years=3)
    assert not errors_of(draft_now())
    routes.update(months_leading=37)
    problems = [problem.message for problem in errors_of(draft_now())]
    assert "asks for more months than 3 years have. Ask for at most 36." in problems[0]


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
    assert "No certificates yet" in said_by(client.get("/certificates/"))
    assert client.post(WHICH, {"education": "none"}).status_code == 422
    assert client.get("/certificates/choose/").status_code == 200

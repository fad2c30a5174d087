"""What each level of detail of a shared result shows: no more than was chosen."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from assessments.evaluation.result import Result, result_of
from assessments.instrument.values import AssessmentsSection
from assessments.models import Attempt
from assessments.models.choices import Detail
from assessments.scoring import Verdict
from assessments.sharing.presenters.shared import shared_page
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import shared_path, text_of
from tests.assessments.sharing.links import share
from tests.assessments.sheets import edition, sheet_for


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

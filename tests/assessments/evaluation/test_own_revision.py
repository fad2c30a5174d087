"""An attempt is scored under the revision of its own edition, whatever came since."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import save_answers, start_attempt
from assessments.evaluation.result import Result
from assessments.instrument.values import instrument_of
from assessments.plans.services import finish_quiz
from assessments.scoring import encode, score
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from tests.assessments.factories import NOW, PAGE
from tests.assessments.pages import path, text_of
from tests.assessments.sheets import technical


def finish(token: str) -> Result:
    save_answers(token=token, key=PAGE, seq=1, answers=technical(), now=NOW)
    finish_quiz(token=token, now=NOW)
    sheet = find_sheet(token)
    assert sheet is not None
    return Result.model_validate(sheet.result)


@pytest.fixture
def token_of_edition_1(published: Edition) -> str:
    return start_attempt(now=NOW)


def test_an_attempt_is_scored_under_the_revision_of_its_own_edition(
    client: Client, token_of_edition_1: str, plain_edition: Edition
) -> None:
    token_of_edition_2 = start_attempt(now=NOW)
    errors = {}
    for number, token in ((1, token_of_edition_1), (2, token_of_edition_2)):
        result = finish(token)
        instrument = instrument_of(snapshot_of(number))
        y, years = encode(instrument, technical())
        scores = score(instrument, [y], [years])
        fits = scores.fit[0].tolist()
        errors[number] = float(scores.standard_error[0])
        assert (result.edition, [role.fit for role in result.roles]) == (number, fits)
        said = f"Edition {number} of the site, revision {number + 2} of the score."
        assert said in text_of(client.get(path("result_details", token)))
    assert instrument_of(snapshot_of(1)).settings.stretch == 1.33
    assert instrument_of(snapshot_of(2)).settings.stretch == 2.0
    assert errors[1] != pytest.approx(errors[2], abs=1)

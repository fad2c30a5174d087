"""Every page of the quiz is valid HTML, its pages with a problem too."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.forms import KEY, SEQ
from assessments.plans.services import finish_quiz
from tests.assessments.factories import NOW, PAGE
from tests.html_validity import assert_valid_html

pytestmark = pytest.mark.services


@pytest.mark.once
def test_the_pages_of_the_quiz(client: Client, token: str) -> None:
    review = reverse("assessments:quiz_review", args=[token])
    paths = [reverse("assessments:quiz_screen", args=[token, n]) for n in (1, 5, 9, 10, 99)]
    pages = [(path, client.get(path).content) for path in ("/quiz/", "/quiz/cut/", *paths, review)]
    mixed = {KEY: PAGE, SEQ: "1", "certifications": ["none", "pm_cert"], "years_software": "x"}
    pages.append(("refused", client.post(paths[3], mixed).content))
    pages.append(("foreign", client.post(paths[0], mixed, headers={"Origin": "null"}).content))
    finish_quiz(token=token, now=NOW)
    pages.append(("finished", client.get(paths[0]).content))
    assert_valid_html([(name.replace(token, "…"), body) for name, body in pages])

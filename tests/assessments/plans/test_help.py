"""What helps with a step: a free page, a template, what to keep, and what its exam asks for."""

from __future__ import annotations

import html
from itertools import product

import pytest
from django.template.loader import render_to_string
from django.test import Client

from assessments.instrument.values import Step
from assessments.plans.planning import steps_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.calendar import calendar_entries
from roles.models import Edition
from roles.templatetags.labels import fee
from tests.assessments.factories import finished
from tests.assessments.pages import path, plan_path
from tests.assessments.plans.plan_pages import some
from tests.assessments.sheets import SOME, edition
from web.words import day_text

STEPS = steps_of(edition())
CERTIFICATES = {each.slug: each for each in edition().roles.certifications}
LABELS = {"resources": "Free resource", "template": "A template to fill in", "evidence": "Evidence"}


def shown(step: Step) -> str:
    certificate = CERTIFICATES.get(step.certification or "")
    context = {"step": step, "certificate": certificate}
    return html.unescape(render_to_string("assessments/plans/help.html", context))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_each_step_shows_what_there_is_and_says_nothing_of_what_there_is_not(step: Step) -> None:
    for kept in product([True, False], repeat=3):
        gone = {name: "" for name, keeps in zip(LABELS, kept, strict=True) if not keeps}
        some_help = step.model_copy(update={**gone, **({"resources": ()} if not kept[0] else {})})
        text = shown(some_help)
        for name, label in LABELS.items():
            assert (label in text) is bool(getattr(some_help, name)), (name, kept)
        assert ("<dl" in text) is ("<dt" in text), "No empty list."
        assert ("Exam" in text) is (step.certification is not None)
        for resource in some_help.resources:
            assert f'href="{resource.source_url}"' in text
            assert f">{day_text(resource.read_on)}</time>" in text
        assert some_help.template in text
        assert some_help.evidence in text


def test_a_step_toward_a_certificate_names_the_fee_and_leaves_the_hours_to_the_step() -> None:
    (step,) = (step for step in STEPS if step.certification == "capm")
    known = CERTIFICATES["capm"]
    assert known.fee
    assert known.study
    assert known.study.amount != step.hours
    assert f": {fee(known)}." in shown(step)
    assert " hours of study" not in shown(step)
    bare = known.model_copy(update={"facts": ()})
    context = {"step": step, "certificate": bare}
    assert "fee not known." in render_to_string("assessments/plans/help.html", context)


def test_the_calendar_carries_what_helps_with_each_step() -> None:
    result, snapshot = some()
    preferences = PlanPreferences("project-manager", hours_a_week=60, weeks=104)
    steps = {step.key: step for step in STEPS}
    *entries, _ = calendar_entries(result, snapshot, preferences)
    assert entries
    for entry in entries:
        step = steps[entry.key]
        for said in (step.description, step.template, step.evidence):
            assert said in entry.text
        for resource in step.resources:
            assert f"{resource.source}, read on {day_text(resource.read_on)}" in entry.text
            assert resource.source_url in entry.text


@pytest.mark.django_db
def test_the_plan_on_screen_and_on_paper_says_what_to_keep(
    client: Client, published: Edition
) -> None:
    token = finished(SOME)
    page = html.unescape(client.get(plan_path(token)).content.decode())
    for step in STEPS:
        assert page.count(step.evidence) == page.count(f'id="step-{step.key}"') == 1
        assert all(f'href="{each.source_url}"' in page for each in step.resources)
    paper = html.unescape(client.get(path("result", token)).content.decode())
    planned = [step for step in STEPS if f"<strong>{step.title}</strong>" in paper]
    assert planned
    for step in planned:
        assert step.evidence in paper
        assert all(each.source in paper for each in step.resources)

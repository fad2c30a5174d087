"""Every rule on role content: the database refuses what breaks it, and the form says why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from roles.models import Certification, CheckOption, Competency, Edition, EligibilityRoute, Role
from tests.constraints import Break, assert_all_refused, constraints_of, fact_breaks

CONSTRAINTS = constraints_of(apps.get_app_config("roles").get_models())
# The desk shows these and changes none.
WITHOUT_FORM = {"edition_number_from_one", "draftcount_one_row"}


def like_the_first(*fields: str) -> Break:
    """Copy these fields from the first row."""

    def bad(row: models.Model) -> dict[str, Any]:
        first = type(row)._default_manager.order_by("pk").first()
        assert first is not None
        assert first.pk != row.pk
        return {field: getattr(first, field) for field in fields}

    return bad


def like_the_first_in_capitals(field: str) -> Break:
    return lambda row: {field: like_the_first(field)(row)[field].upper()}


def second_right_answer(row: CheckOption) -> dict[str, Any]:
    other = CheckOption.objects.filter(depth_level=row.depth_level).exclude(pk=row.pk)
    other.update(is_right=False)
    other.filter(pk=other.order_by("pk")[0].pk).update(is_right=True)
    return {"is_right": True}


def pair_the_other_way_round(row: Any) -> dict[str, Any]:
    third = Role.objects.create(slug="third", name="Third", short_name="3", accent="teal")
    type(row).objects.create(first=row.first, second=third, difference="Much.")
    return {"first": third, "second": row.first}


BREAKS: dict[str, Break] = {
    "role_name_once": like_the_first_in_capitals("name"),
    "role_short_name_once": like_the_first_in_capitals("short_name"),
    "competency_group_known": lambda row: {"group": "magic"},
    "certification_goal_known": lambda row: {"goal": "fame"},
    "certificationfact_fee_has_currency": lambda row: {"kind": "fee", "amount": 5, "currency": ""},
    "question_topic_known": lambda row: {"topic": "gossip"},
    **fact_breaks("certificationfact", "sourcedfact", "questionfact"),
    "certifiedlevel_certification_competency_once": like_the_first("certification", "competency"),
    "certifiedlevel_level_in_range": lambda row: {"level": 101},
    "eligibilityroute_education_known": lambda row: {"education": "nobel"},
    "eligibilityroute_in_range": lambda row: {"months_leading": 601},
    "role_required_hands_on_years_in_range": lambda row: {
        "required_hands_on_years": Decimal("0.4")
    },
    "role_accent_known": lambda row: {"accent": "mauve"},
    "requirement_role_competency_once": like_the_first("role", "competency"),
    "requirement_importance_in_range": lambda row: {"importance": Decimal(6)},
    "requirement_required_level_in_range": lambda row: {"required_level": 101},
    "requirement_must_have_below_required": lambda row: {
        "required_level": 60,
        "must_have_level": 61,
    },
    "qualification_role_topic_once": like_the_first("role", "topic"),
    "rolecertification_role_certification_once": like_the_first("role", "certification"),
    "sourcedfact_pay_is_complete": lambda row: {"kind": "pay", "country": ""},
    "rolepair_of_two": lambda row: {"second": row.first},
    "role_pair_once": pair_the_other_way_round,
    "rolepair_broader_known": lambda row: {"broader": "third"},
    "edition_number_from_one": lambda row: {"number": 0},
    "draftcount_one_row": lambda row: {"pk": 2},
    "depthlevel_level_in_range": lambda row: {"level": 0},
    "depthlevel_artefact_kind_known": lambda row: {"artefact_kind": "hologram"},
    "depthleveluse_depth_level_role_once": like_the_first("depth_level", "role"),
    "check_option_one_right": second_right_answer,
    "scenariomove_scenario_role_once": like_the_first("scenario", "role"),
}


def test_the_database_and_the_form_refuse_what_breaks_a_rule(draft: Edition) -> None:
    pmp, capm, *_ = Certification.objects.order_by("pk")
    EligibilityRoute.objects.create(certification=pmp, title="Any")
    competency = Competency.objects.all()[0]
    for certification in (pmp, capm):
        certification.supports.update_or_create(competency=competency, defaults={"level": 60})
    assert_all_refused(CONSTRAINTS, BREAKS, without_form=WITHOUT_FORM)

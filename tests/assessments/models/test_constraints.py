"""Every rule on the instrument and on attempts: refused by the database, explained by the form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from assessments.models import (
    Attempt,
    EncodedAnswers,
    EvidenceBonus,
    FactOption,
    FeedbackSummary,
    Impact,
    Invitation,
    KeptPlan,
    QuarterSums,
    ResearchExport,
    Share,
    StudyAnswer,
)
from roles.models import Certification, Edition
from tests.constraints import Break, assert_all_refused, constraints_of, fact_breaks

CONSTRAINTS = constraints_of(apps.get_app_config("assessments").get_models())
# The first is about the row's number, which no form has; attempts and what hangs on them have no
# form at all.
WITHOUT_FORM = {
    "scoringsettings_one_row",
    "attempt_finished_with_result",
    "attempt_kept_with_its_link",
    "share_attempt_key_once",
    "studyanswer_attempt_wave_once",
    "share_detail_known",
    "share_ends_after_it_begins",
    "attempt_length_known",
    "attempt_retakes_another",
    "keptplan_hours_a_week_in_range",
    "keptplan_weeks_in_range",
    "encodedanswers_verdict_known",
    "encodedanswers_name_a_role",
    "researchexport_period_in_order",
    "quartersums_edition_quarter_once",
    "impact_edition_draft_hash_once",
    "impact_finished_with_everybody",
    "invitation_attempt_key_once",
    "invitation_attempt_number_once",
    "invitation_minimum_kept",
    "invitation_agreed_only_if_asked",
    "invitation_ends_after_it_begins",
    "invitation_ended_holds_nothing",
    "invitation_drawn_only_if_sent",
    "feedbacksummary_ended_holds_nothing",
}


def sibling(field: str, *same: str) -> Break:
    """Copy the fields ``same`` from another row with the same parent ``field``."""

    def bad(row: Model) -> dict[str, Any]:
        others = type(row)._default_manager.filter(**{field: getattr(row, field)})
        other = others.exclude(pk=row.pk).first()
        assert other is not None
        return {name: getattr(other, name) for name in same}

    return bad


BREAKS: dict[str, Break] = {
    "item_level_weight_in_range": lambda row: {"level_weight": Decimal("10.1")},
    "item_error_sd_in_range": lambda row: {"error_sd": Decimal("0.9")},
    "item_has_the_parts_of_its_type": lambda row: {"stem": "A choice has none."},
    "item_reversed_only_for_interest": lambda row: {"is_reversed": True},
    "responseoption_score_in_range": lambda row: {"score": 101},
    "responseoption_item_text_once": sibling("item", "text"),
    "scoringsettings_one_row": lambda row: {"pk": 2},
    "scoringsettings_revision": lambda row: {"revision": 9},
    "scoringsettings_shares": lambda row: {"lambda_fit": Decimal("0.9")},
    "scoringsettings_thresholds": lambda row: {"delta_min": Decimal("20.5")},
    "scoringsettings_coverage": lambda row: {"min_coverage": Decimal("1.1")},
    "scoringsettings_bands_rise": lambda row: {"band_building": row.band_ready},
    "factoption_fact_code_once": sibling("fact", "code"),
    "factoption_points_in_range": lambda row: {"points": 101},
    "factoption_years_in_range": lambda row: {"years": Decimal(61)},
    "evidence_level_weight_in_range": lambda row: {"level_weight": Decimal("10.1")},
    "evidence_error_sd_in_range": lambda row: {"error_sd": Decimal(51)},
    "evidencebonus_evidence_option_once": sibling("evidence", "option"),
    "evidencebonus_points_in_range": lambda row: {"points": 101},
    "step_hours_in_range": lambda row: {"hours": 501},
    "step_certificate_of_its_kind": lambda row: {
        "kind": "practice",
        "certification": Certification.objects.all()[0],
    },
    **fact_breaks("stepresource"),
    "stepresource_has_address": lambda row: {"source_url": ""},
    "stepgain_step_competency_once": sibling("step", "competency"),
    "stepgain_gain_in_range": lambda row: {"gain": 0},
    "stepgain_ceiling_holds_the_gain": lambda row: {"ceiling": row.gain - 1},
    "attempt_finished_with_result": lambda row: {"finished_at": timezone.now()},
    "attempt_length_known": lambda row: {"length": "tiny"},
    "attempt_retakes_another": lambda row: {"retake_of": row},
    "keptplan_hours_a_week_in_range": lambda row: {"hours_a_week": 61},
    "keptplan_weeks_in_range": lambda row: {"weeks": 0},
    "attempt_kept_with_its_link": lambda row: {"kept_at": timezone.now()},
    "share_attempt_key_once": sibling("attempt", "key"),
    "studyanswer_attempt_wave_once": sibling("attempt", "wave"),
    "share_detail_known": lambda row: {"detail": "answers"},
    "share_ends_after_it_begins": lambda row: {"expires_at": row.created_at},
    "encodedanswers_verdict_known": lambda row: {"verdict": "perhaps"},
    "encodedanswers_name_a_role": lambda row: {"named_role": 0},
    "researchexport_period_in_order": lambda row: {"first_date": row.exported_at.date()},
    "quartersums_edition_quarter_once": sibling("edition", "quarter"),
    "impact_edition_draft_hash_once": sibling("edition", "draft_hash"),
    "impact_finished_with_everybody": lambda row: {"finished_at": timezone.now()},
    "invitation_attempt_key_once": sibling("attempt", "key"),
    "invitation_attempt_number_once": sibling("attempt", "number"),
    "invitation_minimum_kept": lambda row: {"minimum": 2},
    "invitation_agreed_only_if_asked": lambda row: {"agreed": True},
    "invitation_ends_after_it_begins": lambda row: {"expires_at": row.created_at},
    "invitation_ended_holds_nothing": lambda row: {"withdrawn_at": row.created_at},
    "invitation_drawn_only_if_sent": lambda row: {"drawn_at": row.created_at},
    "feedbacksummary_ended_holds_nothing": lambda row: {"ended_at": row.drawn_at},
}


def test_the_database_and_the_form_refuse_what_breaks_a_rule(draft: Edition) -> None:
    now = timezone.now()
    attempt = Attempt.objects.create(
        token_hash="0" * 64, edition=draft, started_at=now, saved_at=now
    )
    for draft_hash in "ab":
        Impact.objects.create(
            edition=draft, draft_hash=draft_hash, sums={}, last=9, total=9, started_at=now
        )
    for quarter in (8104, 8105):
        QuarterSums.objects.create(edition=draft, quarter=quarter, sums={})
    ResearchExport.objects.create(exported_at=now, edition=draft, file_format="csv", lines=5)
    EncodedAnswers.objects.create(
        attempt=attempt, edition=draft, verdict="too_close", named_role=None, codes=b""
    )
    for key in "ab":
        Share.objects.create(
            attempt=attempt,
            key=key,
            token_hash=key * 64,
            detail="verdict",
            created_at=now,
            expires_at=now + dt.timedelta(days=7),
        )
        Invitation.objects.create(
            attempt=attempt,
            key=key,
            number=ord(key),
            token_hash=key * 64,
            created_at=now,
            expires_at=now + dt.timedelta(days=7),
        )
    FeedbackSummary.objects.create(attempt=attempt, drawn_at=now, document={"B01": [2, 3]})
    for wave in (1, 2):
        StudyAnswer.objects.create(attempt=attempt, wave=wave, saved_at=now)
    KeptPlan.objects.create(attempt=attempt, hours_a_week=4, weeks=12, saved_at=now)
    last = EvidenceBonus.objects.order_by("pk").last()
    assert last is not None
    other = FactOption.objects.exclude(pk=last.option_id)[0]
    EvidenceBonus.objects.create(evidence=last.evidence, option=other, points=1)
    assert_all_refused(CONSTRAINTS, BREAKS, without_form=WITHOUT_FORM)

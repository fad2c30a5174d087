"""Work out figures of the current quiz from what people say and do, every night."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import F

from assessments.analytics.disclosure_control import LEAST, hidden
from assessments.analytics.statistics.aggregation import locked_sums, values_in
from assessments.analytics.statistics.figures import SHOW
from assessments.analytics.statistics.form import Scale, form_of
from assessments.analytics.statistics.sums import member_scores
from assessments.analytics.study import figures as formulas
from assessments.attempts.selectors import names_roles
from assessments.instrument.values import specification
from assessments.models import Attempt, EditionSums, FeedbackSummary, Panel, StudyAnswer
from assessments.models.choices import Work
from assessments.scoring import ForcedChoiceItem
from roles.models import Edition
from roles.snapshot.editions import Snapshot, current_snapshot, published_editions, snapshot_of

RULE, LEAST_D = 60, 0.5
"""With so many people of each role, a smaller d stops the naming of roles."""
SCALE = 300
"""So many people who rated what they chose between show how far choices move."""
RETEST = dt.timedelta(days=14), dt.timedelta(days=28)


@transaction.atomic
def count_study(*, now: dt.datetime) -> None:
    """Work the figures out again for every edition that asks and scores as the current one does."""
    today = current_snapshot()
    if today is None:
        return
    numbers = [each.number for each in published_editions()]
    alike = [n for n in numbers if specification(snapshot_of(n)) == specification(today)]
    editions = Edition.objects.filter(number__in=alike).order_by("pk").values_list("pk", flat=True)
    rows = [locked_sums(pk, now) for pk in editions]
    before = max(rows, key=lambda row: (bool(row.study), row.counted_at)).study
    with np.errstate(all="ignore"):
        counted = dict(_figures(today, alike))
    for key, each in counted.items():  # no two figures tell what one person said
        few = key in before and abs(before[key]["n"] - each["n"]) < LEAST
        if few and key != "experts":  # who only rate a job
            counted[key] = before[key]
    stops = is_known(counted) and counted["d"].get("value", LEAST_D) < LEAST_D
    for row in rows:
        row.study, row.names_roles, row.counted_at = counted, not stops, now
        row.save(update_fields=["study", "names_roles", "counted_at"])


def study_figures(snapshot: Snapshot) -> dict[str, Any]:
    """Return the stored figures of an edition for a page: two queries."""
    row = EditionSums.objects.filter(edition__number=snapshot.number).first()
    found = row.study if row else {}
    told: dict[str, Any] = {}
    for key, value in found.items():
        kind, is_one_of_many, _ = key.partition(" ")
        told[kind] = [*told.get(kind, ()), value] if is_one_of_many else value
    is_stopped = not names_roles(snapshot)
    return told | {"is_known": is_known(found), "is_stopped": is_stopped, "rule": RULE}


def is_known(figures: Mapping[str, formulas.Figure]) -> bool:
    """Return whether people enough of both roles answered for the rule fixed beforehand."""
    return "d" in figures and min(figures["d"]["groups"]) >= RULE


def _figures(today: Snapshot, editions: list[int]) -> Iterator[tuple[str, formulas.Figure]]:
    """Yield each figure that rests on enough people, of one attempt a person."""
    first = {"attempt__edition__number__in": editions, "attempt__retake_of__isnull": True}
    rows = StudyAnswer.objects.filter(wave=1, **first).exclude(work="")
    by_work: dict[str, list[Any]] = {work: [] for work in Work}
    for work, *told in rows.values_list("work", "again", "attempt__result", "attempt__answers"):
        by_work[work].append(told)
    counts = [len(some) for some in by_work.values()]
    if sum(counts) >= LEAST:
        shown = zip(Work.labels, counts, hidden(counts), strict=True)
        by_label = [(label, None if hide else number) for label, number, hide in shown]
        yield "people", {"n": sum(counts), "by_work": by_label}
    fits = [np.array([_difference(told[1]) for told in by_work[w]]) for w in (Work.PM, Work.TPM)]
    groups = [len(each) for each in fits]
    if min(groups) >= SHOW:
        yield "d", formulas.effect_size(*fits) | {"groups": groups}
        yield "auc", formulas.area(*fits)
    for work in Work:
        if len(again := [told[0] for told in by_work[work] if told[0] is not None]) >= SHOW:
            yield f"again {work}", formulas.mean(np.array(again)) | {"name": work.label}
    pairs = Attempt.objects.filter(
        edition__number__in=editions,
        retake_of__retake_of__isnull=True,
        retake_of__edition__number__in=editions,
        finished_at__gte=F("retake_of__finished_at") + RETEST[0],
        finished_at__lte=F("retake_of__finished_at") + RETEST[1],
    ).values_list("retake_of__result", "result")
    twice = np.array([[_difference(each) for each in pair] for pair in pairs])
    if len(twice) >= SHOW:
        yield "retest", formulas.correlation(*twice.T)
    pictures = FeedbackSummary.objects.filter(document__isnull=False, **first)
    rated = pictures.values_list("document", "attempt__answers")
    seen: list[tuple[Any, Any]] = [(picture, values_in(own)) for picture, own in rated]
    others = [values_in(told[2]) for told in by_work[Work.PM] + by_work[Work.OTHER]]
    technical = [values_in(told[2]) for told in by_work[Work.TPM] + by_work[Work.TECHNICAL]]
    for asked in form_of(today).questions:
        key = asked.key
        both = [(own[key], p[key]) for p, own in seen if key in p and own.get(key) is not None]
        levels = [level - sum(ends) / 2 for level, ends in both]
        if len(levels) >= SHOW:
            yield f"colleagues {key}", formulas.mean(np.array(levels)) | {"name": asked.name}
    for scale in form_of(today).scales:
        yield from _biases(today, scale, (others, technical))
    panels = Panel.objects.filter(edition__number__in=editions).values_list("answers", flat=True)
    if experts := sum(map(len, panels)):
        yield "experts", {"n": experts}
    extra = StudyAnswer.objects.filter(wave=1, **first).exclude(ratings={})
    told = [
        (said, values_in(own)) for said, own in extra.values_list("ratings", "attempt__answers")
    ]
    if len(told) >= SCALE and (found := _choice_scale(today, told))["n"] >= SCALE:
        yield "scale", found


def _biases(
    today: Snapshot, scale: Scale, sides: Sequence[Sequence[Mapping[str, Any]]]
) -> Iterator[tuple[str, formulas.Figure]]:
    """Yield how much higher the second side answers each question of a scale, given the rest."""
    form = form_of(today)
    names = {each.key: each.name for each in form.questions}
    scores = [member_scores(form, scale, sheets) for sheets in sides]
    y, group = np.concatenate(scores), np.repeat((0.0, 1.0), [len(each) for each in scores])
    complete = ~np.isnan(y).any(axis=1)
    y, group = y[complete], group[complete]
    if min((group == 0).sum(), (group == 1).sum()) < SHOW:
        return
    for column, key in enumerate(scale.members):
        rest = np.delete(y, column, axis=1).mean(axis=1)
        found = formulas.item_bias(y[:, column], rest, group)
        yield f"bias {key}", found | {"name": names[key]}


def _choice_scale(
    today: Snapshot, told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> formulas.Figure:
    """Return how far choices move against ratings of interest; both by person."""
    asked = specification(today)
    places = {each.key: number for number, each in enumerate(asked.competencies)}
    choices = [each for each in asked.items if isinstance(each, ForcedChoiceItem)]
    return formulas.choice_scale(
        np.array([[own.get(each.key) for each in choices] for _, own in told], dtype=float),
        np.array([[said.get(key) for key in places] for said, _ in told], dtype=float),
        np.array([[places[c.competency_a], places[c.competency_b]] for c in choices]).T,
        np.unique([each.group for each in asked.competencies], return_inverse=True)[1],
    )


def _difference(result: Any) -> float:
    """Return fit with the one role minus fit with the other."""
    fit = {role["slug"]: role["fit"] for role in result["roles"]}
    return float(fit.get(Work.PM, np.nan) - fit.get(Work.TPM, np.nan))

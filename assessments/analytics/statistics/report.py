"""Work out every figure of the statistics; those of too few people are hidden (``None``).

docs/statistics.md §1 says from how many answers each shows. Nothing is rounded or worded here.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from assessments.analytics.disclosure_control import LEAST, hidden, is_small, pool
from assessments.analytics.statistics import formulas
from assessments.analytics.statistics.figures import (
    FACTOR,
    RELATE,
    SHOW,
    Exits,
    QuestionReport,
    Report,
    Retest,
    ScaleReport,
    Speed,
    flags_of,
)
from assessments.analytics.statistics.form import Form, FormQuestion, Scale
from assessments.analytics.statistics.sums import AttemptEnd, Moments, QuestionSums, Sums
from assessments.analytics.stored import IntArray
from assessments.instrument.questionnaire import QuestionKind


@dataclass(frozen=True, slots=True)
class FormSums:
    """The quiz and the sums of one edition, or those of a quarter with what the others hold."""

    form: Form
    sums: Sums
    rest: Sums | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a report covers: one edition, or all."""

    parts: Sequence[FormSums]
    edition: int | None

    def has(self, part: FormSums) -> bool:
        return self.edition is None or part.form.edition == self.edition


def report(
    parts: Sequence[FormSums], form: Form, edition: int | None = None, *, quarter: int | None = None
) -> Report:
    """Return figures of ``edition``, or of all ``parts`` as far as they ask what ``form`` asks.

    For a ``quarter`` the parts are its own. Raises ``LookupError`` for an ``edition`` not in them.
    """
    if edition is not None:
        form = next((part.form for part in parts if part.form.edition == edition), form)
        if form.edition != edition:
            raise LookupError(f"Nothing is counted for edition {edition}.")
    about = Chosen(parts, edition)
    scales, by_member = _scales(about, form)
    exits, left_at_end, curve = _exits(about, form)
    questions = [
        replace(
            _question(about, form, asked),
            exits=exits.get(asked.key),
            **by_member.get(asked.key, {}),
        )
        for asked in form.questions
    ]
    hazards = [each.hazard for each in exits.values() if each.hazard is not None]
    usual = statistics.median(hazards) if hazards else None
    alphas = {m: each.alpha for each in scales if not each.is_pair for m in each.scale.members}
    chosen = [part for part in parts if about.has(part)]
    people, others = (
        {each: sum(sums.people[each] for sums in some) for each in AttemptEnd}
        for some in ([part.sums for part in chosen], _rests(chosen))
    )
    began = sum(people.values())
    masks = hidden(list(people.values())), hidden(list(others.values()))
    return Report(
        form=form,
        edition=edition,
        editions=tuple(part.form.edition for part in chosen if part.sums.everybody),
        people={
            outcome: None if any(hide) else number
            for (outcome, number), *hide in zip(people.items(), *masks, strict=True)
        },
        began=None if is_small(began) else began,
        left_at_end=left_at_end,
        questions=tuple(
            replace(each, flags=flags_of(each, alphas.get(each.asked.key), usual))
            for each in questions
        ),
        scales=tuple(scales),
        curve=curve,
        quarter=quarter,
    )


# ------------------------------------------------------------------ one question


def _question(about: Chosen, form: Form, asked: FormQuestion) -> QuestionReport:
    alike = _alike(about.parts, asked)
    found = [part.sums.questions[asked.key] for part in alike]
    others = (rest.questions[asked.key] for rest in _rests(alike))
    rest = reduce(add, others, QuestionSums.zero(asked.size))
    if is_small(rest.answered) or is_small(rest.seen):
        return QuestionReport(asked, answered=None, is_held_back=True)
    pooled = pool([each.options for each in found], [each.answered for each in found], SHOW)
    if about.edition is None:
        sums = [found[number] for number in pooled.members]
        mask = pooled.hidden_in_whole
    else:
        sums = [each for part, each in zip(alike, found, strict=True) if about.has(part)]
        mask = pooled.hidden_in_parts
    if not sums:
        return QuestionReport(asked, answered=0)
    mask = tuple(map(any, zip(mask, hidden(rest.options.tolist()), strict=True)))
    total = reduce(add, sums)
    if is_small(total.answered) or is_small(total.seen):
        return QuestionReport(asked, answered=None)
    told: dict[str, Any] = {}
    out = total.seen - total.answered
    if total.seen >= SHOW and not is_small(out) and not is_small(rest.seen - rest.answered):
        told["left_out"] = out / total.seen
    if total.answered >= SHOW:
        shares = tuple(
            None if hide else int(count) / total.answered
            for count, hide in zip(total.options, mask, strict=True)
        )
        told |= {
            "mean": formulas.mean_of(total.options, asked.scores),
            "spread": formulas.spread_of(total.options, asked.scores),
            "speed": _speed(total.seconds),
            "shares": shares,
            "unused": tuple(number for number, share in enumerate(shares) if share == 0.0),
        }
        if asked.kind is QuestionKind.JUDGEMENT:
            told["best"] = shares[int(np.argmax(asked.scores))]
    if total.pairs >= RELATE and asked.error is not None:
        error = formulas.error_from_retests(total.pairs, total.squares)
        weighed = formulas.weighed_error(asked.error, total.pairs, error)
        told["retest"] = Retest(total.pairs, error, weighed)
    for pair in (each for each in form.pairs if each.members[0] == asked.key):
        moments = _moments(about, pair)
        s = moments.covariance
        if s is not None and moments.n >= RELATE:
            told["with_rating"] = formulas.correlation(s)
    return QuestionReport(asked, answered=total.answered, **told)


def _rests(parts: Sequence[FormSums]) -> list[Sums]:
    """Return what other quarters hold of each part."""
    return [part.rest for part in parts if part.rest]


def _alike(parts: Sequence[FormSums], asked: FormQuestion) -> list[FormSums]:
    """Return the parts of editions that ask the same question."""
    return [
        part
        for part in parts
        if (other := part.form.question(asked.key)) and other.fingerprint == asked.fingerprint
    ]


def _speed(seconds: IntArray) -> Speed | None:
    n = int(seconds.sum())
    if n < SHOW:
        return None
    quick = formulas.quick_share(seconds)
    return Speed(
        n=n,
        median=formulas.quantile(seconds, 0.5),
        low=formulas.quantile(seconds, 0.25),
        high=formulas.quantile(seconds, 0.75),
        quick=None if is_small(round(quick * n)) else quick,
    )


# ------------------------------------------------------------------ scales


def _moments(about: Chosen, scale: Scale) -> Moments:
    """Return the moments of a scale from the editions that ask the same in it, without small ones.

    Empty when only one to four people are in the rest.
    """
    nobody = Moments.of(np.empty((0, len(scale.members))))
    alike = [
        part
        for part in about.parts
        for other in (*part.form.scales, *part.form.pairs)
        if about.has(part) and (other.fingerprint, other.key) == (scale.fingerprint, scale.key)
    ]
    if is_small(sum(rest.moments[scale.key].n for rest in _rests(alike))):
        return nobody
    chosen = (part.sums.moments[scale.key] for part in alike)
    return reduce(add, (each for each in chosen if each.n >= LEAST), nobody)


def _scales(about: Chosen, form: Form) -> tuple[list[ScaleReport], dict[str, dict[str, Any]]]:
    """Return each scale's figures, and what they say about each member, by its key."""
    reports: list[ScaleReport] = []
    members: dict[str, dict[str, Any]] = {}
    for scale in form.scales:
        moments, is_pair = _moments(about, scale), len(scale.members) == 2
        told: dict[str, Any] = {}
        s = moments.covariance
        if s is not None and moments.n >= RELATE:
            told["alpha"] = formulas.spearman_brown(s) if is_pair else formulas.alpha(s)
            told["alpha_error"] = None if is_pair else formulas.alpha_error(s, moments.n)
            figures = formulas.rest_correlations(s), formulas.alphas_without(s)
            for key, rest, without in zip(scale.members, *figures, strict=True):
                members[key] = {"with_rest": rest, "alpha_without": without}
            factor = formulas.one_factor(s) if moments.n >= FACTOR else None
            if factor is not None and factor.omega is not None:
                told["omega"] = factor.omega
                told["error_of_mean"] = formulas.error_of_mean(s, factor.omega)
                for key, own in zip(scale.members, factor.own, strict=True):
                    members[key]["error_bound"] = float(np.sqrt(max(own, 0.0)))
        reports.append(ScaleReport(scale, n=moments.n, is_pair=is_pair, **told))
    return reports, members


# ------------------------------------------------------------------ who left, and where


def _exits(about: Chosen, form: Form) -> tuple[dict[str, Exits], Exits | None, tuple[float, ...]]:
    """Return who left at each question, who left at the end, and the shares still there.

    Editions are taken together when they ask the same questions in the same order.
    """
    alike = [part for part in about.parts if part.form.keys == form.keys]
    others = _rests(alike)
    if is_small(sum(rest.everybody for rest in others)):
        return {}, None, ()
    counts = [_left(form, part.sums) for part in alike]
    pooled = pool(counts, [part.sums.everybody for part in alike], RELATE)
    if about.edition is None:
        chosen, mask = [alike[number] for number in pooled.members], pooled.hidden_in_whole
    else:
        chosen = [part for part in alike if about.has(part)]
        mask = pooled.hidden_in_parts
    if others:
        besides = hidden(np.sum([_left(form, rest) for rest in others], axis=0).tolist())
        mask = tuple(map(any, zip(mask, besides, strict=True)))
    began = sum(part.sums.everybody for part in chosen)
    if began < RELATE:
        return {}, None, ()
    left = np.sum([_left(form, part.sums) for part in chosen], axis=0)
    reached = [sum(part.sums.questions[key].reached for part in chosen) for key in form.keys] + [
        sum(part.sums.people[o] for part in chosen for o in AttemptEnd if o is not AttemptEnd.LEFT)
    ]
    reached[-1] += int(left[-1])
    exits = [_exit(n, int(here), hide) for n, here, hide in zip(reached, left, mask, strict=True)]
    known = {
        key: each for key, each in zip(form.keys, exits, strict=False) if each.reached >= RELATE
    }
    return known, exits[-1], _curve(form, began, left)


def _left(form: Form, sums: Sums) -> IntArray:
    per_question = [sums.questions[key].left for key in form.keys]
    return np.array([*per_question, sums.left_at_end], dtype=np.int64)


def _exit(reached: int, left: int, hide: bool) -> Exits:
    if hide or reached <= 0:
        return Exits(reached, None if hide else left, None, None, None)
    low, high = formulas.wilson(min(left, reached), reached)
    return Exits(reached, left, left / reached, low, high)


def _curve(form: Form, began: int, left: IntArray) -> tuple[float, ...]:
    """Return the share still there before each question; it falls only once five more have left."""
    steps: list[float] = []
    gone = shown = 0
    for here in left[: len(form.questions)]:
        steps.append(1.0 - shown / began)
        gone += int(here)
        if gone - shown >= LEAST:
            shown = gone
    return tuple(steps)

"""400 made-up people through the services: the figures find again what was put into them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client

from assessments.analytics.study import figures as formulas
from assessments.analytics.study.collected import count_study, study_figures
from assessments.analytics.study.services import extra_competencies, keep_study_answer
from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import delete_attempt
from assessments.instrument.values import instrument_of
from assessments.models import EditionSums, StudyAnswer
from assessments.models.choices import Work
from assessments.peer_feedback.services import draw_summary
from assessments.scoring import encode, score
from roles.snapshot.editions import Snapshot
from tests.assessments.analytics.study.people import (
    BIASED,
    FORM,
    GROUPS,
    PAIRS,
    PLACES,
    Person,
    choose_and_rate,
)
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import path, result_path, text_of
from tests.assessments.peer_feedback_links import invite, rate
from tests.assessments.sheets import edition, technical

NUMBERS = {Work.PM: 110, Work.TPM: 110, Work.TECHNICAL: 70, Work.OTHER: 70, Work.NONE: 40}
SEEN_LOWER = "B03"
"""Colleagues see half of the people one level lower here."""


def truth(apart: float = 1.0, size: int = 400) -> dict[str, float]:
    """Return what the figures would be of very many such people, scored without the site."""
    rng, instrument = np.random.default_rng(7), instrument_of(edition())

    def difference(people: list[Person]) -> Any:
        sheets = [encode(instrument, each.answers(rng)) for each in people]
        fit = score(instrument, [y for y, _ in sheets], [years for _, years in sheets]).fit
        pm, tpm = (instrument.roles.index(work) for work in (Work.PM, Work.TPM))
        return fit[:, pm] - fit[:, tpm]

    crowds = [[Person.draw(rng, work, apart) for _ in range(size)] for work in (Work.PM, Work.TPM)]
    pm, tpm = (difference(crowd) for crowd in crowds)
    again = np.concatenate([difference(crowd) for crowd in crowds])
    pooled = float(np.sqrt((pm.var() + tpm.var()) / 2))
    return {
        "d": float(pm.mean() - tpm.mean()) / pooled,
        "auc": float(np.mean(pm[:, None] > tpm)),
        "retest": float(np.corrcoef(np.concatenate([pm, tpm]), again)[0, 1]),
    }


def take_the_quiz(
    numbers: dict[Work, int], *, apart: float = 1.0, retakes: int = 0, askers: int = 0
) -> list[str]:
    """Return the links of people who finished and said what they work as.

    Of the two roles ``retakes`` people each take it again and ``askers`` ask three colleagues.
    """
    rng, tokens = np.random.default_rng(5), []
    for work, number in numbers.items():
        for place in range(number):
            person = Person.draw(rng, work, apart)
            answers = person.answers(rng)
            tokens.append(token := finished(answers))
            again = 2 + int(rng.integers(3)) + (work == Work.TPM)
            ratings = dict.fromkeys(extra_competencies(token, edition()), 3)
            keep_study_answer(
                token=token, work=work.value, again=min(again, 5), ratings=ratings, now=NOW
            )
            if place < retakes and work in (Work.PM, Work.TPM):
                later = NOW + dt.timedelta(days=14 + place % 15)
                finished(person.answers(rng), again=token, now=later)
            if place < askers and work in (Work.PM, Work.TPM):
                lower = {SEEN_LOWER: max(answers[SEEN_LOWER] - place % 2, 0)}
                for _ in range(3):
                    rate(invite(token), lower)
                draw_summary(token=token, now=NOW)
    return tokens


def holds(figure: dict[str, Any], true: float) -> bool:
    return bool(figure["low"] < true < figure["high"])


@pytest.mark.once
@pytest.mark.django_db
def test_what_was_put_in_is_found_again(snapshot: Snapshot, client: Client) -> None:
    assert "Nothing here has been checked on people yet" in method_page(client)
    take_the_quiz(NUMBERS, retakes=16, askers=15)
    count_study(now=NOW)
    told, true = study_figures(snapshot), truth()
    assert told["people"]["n"] == 400
    assert [number for _, number in told["people"]["by_work"]] == [*NUMBERS.values()]
    assert holds(told["d"], true["d"])
    assert holds(told["auc"], true["auc"])
    assert 0.04 < told["auc"]["high"] - told["auc"]["value"] < 0.09  # narrower than with 60 each
    assert told["retest"]["n"] == 32
    assert holds(told["retest"], true["retest"])
    assert told["is_known"]
    assert not told["is_stopped"]
    means = {each["name"]: each for each in told["again"]}
    assert holds(means[Work.PM.label], 3.0)
    assert holds(means[Work.TPM.label], 4.0)
    (seen,) = told["colleagues"]
    assert seen["n"] == 30
    assert seen["name"].startswith(SEEN_LOWER)
    assert holds(seen, 0.5)
    biased = {each["name"].partition(":")[0]: each for each in told["bias"]}
    soft = next(scale for scale in FORM.scales if BIASED in scale.members)
    assert biased[BIASED]["low"] > 0.3
    assert {key for key in soft.members if biased[key]["low"] > 0} == {BIASED}
    page = method_page(client)
    assert "Nothing here has been checked on people yet" not in page
    assert f"d = {told['d']['value']:.2f}" in page


@pytest.mark.once
@pytest.mark.django_db
def test_the_scale_of_choices_is_found_from_what_the_quarter_rates(snapshot: Snapshot) -> None:
    chosen, rated = choose_and_rate(np.random.default_rng(2), 340, scale=0.5)
    for codes, ratings in zip(chosen, rated, strict=True):
        token = finished(dict(zip(PAIRS, map(int, codes), strict=True)))
        said = {key: int(r) for key, r in zip(PLACES, ratings, strict=True) if r >= 0}
        keep_study_answer(token=token, work="", again=None, ratings=said, now=NOW)
    count_study(now=NOW)
    found = study_figures(snapshot)["scale"]
    assert found["n"] >= 300
    assert holds(found, 0.5)
    assert found["high"] < 1  # which is what the score takes
    gone = StudyAnswer.objects.order_by("pk").values_list("pk", flat=True)[: found["n"] - 260]
    StudyAnswer.objects.filter(pk__in=[*gone]).delete()
    count_study(now=NOW)
    assert "scale" not in study_figures(snapshot)


def method_page(client: Client) -> str:
    return text_of(client.get("/how-it-works/method/"))


@pytest.mark.once
@pytest.mark.django_db
def test_below_the_rule_no_page_names_a_role_until_the_quiz_asks_otherwise(
    snapshot: Snapshot, client: Client
) -> None:
    mine = finished(technical())
    assert "Your better match is Technical" in text_of(client.get(result_path(mine)))
    take_the_quiz({Work.PM: 59, Work.TPM: 64}, apart=0.0)
    count_study(now=NOW)
    assert not study_figures(snapshot)["is_stopped"]
    take_the_quiz({Work.PM: 6}, apart=0.0)
    count_study(now=NOW)
    assert study_figures(snapshot)["is_stopped"]
    page = text_of(client.get(result_path(mine)))
    assert "For now, the quiz names no role." in page
    assert "What you want, can do and can show" in page
    tried = client.post(path("what_if", mine), technical(), headers={"accept": "application/json"})
    for said in (page, str(tried.json()), client.get(path("result_json", mine)).content.decode()):
        assert "etter match" not in said
        assert '"named_role": "' not in said
    assert "names no role until it is repaired" in method_page(client)
    sheet = find_sheet(mine)
    assert sheet is not None
    assert sheet.stored_result["verdict"] == "one_role"  # type: ignore[index]
    EditionSums.objects.update(names_roles=True)
    assert "Your better match" in text_of(client.get(result_path(mine)))


@pytest.mark.once
@pytest.mark.django_db
def test_no_figure_speaks_of_few_and_no_two_of_one_person(snapshot: Snapshot) -> None:
    take_the_quiz({Work.NONE: 4})
    call_command("update_statistics")
    assert study_figures(snapshot).get("people") is None
    tokens = take_the_quiz({Work.PM: 34, Work.TPM: 34, Work.TECHNICAL: 3, Work.OTHER: 9})
    call_command("update_statistics")
    before = study_figures(snapshot)
    shown = dict(before["people"]["by_work"])
    assert shown[Work.TECHNICAL.label] is None
    assert shown[Work.NONE.label] is None  # or the total would tell
    for token in tokens[:4]:
        delete_attempt(token=token)
    call_command("update_statistics")
    assert study_figures(snapshot) == before
    delete_attempt(token=tokens[4])
    call_command("update_statistics")
    assert study_figures(snapshot)["people"]["n"] == before["people"]["n"] - 5
    assert study_figures(snapshot).get("d") is None


class TestFormulas:
    A, B = np.array([1.0, 2.0, 3.0, 4.0]), np.array([3.0, 5.0, 7.0])

    def test_d_and_auc_by_hand(self) -> None:
        found = formulas.effect_size(self.A, self.B)
        spread = np.sqrt((3 * 5 / 3 + 2 * 4) / 5)
        assert found["value"] == pytest.approx(-2.5 / spread)
        error = np.sqrt(7 / 12 + found["value"] ** 2 / 14)
        assert found["high"] - found["low"] == pytest.approx(2 * 1.959964 * error, rel=1e-6)
        assert formulas.area(self.A, self.B)["value"] == pytest.approx((1 + 0.5) / 12)

    def test_sixty_each_leave_nine_hundredths_to_either_side_of_an_auc(self) -> None:
        rng = np.random.default_rng(1)
        found = formulas.area(rng.normal(0.74, 1, 60), rng.normal(0, 1, 60))
        assert found["high"] - found["value"] == pytest.approx(0.09, abs=0.01)

    def test_intervals_hold_the_truth_about_as_often_as_they_say(self) -> None:
        rng, held = np.random.default_rng(3), []
        for _ in range(400):
            a, b = rng.normal(0.5, 1, 60), rng.normal(0, 1, 60)
            group = np.repeat([0.0, 1.0], 60)
            rest = rng.normal(size=120)
            y = rest + 0.4 * group + rng.normal(size=120)
            x = rng.normal(size=120)
            held.append(
                [
                    holds(formulas.effect_size(a, b), 0.5),
                    holds(formulas.area(a, b), 0.6382),
                    holds(formulas.mean(a), 0.5),
                    holds(formulas.correlation(x, x + y), 1 / np.sqrt(3.04)),
                    holds(formulas.item_bias(y, rest, group), 0.4 / np.sqrt(2)),
                ]
            )
        assert np.mean(held, axis=0) == pytest.approx(0.95, abs=0.035)

    @pytest.mark.parametrize("scale", [0.7, 1.3])
    def test_the_scale_of_choices_is_what_was_put_in_whatever_the_habits(
        self, scale: float
    ) -> None:
        rng, sides = np.random.default_rng(4), np.array([*PAIRS.values()]).T
        with np.errstate(invalid="ignore"):
            found = [
                formulas.choice_scale(*choose_and_rate(rng, 300, scale), sides, GROUPS)
                for _ in range(200)
            ]
        assert np.mean([each["value"] for each in found]) == pytest.approx(scale, rel=0.08)
        assert np.mean([holds(each, scale) for each in found]) > 0.91
        assert np.mean([each["high"] - each["value"] for each in found]) < 0.4

    @pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
    @pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
    def test_where_nobody_differs_there_is_no_figure(self) -> None:
        alike = np.full(30, 3.0)
        assert formulas.effect_size(alike, alike) == {"n": 60}
        assert formulas.correlation(alike, alike) == {"n": 30}
        assert formulas.item_bias(alike, alike, np.repeat([0.0, 1.0], 15)) == {"n": 30}

"""Panels of experts: a link, ratings that can be changed, and what the desk shows of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.analytics.study import figures as formulas
from assessments.analytics.study import services
from assessments.analytics.study.services import delete_panel, make_panel, panel_page, questions_of
from assessments.models import Panel
from roles.snapshot.editions import Snapshot
from rolesite.staff.groups import ANALYSTS, EDITORS
from tests.assessments.analytics.study.people import HARSH, expert_sheet
from tests.assessments.factories import NOW, UNKNOWN
from tests.assessments.pages import assert_private, path, text_of
from tests.assessments.sheets import TPM
from tests.desk import signed_in

TOKEN = "p" * 43


@pytest.fixture
def panel(snapshot: Snapshot, time_machine: Any) -> Panel:
    time_machine.move_to(NOW, tick=False)
    make_panel(token=TOKEN, role=TPM, now=NOW)
    return Panel.objects.get()


def answer(client: Client, sent: dict[str, Any]) -> str:
    """Rate at an address of one's own, which is returned."""
    own = str(client.get(path("panel", TOKEN)).headers["Location"])
    assert client.post(own, sent).headers["Location"] == own
    return own


@pytest.mark.django_db
def test_eight_experts_are_found_again_and_what_is_wrong_with_us_is_marked(
    client: Client, panel: Panel
) -> None:
    rng, asked = np.random.default_rng(6), questions_of(panel)
    experts = [expert_sheet(asked, rng, error=0.7) for _ in range(8)]
    for number, expert in enumerate(experts):
        assert ("figures" in panel_page(Panel.objects.get())) == (number >= 5)
        answer(client, expert)
    told = panel_page(Panel.objects.get())
    assert told["n"] == told["today"] == 8
    assert told["years"] == np.median([each["years"] for each in experts])
    weight, level, *steps = told["figures"]
    ours = [float(each.importance) for each in asked.role.requirements]
    true = np.var(ours) / (np.var(ours) + (0.7**2 + 1 / 12) / 8)  # of means of eight such people
    assert weight["low"] < true < weight["high"]
    assert weight["low"] > 0.5
    assert level["low"] < level["value"] < level["high"] <= 1.05
    assert all(each["low"] < 0.8 < each["high"] for each in steps)
    for _, rows in told["tables"]:
        near = {name: (low, ours, high) for name, ours, low, _, high in rows}
        outside = [name for name, (low, own, high) in near.items() if not low <= own <= high]
        assert "Technical expertise" in outside
        assert len(outside) < len(rows) / 2
    desk = text_of(signed_in(groups=[ANALYSTS]).get(reverse("admin:assessments_study")))
    assert "8 people have rated." in desk
    assert "ours is outside" in desk
    call_command("update_statistics")
    assert "8 people who do or did one of the jobs have rated" in text_of(
        client.get("/how-it-works/method/")
    )


@pytest.mark.django_db
class TestTheForm:
    def test_a_second_answer_replaces_the_first_and_no_name_is_asked_for(
        self, client: Client, panel: Panel
    ) -> None:
        sent = expert_sheet(questions_of(panel), np.random.default_rng(1))
        own = answer(client, sent)
        assert_private(client.get(own))
        client.post(own, sent | {"years": "31"})
        [kept] = Panel.objects.get().answers.values()
        assert kept == sent | {"years": 31}
        assert 'value="31"' in client.get(own).content.decode()
        assert "name" not in kept
        other = answer(Client(), sent)
        assert other != own
        assert len(Panel.objects.get().answers) == 2

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"years": ""}, "“Years in this job”: please answer this too."),
            ({"years": "99"}, "“99” does not fit."),
            ({f"importance-{HARSH}": ""}, "“Technical expertise: importance”: please answer"),
            ({f"importance-{HARSH}": "6"}, "“6” is not one of the answers here."),
            ({f"required_level-{HARSH}": "101"}, "a whole number from 0 to 100"),
        ],
    )
    def test_what_is_wrong_is_named_and_the_rest_is_kept(
        self, client: Client, panel: Panel, changed: dict[str, str], said: str
    ) -> None:
        own = client.get(path("panel", TOKEN)).headers["Location"]
        sent = expert_sheet(questions_of(panel), np.random.default_rng(1))
        page = client.post(own, sent | changed)
        assert page.status_code == 422
        assert said in text_of(page)
        [target] = re.findall(r'<li><a href="#([^"]*)">', page.content.decode())
        assert f'id="{target}"' in page.content.decode()
        checked = re.findall(r"<input[^>]*\schecked\b[^>]*>", page.content.decode())
        radios = [key for key in sent if key.partition("-")[0] in ("importance", "step")]
        assert len(checked) == 1 + len(radios) - any(key in radios for key in changed)
        assert client.post(own).status_code == 422
        assert Panel.objects.get().answers == {}

    def test_a_link_ends_takes_so_many_people_and_goes_with_its_panel(
        self, client: Client, panel: Panel, time_machine: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = expert_sheet(questions_of(panel), np.random.default_rng(1))
        own = answer(client, sent)
        monkeypatch.setattr(services, "MOST_EXPERTS", 1)
        assert client.get(own).status_code == 200
        assert client.get(path("panel", TOKEN)).status_code == 404
        assert client.post(path("panel", UNKNOWN), sent).status_code == 404
        time_machine.move_to(NOW + dt.timedelta(days=30), tick=False)
        assert client.post(own, sent | {"years": "1"}).status_code == 404
        [kept] = Panel.objects.get().answers.values()
        assert kept == sent
        delete_panel(number=panel.pk)
        assert client.get(own).status_code == 404


@pytest.mark.django_db
def test_staff_make_one_panel_for_each_press_and_delete_it(snapshot: Snapshot) -> None:
    desk, address = signed_in(groups=[ANALYSTS]), reverse("admin:assessments_study")
    key = re.findall(r'name="form_key" value="([^"]*)"', desk.get(address).content.decode())[0]
    for _ in range(2):
        assert desk.post(address, {"form_key": key, "role": TPM}).status_code == 303
    desk.post(address, {"role": "pirate"})
    made = Panel.objects.get()
    assert key not in (made.token_hash, made.kept_link)
    assert path("panel", key) in desk.get(address).content.decode()
    editor = signed_in("other", groups=[EDITORS])
    assert editor.post(address, {"panel": made.pk}).status_code == 403
    for _ in range(2):
        assert desk.post(address, {"panel": made.pk}).status_code == 303
    assert not Panel.objects.exists()


def test_agreement_holds_the_truth_about_as_often_as_it_says() -> None:
    rng, held = np.random.default_rng(3), []
    for _ in range(400):
        ratings = rng.normal(size=(16, 1)) + rng.normal(0, 0.5, 7) + rng.normal(size=(16, 7))
        found = formulas.agreement(ratings)
        held.append(found["low"] < 7 / 8 < found["high"])
    assert np.mean(held) == pytest.approx(0.95, abs=0.035)
    assert formulas.agreement(np.ones((16, 5))) == {"n": 5}

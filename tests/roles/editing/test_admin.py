"""The desk's screens for roles."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roles.models import (
    CheckOption,
    Competency,
    DepthLevel,
    Edition,
    Requirement,
    Responsibility,
    Role,
)
from tests.desk import said, screen, signed_in

PAY_RULE = "Pay needs a country, a period, an amount and a currency."
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def role() -> Role:
    return Role.objects.get(slug="project-manager")


def test_an_importance_is_changed_on_the_role_screen_and_kept_in_its_history(
    editor: Client,
) -> None:
    url = change_url(role())
    data = screen(editor, url)
    asked = Requirement.objects.get(pk=data["requirements-0-id"])
    data["requirements-0-importance"] = "2.5"
    assert editor.post(url, data).status_code == 302
    before = float(asked.importance)
    asked.refresh_from_db()
    assert (before != 2.5, float(asked.importance)) == (True, 2.5)
    history = editor.get(url.replace("change", "history")).content.decode()
    assert "Importance" in history


def test_saving_a_screen_as_it_stands_changes_nothing_that_would_be_published(
    editor: Client,
) -> None:
    from roles.publishing.services import draft_state

    for row in (role(), Competency.objects.all()[0], DepthLevel.objects.all()[0]):
        url = change_url(row)
        response = editor.post(url, screen(editor, url))
        assert response.status_code == 302, said(response)
    assert not draft_state().is_changed


WEIGHTS_OUT_OF_RANGE = [
    ("importance", "6", "Importance lies between 0 and 5."),
    ("importance", "1e308", "Importance lies between 0 and 5. At most one digit after the point."),
    ("importance", "-1", "Importance lies between 0 and 5."),
    ("importance", "0.55", "At most one digit after the point."),
    ("importance", "NaN", "Enter a number. Importance lies between 0 and 5."),
    ("importance", "Infinity", "Enter a number. Importance lies between 0 and 5."),
    ("required_level", "101", "A required level lies between 0 and 100."),
    ("required_level", "-5", "A required level lies between 0 and 100."),
    ("required_level", "99999999999", "A required level lies between 0 and 100."),
    ("must_have_level", "99", "A must-have lies between 1 and the required level."),
    ("must_have_level", "0", "A must-have lies between 1 and the required level."),
]


def test_a_weight_out_of_range_is_refused_in_plain_words_beside_its_field(editor: Client) -> None:
    """Each bad value is in a row of its own, so that one press shows them all."""
    url = change_url(role())
    typed = {
        f"requirements-{row}-{field}": value
        for row, (field, value, _) in enumerate(WEIGHTS_OUT_OF_RANGE)
    }
    response = editor.post(url, screen(editor, url) | typed)
    [formset] = [
        part.formset
        for part in response.context["inline_admin_formsets"]
        if part.formset.prefix == "requirements"
    ]
    told = [form.errors for form in formset.forms if form.errors]
    expected = [
        (field, f"{message} It says “{value}”.") for field, value, message in WEIGHTS_OUT_OF_RANGE
    ]
    assert told == [{field: [message]} for field, message in expected]
    assert said(response) == [message for _, message in expected]


def test_a_competency_asked_twice_is_refused_in_plain_words(editor: Client) -> None:
    url = change_url(role())
    data = screen(editor, url)
    data["requirements-1-competency"] = data["requirements-0-competency"]
    assert "This role already says what it asks on that competency." in said(editor.post(url, data))


def test_pay_without_country_is_refused_in_plain_words(editor: Client) -> None:
    url = change_url(role())
    data = screen(editor, url) | {"facts-0-kind": "pay", "facts-0-country": ""}
    assert said(editor.post(url, data)) == [
        "Pay needs a country, a period, an amount and a currency."
    ]


@pytest.mark.parametrize("part", ["facts", "sources"])
def test_a_day_on_which_something_was_read_is_not_in_the_future(editor: Client, part: str) -> None:
    url, day = change_url(role()), "2098-12-31"
    data = screen(editor, url) | {f"{part}-0-read_on": day}
    rule = "Give a day from 1990-01-01 on that is not in the future."
    assert said(editor.post(url, data)) == [f"{rule} It says “{day}”."]


def test_an_address_with_capitals_is_refused_before_it_could_stop_publishing(
    editor: Client,
) -> None:
    url = change_url(role())
    [message] = said(editor.post(url, screen(editor, url) | {"slug": "Project_Manager"}))
    assert "small letters" in message


def test_a_new_role_starts_with_a_line_for_every_competency_and_keeps_what_was_filled_in(
    editor: Client,
) -> None:
    url = reverse("admin:roles_role_add")
    data = screen(editor, url)
    competencies = list(Competency.objects.values_list("pk", flat=True))
    assert [data[f"requirements-{i}-competency"] for i in range(16)] == competencies
    data |= {
        "name": "Product Manager",
        "short_name": "PdM",
        "slug": "product-manager",
        "accent": "teal",
        "summary": "Decides what is worth building.",
        "description": "Words.",
        "requirements-3-importance": "4",
        "requirements-3-required_level": "60",
    }
    response = editor.post(url, data)
    assert response.status_code == 302, said(response)
    new = Role.objects.get(slug="product-manager")
    assert [row.competency_id for row in new.requirements.all()] == [competencies[3]]
    assert new.position > role().position


def test_a_competency_added_later_waits_as_an_empty_line_on_every_role(editor: Client) -> None:
    new = Competency.objects.create(key="juggling", name="Juggling", group="soft", gloss="Balls")
    data = screen(editor, change_url(role()))
    assert data["requirements-16-competency"] == new.pk
    assert "requirements-16-importance" not in data


def test_a_part_without_order_goes_last_and_the_order_is_what_the_editor_says(
    editor: Client,
) -> None:
    url = change_url(role())
    data = screen(editor, url)
    count = int(data["responsibilities-TOTAL_FORMS"])
    data |= {
        "responsibilities-TOTAL_FORMS": str(count + 1),
        f"responsibilities-{count}-title": "The last one",
        f"responsibilities-{count}-text": "Words.",
        f"responsibilities-{count}-position": "",
        "responsibilities-0-position": "99",
    }
    assert editor.post(url, data).status_code == 302
    titles = [row.title for row in Responsibility.objects.filter(role=role())]
    first = Responsibility.objects.get(pk=data["responsibilities-0-id"]).title
    assert titles[-2:] == [first, "The last one"]


def test_the_role_screen_costs_the_same_however_many_parts_it_has(editor: Client) -> None:
    url = change_url(role())
    editor.get(url)
    with CaptureQueriesContext(connection) as few:
        editor.get(url)
    competency = Competency.objects.all()[0]
    for number in range(20):
        role().responsibilities.create(title=f"R{number}", text="T", competency=competency)
        role().soft_skills.create(title=f"S{number}", text="T", competency=competency)
        role().qualifications.create(
            topic=f"t{number}", title="Q", text="T", kind="education", strength="helpful"
        )
    with CaptureQueriesContext(connection) as many:
        editor.get(url)
    assert len(many) == len(few)
    assert len(many) < 50


def test_a_role_links_to_its_page_once_an_edition_has_it(editor: Client) -> None:
    assert 'href="/roles/project-manager/"' in editor.get(change_url(role())).content.decode()
    hidden = Role.objects.create(slug="hidden", name="Hidden", short_name="H", accent="teal")
    assert 'href="/roles/hidden/"' not in editor.get(change_url(hidden)).content.decode()


def test_a_published_key_is_fixed_and_a_new_one_is_not(editor: Client) -> None:
    old = Competency.objects.all()[0]
    new = Competency.objects.create(key="juggling", name="Juggling", group="soft", gloss="Balls")
    assert "key" not in screen(editor, change_url(old))
    assert screen(editor, change_url(new))["key"] == "juggling"


def test_the_right_answer_of_a_check_moves_in_one_save(editor: Client) -> None:
    depth_level = DepthLevel.objects.filter(options__is_right=True)[0]
    url = change_url(depth_level)
    data = screen(editor, url)
    rows = range(int(data["options-TOTAL_FORMS"]))
    right = next(i for i in rows if data.get(f"options-{i}-is_right"))
    wrong = next(i for i in rows if i != right)
    both = data | {f"options-{wrong}-is_right": "on"}
    assert said(editor.post(url, both)) == ["Only one answer can be the right one."]
    for come, go in ((wrong, right), (right, wrong)):
        moved = screen(editor, url) | {f"options-{come}-is_right": "on"}
        moved.pop(f"options-{go}-is_right")
        response = editor.post(url, moved)
        assert response.status_code == 302, said(response)
        [row] = CheckOption.objects.filter(depth_level=depth_level, is_right=True)
        assert row.pk == data[f"options-{come}-id"]


def test_markup_in_a_text_is_shown_as_text_everywhere(editor: Client) -> None:
    url = change_url(role())
    data = screen(editor, url) | {
        "name": SCRIPT,
        "summary": SCRIPT,
        "responsibilities-0-title": SCRIPT,
        "sources-0-note": SCRIPT,
        "accent": Role.objects.exclude(pk=role().pk)[0].accent,  # a problem that names the role
    }
    assert editor.post(url, data).status_code == 302
    pages = [
        url,
        url.replace("change", "history"),
        url.replace("change", "delete"),
        reverse("admin:roles_role_changelist"),
        reverse("admin:roles_edition_publish"),
        reverse("admin:index"),
    ]
    for page in pages:
        body = editor.get(page).content.decode()
        assert SCRIPT not in body, page
        assert "&lt;script&gt;" in body, page

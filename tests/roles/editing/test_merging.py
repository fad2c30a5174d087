"""Two editors on one screen, and rows that go while somebody types."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from roles.models import Competency, Edition, Responsibility, Role
from tests.desk import said, screen, signed_in


@pytest.fixture
def ada(draft: Edition) -> Client:
    return signed_in("ada")


@pytest.fixture
def bob(draft: Edition) -> Client:
    return signed_in("bob")


def role() -> Role:
    return Role.objects.get(slug="project-manager")


def page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def shown(response: Any) -> dict[str, Any]:
    """Return what a browser would send if the page that came back were sent unchanged."""
    data: dict[str, Any] = response.context["adminform"].form.data.dict()
    return data


def test_fields_that_do_not_collide_are_merged(ada: Client, bob: Client) -> None:
    url = page(role())
    one, other = screen(ada, url), screen(bob, url)
    text = Responsibility.objects.get(pk=one["responsibilities-1-id"])
    ada.post(url, one | {"summary": "Of Ada.", "responsibilities-0-title": "Title of Ada"})
    sent = other | {"description": "Of Bob.", "responsibilities-0-text": "Text of Bob."}
    sent |= {"responsibilities-1-DELETE": "on"}
    response = bob.post(url, sent, follow=True)
    assert "What changed there and not here is kept" in response.content.decode()
    assert (role().summary, role().description) == ("Of Ada.", "Of Bob.")
    first = Responsibility.objects.get(pk=one["responsibilities-0-id"])
    assert (first.title, first.text) == ("Title of Ada", "Text of Bob.")
    assert not Responsibility.objects.filter(pk=text.pk).exists()


def test_parts_that_the_other_added_or_deleted_stay_so(ada: Client, bob: Client) -> None:
    url = page(role())
    one, other = screen(ada, url), screen(bob, url)
    total = int(one["responsibilities-TOTAL_FORMS"])
    more = {
        "responsibilities-TOTAL_FORMS": total + 1,
        f"responsibilities-{total}-title": "Added",
        f"responsibilities-{total}-text": "A text.",
        f"responsibilities-{total}-competency": Competency.objects.all()[0].pk,
    }
    ada.post(url, one | more | {"responsibilities-0-DELETE": "on"})
    again = other | {f"{key}": value for key, value in more.items()}
    again[f"responsibilities-{total}-title"] = "Added by Bob"
    assert bob.post(url, again).status_code == 302
    titles = list(role().responsibilities.values_list("title", flat=True))
    assert len(titles) == total + 1
    assert {"Added", "Added by Bob"} <= set(titles)
    assert other["responsibilities-0-title"] not in titles


def test_where_both_changed_one_field_both_values_are_shown(ada: Client, bob: Client) -> None:
    url = page(role())
    one, other = screen(ada, url), screen(bob, url)
    ada.post(url, one | {"summary": "Of Ada.", "description": "Also of Ada."})
    response = bob.post(url, other | {"summary": "Of Bob.", "strengths": "Bob’s too."})
    [message] = said(response)
    assert message.startswith("ada saved this page at ")
    assert "“Of Ada.”" in message
    body = response.content.decode()
    assert "Of Bob." in body
    assert role().summary == "Of Ada."
    assert bob.post(url, shown(response)).status_code == 302
    assert (role().summary, role().description) == ("Of Bob.", "Also of Ada.")
    assert role().strengths == "Bob’s too."


def test_a_part_that_is_gone_although_somebody_typed_into_it_comes_back_as_a_new_one(
    ada: Client, bob: Client
) -> None:
    url = page(role())
    one, other = screen(ada, url), screen(bob, url)
    ada.post(url, one | {"responsibilities-0-DELETE": "on"})
    response = bob.post(url, other | {"responsibilities-0-text": "A long text of Bob."})
    [message] = said(response)
    assert "this is gone there" in message
    assert "A long text of Bob." in response.content.decode()
    assert bob.post(url, shown(response)).status_code == 302
    assert role().responsibilities.filter(text="A long text of Bob.").count() == 1


def test_a_row_that_is_gone_is_offered_as_a_new_one(ada: Client, bob: Client) -> None:
    row = Competency.objects.create(key="juggling", name="Juggling", group="soft", gloss="Balls.")
    url = page(row)
    data = screen(bob, url) | {"gloss": "Three balls, kept in the air."}
    ada.post(url.replace("change", "delete"), {"post": "yes"})
    response = bob.post(url, data)
    [message] = said(response)
    assert message.startswith("ada deleted this at ")
    assert "Three balls, kept in the air." in response.content.decode()
    add = reverse("admin:roles_competency_add")
    assert response.context["form_url"] == add
    assert bob.post(add, shown(response)).status_code == 302
    assert Competency.objects.get(key="juggling").gloss == "Three balls, kept in the air."


def test_a_row_that_files_put_in_again_is_known(ada: Client, bob: Client) -> None:
    row = Competency.objects.create(key="juggling", name="Juggling", group="soft", gloss="Balls.")
    url = page(row)
    data = screen(bob, url) | {"gloss": "Three balls."}
    row.delete()
    new = Competency.objects.create(key="juggling", name="Juggler", group="soft", gloss="Balls.")
    assert new.pk != row.pk or bob.get(url).status_code == 200
    assert bob.post(url, data | {"seen": "0"}).status_code == 302
    new.refresh_from_db()
    assert (new.name, new.gloss) == ("Juggler", "Three balls.")


def test_nonsense_about_what_was_shown_harms_nothing(bob: Client) -> None:
    url = page(role())
    data = screen(bob, url)
    for opened in ("", "[", "[1]", '{"": 3, "responsibilities": [1]}', "{" * 2000):
        sent = data | {"seen": "1", "opened": opened, "summary": "Typed."}
        response = bob.post(url, sent)
        assert response.status_code == 200
        assert any("changed this to" in each for each in said(response))
    assert role().summary != "Typed."


def test_the_same_place_given_twice_puts_rows_in_a_row(bob: Client) -> None:
    url = page(role())
    data = screen(bob, url)
    rows = [data[f"responsibilities-{place}-id"] for place in range(4)]
    assert bob.post(url, data | {"responsibilities-3-position": "1"}).status_code == 302
    stored = {str(row.pk): row.position for row in role().responsibilities.all()}
    assert sorted(stored.values()) == list(range(1, len(stored) + 1))
    assert [stored[str(pk)] for pk in rows] == [2, 3, 4, 1]


def test_a_row_that_gets_the_place_of_another_goes_before_it(bob: Client) -> None:
    first, second, third = Competency.objects.order_by("position")[:3]
    data = screen(bob, page(third)) | {"position": str(first.position)}
    assert bob.post(page(third), data).status_code == 302
    ordered = list(Competency.objects.order_by("position", "pk"))
    assert ordered[:3] == [third, first, second]
    assert len({row.position for row in ordered}) == len(ordered)


def test_an_account_is_merged_like_any_other_row(draft: Edition) -> None:
    clients = [signed_in(name, superuser=True) for name in ("ada", "bob")]
    person = User.objects.create_user("eve", is_staff=True)
    one, other = (screen(client, page(person)) for client in clients)
    clients[0].post(page(person), one | {"first_name": "Eve", "last_name": "Of Ada"})
    sent = other | {"email": "eve@example.org", "last_name": "Of Bob"}
    response = clients[1].post(page(person), sent)
    assert ["“Of Ada”" in message for message in said(response)] == [True]
    assert clients[1].post(page(person), shown(response)).status_code == 302
    person.refresh_from_db()
    found = (person.first_name, person.last_name, person.email)
    assert found == ("Eve", "Of Bob", "eve@example.org")

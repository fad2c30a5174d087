"""Guessing names, passwords and codes at the desk tells nothing and is slowed down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client

from rolesite.staff.second_factor.views import TOO_MANY
from tests.rolesite.staff.second_factor.steps import LOGIN, PASSWORD, STEP, code_of, first_step
from web.models import Counter

pytestmark = pytest.mark.django_db


def test_guessing_passwords_and_codes_is_slowed_down(secret: str, client: Client) -> None:
    for _ in range(5):
        assert "Too many" not in first_step(client, "wrong").content.decode()
    assert "Too many tries" in first_step(client).content.decode()
    other = Client()
    User.objects.create_user("ben", password=PASSWORD, is_staff=True)
    assert other.post(LOGIN, {"username": "ben", "password": PASSWORD}).status_code == 302


def test_guessing_the_code_is_slowed_down(secret: str, client: Client) -> None:
    first_step(client)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    page = client.post(STEP, {"code": code_of(secret)})
    assert page.context["form"].errors["code"] == [TOO_MANY]


def test_refusals_are_logged_without_what_was_typed(
    secret: str, ada: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.post(LOGIN, {"username": "a password as a name", "password": "sesame"})
    first_step(client, "melon")
    first_step(client)
    client.post(STEP, {"code": "000000"})
    said = [record.getMessage() for record in caplog.records]
    assert [f"account {ada.pk}" in line for line in said] == [False, True, True]
    assert "an unknown name" in said[0]
    for typed in ("a password as a name", "sesame", "melon", "000000"):
        assert typed not in " ".join(said)


def test_a_try_that_was_not_looked_at_is_logged(
    secret: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(6):
        first_step(client, "wrong")
    assert "too many tries" in caplog.messages[-1]


# --- whether a name exists -----------------------------------------------------------------------
class CountingHasher(MD5PasswordHasher):
    """A password hasher that counts its calls. The time of a real hash would give a name away."""

    done = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).done += 1
        return super().encode(password, salt)


@pytest.fixture
def work(settings: Any, ada: User) -> Callable[[str], tuple[int, str]]:
    """Return a function that tries a wrong password: it counts hashes and returns the message."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    ada.set_password(PASSWORD)
    ada.save()
    User.objects.create_user("asleep", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("no-staff", password=PASSWORD)
    User.objects.create_user("visitor-1")  # signs in by a code and has no password

    def go(name: str) -> tuple[int, str]:
        CountingHasher.done = 0
        page = Client().post(LOGIN, {"username": name, "password": "wrong"})
        assert page.status_code == 200
        errors = page.context["form"].errors
        return CountingHasher.done, str(errors)

    return go


@pytest.mark.parametrize("name", ["nobody", "asleep", "no-staff", "visitor-1", "Ada", "a" * 150])
def test_a_name_that_is_not_there_costs_the_same_work_and_gets_the_same_answer(
    work: Callable[[str], tuple[int, str]], name: str
) -> None:
    hashes, said = work("ada")
    assert hashes == 1
    assert work(name) == (hashes, said)


@pytest.mark.parametrize("name", ["asleep", "no-staff"])
def test_a_right_password_tells_nobody_who_is_kept_out_why(
    work: Callable[[str], tuple[int, str]], name: str
) -> None:
    _, said = work("ada")
    page = Client().post(LOGIN, {"username": name, "password": PASSWORD})
    assert str(page.context["form"].errors) == said


# --- limits --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["ADA", "\uff41\uff44\uff41", " ada ", "\uff21da", "ada\u3000"])
def test_another_spelling_of_a_name_is_the_same_name(secret: str, name: str) -> None:
    for _ in range(5):
        Client().post(LOGIN, {"username": name, "password": "wrong"})
    assert TOO_MANY in first_step(Client()).content.decode()


def test_nobody_can_lock_somebody_else_out(secret: str) -> None:
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(6):
        assert first_step(stranger, "wrong").status_code == 200
    assert TOO_MANY in first_step(stranger).content.decode()
    assert first_step(Client()).headers["Location"] == STEP


def test_what_is_counted_tells_nobody_who_it_was(secret: str) -> None:
    first_step(Client(), "wrong")
    stored = list(Counter.objects.values_list("key_hash", "value"))
    assert stored
    for key_hash, count in stored:  # neither a name nor an address, only hashes and numbers
        assert re.fullmatch("[0-9a-f]{64}", key_hash)
        assert isinstance(count, int)


def test_a_right_password_takes_its_try_back(secret: str) -> None:
    for _ in range(12):
        assert first_step(Client()).headers["Location"] == STEP

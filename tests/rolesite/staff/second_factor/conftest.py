"""Fixtures about Ada, who works at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.test import Client

from rolesite.staff.groups import GROUPS, make_groups
from rolesite.staff.second_factor.factors import enrol, new_secret
from tests.rolesite.staff.second_factor.steps import PASSWORD, both_steps, code_of


@pytest.fixture
def ada() -> User:
    make_groups()
    user = User.objects.create_user("ada", password=PASSWORD, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=GROUPS))
    return user


@pytest.fixture
def secret(ada: User) -> str:
    secret = new_secret()
    enrol(user=ada, secret=secret)
    return secret


@pytest.fixture
def spare(ada: User) -> list[str]:
    return enrol(user=ada, secret=new_secret())


@pytest.fixture
def both(secret: str) -> Callable[[], Client]:
    """Return a function that signs Ada in with both steps and returns her browser."""

    def go() -> Client:
        row = Authenticator.objects.get(type="totp")
        row.data.pop("last_counter", None)
        row.save()
        client = Client()
        assert both_steps(client, code_of(secret)).headers["Location"] == "/admin/"
        return client

    return go

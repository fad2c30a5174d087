"""Signing in and signing up are the same: an address, then the code that was sent to it.

An account begins once its first code was typed in, so nobody can fill the database with
addresses of others, and the answer is the same whether an address is known or not.
"""

from __future__ import annotations

import secrets
from typing import Any, Self

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest


class CodeSignIn(LoginCodeVerificationProcess):  # type: ignore[misc]
    """allauth's sign-in by code, for known addresses and for new ones alike."""

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> None:
        """Send a code to ``email`` and note in the session that it is waited for."""
        user = find_visitor(email)
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email))
        stage.state["initiated_by_user"] = True
        process = cls(stage=stage)
        process.send()
        process.persist()

    @classmethod
    def under_way(cls, request: HttpRequest) -> Self | None:
        """The sign-in that waits for its code; None when there is none or it took too long."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        if stage is None:
            return None
        process: Self | None = cls(stage=stage).abort_if_invalid()
        return process

    @property
    def email(self) -> str:
        return str(self.state["email"])

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        code = self.generate_code()
        get_adapter().send_mail("account/email/login_code", email, {"code": code})

    def resend(self) -> None:
        self.send()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> Any:
        if self.user is None:
            self._user = open_account(self.email)
        return super().finish(redirect_url)


def find_visitor(email: str) -> User | None:
    """The visitor that an address belongs to, or None."""
    return User.objects.filter(
        emailaddress__email=email.lower(),
        emailaddress__verified=True,
        is_active=True,
        is_staff=False,
    ).first()


def open_account(email: str) -> User:
    """A new account for an address whose code was just typed in; of two at once one is made."""
    try:
        with transaction.atomic():
            user = User(username=f"visitor-{secrets.token_hex(12)}")
            user.set_unusable_password()
            user.save()
            EmailAddress.objects.create(user=user, email=email.lower(), primary=True, verified=True)
    except IntegrityError:
        found = find_visitor(email)
        if found is None:  # the address is noted for somebody on the staff
            raise PermissionDenied from None
        return found
    return user


def email_of(user: User) -> str:
    """The address of an account."""
    return str(EmailAddress.objects.values_list("email", flat=True).get(user=user, primary=True))

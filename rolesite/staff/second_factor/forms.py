"""The forms of signing in at the desk, with limits on wrong passwords and codes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from rolesite.staff.second_factor.factors import accept
from web.limits import Limit, client_network
from web.typed import TypedCode

logger = logging.getLogger(__name__)

TOO_MANY = "Too many tries. Wait five minutes, then try again."
REFUSED = "Sign-in at the desk: a wrong password, or no right to enter, for %s."
WRONG_CODE = "That code is not right. Take the one that the app shows now; each works once."


NETWORK_LIMIT = Limit("desk-network", 10, 60)
NAME_LIMIT = Limit("desk-name", 5, 5 * 60)


@contextmanager
def _limited(request: HttpRequest, who: str) -> Iterator[None]:
    """Count one try of ``who``, and take it back unless the block raises ``ValidationError``.

    Raises ``ValidationError`` itself, before the block, after too many tries.
    """
    tries = ((NETWORK_LIMIT, client_network(request)), (NAME_LIMIT, who))
    if any(limit.seconds_to_wait(key) for limit, key in tries):
        logger.warning("Sign-in at the desk: too many tries, so one was not looked at.")
        raise ValidationError(TOO_MANY, code="too_many")
    yield
    for limit, key in tries:
        limit.give_back(key)


class PasswordForm(AdminAuthenticationForm):
    """The form of name and password."""

    def clean(self) -> dict[str, Any]:
        assert self.request  # noqa: S101  the view gives it
        name = str(self.cleaned_data.get("username", ""))
        # From elsewhere the name stays free, so nobody can lock somebody else out.
        with _limited(self.request, f"{name} from {client_network(self.request)}"):
            try:
                return super().clean() or {}
            except ValidationError:
                # What was typed stays out of the log: people type passwords as names.
                account = User.objects.filter(username=name).first()
                who = f"account {account.pk}" if account else "an unknown name"
                logger.warning(REFUSED, who)
                raise


class SecondFactorForm(forms.Form):
    """The form of a code of ``user``, which is right if ``is_right`` returns ``True``."""

    code = TypedCode(
        label="Code",
        max_length=40,
        error_messages={"required": "Type the code."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(
        self, request: HttpRequest, user: User, is_right: Callable[[str], bool] | None = None
    ) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.request, self.user = request, user
        self.is_right = is_right or self._is_accepted

    def _is_accepted(self, code: str) -> bool:
        """Return whether the code is from the person's app, or a spare one."""
        return accept(user=self.user, code=code, now=timezone.now())

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        with _limited(self.request, f"second step of {self.user.pk}"):
            if not self.is_right(code):
                logger.warning(
                    "Second step at the desk: a wrong code for account %s.", self.user.pk
                )
                raise ValidationError(WRONG_CODE, code="wrong")
        return code

"""What signing in asks for."""

from __future__ import annotations

import contextlib

from web.fields import ListedForm
from web.limits import folded
from web.typed import TypedAddress, TypedCode


class AddressForm(ListedForm):
    """An e-mail address."""

    email = TypedAddress(
        max_length=254,
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "That is not an e-mail address. It looks like name@example.org.",
        },
    )

    def clean_email(self) -> str:
        """The address in the one spelling under which mail servers look for its domain."""
        name, _, domain = folded(self.cleaned_data["email"]).rpartition("@")
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode("idna")
        return f"{name}@{domain}"


class CodeForm(ListedForm):
    """The code from the e-mail, however it is set in type: only letters and digits matter."""

    code = TypedCode(error_messages={"required": "Type the code from the e-mail."})

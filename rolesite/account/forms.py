"""The forms of signing in: the address, then the code."""

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
        """Return the address case folded, with its domain as mail servers look for it."""
        name, _, domain = folded(self.cleaned_data["email"]).rpartition("@")
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode("idna")
        return f"{name}@{domain}"


class SignInCodeForm(ListedForm):
    """The code from the e-mail, however it is typed: only letters and digits matter."""

    code = TypedCode(error_messages={"required": "Type the code from the e-mail."})

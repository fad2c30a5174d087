"""What signing in asks for."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms


class AddressForm(forms.Form):
    """An e-mail address."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "That is not an e-mail address. It looks like name@example.org.",
            "max_length": "An e-mail address has at most 254 characters.",
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def problems(self) -> list[tuple[str, str]]:
        return [("email", str(message)) for message in self.errors.get("email", [])]


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the e-mail. Case, spaces and hyphens do not matter."""

    def problems(self) -> list[tuple[str, str]]:
        if not self.errors:
            return []
        if not self.data.get("code", "").strip():
            return [("code", "Type the code from the e-mail.")]
        return [("code", "That is not the code we sent. Look at the newest e-mail from us.")]

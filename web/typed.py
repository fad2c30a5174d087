"""Clean what people type of invisible characters and of those that change its direction."""

import functools
import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

JOINERS = "\u200c\u200d"
"""Shape letters and pictures without being seen; kept between other characters."""
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category that show as nothing."""
LINE_ENDS = "\r\n\t"
DROPPED = ("Cc", "Cf", "Cs")
SEPARATORS = ("Zs", "Zl", "Zp")


def cleaned_text(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without control, direction and other invisible characters.

    One line has single spaces; ``lines`` keeps line ends, tabs and all ordinary spaces. Text of
    which nothing can be seen becomes empty.
    """
    kept = text
    if not (text.isascii() and text.isprintable()):
        kept = "".join(_cleaned(each, lines=lines) for each in unicodedata.normalize("NFC", text))
    kept = kept.strip(f" {LINE_ENDS}{JOINERS}") if lines else " ".join(kept.split())
    kept = kept.strip(JOINERS + " ")
    return kept if any(unicodedata.category(each)[0] not in "CMZ" for each in kept) else ""


@functools.lru_cache(maxsize=4096)  # a draft is checked often, and little of it is new
def look_of(text: str) -> str:
    """Return a text without what readers hardly see: case, width, accents, spaces, unseen signs."""
    plain = unicodedata.normalize("NFKD", cleaned_text(text)).casefold()
    seen = "".join(each for each in plain if unicodedata.category(each) not in ("Mn", "Cf"))
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def cleaned_data(data: Any) -> Any:
    """Return JSON data with every text in it cleaned, for a file that leaves the site."""
    if isinstance(data, str):
        return cleaned_text(data, lines=True)
    if isinstance(data, dict):
        return {name: cleaned_data(value) for name, value in data.items()}
    return [cleaned_data(each) for each in data] if isinstance(data, list | tuple) else data


def cleaned_code(text: str) -> str:
    """Return the letters and digits of a code, in whatever type or script, in capitals."""
    kept = filter(str.isalnum, unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(each, each)) for each in kept).upper()


def cleaned_address(text: str) -> str:
    """Return an e-mail address in its one spelling: small, ordinary letters, nothing invisible."""
    return unicodedata.normalize("NFKC", cleaned_text(text)).replace(" ", "").lower()


class UncutTexts(TemplatesSetting):
    """Render fields so that no browser cuts what is pasted: the form refuses a longer text."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Return the HTML of a field, with ``data-longest`` in place of ``maxlength``."""
        attrs = context.get("widget", {}).get("attrs", {})
        if "maxlength" in attrs:
            attrs["data-longest"] = attrs.pop("maxlength")
        return super().render(template_name, context, request)


class TypedText(forms.CharField):
    """A text that a person types, cleaned before it is checked; a textarea keeps its lines."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return self.empty_value
        is_long = isinstance(self.widget, forms.Textarea)
        return cleaned_text(str(value), lines=is_long) or self.empty_value


class TypedCode(forms.CharField):
    """A code that a person types or pastes, reduced to its letters and digits."""

    def to_python(self, value: Any) -> str:
        return cleaned_code(str(super().to_python(value) or ""))


class TypedAddress(forms.EmailField):
    """An e-mail address, in one spelling however it is typed."""

    def to_python(self, value: Any) -> str:
        return cleaned_address(str(value or ""))


def _cleaned(character: str, *, lines: bool) -> str:
    if lines and character in LINE_ENDS:
        return character
    category = unicodedata.category(character)
    if category in SEPARATORS or character in FILLERS or character in LINE_ENDS:
        return "\n" if lines and category in SEPARATORS[1:] else " "
    return "" if category in DROPPED and character not in JOINERS else character

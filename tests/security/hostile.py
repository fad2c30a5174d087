"""Texts that attackers type, and what a page must never make of them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

MARK = "x-evil"
"""An element and an attribute that only a text of ours can bring into a page."""
MARKUP = f"\"'><{MARK} {MARK}=1>"

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox)",
    "[x](http://plain.example)",
    "[x](//other.example)",
    "![x](https://other.example/pixel.png)",
    '[x](https://example.com "a\\" onmouseover=alert(1) b=\\"")',
    "<https://example.com/\"onmouseover='alert(1)>",
    "<javascript:alert(1)>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed' id=main class=btn>x</p>",
    "<form action=https://other.example><input name=q></form>",
    "<details open ontoggle=alert(1)>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "</p></div></main><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<base href=https://other.example/>",
    "<meta http-equiv=refresh content='0;url=https://other.example'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "{{ constructor.constructor('alert(1)')() }} {% debug %}",
]
"""Markdown that tries to become more than text."""

ODD_TEXTS = (
    "", " ", "0", "-1", "1.0", "-0", "1e999", "NaN", "٣", "1_000", "\U0001d7d9", "on", "true",
    "null", "[]", "{}", "9" * 5_000, "99999999999999999999", "a\0b", "\0",
    "\u202eabc", "\uffff", "\ufeff",
    "😀" * 300, "x" * 5_000, "x" * 100_000, "ﬀ" * 100, "'", '"', "\\", MARKUP, f"</script><{MARK}>",
    f"javascript:{MARK}", "{{7*191}}{% debug %}", "${7*191}", "=1+1", "@SUM(1)",
    "../../../etc/passwd", "..%2f..%2f", "%", "%zz", "%00", "\r\nX-Evil: 1", "//evil.example",
    "https://evil.example/", "/\\evil.example", "' OR 1=1 --", "1); DROP TABLE x; --", "_5F",
    "project-manager", "1970-01-01", "9999-12-31", "0000-00-00", "2024-02-30", "2026-12-01T00:00",
    "a@b", "v\u0131ctim@\uff45xample.org", "a" * 64 + "@" + "b" * 250, "visitor-1@rolesite.example",
    "ABCD-EFGH", "pm_cert", "none", "1,2", "1:2", "\n\n\n", "[x](javascript:alert(1))",
    "*" * 5_000, "[" * 3_000, "> " * 3_000, "`" * 3_000, "- " * 3_000, "$(id)",
)  # fmt: skip
ODD_BYTES = (
    *(text.encode() for text in ODD_TEXTS), b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80" * 50,
    b"a\xf0\x28\x8c\xbc", b"/../", b"//", b";a=b", b"/.", b"*", b"?",
)  # fmt: skip


class Broken(HTMLParser):
    """Collect what a hostile text brought into a page, beyond text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if MARK in tag or any(MARK in name for name in names):
            self.found.append(f"<{tag} {' '.join(names)}>")
        if tag == "script" and "src" not in names and ("type", "application/ld+json") not in attrs:
            self.found.append("<script> without an address")
        if any(name.startswith("on") for name in names):
            self.found.append(f"<{tag}> with {names}")
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and _is_dangerous(value or ""):
                self.found.append(f'{name}="{value:.40}"')


def _is_dangerous(address: str) -> bool:
    scheme = "".join(address.split()).lower()
    return scheme.startswith(("javascript:", "data:text", "vbscript:"))


def broken(html: str) -> list[str]:
    """Return every element, attribute and address of a page that a hostile text made."""
    parser = Broken()
    parser.feed(html)
    parser.close()
    return parser.found


COMPUTED = "13391"
"""What ``{{1913*7}}`` comes to for whoever works it out."""


class Family(NamedTuple):
    """A kind of attack: what a text begins with, which of them in turn, and how it goes on."""

    name: str
    begins: tuple[str, ...]
    goes_on: str


FAMILIES = (
    Family("markup", ("", "</script>", "-->", "</textarea></title>"), " ".join(ATTACKS)),
    Family(
        "formulas and lines",
        ("=", "+", "-", "@", "\t=", "\r=", "\uff1d", " ="),
        'HYPERLINK("http://evil.example")\r\nATTENDEE:mailto:x@evil.example\r\n\u202eX\u2028BEGIN:VEVENT\n'
        + "W" * 4_000,
    ),
)


def hostile(family: Family, mark: str, longest: int, *, is_address: bool = False) -> str:
    """Return a text of an attacker, as long as it may be, with ``mark`` to know it by."""
    if is_address:
        return f"https://evil.example/m{mark}z{MARKUP.replace(' ', '/')}{{{{1913*7}}}}"[:longest]
    begin = family.begins[int(mark) % len(family.begins)]
    return f"{begin}m{mark}z{MARKUP}{{{{1913*7}}}}{{% debug %}}{family.goes_on}"[:longest]

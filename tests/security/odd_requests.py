"""Make requests that no browser sends, from a seed; a number is enough to make one again."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from tests.security.hostile import ODD_BYTES
from tests.security.served import AS_A_BROWSER, CSRF_SECRET, Fields, Known

PART = re.compile(r"<(?:(\w+):)?\w+>")
LARGEST_PART = 8_000  # bytes of a part of an address or a header that may be long
# Who would open an address, by how it begins; "" for nobody.
LINKS = {
    "quiz/": "going", "results/": "owner", "shared/": "reader", "rate/role/": "expert",
    "rate/": "colleague",
}  # fmt: skip
VALUES: dict[str, Sequence[str]] = {
    "int": ("1", "2", "3", "6", "0", "99999999999999999999", "٣", "007"),
    "slug": ("project-manager", "technical-project-manager", "pmp", "B01", "F01", "none", "-", "_"),
    "str": ("project-manager", "technical-project-manager", "a" * 300, "project-manager,x", "~"),
    "path": ("1", "2", "3", "40", "0", "-1", "1/2", "_5F", "_", "x", "99999999999999999999"),
    "": ("1", "roles", "project-manager", "auth", "x"),
}
NAMES = (
    "q", "p", "o", "e", "_popup", "_to_field", "next", "sent", "kept", "released", "length",
    "role", "first", "second", "hours_a_week", "weeks", "before", "all", "part", "edition",
    "compare", "against", "from", "start", "app_label", "model_name", "field_name", "term",
    "_changelist_filters", "saved", "id__exact", "pk__in", "seq", "save-key", "save-seq",
    "save-to", "form_key", "token", "value", "action", "post", "_selected_action", "key",
)  # fmt: skip
METHODS = (
    *(b"GET",) * 11, *(b"POST",) * 8, b"PUT", b"HEAD", b"DELETE", b"PATCH", b"OPTIONS",
    b"TRACE", b"BREW",
)  # fmt: skip
ODD_METHODS = (b"get", b"G" * 300, b"GET\0", b"", b"P\xc3\x96ST", b"CONNECT", b"PRI")
HEADERS = (
    b"Accept", b"Accept-Encoding", b"Accept-Language", b"If-None-Match", b"If-Modified-Since",
    b"Range", b"X-Forwarded-For", b"X-Forwarded-Proto", b"X-Forwarded-Host", b"Forwarded",
    b"Origin", b"Referer", b"Sec-Fetch-Site", b"Sec-Fetch-Dest", b"Cookie", b"Host", b"User-Agent",
    b"Authorization", b"Expect", b"X-Requested-With", b"X-HTTP-Method-Override", b"X-CSRFToken",
    b"Content-Encoding", b"If-Match", b"Transfer-Encoding", b"Content-Length", b"Upgrade", b"TE",
    b"X-Odd\xff", b"X_Forwarded_For",
)  # fmt: skip
HEADER_VALUES = (
    b"", b"*/*", b"*", b"gzip;q=abc, br;q=9", b"br;q=0, *;q=0", b'W/"1-0", "',
    b'"1-' + b"0" * 20 + b'"', b"Thu, 99 Foo 2999 99:99:99 GMT", b"bytes=0-0,1-1,-5", b"bytes=9-1",
    b"::1%eth0, 1.2.3.4:5, [::ffff:1.2.3.4]", b"unknown, ", b"http", b"HTTPS", b"https,http",
    b"null", b"https://[", b"https://evil.example", b"cross-site", b"same-origin", b"evil.example",
    b"rolesite.example:99999", b"[::1", b"rolesite.example.", b"a" * LARGEST_PART,
    b"__Host-sessionid=\xff; __Host-csrftoken=" + b"b" * 500,
    b'__Host-sessionid="\\000\\041"; =; ;;', b"100-continue", b"Basic \xff\xfe", b"chunked", b"-1",
    b"1e3", b"99999999999999999999", b"gzip", b"identity", b"h2c", "٣".encode(), b"\xed\xa0\x80",
    b"<x-evil>", b"en-" + b"x" * 200 + b";q=1.5", b"\t", b"websocket",
)  # fmt: skip
KINDS = (
    b"application/x-www-form-urlencoded", b"application/json", b"multipart/form-data; boundary=b",
    b"multipart/form-data", b"multipart/form-data; boundary=" + b"b" * 300, b"text/plain", b"",
    b"/", b"\xff", b"application/x-www-form-urlencoded; charset=utf-7",
    b"application/x-www-form-urlencoded; charset=base64",
    b"multipart/form-data; boundary=b; charset=base64",
    b"multipart/form-data; boundary=b; charset=\xff", b"application/json; charset=utf-16",
    b"multipart/form-data; boundary*=utf-8''b%ff", b"text/xml",
    b"multipart/form-data; boundary=b; charset=idna", b"application/csp-report",
)  # fmt: skip
JSON_BODIES = (
    b"", b"{", b"[]", b"null", b"1", b"\xff", b"\xef\xbb\xbf{}", b"[" * 100_000,
    b'{"a":' * 3_000 + b"1" + b"}" * 3_000, b'{"key": NaN}',
    b'{"key":"\\ud800","seq":1,"value":0}', b'{"seq":1,"seq":2}', b'"' + b"x" * 300_000 + b'"',
    b'{"csp-report":{"blocked-uri":["\\r\\n"],"line-number":1e400}}',
    b'{"csp-report":{"blocked-uri":"' + b"x" * 7_000 + b'"}}',
)  # fmt: skip
JSON_VALUES: tuple[object, ...] = (
    0, 3, 5, 6, -1, 1.0, 2**70, True, None, "", "none", "x" * 3_000, "\0", [], ["none"],
    ["a", "a"], [[]], ["pm_cert", 1], {}, {"value": 1},
)  # fmt: skip
DISPOSITIONS = (
    b'Content-Disposition: form-data; name="%s"\r\n',
    b'Content-Disposition: form-data; name="%s"; filename="../x\0.yaml"\r\n',
    b"Content-Disposition: form-data; name*=utf-8''%s; filename*=idna''x%%ff\r\n",
    b"Content-Disposition: %s\r\n",
    b'Content-Disposition: form-data; name="%s"\r\nContent-Transfer-Encoding: base64\r\n',
    b'Content-Disposition: form-data; name="%s"; filename="x"\r\nContent-Type: a; charset=hex\r\n',
    b"%s\r\n",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as its bytes go out. One that is not ``is_lawful`` HTTP may stay unanswered."""

    number: int
    route: str
    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    is_lawful: bool

    def raw(self) -> bytes:
        lines = [b"%s %s HTTP/1.1" % (self.method, self.target)]
        lines += [b"%s: %s" % header for header in self.headers]
        return b"\r\n".join([*lines, b"Connection: close", b"", self.body])


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes requests to every address in turn, the same ones for the same seed."""

    seed: int
    known: Known

    def request(self, number: int) -> Sent:
        chance = random.Random(f"{self.seed}:{number}")  # noqa: S311  not a secret
        route = self.known.routes[number % len(self.known.routes)]
        actor = self._actor(chance, route)
        method = chance.choice(METHODS)
        is_lawful = chance.random() > 0.03
        if not is_lawful:
            method = chance.choice(ODD_METHODS)
        target = self._target(chance, route)
        headers = {name.encode(): value.encode() for name, value in AS_A_BROWSER.items()}
        if cookies := self.known.cookies(actor, chance.randrange(1_000)):
            headers[b"Cookie"] = cookies.encode()
        body = b""
        if method not in (b"GET", b"HEAD") or chance.random() < 0.05:
            kind, body = self._body(chance, route, method)
            body = b"" if method == b"GET" and chance.random() < 0.5 else body
            headers |= {b"Content-Type": kind, b"Content-Length": b"%d" % len(body)}
        if chance.random() < 0.2:
            for name in chance.sample(HEADERS, chance.randint(1, 3)):
                headers[name] = chance.choice(HEADER_VALUES)
                is_lawful &= name not in (
                    b"Content-Length",
                    b"Transfer-Encoding",
                    b"Expect",
                    b"X-Odd\xff",
                )
        return Sent(number, route, method, target, tuple(headers.items()), body, is_lawful)

    def look(self, number: int) -> tuple[str, str]:
        """Return the path of an address and the cookies of somebody who may open it."""
        chance = random.Random(number)  # noqa: S311
        route = self.known.routes[number]
        actor = (
            "superuser" if route.startswith("admin/") else "visitor" if "account" in route else ""
        )
        return self.path(chance, route, likely=True).decode(), self.known.cookies(actor, number)

    def _actor(self, chance: random.Random, route: str) -> str:
        if chance.random() < 0.2:
            return chance.choice(["", *self.known.sessions])
        if route.startswith("admin/"):
            return "superuser"
        return "visitor" if route.startswith("account/") else ""

    def _target(self, chance: random.Random, route: str) -> bytes:
        path = self.path(chance, route)
        if chance.random() < 0.12:
            at = chance.randrange(1, len(path) + 1)
            path = path[:at] + self._in_address(chance) + path[at:]
        if chance.random() < 0.35:
            pairs = [
                (self._name(chance, route), self._in_address(chance))
                for _ in range(chance.choice((1, 1, 2, 3, 200)))
            ]
            path += b"?" + b"&".join(b"%s=%s" % pair for pair in pairs)
        return path

    def path(self, chance: random.Random, route: str, *, likely: bool = False) -> bytes:
        """Return the path of an address with its parts filled in, most of them as they should."""

        def part(found: re.Match[str]) -> str:
            kind = found[1] or ""
            if kind == "token":
                right = next(k for begin, k in LINKS.items() if route.startswith(begin))
                if not likely and chance.random() < 0.15:
                    right = chance.choice([*self.known.links])
                return chance.choice(self.known.links[right])
            if kind == "uuid":
                return chance.choice(self.known.keys)
            values = VALUES.get(kind, VALUES[""])
            if likely:
                return "pmp" if route.startswith("certificates/") else values[0]
            return chance.choice(values)

        filled = PART.sub(part, _plain(route))
        return b"/" + quote_from_bytes(filled.encode(), safe="/~,").encode()

    def _name(self, chance: random.Random, route: str) -> bytes:
        known = [name for fields in self.known.forms.get(route, []) for name, _ in fields]
        return (
            chance.choice([*known, *NAMES]).encode()
            if chance.random() < 0.9
            else self._in_address(chance)
        )

    def _in_address(self, chance: random.Random) -> bytes:
        odd = chance.choice(ODD_BYTES)[:LARGEST_PART]
        if chance.random() < 0.3 and b"\r" not in odd and b" " not in odd and b"\0" not in odd:
            return odd.replace(b"\n", b"").replace(b"#", b"")
        return quote_from_bytes(odd).encode()

    def _body(self, chance: random.Random, route: str, method: bytes) -> tuple[bytes, bytes]:
        if method == b"PUT" or route.endswith(("<slug:key>/", "csp-report")):
            makers: Sequence[Callable[[random.Random, str], tuple[bytes, bytes]]] = [
                self._save
            ] * 3 + [self._json]
        else:
            makers = [self._form] * 6 + [self._multipart] * 2 + [self._json]
        kind, body = chance.choice(makers)(chance, route)
        if chance.random() < 0.1:
            kind = chance.choice(KINDS)
        return kind, body

    def _fields(self, chance: random.Random, route: str) -> list[tuple[bytes, bytes]]:
        forms: list[Fields] = [
            *self.known.forms.get(route, []),
            tuple((name, "") for name in NAMES[-12:]),
        ]
        fields = [
            (name.encode(), value.encode()) for name, value in chance.choice(forms[:-1] or forms)
        ]
        for _ in range(chance.choice((0, 1, 1, 2, 5))):
            place = chance.randrange(len(fields))
            fields[place] = (fields[place][0], chance.choice(ODD_BYTES))
        if chance.random() < 0.1:
            fields.insert(0, (chance.choice(NAMES).encode(), chance.choice(ODD_BYTES)))
        if chance.random() < 0.02:
            fields *= 1 + 5_000 // len(fields)
        kept = [field for field in fields if field[0] != b"csrfmiddlewaretoken"]
        return (
            [*kept, (b"csrfmiddlewaretoken", CSRF_SECRET.encode())]
            if chance.random() < 0.9
            else kept
        )

    def _form(self, chance: random.Random, route: str) -> tuple[bytes, bytes]:
        pairs = [
            b"%s=%s" % (quote_from_bytes(name).encode(), quote_from_bytes(value).encode())
            for name, value in self._fields(chance, route)
        ]
        return KINDS[0], b"&".join(pairs)

    def _multipart(self, chance: random.Random, route: str) -> tuple[bytes, bytes]:
        is_broken = chance.random() < 0.5
        parts = []
        for name, value in self._fields(chance, route):
            head = (
                chance.choice(DISPOSITIONS)
                if is_broken and chance.random() < 0.3
                else DISPOSITIONS[0]
            )
            parts.append(b"--b\r\n" + head % name + b"\r\n" + value + b"\r\n")
        body = b"".join(parts) + b"--b--\r\n"
        if is_broken and chance.random() < 0.5:
            body = body[: chance.randrange(len(body))]
        return KINDS[2], body

    def _save(self, chance: random.Random, route: str) -> tuple[bytes, bytes]:
        page = chance.choice(
            ("00000000-0000-4000-8000-00000000000a", "x" * 16, "", "\0" * 20, "é" * 20)
        )
        seq = chance.choice((1, 2, 3, 50, 0, -1, 2**31, 2**70, 1.5))
        save = {"key": f"{page}:{seq}", "seq": seq, "value": chance.choice(JSON_VALUES)}
        return KINDS[1], json.dumps(save).encode()

    def _json(self, chance: random.Random, route: str) -> tuple[bytes, bytes]:
        return KINDS[1], chance.choice(JSON_BODIES)


def _plain(route: str) -> str:
    """Return a route with nothing of a regular expression left but its named parts."""
    named = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    return named if named == route else re.sub(r"[\^$?\\]", "", named)

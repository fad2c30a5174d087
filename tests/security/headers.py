"""Score the headers of every kind of page as MDN's HTTP Observatory would (its algorithm 6)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.site import Reply, Server
from tests.security.served import AS_A_BROWSER, Known, look

BEST = 160  # five more are only for hosts on the browsers' own list
TARGET = 155
HALF_A_YEAR = 15_552_000
EXACT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
}
TYPES = {
    "home": "/", "role": "/roles/project-manager/", "search": "/search/?q=pay",
    "feed": "/changes/feed/", "brief": "/roles/project-manager.md", "picture": "/share/site.png",
    "style sheet": "/static/css/site.css", "robots": "/robots.txt", "no such page": "/nothing/",
    "redirect": "/roles", "schema": "/schemas/result-1.json", "quiz": "/quiz/",
    "broken link": "/quiz/abc/", "sign-in": "/account/sign-in/",
    "desk, signed out": "/admin/", "desk, sign-in": "/admin/login/", "only sent to": "/csp-report",
}  # fmt: skip


def pages(known: Known) -> dict[str, tuple[str, str]]:
    """Return an address of each kind of page, with the cookies of whoever opens it."""
    links = {kind: tokens[0] for kind, tokens in known.links.items()}
    owner, desk = f"/results/{links['owner']}", known.cookies("superuser")
    private = {
        "screen of the quiz": f"/quiz/{links['going']}/1/",
        "result": f"{owner}/",
        **{
            name: f"{owner}/{name}"
            for name in ("result.json", "result.csv", "result.pdf", "plan.ics")
        },
        "shared result": f"/shared/{links['reader']}/",
        "colleague": f"/rate/{links['colleague']}/",
        "expert": f"/rate/role/{links['expert']}/",
    }
    staff = {
        "desk": "/admin/", "list": "/admin/roles/role/", "row": "/admin/roles/role/1/change/",
        "preview": "/admin/preview/", "no page of the desk": "/admin/nothing/",
    }  # fmt: skip
    return (
        {name: (path, "") for name, path in (TYPES | private).items()}
        | {name: (path, desk) for name, path in staff.items()}
        | {"account": ("/account/", known.cookies("visitor"))}
    )


def lowest(server: Server, known: Known) -> tuple[int, int, list[str]]:
    """Return the lowest score, how many kinds of page there are, and what each lacks."""
    scores, lacking = [], []
    for name, (path, cookies) in pages(known).items():
        reply = look(server, path, cookies)
        if reply.status >= 500:
            lacking.append(f"{name}: {reply.status}")
        lost = losses(reply)
        scores.append(BEST - sum(lost.values()))
        lacking += [f"{name} ({path}): {what} costs {points}" for what, points in lost.items()]
    plain = server.request("GET", "/", headers=AS_A_BROWSER | {"X-Forwarded-Proto": "http"})
    if plain.status not in (301, 308) or not plain.headers["location"].startswith("https://"):
        lacking.append("http does not lead to https")
        scores.append(BEST - 20)
    return min(scores), len(scores), lacking


def losses(reply: Reply) -> Mapping[str, int]:
    """Return what the headers of an answer lack, and the points that it costs."""
    headers, lost = reply.headers, {}
    directives = [part.split() for part in headers.get("content-security-policy", "").split(";")]
    policy = {words[0]: words[1:] for words in directives if words}
    if not policy or len(policy) < len([words for words in directives if words]):
        lost["a readable content security policy"] = 35
    elif policy.get("default-src") != ["'none'"]:
        lost["default-src 'none'"] = 10
    if any(
        "unsafe" in source or source in ("*", "http:", "data:")
        for found in policy.values()
        for source in found
    ):
        lost["a policy without unsafe sources"] = 30
    if any(
        policy.get(name) != ["'none'"] for name in ("object-src", "base-uri", "frame-ancestors")
    ):
        lost["object-src, base-uri and frame-ancestors 'none'"] = 25
    lost |= {name: 10 for name, value in EXACT.items() if headers.get(name) != value}
    if headers.get("cross-origin-resource-policy") not in ("same-origin", "cross-origin"):
        lost["cross-origin-resource-policy"] = 10
    transport = headers.get("strict-transport-security", "")
    seconds = transport.partition("max-age=")[2].partition(";")[0]
    if (
        not seconds.isdecimal()
        or int(seconds) < HALF_A_YEAR
        or "includeSubDomains" not in transport
    ):
        lost["strict-transport-security"] = 20
    if "geolocation=()" not in headers.get("permissions-policy", ""):
        lost["permissions-policy"] = 5
    if not headers.get("content-type") and reply.body:
        lost["content-type"] = 5
    cookie = headers.get("set-cookie", "__Host-; Secure; HttpOnly; SameSite=Lax")
    if not all(part in cookie for part in ("__Host-", "Secure", "HttpOnly", "SameSite=")):
        lost["a cookie that is kept safe"] = 20
    return lost

"""How often something may be tried: a quiz begun, a password or code typed, a code sent."""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` tries in the ``seconds`` after the first, for all web processes together.

    ``name`` tells the counts of different limits apart.
    """

    name: str
    count: int
    seconds: int

    def use(self, who: str) -> bool:
        """Count one try of ``who``; False when there were too many."""
        key = self._key(who)
        if cache.add(key, 1, timeout=self.seconds):
            return True
        try:
            return bool(cache.incr(key) <= self.count)
        except ValueError:  # the time ended meanwhile
            return True

    def give_back(self, who: str) -> None:
        """Take one try of ``who`` off the count."""
        with contextlib.suppress(ValueError):  # the time ended meanwhile
            cache.decr(self._key(who))

    def _key(self, who: str) -> str:
        return f"{self.name}-{hashlib.sha256(who.encode()).hexdigest()}"


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one start; 0 when it may go on, else the seconds until the next one may.

    Counts by the hour and address (one network for IPv6), for all web processes together
    (web/counters).
    """
    limit = settings.QUIZ_STARTS_PER_HOUR
    if not limit:
        return 0
    now = int(time.time())
    window = now // WINDOW_SECONDS
    who = hashlib.sha256(client_network(request).encode()).hexdigest()
    key = f"quiz-starts-{window}-{who}"
    if cache.add(key, 1, timeout=WINDOW_SECONDS):
        return 0
    try:
        count = cache.incr(key)
    except ValueError:  # the hour ended meanwhile
        return 0
    if count <= limit:
        return 0
    return (window + 1) * WINDOW_SECONDS - now


def client_network(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address or an IPv6 /64 network.

    ``X-Forwarded-For`` is a visitor's own word except for the entries that our proxies added at
    its end; TRUSTED_PROXIES says how many those are.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        forwarded = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(forwarded) >= proxies and forwarded[-proxies]:
            address = forwarded[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)

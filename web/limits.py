"""Limits on tries (quiz starts, passwords, codes), counted for all web processes (ADR 18)."""

import datetime as dt
import ipaddress
import math
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from web.models import Counter

SALT = "web.counters"
WIDER_ALLOWANCE = 4
"""How many times as much an IPv6 /48 may do as one of the /64 networks in it."""
CLOCKS_DIFFER = dt.timedelta(minutes=1)
# IPv4 addresses as translators between the two networks write them (RFC 6052, RFC 7915).
TRANSLATED = [ipaddress.IPv6Network(each) for each in ("64:ff9b::/96", "::ffff:0:0:0/96")]
SWEEP = 500
"""Expired counts that go with a new one, so that no clean-up has to be remembered."""

# One statement, so that of tries at the same moment none is lost. An end that is much further away
# than this limit looks back was written by a clock that has been set back since.
COUNT_ONE = """
INSERT INTO web_counter (key_hash, value, expires_at) VALUES (%(key)s, 1, %(end)s)
ON CONFLICT (key_hash) DO UPDATE SET
    value = CASE
        WHEN web_counter.expires_at > %(now)s AND web_counter.expires_at <= %(latest)s
        THEN web_counter.value + 1 ELSE 1 END,
    expires_at = CASE
        WHEN web_counter.expires_at > %(now)s AND web_counter.expires_at <= %(latest)s
        THEN web_counter.expires_at ELSE excluded.expires_at END
RETURNING value
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` tries in the ``seconds`` after the first, for all web processes together.

    ``name`` keeps the counts of different limits apart. Spellings that Unicode treats as
    equivalent (case, width, ligatures) count as one.
    """

    name: str
    count: int
    seconds: int

    def seconds_to_wait(self, who: str) -> int:
        """Count one try of ``who``; return 0 if allowed, else the seconds until the next one is."""
        now = timezone.now()
        key, end = self._key(who), now + dt.timedelta(seconds=self.seconds)
        times = {
            name: connection.ops.adapt_datetimefield_value(moment)
            for name, moment in (("now", now), ("end", end), ("latest", end + CLOCKS_DIFFER))
        }
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ONE, {"key": key, **times})
            tries = int(cursor.fetchone()[0])
        if tries == 1:
            _sweep(now)
        if tries <= self.count:
            return 0
        end = Counter.objects.values_list("expires_at", flat=True).filter(pk=key).first() or end
        return max(1, math.ceil((end - now).total_seconds()))

    def was_passed(self, who: str) -> bool:
        """Return whether ``who`` has tried more often than allowed; counts nothing."""
        over = Counter.objects.filter(pk=self._key(who), value__gt=self.count)
        return over.filter(expires_at__gt=timezone.now()).exists()

    def give_back(self, who: str) -> None:
        """Take one try of ``who`` off the count."""
        rows = Counter.objects.filter(pk=self._key(who), value__gt=0)
        rows.update(value=F("value") - 1)

    def _key(self, who: str) -> str:
        return salted_hmac(SALT, f"{self.name} {folded(who)}", algorithm="sha256").hexdigest()


def folded(text: str) -> str:
    """Return ``text`` normalised so that spellings equivalent in Unicode become equal."""
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once).strip()


def _sweep(now: dt.datetime) -> None:
    with transaction.atomic():
        ended = Counter.objects.filter(expires_at__lte=now).select_for_update(skip_locked=True)
        Counter.objects.filter(pk__in=list(ended.values_list("pk", flat=True)[:SWEEP])).delete()


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one start of a quiz; return 0 if allowed, else the seconds until the next one is."""
    count = settings.QUIZ_STARTS_PER_HOUR
    if not count:
        return 0
    network = client_network(request)
    wait = Limit("quiz-starts", count, 3600).seconds_to_wait(network)
    if wait or not network.endswith("/64"):
        return wait
    # Who has a /48 has 65,536 networks of that size.
    wider = ipaddress.ip_network(network).supernet(new_prefix=48)
    return Limit("quiz-starts", count * WIDER_ALLOWANCE, 3600).seconds_to_wait(str(wider))


def client_network(request: HttpRequest) -> str:
    """Return the client's IPv4 address or IPv6 /64 network; "" if it cannot be told.

    ``X-Forwarded-For`` is a visitor's own word except for the entries that our proxies added at
    its end; ``TRUSTED_PROXIES`` says how many those are.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        forwarded = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(forwarded) >= proxies and forwarded[-proxies]:
            address = forwarded[-proxies]
    parsed = parse_address(address)
    if parsed is None:
        return ""
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address in any form that a socket or a proxy gives; ``None`` for anything else.

    It may have a port, brackets, quotes or the zone of an interface. An IPv4 address may be
    written as IPv6 sockets (``::ffff:192.0.2.1``) and translators (``64:ff9b::192.0.2.1``) do.
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # IPv4 with a port
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if any(parsed in network for network in TRANSLATED):
        return ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    return getattr(parsed, "ipv4_mapped", None) or parsed

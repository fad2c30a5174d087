"""The counts of all limits, in the database: they hold for every web process together.

Used as the site's cache, which serves nothing but limits: how often a quiz is begun from one place,
how often somebody tries a password or asks for a code. Pages read none of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from web.models import Counter

LONGEST = dt.timedelta(days=1)
SALT = "web.counters"
SWEEP = 500
"""Expired counts that go with a new one, so that no clean-up has to be remembered."""


class CounterCache(BaseCache):
    """Django's cache interface over `Counter`. Values are what JSON can say.

    ``add`` and ``incr`` are atomic, also between processes: of two who add the same key one is
    told so, and no increment is lost. Everything expires within a day.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        hashed, now = self._hashed(key, version), timezone.now()
        fields = {"value": value, "expires_at": self._end(timeout, now)}
        if Counter.objects.filter(key_hash=hashed, expires_at__lte=now).update(**fields):
            return True
        return self._create(hashed, fields, now)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        rows = Counter.objects.filter(
            key_hash=self._hashed(key, version), expires_at__gt=timezone.now()
        )
        found = rows.values_list("value", flat=True).first()
        return default if found is None else found

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        hashed, now = self._hashed(key, version), timezone.now()
        fields = {"value": value, "expires_at": self._end(timeout, now)}
        rows = Counter.objects.filter(key_hash=hashed)
        if not rows.update(**fields) and not self._create(hashed, fields, now):
            rows.update(**fields)  # somebody else made it meanwhile

    def touch(
        self,
        key: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        now = timezone.now()
        rows = Counter.objects.filter(key_hash=self._hashed(key, version), expires_at__gt=now)
        return bool(rows.update(expires_at=self._end(timeout, now)))

    def delete(self, key: str, version: int | None = None) -> bool:
        deleted, _ = Counter.objects.filter(key_hash=self._hashed(key, version)).delete()
        return bool(deleted)

    @transaction.atomic
    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is not there."""
        rows = Counter.objects.select_for_update()
        row = rows.filter(
            key_hash=self._hashed(key, version), expires_at__gt=timezone.now()
        ).first()
        if row is None:
            raise ValueError("This count is not there, or has expired.")
        row.value += delta
        row.save(update_fields=["value"])
        return int(row.value)

    def clear(self) -> None:
        Counter.objects.all().delete()

    def _create(self, hashed: str, fields: dict[str, Any], now: dt.datetime) -> bool:
        try:
            with transaction.atomic():
                Counter.objects.create(key_hash=hashed, **fields)
        except IntegrityError:
            return False
        expired = Counter.objects.filter(expires_at__lte=now).values_list("pk", flat=True)
        Counter.objects.filter(pk__in=list(expired[:SWEEP])).delete()
        return True

    def _hashed(self, key: str, version: int | None) -> str:
        full = self.make_key(key, version=version)
        return salted_hmac(SALT, full, algorithm="sha256").hexdigest()

    def _end(self, timeout: float | None, now: dt.datetime) -> dt.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None:
            return now + LONGEST
        return now + min(dt.timedelta(seconds=max(0.0, seconds)), LONGEST)

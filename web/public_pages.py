"""Rendered pages that are the same for everybody, kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

from django.http import (
    HttpResponse,
)

# (address with host, edition number, edition content hash, version of anything else it shows)
PageKey = tuple[str, int, str, str]


# A few hundred pages of some 20 KB; the oldest go first, so a crawler cannot fill the memory.
MAX_KEPT_PAGES = 512


class _KeptPages:
    """Rendered pages of this process by (address, edition)."""

    def __init__(self) -> None:
        self._pages: OrderedDict[PageKey, HttpResponse] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: PageKey) -> HttpResponse | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: PageKey, page: HttpResponse) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MAX_KEPT_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


kept_pages = _KeptPages()


class PublicPage(HttpResponse):
    """A page that is the same for everybody, whole and unconditional."""


def copy_of(page: HttpResponse) -> PublicPage:
    """A response of its own for every request: middleware adds headers to what it gets."""
    copy = PublicPage(page.content, status=page.status_code)
    for name, value in page.headers.items():
        copy.headers[name] = value
    return copy

"""Read what machines read of a page: its title, its links, what is shared, and its data."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any


class PageHead(HTMLParser):
    """A page as a search engine or a messenger sees it. ``text`` is what a person reads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title = ""
        self.description = ""
        self.robots = ""
        self.canonical = ""
        self.feeds: list[str] = []
        self.shared: dict[str, str] = {}
        self.data: list[dict[str, Any]] = []
        self.text = ""
        self._inside = ""
        self._json = ""
        self._drawing = False  # pictures have titles too
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._drawing |= tag == "svg"
        self._inside = "json" if values.get("type") == "application/ld+json" else tag
        name = values.get("property") or values.get("name", "")
        if tag == "meta" and name.startswith(("og:", "twitter:")):
            assert name not in self.shared, f"{name} stands twice."
            self.shared[name] = values["content"]
        elif tag == "meta" and name in ("description", "robots"):
            setattr(self, name, values["content"])
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag == "link" and values.get("type") == "application/atom+xml":
            self.feeds.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if self._inside == "json":
            self.data.append(json.loads(self._json))
            self._json = ""
        self._drawing &= tag != "svg"
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "json":
            self._json += data
        elif self._inside == "title" and not self._drawing:
            self.title += data
        else:
            self.text += data

    def of_type(self, name: str) -> list[dict[str, Any]]:
        """Return the data blocks of one schema.org type."""
        return [block for block in self.data if block["@type"] == name]

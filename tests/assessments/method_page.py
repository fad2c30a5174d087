"""Read the methodology page as somebody with a pocket calculator does."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

PATH = "/how-it-works/method/"


class Tables(HTMLParser):
    """A parser for every table of a page by its label or caption: rows of cell texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def headed(self, *heads: str) -> list[list[str]]:
        """Return the rows of the only table with these column heads, without the heads."""
        found = [table for table in self.tables if table[0] == list(heads)]
        assert len(found) == 1, [table[0] for table in self.tables]
        return found[0][1:]


def page(client: Client) -> str:
    response = client.get(PATH)
    assert response.status_code == 200
    return response.content.decode()


def number(text: str) -> float:
    return float(text.replace("−", "-"))

"""The parts of a public page, and a site with a third role."""

from __future__ import annotations

import copy
import html as markup
import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

PM, TPM = "project-manager", "technical-project-manager"


class PageParts(HTMLParser):
    """Headings, ids, link targets and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes |= values.keys()
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if identifier := values.get("id"):
            self.ids.append(identifier)
        if tag == "a" and (href := values.get("href")):
            self.targets.append(href)


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def with_third_role(document: dict[str, Any]) -> dict[str, Any]:
    """Return the seed document with a bare third role, as an editor might first publish it."""
    changed = copy.deepcopy(document)
    roles = changed["sections"]["roles"]["roles"]
    third = {key: copy.deepcopy(value) for key, value in roles[0].items()}
    for part in ("responsibilities", "qualifications", "certifications", "soft_skills"):
        third[part] = []
    for part in ("namesakes", "facts", "sources"):
        third[part] = []
    third.update(slug="scrum-master", name="Scrum Master", short_name="SM", accent="teal")
    roles.append(third)
    return changed


def said_by(response: Any) -> str:
    """Return what a page says, without its markup."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"</?time[^>]*>", "", main)
    return re.sub(r"\s+", " ", markup.unescape(re.sub(r"<[^>]+>", " ", main)))

"""The brief of a role: its page as Markdown, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from markdown_it import MarkdownIt

from roles.models.choices import Confidence, FactKind
from roles.pages.presenters.brief import role_brief
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import SourcedFact
from tests.roles.pages.page_parts import PM, TPM, text_of
from tests.roles.role_values import role, section
from web.markdown import literal
from web.words import day_text

READ = dt.date(2026, 11, 30)


def brief(**parts: Any) -> str:
    bare = role("bare", {}, **parts)
    return role_brief(Snapshot(sections={"roles": section(bare)}), bare, "https://site.example/")


@pytest.mark.parametrize("slug", [PM, TPM])
def test_a_brief_has_what_the_page_has_with_every_source_and_day(
    client: Client, whole_snapshot: Snapshot, slug: str
) -> None:
    answer = client.get(f"/roles/{slug}.md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert answer.headers["Link"] == f'<http://testserver/roles/{slug}/>; rel="canonical"'
    text = answer.content.decode()
    about = whole_snapshot.role(slug)
    assert about is not None
    assert text.startswith(f"# {about.name} ({about.short_name})\n\n> {about.summary}\n\n")
    said = [
        *(each.text for each in about.responsibilities),
        *(each.text for each in about.soft_skills),
        *(line for each in about.qualifications for line in each.text.split("\n\n")),
        *(text for each in about.levels for text in (each.title, each.scope, each.autonomy)),
        *(each.technical_depth for each in about.levels),
        *(whole_snapshot.certification(each.certification).name for each in about.certifications),
    ]
    for words in said:
        assert words in text
    for fact in about.facts:
        (line,) = (line for line in text.splitlines() if fact.statement in line)
        assert literal(fact.source) in line
        assert fact.source_url in line
        assert fact.other_reading in line
        assert day_text(fact.read_on) in line
    for source in about.sources:
        assert literal(source.title) in text


@pytest.mark.parametrize("slug", [PM, TPM])
def test_the_page_of_a_role_leads_to_its_brief(
    client: Client, snapshot: Snapshot, slug: str
) -> None:
    head, _, body = text_of(client, f"/roles/{slug}/").partition("</head>")
    assert '<link rel="alternate" type="text/markdown"' in head
    assert f'href="/roles/{slug}.md"' in head
    assert f'href="/roles/{slug}.md"' in body


def test_a_brief_of_a_role_that_is_not_there_is_not_found(
    client: Client, snapshot: Snapshot
) -> None:
    assert client.get("/roles/nobody.md").status_code == 404


def test_a_brief_is_markdown_in_which_names_mean_themselves() -> None:
    fact = SourcedFact(
        kind=FactKind.NOTE,
        statement="One claim.\n\nIn two paragraphs.",
        source="O*NET [30.1] by <USDOL>",
        source_url="https://onet.example/page",
        read_on=READ,
        confidence=Confidence.HIGH,
        check_again_on=READ,
    )
    text = brief(name="A_B* C", facts=(fact,))
    assert text.startswith(r"# A\_B\* C (BA)")
    html = MarkdownIt().render(text)
    assert "<h1>A_B* C (BA)</h1>" in html
    assert 'at <a href="https://onet.example/page">O*NET [30.1] by &lt;USDOL&gt;</a>.' in html
    assert html.count("<li>") == 1
    point = html[html.index("<li>") : html.index("</li>")]
    assert "<p>In two paragraphs. Read on 30 November 2026 at" in point
    assert "not published" in html


def test_a_brief_leaves_out_what_a_role_does_not_say() -> None:
    assert [line for line in brief().splitlines() if line.startswith("#")] == ["# Bare (BA)"]

"""A role as one text that is read elsewhere: Markdown, and plain for a job advert."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from roles.models.choices import FactKind, Strength
from roles.pages.presenters.facts import facts_of, pay_line
from roles.pages.presenters.levels import OUR_LADDER, rows_of
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role, SourcedFact
from roles.templatetags.labels import label
from web.markdown import literal, plain
from web.words import day_text, lowered

# What the job is called in statistics comes before what is said of that entry.
KINDS = (
    FactKind.PAY,
    FactKind.OUTLOOK,
    FactKind.COMPANY,
    FactKind.NOTE,
    FactKind.CLASSIFICATION,
    FactKind.INTERESTS,
)


def role_brief(snapshot: Snapshot, role: Role, page: str) -> str:
    """Return what a role's page says in words; ``page`` is the full address of that page."""
    return "\n\n".join(_blocks(snapshot, role, page)) + "\n"


def job_advert(snapshot: Snapshot, role: Role) -> str:
    """Return plain text for a job advert: what somebody in ``role`` does, and what is asked for."""
    duties = [f"{e.title}: {plain(e.text)}" for e in role.responsibilities]
    asked = [(e.strength, e.title) for e in role.qualifications]
    asked += [
        (e.strength, snapshot.certification(e.certification).name)
        for e in role.certifications
        if e.strength is Strength.REQUIRED
    ]
    parts = [("What you do", duties)]
    parts += [(label(kind), [title for each, title in asked if each is kind]) for kind in Strength]
    lists = ("\n".join([head, *(f"- {e}" for e in points)]) for head, points in parts if points)
    return "\n\n".join([role.name, plain(role.summary), *lists])


def _blocks(snapshot: Snapshot, role: Role, page: str) -> Iterator[str]:
    """Yield headings, paragraphs and lists, in the order of the page; an empty list is left out."""
    published = snapshot.published_at
    when = f"published on {day_text(published)}" if published else "not published"
    yield f"# {literal(role.name)} ({literal(role.short_name)})"
    yield f"> {literal(role.summary)}"
    yield f"From [Rolesite]({page}), edition {snapshot.number}, {when}."
    yield from filter(None, (role.description, role.strengths))
    yield from _list("## Responsibilities", ((e.title, e.text) for e in role.responsibilities))
    yield from _list(
        "## Qualifications",
        (
            (f"{e.title} ({lowered(label(e.kind))}, {lowered(label(e.strength))})", e.text)
            for e in role.qualifications
        ),
    )
    yield from _list(
        "## Certificates",
        (
            (
                f"{snapshot.certification(e.certification).name} ({lowered(label(e.strength))})",
                e.note,
            )
            for e in role.certifications
        ),
    )
    yield from _list("## Soft skills", ((e.title, e.text) for e in role.soft_skills))
    if role.levels:
        yield from ("## Career levels", OUR_LADDER)
    for number, level in enumerate(role.levels, 1):
        yield from _list(
            f"### {number}. {literal(level.title)}",
            ((name, text) for name, (text,) in rows_of(level)),
        )
    if role.facts:
        yield "## Facts"
    for kind, facts in groupby(facts_of(role, *KINDS), key=lambda fact: fact.kind):
        yield from _list(f"### {label(kind)}", map(_fact, facts))
    yield from _list(
        f"## Other jobs called {role.short_name} or similar",
        ((e.title, e.text) for e in role.namesakes),
    )
    yield from _list(
        "## Sources",
        (
            ("", f"{_link(e.title, e.url)}. {e.note} Read on {day_text(e.read_on)}.")
            for e in role.sources
        ),
    )


def _list(heading: str, points: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a heading and a list of (plain name or "", Markdown) points, unless there is none."""
    said = [f"**{literal(name)}:** {text}" if name else text for name, text in points]
    if said:
        yield heading
        yield "\n".join("- " + point.replace("\n", "\n  ") for point in said)


def _link(title: str, address: str) -> str:
    return f"[{literal(title)}]({address})" if address else literal(title)


def _fact(fact: SourcedFact) -> tuple[str, str]:
    """Return the place and time of a fact, or its figure, and what is claimed, where and when."""
    if fact.kind is FactKind.PAY:
        about = pay_line(fact)
    else:
        about = ", ".join(filter(None, (fact.country, fact.period)))
    other = f"Another source says: {fact.other_reading}" if fact.other_reading else ""
    dated = f" (from {fact.source_date})" if fact.source_date else ""
    read = (
        f"Read on {day_text(fact.read_on)} at {_link(fact.source, fact.source_url)}{dated}. "
        f"Confidence: {label(fact.confidence)}."
    )
    return about, " ".join(filter(None, (fact.statement, fact.counts, other, read)))

"""What is known of a role from elsewhere: its pay by country, and its title at companies."""

from typing import Any

from roles.models.choices import FactKind
from roles.snapshot.values import Role, RolesSection, SourcedFact
from roles.templatetags.labels import label
from web.words import capitalised, listed, lowered

# Countries whose name has an article inside a sentence begin so.
WITH_ARTICLE = ("United ", "Netherlands", "Philippines", "Czech ")


def facts_of(role: Role, *kinds: FactKind) -> tuple[SourcedFact, ...]:
    """Return facts of the given kinds, kind by kind, each kind in the editors' order."""
    return tuple(fact for kind in kinds for fact in role.facts if fact.kind is kind)


def pay_of(section: RolesSection, role: Role) -> dict[str, Any]:
    """Return the ``figures`` of a role, each with its line, and the countries without one in words.

    Those that another role has a figure for are named. Both are empty if no role has a figure.
    """
    figures = facts_of(role, FactKind.PAY)
    here = {fact.country for fact in figures}
    known = dict.fromkeys(f.country for each in section.roles for f in facts_of(each, FactKind.PAY))
    missing = [country for country in known if country not in here]
    named = [f"the {each}" if each.startswith(WITH_ARTICLE) else each for each in missing]
    unknown = listed([*named, "any other country"], last="or") if known else ""
    return {"figures": [(pay_line(fact), fact) for fact in figures], "unknown": unknown}


def pay_line(fact: SourcedFact) -> str:
    """Return a figure of pay in one line: United States: USD 100,750 a year (median, May 2024)."""
    measure = [lowered(label(fact.measure))] if fact.measure else []
    when = ", ".join([*measure, fact.period])
    return f"{fact.country}: {fact.currency} {fact.amount:,} a year ({when})"


def at_companies(role: Role) -> list[tuple[str, list[SourcedFact]]]:
    """Return the facts about companies by company, which each statement begins with.

    The facts come without its name. A statement without a colon is put under "Elsewhere".
    """
    companies: dict[str, list[SourcedFact]] = {}
    for fact in facts_of(role, FactKind.COMPANY):
        name, colon, rest = fact.statement.partition(":")
        said = capitalised(rest.strip()) if colon else fact.statement
        entries = companies.setdefault(name if colon else "Elsewhere", [])
        entries.append(fact.model_copy(update={"statement": said}))
    return list(companies.items())

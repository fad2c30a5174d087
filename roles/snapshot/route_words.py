"""A way to an exam as a sentence, for readers and for the editors who entered its rules."""

import re
from collections.abc import Mapping, Sequence

from roles.models.choices import Education
from roles.snapshot.certificates import EligibilityRoute, WorkKind
from web.words import capitalised, listed

WORK_WORDS = {
    WorkKind.COMPLEX: "leading complex projects",
    WorkKind.LEADING: "leading projects",
    WorkKind.PROGRAMS: "leading programs",
    WorkKind.AGILE: "agile work",
}
EDUCATION_WORDS = {
    Education.SECONDARY: "a secondary school diploma",
    Education.ASSOCIATE: "an associate degree",
    Education.BACHELOR: "a bachelor’s degree or higher",
    Education.ACCREDITED: "a degree from a programme that PMI accredits",
}
# "PMP", "PgMP", "PMI-ACP", "PSM I": not a code with digits, and not ordinary words.
ABBREVIATION = re.compile(r"\(((?:[A-Z]+-)?[A-Z][a-z]?[A-Z]+(?: I+)?)\)$")
IN_BRACKETS = re.compile(r" \([^()]*\)$")


def short_name(name: str) -> str:
    """Return the abbreviation at the end of a certificate's name, or the name without brackets."""
    found = ABBREVIATION.search(name)
    return found[1] if found else IN_BRACKETS.sub("", name)


def counted(number: int, unit: str) -> str:
    """Return a number with its unit in the singular or plural."""
    return f"{number} {unit}{'' if number == 1 else 's'}"


def within(years: int) -> str:
    """Return the window of years in words; empty for "at any time"."""
    return f"within the last {counted(years, 'year') if years > 1 else 'year'}" if years else ""


def route_sentence(route: EligibilityRoute, names: Mapping[str, str]) -> str:
    """Return everything that a route asks, and what a reader has to check, in plain sentences.

    ``names`` gives the full name of a certificate by what the route calls it.
    """
    parts = [EDUCATION_WORDS[route.education]] if route.education in EDUCATION_WORDS else []
    if route.months:
        parts.append(" ".join(filter(None, (_months(route), within(route.within_years)))))
    if route.training_hours:
        training = f"{counted(route.training_hours, 'hour')} of training"
        if route.training_instead:
            training += f" (a current {_either(route.training_instead, names)} counts instead)"
        parts.append(training)
    if route.holds:
        parts.append(f"a current {_either(route.holds, names)}")
    sentences = [f"{capitalised(_joined(parts))}."] if parts else []
    if route.check_yourself:
        sentences.append(f"Check for yourself: {route.check_yourself}")
    return " ".join(sentences) or "Nothing is asked before the exam."


def _months(route: EligibilityRoute) -> str:
    months, texts = route.months, []
    for work, number in months.items():
        text = f"{counted(number, 'month')} of {WORK_WORDS[work]}"
        if work is WorkKind.COMPLEX and WorkKind.LEADING in months:
            continue
        if work is WorkKind.LEADING and WorkKind.COMPLEX in months:
            text += f" ({months[WorkKind.COMPLEX]} of them complex ones)"
        texts.append(text)
    return listed(texts)


def _joined(parts: Sequence[str]) -> str:
    """Join parts that may hold an "and" of their own."""
    comma = "," if len(parts) > 2 or any(" and " in part for part in parts) else ""
    return f"{comma} and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _either(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    return listed([short_name(names.get(slug, slug)) for slug in slugs], last="or")

"""A role, and the questions people ask, as data for search engines in the words of schema.org.

Only what the page itself says, and only where it is true: no property is filled for its own
sake. Of the figures of pay only a median is a usual pay; an average or a legal minimum is not.
"""

import re
from collections.abc import Iterable
from typing import Any

from roles.models.choices import FactKind, PayMeasure
from roles.pages.presenters.facts import facts_of
from roles.pages.presenters.lists import centre_of
from roles.snapshot.values import Role, RolesSection
from web.markdown import plain

Data = dict[str, Any]

CONTEXT = "https://schema.org"
ONET_CODE = re.compile(r"\b\d{2}-\d{4}\.\d{2}\b")


def role_data(section: RolesSection, role: Role) -> tuple[Data, ...]:
    """Return the data of the role, and of its interview questions if there are any."""
    data = [_occupation(section, role)]
    if role.interview_questions:
        data.append(_faq((each.question, each.good_answer) for each in role.interview_questions))
    return tuple(data)


def questions_data(section: RolesSection) -> tuple[Data, ...]:
    """Return the data of the questions that people ask; none without a question."""
    asked = [(each.question, f"{each.short_answer}\n\n{each.answer}") for each in section.questions]
    return (_faq(asked),) if asked else ()


def _occupation(section: RolesSection, role: Role) -> Data:
    skills = [skill.title for skill in role.soft_skills]
    values: Data = {
        "name": role.name,
        "alternateName": role.short_name,
        "description": f"{role.summary} {plain(role.description)}",
        "responsibilities": [f"{each.title}: {plain(each.text)}" for each in role.responsibilities],
        "skills": list(dict.fromkeys([*centre_of(section, role), *skills])),
        "qualifications": [each.title for each in role.qualifications],
        "occupationalCategory": _category(role),
        **_pay(role),
    }
    filled = {name: value for name, value in values.items() if value}
    return {"@context": CONTEXT, "@type": "Occupation", **filled}


def _category(role: Role) -> str:
    """Return the O*NET code that the facts name for the role, or an empty text."""
    for fact in facts_of(role, FactKind.CLASSIFICATION):
        if code := ONET_CODE.search(fact.statement):
            return code.group()
    return ""


def _pay(role: Role) -> Data:
    """Return the median pay of a year, each with its country and period, and these countries."""
    medians = [f for f in facts_of(role, FactKind.PAY) if f.measure is PayMeasure.MEDIAN]
    return {
        "estimatedSalary": [
            {
                "@type": "MonetaryAmountDistribution",
                "name": f"Median pay, {fact.country}, {fact.period}",
                "currency": fact.currency,
                "duration": "P1Y",
                "median": fact.amount,
            }
            for fact in medians
        ],
        "occupationLocation": [
            {"@type": "Country", "name": country}
            for country in dict.fromkeys(fact.country for fact in medians)
        ],
    }


def _faq(asked: Iterable[tuple[str, str]]) -> Data:
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": plain(answer)},
            }
            for question, answer in asked
        ],
    }

"""The questions that people ask, by topic."""

from typing import Any

from roles.models.choices import Topic
from roles.snapshot.addresses import page_at
from roles.snapshot.values import Question, RolesSection


def questions_by_topic(section: RolesSection) -> list[tuple[str, str, list[Question]]]:
    """Return (id, name, questions) of each topic that has any, in the order of the topics."""
    asked = [(topic, [q for q in section.questions if q.topic is topic]) for topic in Topic]
    return [
        (f"about-{topic.replace('_', '-')}", str(topic.label), questions)
        for topic, questions in asked
        if questions
    ]


def questions_page(section: RolesSection) -> dict[str, Any]:
    """Return the context of the page of all questions.

    ``topics`` holds (id, name, entries), an entry being a question with its links as (title,
    address). A link to a page that the edition does not have is left out.
    """
    topics = [
        (anchor, name, [(each, _links(section, each)) for each in questions])
        for anchor, name, questions in questions_by_topic(section)
    ]
    return {"topics": topics, "contents": [(anchor, name) for anchor, name, _ in topics]}


def _links(section: RolesSection, question: Question) -> list[tuple[str, str]]:
    found = ((link.title, page_at(section, link.address)) for link in question.links)
    return [(title, address) for title, address in found if address]

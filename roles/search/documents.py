"""What can be found: every text of an edition, in pieces that a link can lead to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import TextChoices

from roles.models.choices import FactKind
from roles.snapshot.base import Value
from roles.snapshot.values import DepthLevel, Question, Role, RolesSection, Scenario
from web.markdown import plain_paragraphs

# With more roles than this, only the pairs that editors wrote about are listed.
MOST_ROLES_PAIRED = 10
FACTS_AT = {
    FactKind.PAY: "outlook",
    FactKind.OUTLOOK: "outlook",
    FactKind.COMPANY: "companies",
    FactKind.NOTE: "notes",
}
COMPARING = "comparison difference differ roles versus vs"


class DocumentKind(TextChoices):
    """What a document is part of, and the word that stands before it in a list of hits."""

    ROLE = "role", "Role"
    SECTION = "section", ""
    COMPETENCY = "competency", "Competency, most important for the"
    CERTIFICATE = "certificate", "Certificate by"
    COMPARISON = "comparison", "Comparison"
    DEPTH_LEVEL = "depth_level", "How technical do you need to be?"
    SCENARIO = "scenario", "Same incident, different chairs"
    QUESTION = "question", "Question"
    SITE = "site", ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as plain text, under the heading that it has on its page."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that a search can find.

    ``page`` is the name of a view and its arguments, ``anchor`` an id on that page.
    ``short`` is another name that is as good as the title. ``context`` says what it belongs to.
    ``also`` holds further words that lead to it and are not shown, ``asked`` whole questions that
    it answers: whoever types one of them, or the title of a question, finds it first.
    """

    kind: DocumentKind
    title: str
    page: tuple[str, ...]
    anchor: str = ""
    short: str = ""
    context: str = ""
    also: str = ""
    asked: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


def documents_of(section: RolesSection) -> tuple[SearchDocument, ...]:
    """Return every document of the section, what is most asked for first."""
    return (
        *(document for role in section.roles for document in _role(section, role)),
        *_comparisons(section),
        *map(_question, section.questions),
        *_certificates(section),
        *_competencies(section),
        *(_depth_level(section, depth_level) for depth_level in section.depth_levels),
        *(_scenario(section, scenario) for scenario in section.scenarios),
    )


def _passages(entries: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    """Return (heading, Markdown) pairs as passages; empty texts keep their heading findable."""
    return tuple(
        Passage(heading, paragraph)
        for heading, text in entries
        for paragraph in (*plain_paragraphs(text),) or ("",)
        if heading or paragraph
    )


def _role(section: RolesSection, role: Role) -> Iterator[SearchDocument]:
    page = ("roles:role", role.slug)
    whole = (role.summary, role.description, role.strengths)
    yield SearchDocument(
        DocumentKind.ROLE,
        role.name,
        page,
        short=role.short_name,
        passages=_passages(("", text) for text in whole),
    )
    for anchor, title, also, entries in _parts(section, role):
        if passages := _passages(entries):
            yield SearchDocument(
                DocumentKind.SECTION,
                title,
                page,
                anchor,
                context=role.name,
                also=f"{role.short_name} {also}",
                passages=passages,
            )


def _parts(
    section: RolesSection, role: Role
) -> Iterator[tuple[str, str, str, list[tuple[str, str]]]]:
    """Yield (id, title, further words, entries) of each section of a role's page."""

    def of(entries: Iterable[Value], title: str, *fields: str) -> list[tuple[str, str]]:
        """Return (heading, text) of each text of the entries, under the heading of its entry."""
        texts = ((getattr(e, title), getattr(e, field)) for e in entries for field in fields)
        return [(heading, text) for heading, text in texts if text]

    names = {certification.slug: certification.name for certification in section.certifications}
    duties = of(role.responsibilities, "title", "text", "good_looks_like", "without_it")
    week = [(each.title, f"{each.when}: {each.text}") for each in role.week]
    certificates = [(names[each.certification], each.note) for each in role.certifications]
    moving = of(role.starting_points, "title", "brings", "to_learn", "first_steps")
    facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fact in role.facts:
        facts[FACTS_AT.get(fact.kind, "listings")].append(("", fact.statement))
    yield "responsibilities", "Responsibilities", "duties tasks", duties
    yield "week", "A working week", "day", week
    yield (
        *("qualifications", "Qualifications", "requirements degree"),
        of(role.qualifications, "title", "text"),
    )
    yield "certifications", "Certificates", "certifications", certificates
    yield "soft-skills", "Soft skills", "", of(role.soft_skills, "title", "text", "example")
    yield "moving-in", "Moving into the role", "become switch change career", moving
    yield (
        *("interview", "Interview questions", "answers"),
        of(role.interview_questions, "question", "good_answer"),
    )
    yield (
        *("levels", "Career levels", "career ladder seniority promotion junior senior next step"),
        of(role.levels, "title", "also_called", "scope", "autonomy", "technical_depth"),
    )
    salary = "salary wage earnings income money jobs"
    yield "outlook", "Pay and outlook", salary, facts["outlook"]
    yield "companies", "The title at companies", "big tech employers", facts["companies"]
    yield "notes", "More to know", "", facts["notes"]
    yield "listings", "In the job lists", "", facts["listings"]
    yield (
        *("namesakes", f"Other jobs called {role.short_name} or similar", ""),
        of(role.namesakes, "title", "text"),
    )
    yield "sources", "Sources", "", [(each.title, each.note) for each in role.sources]


def _comparisons(section: RolesSection) -> Iterator[SearchDocument]:
    """Yield every pair in the order of the snapshot, with what editors wrote about it."""
    written = {frozenset((pair.first, pair.second)): pair for pair in section.pairs}
    everything = len(section.roles) <= MOST_ROLES_PAIRED
    for one, other in combinations(section.roles, 2):
        pair = written.get(frozenset((one.slug, other.slug)))
        page = ("roles:compare", one.slug, other.slug)
        names = f"{one.name} and {other.name}"
        if pair or everything:
            yield SearchDocument(
                DocumentKind.COMPARISON,
                f"{names} compared",
                page,
                also=f"{one.short_name} {other.short_name} {COMPARING}",
                passages=_passages([("", pair.difference if pair else "")]),
            )
        if pair and pair.together:
            yield SearchDocument(
                DocumentKind.COMPARISON,
                "Which one does a project need?",
                page,
                "together",
                context=names,
                also=f"{one.short_name} {other.short_name} together",
                passages=_passages([("", pair.together)]),
            )


def _certificates(section: RolesSection) -> Iterator[SearchDocument]:
    for each in section.certifications:
        facts = [(str(fact.kind.label), fact.statement) for fact in each.facts]
        yield SearchDocument(
            DocumentKind.CERTIFICATE,
            each.name,
            ("roles:certificate", each.slug),
            context=each.issuer,
            also="certificate certification",
            passages=_passages([("", each.summary), *facts]),
        )


def _competencies(section: RolesSection) -> Iterator[SearchDocument]:
    """Yield a document for each competency, at the profile of the role in which it counts most."""
    for competency in section.competencies:
        weights = [role.importance.get(competency.key, 0.0) for role in section.roles]
        if any(weights):
            role = section.roles[weights.index(max(weights))]
            yield SearchDocument(
                DocumentKind.COMPETENCY,
                competency.name,
                ("roles:role", role.slug),
                "profile",
                context=role.name,
                also="competency skill",
                passages=(Passage("", competency.gloss),),
            )


def _depth_level(section: RolesSection, depth_level: DepthLevel) -> SearchDocument:
    names = {role.slug: role.name for role in section.roles}
    entries = [
        ("", depth_level.summary),
        (depth_level.artefact_title, depth_level.reading),
        *((names.get(use.role, ""), use.text) for use in depth_level.uses),
        (depth_level.question, depth_level.explanation),
    ]
    return SearchDocument(
        DocumentKind.DEPTH_LEVEL,
        depth_level.title,
        ("roles:depth_levels",),
        depth_level.key,
        passages=_passages(entries),
    )


def _scenario(section: RolesSection, scenario: Scenario) -> SearchDocument:
    names = {role.slug: role.name for role in section.roles}
    entries = [
        ("", scenario.story),
        *((names.get(m.role, ""), text) for m in scenario.moves for text in (m.first, m.why)),
        ("", scenario.lesson),
    ]
    return SearchDocument(
        DocumentKind.SCENARIO,
        scenario.title,
        ("roles:scenarios",),
        scenario.slug,
        passages=_passages(entries),
    )


def _question(question: Question) -> SearchDocument:
    facts = (text for fact in question.facts for text in (fact.statement, fact.other_reading))
    texts = (question.short_answer, question.answer, question.judgement, *facts)
    return SearchDocument(
        DocumentKind.QUESTION,
        question.question,
        ("roles:questions",),
        question.slug,
        asked=(question.question, *question.wordings),
        passages=_passages(("", text) for text in texts),
    )

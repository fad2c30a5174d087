"""What is wrong with a draft of the instrument, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from assessments.instrument.arrays import profile_of, specification_of
from assessments.instrument.values import AssessmentsSection, Item
from assessments.models.choices import ItemType
from assessments.scoring import (
    Instrument,
    ProfileError,
    ProfileErrorCode,
    SpecificationError,
    profile_errors,
)
from roles.snapshot.sections import DraftError, Location
from roles.snapshot.values import Role, RolesSection

OPTION_COUNTS = {ItemType.BARS: (6, 6), ItemType.INTEREST: (5, 5), ItemType.JUDGEMENT: (3, 6)}
BARS_LEVELS = (0, 20, 40, 60, 80, 100)


def instrument_errors(section: AssessmentsSection, roles: RolesSection) -> Iterator[DraftError]:
    """Every problem of items, background questions, evidence and role profiles."""
    known = [competency.key for competency in roles.competencies]
    found = [
        *_repeats(section),
        *(p for i, item in enumerate(section.items) for p in _item_problems(i, item, known)),
        *_fact_problems(section),
        *_evidence_problems(section, known),
        *_step_problems(section, known, {c.slug for c in roles.certifications}),
        *_missing(section, roles),
        *_profiles(roles),
    ]
    yield from found
    if any(not problem.warning for problem in found):
        return
    try:
        Instrument.build(specification_of(section, roles))
    except SpecificationError as error:  # a net below the checks above, which name the row
        yield DraftError(str(error), "items.yaml")


def _repeats(section: AssessmentsSection) -> Iterator[DraftError]:
    lists = (
        ("items.yaml", "items", [item.key for item in section.items], "question"),
        ("background.yaml", "facts", [fact.key for fact in section.facts], "background question"),
        ("background.yaml", "evidence", [rule.key for rule in section.evidence], "evidence rule"),
        ("steps.yaml", "steps", [step.key for step in section.steps], "step"),
    )
    for file, name, keys, noun in lists:
        for index, key in enumerate(keys):
            if key in keys[:index]:
                yield DraftError(
                    f"The {noun} {key} is there twice. Each may be there once.", file, (name, index)
                )
    items = {item.key for item in section.items}
    for index, rule in enumerate(section.evidence):
        if rule.key in items:
            yield DraftError(
                f"The key {rule.key} names a question and an evidence rule. Give one another key.",
                "background.yaml",
                ("evidence", index, "key"),
            )


def _unknown(
    key: str | None, known: list[str], what: str, file: str, location: Location
) -> Iterator[DraftError]:
    if key not in known:
        yield DraftError(
            f"{what} names the competency {key!r}. There are: {', '.join(known)}.", file, location
        )


def _item_problems(index: int, item: Item, known: list[str]) -> Iterator[DraftError]:
    here: Location = ("items", index)
    name = f"Question {item.key}"
    if item.type is ItemType.FORCED_CHOICE:
        if item.a is None or item.b is None:
            yield DraftError(
                f"{name} is a choice and needs two sides, A and B.", "items.yaml", here
            )
            return
        for side in ("a", "b"):
            yield from _unknown(
                getattr(item, side).competency, known, f"{name}, side {side.upper()},",
                "items.yaml", (*here, side, "competency"),
            )  # fmt: skip
        if item.a.competency == item.b.competency:
            yield DraftError(
                f"{name} shows the same competency on both sides. Choose two different ones.",
                "items.yaml",
                (*here, "b"),
            )
        if item.options or item.stem:
            yield DraftError(
                f"{name} is a choice: it has sides, no stem and no answers of its own.",
                "items.yaml",
                here,
            )
        return
    if item.a or item.b:
        yield DraftError(f"{name} is no choice and cannot have sides A and B.", "items.yaml", here)
    if not item.stem:
        yield DraftError(f"{name} has no text.", "items.yaml", (*here, "stem"))
    yield from _unknown(item.competency, known, name, "items.yaml", (*here, "competency"))
    low, high = OPTION_COUNTS[item.type]
    if not low <= len(item.options) <= high:
        wanted = f"{low}" if low == high else f"{low} to {high}"
        yield DraftError(
            f"{name} has {len(item.options)} answers; it needs {wanted}.",
            "items.yaml",
            (*here, "options"),
        )
    elif item.type is ItemType.BARS and tuple(o.score for o in item.options) != BARS_LEVELS:
        yield DraftError(
            f"{name}: the six lines must give 0, 20, 40, 60, 80 and 100 in this order.",
            "items.yaml",
            (*here, "options"),
        )
    elif max(option.score for option in item.options) != 100:
        yield DraftError(
            f"{name}: no answer gives 100. The best one must.", "items.yaml", (*here, "options")
        )


def _fact_problems(section: AssessmentsSection) -> Iterator[DraftError]:
    for index, fact in enumerate(section.facts):
        here: Location = ("facts", index, "options")
        codes = [option.code for option in fact.options]
        if len(codes) < 2:
            yield DraftError(
                f"“{fact.prompt}” has {len(codes)} answers; it needs at least 2.",
                "background.yaml",
                here,
            )
        for position, code in enumerate(codes):
            if code in codes[:position]:
                yield DraftError(
                    f"“{fact.prompt}” has two answers with the code {code!r}.",
                    "background.yaml",
                    (*here, position, "code"),
                )


def _evidence_problems(section: AssessmentsSection, known: list[str]) -> Iterator[DraftError]:
    options = {fact.key: {option.code for option in fact.options} for fact in section.facts}
    legal = ", ".join(options) or "none"
    for index, rule in enumerate(section.evidence):
        here: Location = ("evidence", index)
        name = f"Evidence rule {rule.key}"
        yield from _unknown(rule.competency, known, name, "background.yaml", (*here, "competency"))
        if not rule.base:
            yield DraftError(
                f"{name} has no base. Choose at least one background question.",
                "background.yaml",
                (*here, "base"),
            )
        for fact in (*rule.base, *(bonus.fact for bonus in rule.bonuses)):
            if fact not in options:
                yield DraftError(
                    f"{name} names the background question {fact!r}. There are: {legal}.",
                    "background.yaml",
                    here,
                )
        for position, bonus in enumerate(rule.bonuses):
            if bonus.option not in options.get(bonus.fact, {bonus.option}):
                yield DraftError(
                    f"{name} names the answer {bonus.option!r}. "
                    f"There are: {', '.join(sorted(options[bonus.fact]))}.",
                    "background.yaml",
                    (*here, "bonuses", position, "option"),
                )


def _step_problems(
    section: AssessmentsSection, known: list[str], certificates: set[str]
) -> Iterator[DraftError]:
    places = {step.key: index for index, step in enumerate(section.steps)}
    for index, step in enumerate(section.steps):
        here: Location = ("steps", index)
        name = f"The step “{step.title}”"
        if not step.gains:
            yield DraftError(
                f"{name} raises nothing. Give it at least one gain.",
                "steps.yaml",
                (*here, "gains"),
            )
        for position, gain in enumerate(step.gains):
            place = (*here, "gains", position, "competency")
            yield from _unknown(gain.competency, known, name, "steps.yaml", place)
            if gain.competency in [other.competency for other in step.gains[:position]]:
                yield DraftError(
                    f"{name} has two gains on {gain.competency}. Keep one.", "steps.yaml", place
                )
        if step.certification is not None and step.certification not in certificates:
            yield DraftError(
                f"{name} names the certificate {step.certification!r}. "
                f"There are: {', '.join(sorted(certificates)) or 'none'}.",
                "steps.yaml",
                (*here, "certification"),
            )
        for position, before in enumerate(step.prerequisites):
            if before not in places:
                yield DraftError(
                    f"{name} comes after {before!r}, which is no step. "
                    f"There are: {', '.join(places)}.",
                    "steps.yaml",
                    (*here, "prerequisites", position),
                )
    try:
        TopologicalSorter({s.key: s.prerequisites for s in section.steps}).prepare()
    except CycleError as error:
        circle = [key for key in error.args[1] if key in places]
        titles = " → ".join(f"“{section.steps[places[key]].title}”" for key in circle)
        yield DraftError(
            f"Steps wait for each other, so nobody could begin: {titles}.",
            "steps.yaml",
            ("steps", places[circle[0]], "prerequisites"),
        )


def _missing(section: AssessmentsSection, roles: RolesSection) -> Iterator[DraftError]:
    """Competencies that nobody could get a level on, and an empty quiz."""
    asked = {i.competency for i in section.items if i.is_active and i.type is ItemType.BARS}
    if not any(item.is_active for item in section.items):
        yield DraftError("The quiz has no question that is asked.", "items.yaml")
        return
    needed = {r.competency for role in roles.roles for r in role.requirements if r.importance > 0}
    for competency in roles.competencies:
        if competency.key in needed and competency.key not in asked:
            yield DraftError(
                f"No question with levels measures {competency.name}. Without one, "
                "readiness cannot count it.",
                "items.yaml",
                warning=True,
            )


def _profiles(roles: RolesSection) -> Iterator[DraftError]:
    """The rules of docs/scoring.md §1.9 for role profiles."""
    profiles = tuple(profile_of(role) for role in roles.roles)
    by_slug = {role.slug: role for role in roles.roles}
    names = {competency.key: competency.name for competency in roles.competencies}
    for found in profile_errors(profiles, tuple(names)):
        role = by_slug[found.role]
        yield DraftError(
            f"{role.name}: {_in_words(found, names, by_slug)}",
            f"roles/{role.slug}.yaml",
            ("requirements",),
            warning=found.code.is_warning,
        )


def _in_words(found: ProfileError, names: Mapping[str, str], by_slug: Mapping[str, Role]) -> str:
    """A profile problem as an editor would say it."""
    what = names.get(found.competency or "", found.competency)
    match found.code:
        case ProfileErrorCode.UNKNOWN_COMPETENCY:
            return f"there is no competency {found.competency!r}."
        case ProfileErrorCode.IMPORTANCE_OUT_OF_RANGE:
            return f"the importance of {what} is {found.value:g}. It lies between 0 and 5."
        case ProfileErrorCode.REQUIRED_LEVEL_OUT_OF_RANGE:
            return f"the required level of {what} is {found.value:g}. It lies between 0 and 100."
        case ProfileErrorCode.MUST_HAVE_OUT_OF_RANGE:
            return (
                f"the must-have level of {what} is {found.value:g}. "
                f"It lies between 0 and the required level, {found.legal[1]:g}."
            )
        case ProfileErrorCode.YEARS_OUT_OF_RANGE:
            return f"the hands-on years are {found.value:g}. They cannot be below 0."
        case ProfileErrorCode.TOO_FEW_COMPETENCIES:
            return (
                f"{found.value:g} competencies have an importance above 0. "
                f"At least {found.legal[0]:g} must."
            )
        case ProfileErrorCode.FLAT_PROFILE:
            return (
                "nearly everything has the same importance, so fit would say nothing. "
                "Make what matters most stand out."
            )
        case ProfileErrorCode.ROLES_TOO_ALIKE:
            other = by_slug[found.other_role or ""].name
            return (
                f"its importances are so like those of {other} "
                "that the quiz cannot tell them apart."
            )

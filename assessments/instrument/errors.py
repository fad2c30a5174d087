"""Find what is wrong with a draft of the quiz, in an editor's words."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import numpy as np
from django.template.defaultfilters import pluralize
from django.utils.text import get_text_list

from assessments.instrument.preview_answers import example_answers
from assessments.instrument.values import AssessmentsSection, Item, specification_of
from assessments.models.choices import ItemType
from assessments.scoring import (
    NO_ROLE,
    Instrument,
    ProfileErrorCode,
    RoleProfile,
    SpecificationError,
    encode,
    profile_errors,
    score,
)
from roles.draft.section import DraftError, Location
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import RolesSection

OPTION_COUNTS = {ItemType.BARS: (6, 6), ItemType.INTEREST: (5, 5), ItemType.JUDGEMENT: (3, 6)}
BARS_LEVELS = (0, 20, 40, 60, 80, 100)
PROFILE_ERRORS = {
    ProfileErrorCode.UNKNOWN_COMPETENCY: "there is no competency {found.competency!r}.",
    ProfileErrorCode.IMPORTANCE_OUT_OF_RANGE: "the importance of {what} is {found.value:g}. "
    "It lies between 0 and 5.",
    ProfileErrorCode.REQUIRED_LEVEL_OUT_OF_RANGE: "the required level of {what} is "
    "{found.value:g}. It lies between 0 and 100.",
    ProfileErrorCode.MUST_HAVE_OUT_OF_RANGE: "the must-have level of {what} is {found.value:g}. "
    "It lies between 0 and the required level, {found.legal[1]:g}.",
    ProfileErrorCode.YEARS_OUT_OF_RANGE: "the hands-on years are {found.value:g}. "
    "They cannot be below 0.",
    ProfileErrorCode.TOO_FEW_COMPETENCIES: "{found.value:g} competencies have an importance "
    "above 0. At least {found.legal[0]:g} must.",
    ProfileErrorCode.FLAT_PROFILE: "nearly everything has the same importance, so fit would say "
    "nothing. Make what matters most stand out.",
    ProfileErrorCode.ROLES_TOO_ALIKE: "its importances are so like those of {other} that the quiz "
    "cannot tell them apart.",
}


def instrument_errors(section: AssessmentsSection, roles: RolesSection) -> Iterator[DraftError]:
    """Yield every error of items, background questions, evidence and role profiles."""
    items = {item.key for item in section.items}
    for index, rule in enumerate(section.evidence):
        if rule.key in items:
            yield DraftError(
                f"The key {rule.key} names a question and an evidence rule. Give one another key.",
                "background.yaml",
                ("evidence", index, "key"),
            )
    for index, item in enumerate(section.items):
        for field, said in _item_errors(item):
            yield DraftError(said, "items.yaml", ("items", index, field))
    for location, said in _background_errors(section):
        yield DraftError(said, "background.yaml", location)
    for location, said in _step_errors(section):
        yield DraftError(said, "steps.yaml", location)
    yield from _unmeasured(section, roles)
    yield from _profiles(roles)


def scoring_errors(section: AssessmentsSection, roles: RolesSection) -> Iterator[DraftError]:
    """Yield what keeps a draft without other errors from being scored or from naming a role."""
    if not roles.roles:
        said = "The quiz names no role. Tick “suggested by the quiz” for at least one on the site."
        yield DraftError(said, "roles")
        return
    try:
        instrument = Instrument.build(specification_of(section, roles))
    except SpecificationError as error:  # a net below the other checks
        yield DraftError(str(error), "items.yaml")
        return
    if len(roles.roles) > 1:
        yield from _unnamed_roles(section, roles, instrument)


def _unnamed_roles(
    section: AssessmentsSection, roles: RolesSection, instrument: Instrument
) -> Iterator[DraftError]:
    """Yield an error for each role that is not named even to somebody who answers as it asks."""
    draft = Snapshot(0, "", "", None, {"roles": roles, "assessments": section})
    for number, role in enumerate(roles.roles):
        y, years = encode(instrument, example_answers(draft, [role]))
        scores = score(instrument, y[None, :], np.array([years]))
        if int(scores.named_role[0]) == number:
            continue
        best = (int(scores.top[0]), int(scores.other[0]))
        own, importance = instrument.importance[number], instrument.importance
        alike = np.argsort(np.abs(importance - own).sum(axis=1), kind="stable")
        other = next(int(p) for p in (*best, *alike) if p not in (number, NO_ROLE))
        apart = [
            f"{roles.competencies[place].name} "
            f"(importance {own[place]:g} against {importance[other, place]:g})"
            for place in np.argsort(-np.abs(own - importance[other]), kind="stable")[:3]
        ]
        yield DraftError(
            f"{role.name}: somebody who answers just as this role asks would not be named it. "
            f"It is confused with {roles.roles[other].name}, from which it differs most in "
            f"{get_text_list(apart, 'and')}. Make more of what sets them apart, or ask more "
            "about it.",
            f"roles/{role.slug}.yaml",
            ("requirements",),
            warning=True,
            others=((f"roles/{roles.roles[other].slug}.yaml", ("requirements",)),),
        )


def _item_errors(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the errors of a question: the field and the message."""
    name, scores = f"Question {item.key}", tuple(option.score for option in item.options)
    if item.type is ItemType.FORCED_CHOICE:
        if item.options:
            yield (
                "options",
                f"{name} is a choice: its two sides are its answers. Remove its own answers.",
            )
        return
    if item.competency is None:
        yield "competency", f"{name} measures nothing. Choose a competency."
    low, high = OPTION_COUNTS[item.type]
    if not low <= len(scores) <= high:
        wanted = f"{low}" if low == high else f"{low} to {high}"
        yield "options", f"{name} has {len(scores)} answer{pluralize(scores)}; it needs {wanted}."
    elif item.type is ItemType.BARS and scores != BARS_LEVELS:
        yield "options", f"{name}: the six lines must give 0, 20, 40, 60, 80 and 100 in this order."
    elif max(scores) != 100:
        yield "options", f"{name}: no answer gives 100. The best one must."


def _background_errors(section: AssessmentsSection) -> Iterator[tuple[Location, str]]:
    for index, fact in enumerate(section.facts):
        if (count := len(fact.options)) < 2:
            said = f"“{fact.prompt}” has {count} answer{pluralize(count)}; it needs at least 2."
            yield ("facts", index, "options"), said
    options = {fact.key: {option.code for option in fact.options} for fact in section.facts}
    for index, rule in enumerate(section.evidence):
        here, name = ("evidence", index), f"Evidence rule {rule.key}"
        if not rule.base:
            said = f"{name} has no base. Choose at least one background question."
            yield (*here, "base"), said
        for position, bonus in enumerate(rule.bonuses):
            place = (*here, "bonuses", position)
            if bonus.fact not in options:
                legal = ", ".join(options) or "none"
                said = f"{name} names the background question {bonus.fact!r}. There are: {legal}."
                yield (*place, "fact"), said
            elif bonus.option not in options[bonus.fact]:
                legal = ", ".join(sorted(options[bonus.fact]))
                said = f"{name} names the answer {bonus.option!r}. There are: {legal}."
                yield (*place, "option"), said


def _step_errors(section: AssessmentsSection) -> Iterator[tuple[Location, str]]:
    places = {step.key: index for index, step in enumerate(section.steps)}
    for index, step in enumerate(section.steps):
        if not step.gains:
            said = f"The step “{step.title}” raises nothing. Give it at least one gain."
            yield ("steps", index, "gains"), said
    try:
        TopologicalSorter({s.key: s.prerequisites for s in section.steps}).prepare()
    except CycleError as error:
        circle = [key for key in error.args[1] if key in places]
        titles = " → ".join(f"“{section.steps[places[key]].title}”" for key in circle)
        said = f"Steps wait for each other, so nobody could start: {titles}."
        yield ("steps", places[circle[0]], "prerequisites"), said


def _unmeasured(section: AssessmentsSection, roles: RolesSection) -> Iterator[DraftError]:
    """Yield an error for each competency that no question gives a level, and for an empty quiz."""
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
    """Yield the errors of role profiles, by the rules of docs/scoring.md §1.9."""
    by_slug = {role.slug: role for role in roles.roles}
    names = {competency.key: competency.name for competency in roles.competencies}
    for found in profile_errors(tuple(map(RoleProfile.of, roles.roles)), tuple(names)):
        role, other = by_slug[found.role], by_slug.get(found.other_role or "")
        said = PROFILE_ERRORS[found.code].format(
            found=found,
            what=names.get(found.competency or "", found.competency),
            other=other.name if other else "",
        )
        yield DraftError(
            f"{role.name}: {said}",
            f"roles/{role.slug}.yaml",
            ("requirements",),
            warning=found.code.is_warning,
            others=((f"roles/{other.slug}.yaml", ("requirements",)),) if other else (),
        )

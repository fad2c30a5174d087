"""Compare changed answers with the real ones: the dials, the verdict, and what moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.evaluation import history
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import Result
from assessments.instrument.questionnaire import TITLES, QuestionKind, Questionnaire
from assessments.instrument.values import Question
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from web.numbers import number_text, percent
from web.words import capitalised, number_word

# What people change first stands open; the rest is one press away.
OPEN_PARTS = (QuestionKind.BARS, QuestionKind.FACTS)
NOT_KNOWN = "not known"
TITLES_OF = {
    history.Dial.FIT: "What you want",
    history.Dial.READINESS: "What you can do",
    history.Dial.PROOF: "What you can show",
}


@dataclass(frozen=True, slots=True)
class DialChange:
    """One dial of one role, before and after. ``slot`` names it for the script."""

    slot: str
    title: str
    before: str
    after: str
    change: str
    before_at: str
    after_at: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """The page: ``before`` and ``after`` are verdicts, ``summary`` says what changed and moved."""

    before: str
    after: str
    summary: str
    roles: tuple[tuple[Role, tuple[DialChange, ...]], ...]

    def texts(self) -> dict[str, str]:
        """Return every text that the script swaps, by slot."""
        found = {"after": self.after, "summary": self.summary}
        for dial in self._dials():
            found |= {f"{dial.slot}-after": dial.after, f"{dial.slot}-change": dial.change}
        return found

    def places(self) -> dict[str, dict[str, str]]:
        """Return every place in a drawing that the script moves, by slot and attribute."""
        found: dict[str, dict[str, str]] = {}
        for dial in self._dials():
            found[f"{dial.slot}-mark"] = {"x": dial.after_at}
            found[f"{dial.slot}-range"] = {"x": dial.start, "width": dial.width}
        return found

    def _dials(self) -> Iterator[DialChange]:
        for _, dials in self.roles:
            yield from dials


def parts(
    questionnaire: Questionnaire, wanted: str = ""
) -> tuple[tuple[str, tuple[Question, ...], bool], ...]:
    """Return all questions by kind: title, questions, and whether they are open at first.

    Levels and background come first; ``wanted`` is a question that has to be in an open part.
    """
    by_kind: dict[QuestionKind, list[Question]] = {}
    for screen in questionnaire.screens:
        by_kind.setdefault(screen.kind, []).extend(screen.questions)
    order = sorted(by_kind, key=lambda kind: kind not in OPEN_PARTS)
    return tuple(
        (
            TITLES[kind],
            tuple(by_kind[kind]),
            kind in OPEN_PARTS or any(question.key == wanted for question in by_kind[kind]),
        )
        for kind in order
    )


def what_if_page(
    before: Result, after: Result, snapshot: Snapshot, changed: Sequence[str]
) -> WhatIfPage:
    """Return both results side by side; ``changed`` are the keys of the changed answers.

    Where no score moves by a point, no other verdict is shown: it would come from a range alone.
    """
    real, other = Reading(before, snapshot), Reading(after, snapshot)
    slugs = [role.slug for role in before.roles]
    now, then = verdict_text(real).headline, verdict_text(other).headline
    is_seen = any(
        real.score(slug, dial)[0] != other.score(slug, dial)[0]
        for slug in slugs
        for dial in (history.Dial.FIT, history.Dial.READINESS)
    )
    then = then if is_seen else now
    return WhatIfPage(
        before=now,
        after=then,
        summary=_summary(now, then, len(changed), is_seen=is_seen),
        roles=tuple(
            (real.roles[slug], tuple(_dial(real, other, slug, dial) for dial in history.Dial))
            for slug in slugs
        ),
    )


def _summary(before: str, after: str, changed: int, *, is_seen: bool) -> str:
    if not changed:
        return "Nothing has been changed yet."
    answers = f"{capitalised(number_word(changed))} {'answer' if changed == 1 else 'answers'}"
    if not is_seen:
        return f"{answers} changed: neither fit nor readiness moves by a point."
    moved = "the verdict stays the same" if before == after else f"the verdict would be: {after}"
    return f"{answers} changed: {moved}".rstrip(".") + "."


def _dial(real: Reading, other: Reading, slug: str, dial: history.Dial) -> DialChange:
    before, (after, spread) = real.score(slug, dial)[0], other.score(slug, dial)
    is_proof = dial is history.Dial.PROOF
    top = real.proof_reach.get(slug, 100) if is_proof else 100
    low, high = spread or (after or 0, after or 0)
    known = before is not None and after is not None
    step = (after or 0) - (before or 0)
    return DialChange(
        slot=f"{slug}-{dial}",
        title=f"{TITLES_OF[dial]} (of {top})" if is_proof else TITLES_OF[dial],
        before=NOT_KNOWN if before is None else str(before),
        after=NOT_KNOWN if after is None else str(after),
        change=(number_text(step, signed=True) if step else "same") if known else "",
        before_at=percent((before or 0) / top),
        after_at=percent((after or 0) / top),
        start=percent(low / top),
        width=percent((high - low) / top),
    )

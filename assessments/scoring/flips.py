"""The fewest answer changes that turn a verdict into another one (docs/scoring.md §1.12).

One *change* gives one question another legal answer, or answers one that was skipped; where a
question takes several answers, ticking or clearing one of them is one change. No question is
un-answered. Answers that no score reads are left alone.

Search in rounds. Round 1 scores every sheet that is one change away, round 2 every sheet that is
two changes away: all of them, with the one `score` that also gives the verdict. What they find is
the fewest, for nothing was left out. Round 3 only extends the pairs that came nearest to each
outcome still open. Whatever it finds is the fewest too, because rounds 1 and 2 ruled out
everything shorter; when it finds nothing, all that is known is "at least three", and nothing more
is claimed. On the seed instrument that is about 180 + 16,000 + 11,000 for each open outcome.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import FloatArray, IndexArray
from assessments.scoring.coding import encode
from assessments.scoring.instrument import Instrument
from assessments.scoring.scores import Scores, score
from assessments.scoring.specification import NONE_CODE, Fact
from assessments.scoring.verdict import NO_ROLE, VERDICTS, Verdict

EXHAUSTED = 2
"""Rounds that try every combination."""
EXTENDED = 80
"""Pairs that round 3 extends, for each outcome still open."""
SKIPPED_MOVE = 100.0
"""What answering a skipped question counts as when the smallest of equal changes is chosen."""

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, with the role it names if it names one."""

    verdict: Verdict
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """The way to another outcome.

    `changes` holds the new answer of each question that has to change, none where no way was
    found; `at_least` is the number of changes that it takes at least, and exactly where a way was
    found. `changes` may be shorter: two ticks in one question are two changes.
    """

    outcome: Outcome
    changes: tuple[tuple[str, object], ...]
    at_least: int

    @property
    def is_found(self) -> bool:
        """Whether the fewest changes are known."""
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class _Change:
    """One single change: option `value` of question `key`; of a multiple fact, `value` toggled."""

    lever: int
    key: str
    value: object
    column: int
    """Column of an item's score, -1 for a fact."""
    score: float


def flips(instrument: Instrument, answers: Answers) -> tuple[Flip, ...]:
    """Return the fewest changes to every other outcome: each role, too close, neither.

    `answers` is as for `encode`. "Inconsistent" and "insufficient" are left out: nobody aims at
    them. Raises `AnswerError` as `encode` does.
    """
    search = _Search(instrument, answers)
    (now,) = search.outcome_codes(search.score(np.empty((1, 0), dtype=np.intp))[1])
    targets = [each for each in _targets(instrument) if search.code(each) != now]
    singles = np.arange(len(search.singles), dtype=np.intp)[:, None]
    pairs = search.extended(singles)
    found: dict[Outcome, tuple[int, ...]] = {}
    scores = search.collect(found, targets, singles)
    if len(pairs) and len(found) < len(targets):
        scores = search.collect(found, targets, pairs)
        for target in [each for each in targets if each not in found]:
            nearness = _nearness(instrument, scores, target)
            nearest = np.argsort(-nearness, kind="stable")[:EXTENDED]
            search.collect(found, [target], search.extended(pairs[nearest]))
    return tuple(
        Flip(each, search.changed(found[each]), len(found[each]))
        if each in found
        else Flip(each, (), EXHAUSTED + 1)
        for each in targets
    )


def _targets(instrument: Instrument) -> list[Outcome]:
    roles = [
        slug for slug, usable in zip(instrument.roles, instrument.comparable, strict=True) if usable
    ]
    tie = [Outcome(Verdict.TOO_CLOSE)] if len(roles) > 1 else []
    named = [Outcome(Verdict.ONE_ROLE, slug) for slug in roles]
    return [*named, *tie, Outcome(Verdict.NEITHER)]


class _Search:
    """One person's sheet and every single change of it."""

    def __init__(self, instrument: Instrument, answers: Answers) -> None:
        self.instrument = instrument
        self.answers = dict(answers)
        self.y, self.years = encode(instrument, answers)
        self.facts = {fact.key: fact for fact in instrument.specification.facts}
        self.singles = tuple(self._singles())
        self.lever = np.array([each.lever for each in self.singles], dtype=np.intp)
        self.column = np.array([each.column for each in self.singles], dtype=np.intp)
        self.value = np.array([each.score for each in self.singles])
        self.evidence = len(instrument.specification.items)

    def _singles(self) -> Iterator[_Change]:
        specification = self.instrument.specification
        lever = 0
        for column, item in enumerate(specification.items):
            for index in range(len(item.option_scores)):
                if self.answers.get(item.key) != index:
                    y, _ = encode(self.instrument, {item.key: index})
                    yield _Change(lever, item.key, index, column, float(y[column]))
            lever += 1
        for fact in specification.facts:
            for code in self._read_codes(fact):
                if fact.multiple or self.answers.get(fact.key) != code:
                    yield _Change(lever, fact.key, code, -1, 0.0)
                lever += fact.multiple
            lever += not fact.multiple

    def _read_codes(self, fact: Fact) -> list[str]:
        """The options that can move a score; of a single choice all, so that one can drop them."""
        if not fact.multiple:
            return [option.code for option in fact.options]
        evidence = self.instrument.specification.evidence
        bonuses = {bonus.option for e in evidence for bonus in e.bonuses if bonus.fact == fact.key}
        return [
            option.code
            for option in fact.options
            if option.code != NONE_CODE
            and (option.code in bonuses or option.points is not None or option.years is not None)
        ]

    def extended(self, combinations: IndexArray) -> IndexArray:
        """Return every combination with one more change, of a question it does not touch yet."""
        n, size = combinations.shape
        added = np.arange(len(self.singles), dtype=np.intp)
        rows = np.repeat(combinations, len(added), axis=0)
        more = np.tile(added, n)
        free = (self.lever[rows] != self.lever[more][:, None]).all(axis=1)
        grown = np.column_stack([rows[free], more[free]])
        if size == 1:
            return grown[grown[:, 0] < grown[:, 1]]
        grown.sort(axis=1)
        unique: IndexArray = np.unique(grown, axis=0)
        return unique

    def score(self, combinations: IndexArray) -> tuple[FloatArray, Scores]:
        """Return the sheets (N, K) that these combinations of single changes give, and scores."""
        rows = np.tile(self.y, (len(combinations), 1))
        years = np.full(len(combinations), self.years)
        fact_part = np.zeros(len(combinations), dtype=np.int64)
        for change in combinations.T:
            of_item = self.column[change] >= 0
            rows[of_item, self.column[change][of_item]] = self.value[change][of_item]
            fact_part *= len(self.singles) + 1
            fact_part += np.where(of_item, 0, change + 1)
        for part, first in zip(*np.unique(fact_part, return_index=True), strict=True):
            if part:
                same = fact_part == part
                facts = [i for i in combinations[first].tolist() if self.column[i] < 0]
                keys = {key: self.answers.get(key) for key in self.facts}
                y, known = encode(self.instrument, keys | dict(self.changed(facts)))
                rows[same, self.evidence :] = y[self.evidence :]
                years[same] = known
        return rows, score(self.instrument, rows, years)

    def outcome_codes(self, scores: Scores) -> IndexArray:
        """Return one number (N,) for verdict and named role together."""
        width = len(self.instrument.roles) + 1
        codes: IndexArray = scores.verdict.astype(np.intp) * width + scores.named_role - NO_ROLE
        return codes

    def code(self, outcome: Outcome) -> int:
        """Return the number that `outcome_codes` gives an outcome."""
        role = NO_ROLE if outcome.role is None else self.instrument.roles.index(outcome.role)
        width = len(self.instrument.roles) + 1
        return VERDICTS.index(outcome.verdict) * width + role - NO_ROLE

    def collect(
        self, found: dict[Outcome, tuple[int, ...]], targets: Sequence[Outcome], rows: IndexArray
    ) -> Scores:
        """Note, for each outcome not found yet, the combination that moves the sheet least."""
        y, scores = self.score(rows)
        codes = self.outcome_codes(scores)
        for target in targets:
            hits = np.flatnonzero(codes == self.code(target))
            if target not in found and hits.size:
                move = np.abs(y[hits] - self.y)
                move[:, np.isnan(self.y)] = np.where(
                    np.isnan(y[hits][:, np.isnan(self.y)]), 0.0, SKIPPED_MOVE
                )
                best = hits[np.argmin(np.round(np.nansum(move, axis=1), 6))]
                found[target] = tuple(rows[best].tolist())
        return scores

    def changed(self, combination: Sequence[int]) -> tuple[tuple[str, object], ...]:
        """Return the new answers, by key, that a combination of single changes stands for."""
        given: dict[str, object] = {}
        for change in (self.singles[index] for index in combination):
            fact = self.facts.get(change.key)
            if fact is None or not fact.multiple:
                given[change.key] = change.value
                continue
            before = given.get(change.key, self.answers.get(change.key)) or ()
            assert isinstance(before, list | tuple)  # noqa: S101  encode refuses anything else
            held = {str(code) for code in before if code != NONE_CODE} ^ {str(change.value)}
            order = [option.code for option in fact.options]
            if not held and NONE_CODE in order:
                held = {NONE_CODE}
            given[change.key] = sorted(held, key=order.index)
        return tuple(given.items())


def _nearness(instrument: Instrument, scores: Scores, target: Outcome) -> FloatArray:
    """Return how near each sheet (N,) comes to an outcome: only says which ones to extend."""
    settings = instrument.settings
    z = settings.z(int(instrument.comparable.sum()))
    ready = np.where(np.isnan(scores.readiness), 0.0, scores.readiness).max(axis=1)
    enough = ready - settings.theta_neither
    if target.verdict is Verdict.NEITHER:
        nearness: FloatArray = -enough
        return nearness
    lead = scores.difference_from_top
    needed = np.fmax(settings.delta_min, z * scores.standard_error_from_top)
    rows = np.arange(len(lead))
    margin = lead - needed
    margin[rows, scores.top] = np.inf
    margin = np.where(np.isnan(margin), np.inf, margin).min(axis=1)
    if target.verdict is Verdict.TOO_CLOSE:
        nearness = np.minimum(-margin, enough)
        return nearness
    assert target.role is not None  # noqa: S101  one role names a role
    role = instrument.roles.index(target.role)
    behind = -(lead[:, role] + np.fmax(settings.delta_min, z * scores.standard_error))
    nearness = np.minimum(np.where(scores.top == role, margin, np.nan_to_num(behind)), enough)
    return nearness

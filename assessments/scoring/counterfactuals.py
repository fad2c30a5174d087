"""The fewest answer changes that turn a verdict into another one (docs/scoring.md §1.12).

One *change* gives one question another legal answer, or answers one that was skipped; where a
question takes several answers, ticking or clearing one of them is one change. No question is
un-answered. Answers that no score reads are left alone.

Search in rounds. Round 1 scores every sheet that is one change away, round 2 every sheet that is
two changes away: all of them, by the formulas that also give the verdict. What they find is
the fewest, for nothing was left out. Round 3 only extends the pairs that came nearest to each
outcome still open. Whatever it finds is the fewest too, because rounds 1 and 2 ruled out
everything shorter; when it finds nothing, all that is known is "at least three", and nothing more
is claimed. On the seed instrument that is about 200 + 19,000 + 12,000 for each open outcome.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from assessments.scoring.arithmetic import BoolArray, FloatArray, IndexArray
from assessments.scoring.coding import ByteArray, answer_codes, tables_of, width
from assessments.scoring.instrument import Instrument
from assessments.scoring.outcomes import Outcomes, measure, outcomes
from assessments.scoring.specification import NONE_CODE, Fact
from assessments.scoring.verdict import NO_ROLE, VERDICTS, Verdict

EXHAUSTED = 2
"""Rounds that try every combination."""
EXTENDED = 80
"""Pairs that round 3 extends, for each outcome still open."""
SKIPPED_MOVE = 100.0
"""What answering a skipped question counts as when the smallest of equal changes is chosen."""

CHUNK = 4096
"""Sheets scored at a time, so that work buffers stay in the processor's cache."""

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, with the role it names if it names one."""

    verdict: Verdict
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
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
    byte: int
    """Which byte of the sheet it changes (`assessments.scoring.coding`)."""
    code: int
    """What that byte becomes; of a multiple fact, the bit to toggle."""


def find_counterfactuals(instrument: Instrument, answers: Answers) -> tuple[Counterfactual, ...]:
    """Return the fewest changes to every other outcome: each role, too close, neither.

    `answers` is as for `encode`. "Inconsistent" and "insufficient" are left out: nobody aims at
    them. Raises `AnswerError` as `encode` does.
    """
    search = _Search(instrument, answers)
    (now,) = search.outcome_codes(search.score(np.empty((1, 0), dtype=np.intp))[1])
    targets = [each for each in _targets(instrument) if search.outcome_code(each) != now]
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
        Counterfactual(each, search.changed(found[each]), len(found[each]))
        if each in found
        else Counterfactual(each, (), EXHAUSTED + 1)
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
        self.tables = tables_of(instrument)
        self.codes = np.frombuffer(answer_codes(instrument, answers), dtype=np.uint8)
        self.y = self.tables.scores(self.codes[:, None])[0][:, 0]
        self.facts = {fact.key: fact for fact in instrument.specification.facts}
        self.singles = tuple(self._singles())
        self.lever = np.array([each.lever for each in self.singles], dtype=np.intp)
        self.byte = np.array([each.byte for each in self.singles], dtype=np.intp)
        self.code = np.array([each.code for each in self.singles], dtype=np.uint8)
        self.toggles = np.array([self._is_multiple(each.key) for each in self.singles], dtype=bool)

    def _is_multiple(self, key: str) -> bool:
        return key in self.facts and self.facts[key].multiple

    def _singles(self) -> Iterator[_Change]:
        specification = self.instrument.specification
        lever = 0
        for place, item in enumerate(specification.items):
            for index in range(len(item.option_scores)):
                if self.answers.get(item.key) != index:
                    yield _Change(lever, item.key, index, place, index)
            lever += 1
        for fact in specification.facts:
            for place, option in self._read_options(fact):
                byte = self.tables.facts[fact.key]
                if fact.multiple:
                    yield _Change(lever, fact.key, option, byte + place // 8, 1 << place % 8)
                elif self.answers.get(fact.key) != option:
                    yield _Change(lever, fact.key, option, byte, place)
                lever += fact.multiple
            lever += not fact.multiple

    def _read_options(self, fact: Fact) -> list[tuple[int, str]]:
        """Place and code of what can move a score; of a single choice all: one can drop them."""
        places = [(place, option.code) for place, option in enumerate(fact.options)]
        if not fact.multiple:
            return places
        evidence = self.instrument.specification.evidence
        bonuses = {bonus.option for e in evidence for bonus in e.bonuses if bonus.fact == fact.key}
        return [
            (place, code)
            for place, code in places
            if code != NONE_CODE
            and (
                code in bonuses
                or fact.options[place].points is not None
                or fact.options[place].years is not None
            )
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
        places = len(self.singles) ** np.arange(size, -1, -1)
        _, first = np.unique(grown @ places, return_index=True)  # faster than of rows
        unique: IndexArray = grown[first]
        return unique

    def score(self, combinations: IndexArray) -> tuple[FloatArray, Outcomes]:
        """Return the sheets (K, N) that these combinations of single changes give, and outcomes."""
        n = len(combinations)
        sheets = np.repeat(self.codes[:, None], n, axis=1)
        ticked = [f for f in self.facts.values() if f.multiple]
        touched = [self._touched(fact, combinations) for fact in ticked]
        for fact, mine in zip(ticked, touched, strict=True):
            self._none_of_these(fact, sheets, mine, held=False)
        columns = np.arange(n)
        for change in combinations.T:
            at, code = self.byte[change], self.code[change]
            before = sheets[at, columns]
            sheets[at, columns] = np.where(self.toggles[change], before ^ code, code)
        for fact, mine in zip(ticked, touched, strict=True):
            first = self.tables.facts[fact.key]
            nothing = ~np.asarray(sheets[first : first + width(fact)].any(axis=0))
            self._none_of_these(fact, sheets, mine & nothing, held=True)
        y, years = self.tables.scores(sheets)
        return y, self._outcomes(y, years)

    def _outcomes(self, y: FloatArray, years: FloatArray) -> Outcomes:
        parts = [
            outcomes(
                self.instrument,
                measure(self.instrument, y[:, start : start + CHUNK].copy(), years[start:][:CHUNK]),
            )
            for start in range(0, max(1, y.shape[1]), CHUNK)
        ]
        if len(parts) == 1:
            return parts[0]
        names = [each.name for each in fields(Outcomes)]
        return Outcomes(**{n: np.concatenate([getattr(p, n) for p in parts], -1) for n in names})

    def _touched(self, fact: Fact, combinations: IndexArray) -> BoolArray:
        """Return which combinations (N,) tick or clear something of this fact."""
        own = np.array([each.key == fact.key for each in self.singles], dtype=bool)
        return np.asarray(own[combinations].any(axis=1))

    def _none_of_these(
        self, fact: Fact, sheets: ByteArray, where: BoolArray, *, held: bool
    ) -> None:
        """Tick or clear "none of these", which stands for nothing else ticked."""
        for place, option in enumerate(fact.options):
            if option.code == NONE_CODE:
                byte = self.tables.facts[fact.key] + place // 8
                bit = np.uint8(1 << place % 8)
                sheets[byte, where] = (
                    sheets[byte, where] | bit if held else sheets[byte, where] & ~bit
                )

    def outcome_codes(self, scores: Outcomes) -> IndexArray:
        """Return one number (N,) for verdict and named role together."""
        width = len(self.instrument.roles) + 1
        codes: IndexArray = scores.verdict.astype(np.intp) * width + scores.named_role - NO_ROLE
        return codes

    def outcome_code(self, outcome: Outcome) -> int:
        """Return the number that `outcome_codes` gives an outcome."""
        role = NO_ROLE if outcome.role is None else self.instrument.roles.index(outcome.role)
        width = len(self.instrument.roles) + 1
        return VERDICTS.index(outcome.verdict) * width + role - NO_ROLE

    def collect(
        self, found: dict[Outcome, tuple[int, ...]], targets: Sequence[Outcome], rows: IndexArray
    ) -> Outcomes:
        """Note, for each outcome not found yet, the combination that moves the sheet least."""
        y, scores = self.score(rows)
        codes = self.outcome_codes(scores)
        for target in targets:
            hits = np.flatnonzero(codes == self.outcome_code(target))
            if target not in found and hits.size:
                move = np.abs(y[:, hits] - self.y[:, None])
                skipped = np.isnan(self.y)
                move[skipped] = np.where(np.isnan(y[skipped][:, hits]), 0.0, SKIPPED_MOVE)
                best = hits[np.argmin(np.round(np.nansum(move, axis=0), 6))]
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


def _nearness(instrument: Instrument, scores: Outcomes, target: Outcome) -> FloatArray:
    """Return how near each sheet (N,) comes to an outcome: only says which ones to extend."""
    settings = instrument.settings
    z = settings.z(int(instrument.comparable.sum()))
    ready = np.where(np.isnan(scores.readiness), 0.0, scores.readiness).max(axis=0)
    enough = ready - settings.theta_neither
    if target.verdict is Verdict.NEITHER:
        nearness: FloatArray = -enough
        return nearness
    lead, columns = scores.difference, np.arange(len(scores.top))
    needed = np.fmax(settings.delta_min, z * scores.error)
    margin = lead - needed
    margin[scores.top, columns] = np.inf
    margin = np.where(np.isnan(margin), np.inf, margin).min(axis=0)
    if target.verdict is Verdict.TOO_CLOSE:
        nearness = np.minimum(-margin, enough)
        return nearness
    assert target.role is not None  # noqa: S101  one role names a role
    role = instrument.roles.index(target.role)
    error = np.where(scores.other == NO_ROLE, np.nan, scores.error[scores.other, columns])
    behind = -(lead[role] + np.fmax(settings.delta_min, z * error))
    nearness = np.minimum(np.where(scores.top == role, margin, np.nan_to_num(behind)), enough)
    return nearness

"""The smallest answer changes that turn a verdict into another one (docs/scoring.md §1.12).

One *change* gives one question another legal answer, or answers one that was skipped; where a
question takes several answers, ticking or clearing one of them is one change. No question is
un-answered. Answers that no score reads are left alone.

All sheets that are one or two changes away are scored, by the formulas that also give the verdict.
For an outcome that none of them has, the pairs that came nearest get a third change; when that
finds nothing, nothing is claimed but what was tried. On the seed instrument that is about
200 + 19,000 sheets, and 12,000 for each outcome still open.

A combination counts only if every change in it moves a score that a reader sees: without it, some
fit or readiness would be another whole number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray
from assessments.scoring.coding import ByteArray, answer_codes, item_score, tables_of, width
from assessments.scoring.instrument import Instrument
from assessments.scoring.scores import Outcomes, measure, outcomes
from assessments.scoring.specification import NONE_CODE, BackgroundFact
from assessments.scoring.verdict import NO_ROLE, VERDICTS, Verdict

EXHAUSTED = 2
"""Rounds that try every combination."""
EXTENDED = 80
"""Pairs that round 3 extends, for each outcome still open."""
SKIPPED_MOVE = 100.0
"""How far answering a skipped question moves a sheet."""
LEAST_MOVE = 1.0
"""How far a change moves a sheet at least, also where the answer has no points of its own."""
LOOKED_AT = 32
"""Combinations looked at together for changes that move nothing a reader sees."""

CHUNK = 4096
"""Sheets scored at a time, so that work buffers stay in the processor's cache."""

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class VerdictOutcome:
    """A verdict, with the key of the role it names if it names one."""

    verdict: Verdict
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The smallest change of a person's answers that leads to another outcome.

    ``changes`` holds the new answer of each question that has to change, none where no way was
    found; ``count`` says how many changes that is, two ticks in one question being two, and
    ``move`` how far they move the sheet, in points.
    """

    outcome: VerdictOutcome
    changes: tuple[tuple[str, object], ...] = ()
    count: int = 0
    move: float = np.inf

    @property
    def is_found(self) -> bool:
        """Whether any changes were found that lead to the outcome."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class _Change:
    """One change: option ``value`` of question ``key``; of a multiple fact, ``value`` toggled."""

    lever: int
    key: str
    value: object
    move: float
    byte: int
    """Which byte of the sheet it changes (``assessments.scoring.coding``)."""
    code: int
    """What that byte becomes; of a multiple fact, the bit to toggle."""


def find_counterfactuals(instrument: Instrument, answers: Answers) -> tuple[Counterfactual, ...]:
    """Return the smallest changes to every other outcome: each role, too close, neither.

    ``answers`` is as for ``encode``. "Inconsistent" and "insufficient" are left out: nobody aims at
    them. Raises ``AnswerError`` as ``encode`` does.
    """
    search = _Search(instrument, answers)
    (now,) = search.outcome_codes(search.score(np.empty((1, 0), dtype=np.intp)))
    singles = np.arange(len(search.singles), dtype=np.intp)[:, None]
    pairs = search.extended(singles)
    tried = [(rows, search.score(rows)) for rows in (singles, pairs) if len(rows)]
    found = []
    for target in _targets(instrument):
        if search.outcome_code(target) == now:
            continue
        way = search.smallest(target, tried)
        if way is None and len(pairs):
            nearness = _nearness(instrument, tried[-1][1], target)
            nearest = np.argsort(-nearness, kind="stable")[:EXTENDED]
            grown = search.extended(pairs[nearest])
            way = search.smallest(target, [(grown, search.score(grown))])
        found.append(
            Counterfactual(target)
            if way is None
            else Counterfactual(target, search.changed(way), len(way), search.moved(way))
        )
    return tuple(found)


def _targets(instrument: Instrument) -> list[VerdictOutcome]:
    roles = [
        slug for slug, usable in zip(instrument.roles, instrument.comparable, strict=True) if usable
    ]
    tie = [VerdictOutcome(Verdict.TOO_CLOSE)] if len(roles) > 1 else []
    named = [VerdictOutcome(Verdict.ONE_ROLE, slug) for slug in roles]
    return [*named, *tie, VerdictOutcome(Verdict.NEITHER)]


class _Search:
    """One person's sheet and every single change of it."""

    def __init__(self, instrument: Instrument, answers: Answers) -> None:
        self.instrument = instrument
        self.answers = dict(answers)
        self.tables = tables_of(instrument)
        self.codes = np.frombuffer(answer_codes(instrument, answers), dtype=np.uint8)
        self.facts = {fact.key: fact for fact in instrument.specification.facts}
        self.singles = tuple(self._singles())
        self.lever = np.array([each.lever for each in self.singles], dtype=np.intp)
        self.byte = np.array([each.byte for each in self.singles], dtype=np.intp)
        self.code = np.array([each.code for each in self.singles], dtype=np.uint8)
        several = {key for key, fact in self.facts.items() if fact.multiple}
        self.toggles = np.array([each.key in several for each in self.singles], dtype=bool)
        self.move = np.array([each.move for each in self.singles])

    def _singles(self) -> Iterator[_Change]:
        specification = self.instrument.specification
        lever = 0
        for place, item in enumerate(specification.items):
            was = self.answers.get(item.key)
            for index in range(len(item.option_scores)):
                if was != index:
                    before = item_score(item, was) if isinstance(was, int) else None
                    move = self._move(before, item_score(item, index))
                    yield _Change(lever, item.key, index, move, place, index)
            lever += 1
        for fact in specification.facts:
            was, byte = self.answers.get(fact.key), self.tables.facts[fact.key]
            for place, option in self._read_options(fact):
                worth = self._worth(fact, option)
                if fact.multiple:
                    move = self._move(0.0 if was else None, worth)
                    yield _Change(lever, fact.key, option, move, byte + place // 8, 1 << place % 8)
                elif was != option:
                    move = self._move(self._worth(fact, was) if was else None, worth)
                    yield _Change(lever, fact.key, option, move, byte, place)
                lever += fact.multiple
            lever += not fact.multiple

    def _move(self, before: float | None, after: float) -> float:
        """Return how far a change moves the sheet, in points; ``before`` is ``None`` if skipped."""
        return SKIPPED_MOVE if before is None else max(abs(after - before), LEAST_MOVE)

    def _worth(self, fact: BackgroundFact, code: object) -> float:
        """Return the points that an option gives by itself and as a bonus."""
        bonuses = (b for each in self.instrument.specification.evidence for b in each.bonuses)
        points = next(option.points for option in fact.options if option.code == code)
        return (points or 0.0) + sum(
            bonus.points for bonus in bonuses if (bonus.fact, bonus.option) == (fact.key, code)
        )

    def _read_options(self, fact: BackgroundFact) -> list[tuple[int, str]]:
        """Return index and code of options that can move a score; of a single choice, of all."""
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
        return grown[first]

    def sheets(self, combinations: IndexArray) -> tuple[FloatArray, FloatArray]:
        """Return item scores (K, N) and years (N,) that combinations of single changes give."""
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
        return self.tables.scores(sheets)

    def score(self, combinations: IndexArray) -> Outcomes:
        """Return what the sheets that these combinations give come to."""
        y, years = self.sheets(combinations)
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

    def _touched(self, fact: BackgroundFact, combinations: IndexArray) -> BoolArray:
        """Return which combinations (N,) tick or clear something of this fact."""
        own = np.array([each.key == fact.key for each in self.singles], dtype=bool)
        return np.asarray(own[combinations].any(axis=1))

    def _none_of_these(
        self, fact: BackgroundFact, sheets: ByteArray, where: BoolArray, *, held: bool
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
        return scores.verdict.astype(np.intp) * width + scores.named_role - NO_ROLE

    def outcome_code(self, outcome: VerdictOutcome) -> int:
        """Return the number that ``outcome_codes`` gives an outcome."""
        role = NO_ROLE if outcome.role is None else self.instrument.roles.index(outcome.role)
        width = len(self.instrument.roles) + 1
        return VERDICTS.index(outcome.verdict) * width + role - NO_ROLE

    def smallest(
        self, target: VerdictOutcome, tried: Sequence[tuple[IndexArray, Outcomes]]
    ) -> tuple[int, ...] | None:
        """Return the combination that moves the sheet least on the way to an outcome, or ``None``.

        Of equally small ones it is the one of fewest changes, then the first.
        """
        ways: list[tuple[int, ...]] = []
        for rows, scores in tried:
            hits = rows[self.outcome_codes(scores) == self.outcome_code(target)]
            hits = hits[np.argsort(np.round(self.move[hits].sum(axis=1), 6), kind="stable")]
            for start in range(0, len(hits), LOOKED_AT):
                some = hits[start : start + LOOKED_AT]
                seen = some[self._all_seen(some)]
                if len(seen):
                    ways.append(tuple(seen[0].tolist()))
                    break
        return min(ways, key=lambda way: (self.moved(way), len(way)), default=None)

    def _all_seen(self, rows: IndexArray) -> BoolArray:
        """Return which combinations (N,) need every change for the scores that a reader sees."""
        whole = _rounded(self.score(rows))
        without = (_rounded(self.score(np.delete(rows, i, axis=1))) for i in range(rows.shape[1]))
        return np.asarray(np.all([(each != whole).any(axis=0) for each in without], axis=0))

    def moved(self, combination: Sequence[int]) -> float:
        """Return how far a combination of single changes moves the sheet, in points."""
        return round(float(self.move[list(combination)].sum()), 6)

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


def _nearness(instrument: Instrument, scores: Outcomes, target: VerdictOutcome) -> FloatArray:
    """Return how near each sheet (N,) comes to an outcome: only says which ones to extend."""
    settings = instrument.settings
    compared = int(instrument.comparable.sum())
    z, least = settings.z(compared), settings.least_difference(compared)
    ready = np.where(np.isnan(scores.readiness), 0.0, scores.readiness).max(axis=0)
    enough = ready - settings.theta_neither
    if target.verdict is Verdict.NEITHER:
        nearness: FloatArray = -enough
        return nearness
    lead, columns = scores.difference, np.arange(len(scores.top))
    needed = np.fmax(least, z * scores.error)
    margin = lead - needed
    margin[scores.top, columns] = np.inf
    margin = np.where(np.isnan(margin), np.inf, margin).min(axis=0)
    if target.verdict is Verdict.TOO_CLOSE:
        nearness = np.minimum(-margin, enough)
        return nearness
    assert target.role is not None  # noqa: S101  one role names a role
    role = instrument.roles.index(target.role)
    error = np.where(scores.other == NO_ROLE, np.nan, scores.error[scores.other, columns])
    behind = -(lead[role] + np.fmax(least, z * error))
    nearness = np.minimum(np.where(scores.top == role, margin, np.nan_to_num(behind)), enough)
    return nearness


def _rounded(scores: Outcomes) -> FloatArray:
    """Return fit and readiness (2 R, N) as whole numbers, halves up; -1 for what is not known."""
    both = np.concatenate([scores.fit, scores.readiness])
    shown: FloatArray = np.floor(np.nan_to_num(both, nan=-1.0) + 0.5 + ROUNDING)
    return shown

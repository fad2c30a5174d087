"""Find documents by words, in memory: no database, so every database gives the same answer.

A word of the query matches every word of the texts that equals it, begins with it or shares most
of its beginning (``certificate``, ``certification``). Only a word without any match is taken for
a typing error, and then for the words that it is few keystrokes away from.
"""

import bisect
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Prefix

from roles.search.documents import DocumentKind, Passage, SearchDocument
from roles.search.words import (
    COMMON,
    SnippetPart,
    Word,
    excerpt,
    marked,
    telling_words_of,
    words_of,
)
from roles.snapshot.values import Synonym

MAX_WORDS = 16
MAX_HITS = 20
SUGGESTIONS = 4

# A match in a title outweighs any in a heading, and that any in a text.
TITLE, ALSO, HEADING, CONTEXT, BODY = 12.0, 6.0, 5.0, 3.0, 1.0
REPEATED = 0.1  # each further time in the same text, up to five
EXACT, PREFIX, KIN, TYPO, TYPO_PREFIX = 1.0, 0.6, 0.4, 0.3, 0.2
WHOLE_ROLE = 1.2  # a role's page before its parts
PHRASE = 1.25  # the words of the query stand together


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, and the piece of it that shows why."""

    document: SearchDocument
    title: tuple[SnippetPart, ...]
    heading: tuple[SnippetPart, ...]
    snippet: tuple[SnippetPart, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    ``total`` counts all documents found, ``hits`` holds the best. ``meant`` holds what was typed
    and what the site calls it, in pairs. ``corrected`` is the query as it was understood, empty if
    it was taken as typed. ``unknown`` are the words without a match; ``nearest`` are words of the
    texts that look like them. With ``is_partial`` no document has all the words that are known.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    meant: tuple[tuple[str, str], ...] = ()
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """One word of the query: the words of the texts that it matches, with how well."""

    folded: str
    terms: Mapping[str, float]
    is_typo: bool


def _folded(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words_of(text))


def _joined(found: SearchResult, answers: Sequence[Hit], others: Iterable[Hit]) -> SearchResult:
    """Return ``found`` with these hits, each document once, at most ``MAX_HITS``."""
    every: dict[SearchDocument, Hit] = {}
    for hit in (*answers, *others):
        every.setdefault(hit.document, hit)
    hits = tuple(every.values())[:MAX_HITS]
    return replace(found, hits=hits, total=max(found.total, len(hits)))


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(word.folded for word in telling_words_of(phrase))


def _question_keys(question: str) -> dict[tuple[str, ...], None]:
    """Return the words by which a question is known: all, and without common ones three or more."""
    every, telling = words_of(question), telling_words_of(question)
    known_by = (every, telling) if len(telling) > 2 else (every,)
    return {tuple(word.folded for word in words): None for words in known_by}


def _slips(folded: str) -> int:
    """Return how many wrong keystrokes a word may have."""
    return 0 if len(folded) < 4 else 1 if len(folded) < 8 else 2


class Index:
    """The documents of one edition, ready to be searched. Safe to share between threads."""

    def __init__(
        self, documents: Iterable[SearchDocument], synonyms: Iterable[Synonym] = ()
    ) -> None:
        self.documents = tuple(documents)
        weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._titles: list[tuple[frozenset[str], ...]] = []
        self._passages: list[tuple[tuple[frozenset[str], frozenset[str]], ...]] = []
        self._texts: list[str] = []
        self._shown: dict[str, str] = {}  # how a word is written where it is first seen
        for number, document in enumerate(self.documents):
            for term, weight in self._weigh(document).items():
                weights[term][number] = weight
        self._weights = dict(weights)
        self._vocabulary = sorted(self._weights)
        self._telling = [t for t in self._vocabulary if len(t) > 3 and t not in COMMON]
        self._asked = [
            (key, number)
            for number, document in enumerate(self.documents)
            for asked in document.asked
            for key in _question_keys(asked)
        ]
        self._synonyms = {_key(p): (p, each.means) for each in synonyms for p in each.phrases}

    def search(self, query: str) -> SearchResult:
        """Return the documents for ``query``, the best first. Never raises, whatever the text.

        What answers the query as a question comes first. Synonyms are replaced by the site's own
        words; then come the hits for those, and last the hits for the words as typed.
        """
        answers = self._answering(query)
        ours, meant = self._in_our_words(query)
        found = self._found(ours)
        if not meant:
            return _joined(found, answers, found.hits)
        typed = self._found(query)
        if not found.hits:
            return _joined(typed, answers, typed.hits)
        if typed.unknown or typed.corrected or typed.is_partial:
            return _joined(replace(found, meant=meant), answers, found.hits)
        found = replace(found, total=max(found.total, typed.total), meant=meant)
        return _joined(found, answers, (*found.hits, *typed.hits))

    def _answering(self, query: str) -> list[Hit]:
        """Return what answers a question in these words and this order, typing errors aside."""
        found = {
            number: {word: place for place, word in enumerate(asked) if word not in COMMON}
            for words in _question_keys(query)
            for asked, number in self._asked
            if len(asked) == len(words)
            and all(OSA.distance(a, b) <= _slips(a) for a, b in zip(words, asked, strict=True))
        }
        return [self._hit(number, terms) for number, terms in found.items()]

    def _in_our_words(self, query: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the query with synonyms replaced, and pairs of what was replaced by what.

        A phrase with common words in it, such as a question, counts only as the whole query.
        """
        words = telling_words_of(query)[:MAX_WORDS]
        if whole := self._synonyms.get(_key(query)):
            return whole[1], ((query, whole[1]),)
        pieces, meant, end, place = [], [], 0, 0
        while place < len(words):
            size, phrase = self._phrase_at(words[place:])
            if phrase:
                start, stop = words[place].start, words[place + size - 1].end
                pieces += [query[end:start], phrase[1]]
                meant.append((query[start:stop], phrase[1]))
                end = stop
            place += size
        return "".join([*pieces, query[end:]]), tuple(meant)

    def _phrase_at(self, words: Sequence[Word]) -> tuple[int, tuple[str, str] | None]:
        """Return how many words (at least 1) the longest synonym at the start has, and it."""
        for size in range(len(words), 0, -1):
            phrase = self._synonyms.get(tuple(word.folded for word in words[:size]))
            if phrase and len(words_of(phrase[0])) == size:
                return size, phrase
        return 1, None

    def _found(self, query: str) -> SearchResult:
        """Return the documents for a query in the words of the site."""
        asked, unknown = self._understand(query)
        if not asked:
            return SearchResult(unknown=unknown, nearest=self._nearest(unknown))
        scores, most = self._score(asked)
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        terms = {term: place for place, word in enumerate(asked) for term in word.terms}
        return SearchResult(
            hits=tuple(self._hit(number, terms) for number in ranked[:MAX_HITS]),
            total=len(ranked),
            corrected=self._corrected(query, asked),
            unknown=unknown,
            nearest=self._nearest(unknown),
            is_partial=most < len(asked),
        )

    def _weigh(self, document: SearchDocument) -> dict[str, float]:
        """Return how much each word of a document counts: by the best place where it stands."""
        fields = (
            # The words of a question are about its subject, and seldom its name.
            (ALSO if document.kind is DocumentKind.QUESTION else TITLE, document.title),
            (TITLE, document.short),
            (ALSO, document.also),
            *((ALSO, asked) for asked in document.asked),
            (CONTEXT, document.context),
            *((HEADING, passage.heading) for passage in document.passages),
            *((BODY, passage.text) for passage in document.passages),
        )
        best: dict[str, float] = {}
        times: Counter[str] = Counter()
        running: list[str] = []
        for weight, text in fields:
            words = words_of(text)
            running += [*(word.folded for word in words), ""]
            for word in words:
                best[word.folded] = max(weight, best.get(word.folded, 0.0))
                times[word.folded] += 1
                if weight != ALSO:
                    self._shown.setdefault(word.folded, text[word.start : word.end])
        names = (*filter(None, (document.title, document.short)), *document.asked)
        self._titles.append(tuple(_folded(name) - COMMON or _folded(name) for name in names))
        self._passages.append(
            tuple((_folded(each.heading), _folded(each.text)) for each in document.passages)
        )
        self._texts.append(f" {' '.join(running)} ")
        return {term: best[term] + REPEATED * min(times[term] - 1, 5) for term in best}

    def _understand(self, query: str) -> tuple[list[_Asked], tuple[str, ...]]:
        """Return what each word of the query matches, and the words that match nothing."""
        words = {w.folded: query[w.start : w.end] for w in telling_words_of(query)}
        asked, unknown = [], []
        for folded, written in list(words.items())[:MAX_WORDS]:
            word = self._match_word(folded)
            if word is None:
                unknown.append(written)
            else:
                asked.append(word)
        return asked, tuple(unknown)

    def _match_word(self, folded: str) -> _Asked | None:
        terms = self._kin(folded)
        for term in self._batch(folded) if len(folded) > 1 else ():
            terms[term] = PREFIX * (0.7 + 0.3 * len(folded) / len(term))
        if folded in self._weights:
            # Of two letters that are a word, such as PM, the longer words are not meant.
            terms = terms if len(folded) > 2 else {}
            terms[folded] = EXACT
        if terms:
            return _Asked(folded, terms, is_typo=False)
        terms = self._typed_wrong(folded)
        return _Asked(folded, terms, is_typo=True) if terms else None

    def _kin(self, folded: str) -> dict[str, float]:
        """Return the singular, and words that share five letters and 70% of their beginning."""
        found = {}
        if len(folded) > 3 and folded.endswith("s") and folded[:-1] in self._weights:
            found[folded[:-1]] = KIN
        for term in self._batch(folded[:5]) if len(folded) >= 5 else ():
            longer = max(len(term), len(folded))
            shared = Prefix.similarity(term, folded)
            if shared >= 0.7 * longer:
                found[term] = KIN * shared / longer
        return found

    def _batch(self, start: str) -> list[str]:
        """Return all words of the texts that begin with ``start``."""
        low = bisect.bisect_left(self._vocabulary, start)
        high = bisect.bisect_right(self._vocabulary, start + "\U0010ffff")
        return self._vocabulary[low:high]

    def _typed_wrong(self, folded: str) -> dict[str, float]:
        """Return words one or two keystrokes away; swapping two neighbours counts as one."""
        length = len(folded)
        if not (slips := _slips(folded)):
            return {}
        found: dict[str, float] = {}
        beginnings = {t: t[:length] for t in self._telling if len(t) > length} if length > 4 else {}
        whole = {term: term for term in self._telling}
        for choices, quality in ((beginnings, TYPO_PREFIX), (whole, TYPO)):
            near = process.extract(
                folded, choices, scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            for _, distance, term in near:
                if distance <= (slips if quality == TYPO else 1):
                    found[term] = quality * (1 - distance / length)
        # One keystroke away is meant, when there is such a word; two are then another word.
        best = max(found.values(), default=0.0)
        return {term: quality for term, quality in found.items() if quality > 0.75 * best}

    def _corrected(self, query: str, asked: list[_Asked]) -> str:
        """Return the query with typing errors corrected; empty if there was none."""
        meant = {word.folded: self._meant(word) for word in asked if word.is_typo}
        pieces, end = [], 0
        for word in words_of(query):
            if word.folded in meant:
                pieces += [query[end : word.start], meant[word.folded]]
                end = word.end
        return "".join(pieces) + query[end:] if meant else ""

    def _meant(self, word: _Asked) -> str:
        """Return the closest word of the texts, the most frequent among equals."""
        best = max(word.terms, key=lambda t: (word.terms[t], len(self._weights[t]), t))
        shown = self._shown.get(best, best)
        return shown if shown.isupper() else shown.lower()

    def _score(self, asked: list[_Asked]) -> tuple[dict[int, float], int]:
        """Score the documents with the most words of the query; return that number as well."""
        scores: defaultdict[int, float] = defaultdict(float)
        words: Counter[int] = Counter()
        for word in asked:
            best: dict[int, float] = {}
            for term, quality in word.terms.items():
                for number, weight in self._weights[term].items():
                    best[number] = max(best.get(number, 0.0), quality * weight)
            rarity = math.log(1 + len(self.documents) / len(best))
            for number, score in best.items():
                scores[number] += rarity * score
                words[number] += 1
        most = max(words.values())
        closest = (max(word.terms, key=lambda t: (word.terms[t], t)) for word in asked)
        phrase = f" {' '.join(closest)} "
        kept = {}
        for number, count in words.items():
            if count < most:
                continue
            share = max(
                sum(not name.isdisjoint(word.terms) for word in asked) / max(1, len(name))
                for name in self._titles[number]
            )
            score = scores[number] * (1 + 0.5 * min(1.0, share))
            if len(asked) > 1 and phrase in self._texts[number]:
                score *= PHRASE
            if self.documents[number].kind is DocumentKind.ROLE:
                score *= WHOLE_ROLE
            kept[number] = score
        return kept, most

    def _hit(self, number: int, terms: Mapping[str, int]) -> Hit:
        document = self.documents[number]
        passage = self._telling_passage(number, terms)
        return Hit(
            document,
            title=marked(document.title, terms),
            heading=marked(passage.heading, terms),
            snippet=excerpt(passage.text, terms),
        )

    def _telling_passage(self, number: int, terms: Mapping[str, int]) -> Passage:
        """Return the passage with the most different words of the query, the first among equals."""

        def reasons(place: int) -> tuple[int, bool]:
            head, body = self._passages[number][place]
            in_head = {terms[word] for word in head & terms.keys()}
            in_body = {terms[word] for word in body & terms.keys()}
            return len(in_head | in_body), bool(in_head)

        passages = self.documents[number].passages
        if not passages:
            return Passage("", "")
        return passages[max(range(len(passages)), key=reasons)]

    def _nearest(self, unknown: Iterable[str]) -> tuple[str, ...]:
        """Return words of titles and texts that look most like those without a match."""
        near: dict[str, None] = {}
        for written in unknown:
            for word in words_of(written):
                found = process.extract(
                    word.folded,
                    self._telling,
                    scorer=JaroWinkler.normalized_similarity,
                    score_cutoff=0.8,
                    limit=SUGGESTIONS,
                )
                near |= dict.fromkeys(term for term, _, _ in found)
        shown = (self._shown.get(term, term) for term in near)
        return tuple(dict.fromkeys(s if s.isupper() else s.lower() for s in shown))[:SUGGESTIONS]

"""A small inverted index: words to documents, with near words for what is misspelt; all in memory."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kneewise.landscape.search_text import asked, distance_at_most, joined, words

_PREFIX = 0.7  # what a word is worth that only begins with what was asked
_NEAR = 0.5  # and one that is only near it, for each letter of difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What can be found.

    kind : "product", "trial", "source"
    fields : texts with how much a word in them is worth
    """

    kind: str
    key: str
    title: str
    fields: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document found; `read_as` says which words were taken for others, `missing` which it does not have."""

    kind: str
    key: str
    title: str
    score: float
    read_as: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """Documents by their words."""

    documents: list[Document]
    _postings: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    _vocabulary: list[str] = field(default_factory=list)
    _by_letters: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, document in enumerate(self.documents):
            for text, weight in document.fields:
                for word in {*words(text), joined(text)} - {""}:
                    held = self._postings[word]
                    held[number] = max(held.get(number, 0.0), weight)
        self._vocabulary = sorted(self._postings)
        for word in self._vocabulary:
            for pair in _pairs(word):
                self._by_letters[len(word), pair].append(word)

    def find(self, query: str, *, most: int = 20, kind: str | None = None, all_words: bool = False) -> list[Hit]:
        """Give the documents that have all words of a query, the best first; those that have most, if none has all.

        all_words : give none rather than those that have only most of them

        A word that stands nowhere is read as the nearest that does: one letter off from four letters on, two from
        seven on.
        """
        sought = asked(query)
        scores: dict[int, float] = defaultdict(float)
        matched: dict[int, list[str]] = defaultdict(list)
        read_as: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for word in sought:
            for number, (worth, taken) in self._found(word).items():
                scores[number] += worth
                matched[number].append(word)
                if not taken.startswith(word):
                    read_as[number].append((word, taken))
        whole = joined(query)
        for number, worth in self._postings.get(whole, {}).items() if len(sought) > 1 else ():
            scores[number] += worth * self._rarity(whole)
            matched[number] = sought
        best = len(sought) if all_words else max(map(len, matched.values()), default=0)
        kept = [
            number
            for number, has in matched.items()
            if len(has) == best and kind in (None, self.documents[number].kind)
        ]
        kept.sort(key=lambda number: (-scores[number], self.documents[number].kind, self.documents[number].key))
        return [
            Hit(
                kind=found.kind, key=found.key, title=found.title, score=scores[number],
                read_as=tuple(read_as[number]), missing=tuple(word for word in sought if word not in matched[number]),
            )
            for number, found in ((each, self.documents[each]) for each in kept[:most])
        ]  # fmt: skip

    def _found(self, word: str) -> dict[int, tuple[float, str]]:
        """The documents of one word, with its best worth in each and the word that stands there."""
        found: dict[int, tuple[float, str]] = {}
        for taken, share in self._meant(word):
            rarity = share * self._rarity(taken)
            for number, weight in self._postings[taken].items():
                worth = weight * rarity
                if worth > found.get(number, (0.0, ""))[0]:
                    found[number] = (worth, taken)
        return found

    def _meant(self, word: str) -> list[tuple[str, float]]:
        """The words of the index that a word may mean, with how much each is worth."""
        meant = [(word, 1.0)] if word in self._postings else []
        start = bisect_left(self._vocabulary, word)
        for other in self._vocabulary[start : start + 200]:
            if not other.startswith(word):
                break
            if other != word and len(word) > 1:
                meant.append((other, _PREFIX))
        if meant:
            return meant
        # Parts of a word of syllables, or of a code, come last: they are found in much else.
        parts = [part for part in words(word)[1:] if part in self._postings]
        return self._near(word) or [(part, _NEAR) for part in parts]

    def _near(self, word: str) -> list[tuple[str, float]]:
        most = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        pairs = _pairs(word)
        shared = Counter(
            other for length in range(len(word) - most, len(word) + most + 1) for pair in pairs
            for other in self._by_letters.get((length, pair), ())
        )  # fmt: skip
        near: list[tuple[int, str]] = []
        for other, n in shared.items():
            # Each letter of difference spoils at most three pairs, a swap included.
            if n >= len(pairs) - 3 * most and (far := distance_at_most(word, other, most)) is not None:
                near.append((far, other))
        nearest = min((far for far, _ in near), default=0)
        return [(other, _NEAR**far) for far, other in sorted(near) if far == nearest]

    def _rarity(self, word: str) -> float:
        return math.log(1.0 + len(self.documents) / len(self._postings[word]))


def _pairs(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[n : n + 2] for n in range(len(padded) - 1)}

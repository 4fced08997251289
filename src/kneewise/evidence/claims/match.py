"""Find the claims of the catalogue that a text makes, by the words they share; nothing is guessed.

English words are met by their beginning ("regenerat" in "regenerates"), Korean ones anywhere in the text, since
endings are joined to them. A claim is near by how many of its words the text holds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.evidence.claims.catalogue import shipped_claims

if TYPE_CHECKING:
    from kneewise.evidence.claims.catalogue import Catalogue, Claim

_LETTER = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A claim that a text may make, and the words by which it was found."""

    id: str
    says: dict[str, str]
    words: tuple[str, ...]


def match_claims(text: str, *, catalogue: Catalogue | None = None) -> tuple[Match, ...]:
    """Give the claims whose words a text holds, the most words first; none where it holds none."""
    book = catalogue or shipped_claims()
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    found = [_match(each, plain) for each in book.claims.values()]
    order = {claim: n for n, claim in enumerate(book.claims)}
    return tuple(sorted((each for each in found if each.words), key=lambda each: (-len(each.words), order[each.id])))


def _match(claim: Claim, text: str) -> Match:
    words = [word for of_language in claim.words.values() for word in of_language if _holds(text, word.lower())]
    # A word within a longer one that was found too says the same thing twice.
    words = [word for word in words if not any(word != longer and word in longer for longer in words)]
    return Match(id=claim.id, says=claim.says, words=tuple(dict.fromkeys(words)))


def _holds(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        before = text[start - 1] if start else " "
        if not (_LETTER.match(word) and _LETTER.match(before)):
            return True
        start = text.find(word, start + 1)
    return False

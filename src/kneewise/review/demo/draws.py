"""Chance without a generator: every draw is a fixed function of the seed, the name of the draw and a number.

A row can therefore be made on its own, in any order and by any thread, and case 12 is the same whether twenty
cases are asked for or ten million. DuckDB's `hash` and `random` are not used: their values may change between
its versions.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOW_32 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """The draws of one seed, as SQL expressions over a well-mixed 32-bit number such as `claim_chance`."""

    seed: int

    def constant(self, name: str) -> int:
        """Return the 31-bit odd number that belongs to this seed and name."""
        digest = hashlib.sha256(f"kneewise demo {self.seed} {name}".encode()).digest()
        return int.from_bytes(digest[:4], "big") >> 1 | 1

    def pick(self, base: str, name: str, n: int | str) -> str:
        """SQL of a whole number from 0 to n - 1 (n may be SQL); the product keeps below 2**63."""
        return f"((({base} * {self.constant(name)}) & {LOW_32}) * {n} >> 32)"

    def below(self, base: str, name: str, share: float) -> str:
        """SQL of a truth that holds in this share of the draws."""
        return f"((({base} * {self.constant(name)}) & {LOW_32}) < {round(share * 2**32)})"

    def any_of(self, base: str, name: str, values: Sequence[str]) -> str:
        """SQL of one of these texts, each as likely as any other."""
        return f"{text_list(values)}[1 + {self.pick(base, name, len(values))}]"

    def weighted(self, base: str, name: str, weights: Mapping[str, int]) -> str:
        """SQL of one of these texts, as often as its weight says (weights in hundredths)."""
        slots = [value for value, weight in weights.items() for _ in range(weight)]
        return self.any_of(base, name, slots)

    def start(self, number: str, name: str) -> str:
        """SQL that brings a row's number into this seed; `MIXING` then scrambles it."""
        return f"xor({number}, {self.constant(name)})"

    def python_unit(self, name: str, number: int) -> float:
        """Return a number in [0, 1) for the few things that are made in Python, such as the providers."""
        digest = hashlib.sha256(f"kneewise demo {self.seed} {name} {number}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48


def mixed(column: str, rounds: int) -> str:
    """SQL of one step of the scrambling of a 32-bit number; three steps (0, 1, 2) make a one-to-one map.

    Shift and multiply, as integer hashes do; the factor is odd and below 2**31, so BIGINT is wide enough.
    """
    shifted = f"xor({column}, {column} >> 16)"
    return shifted if rounds == 2 else f"(({shifted} * {0x45D9F3B}) & {LOW_32})"


def text_list(values: Sequence[str]) -> str:
    """SQL of a list of texts."""
    return "[" + ", ".join(quoted(value) for value in values) + "]"


def quoted(text: str) -> str:
    """SQL of one text."""
    return "'" + text.replace("'", "''") + "'"

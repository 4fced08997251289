"""Model formulas: the plain ones are read here, without loading a formula library or pandas (1 s of a cold start).

Plain means names, `C(name)`, `0`, `1` and the signs `~ + - : * ^ ( )`. Anything else (`log(x)`, splines, nesting) is
left to formulaic, which `general_design` loads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kneewise.errors import BadValues

_TOKEN: Final = re.compile(r"\s*(?:(\*\*|[-+:*^()])|`([^`]+)`|C\(\s*([^\W\d][\w.]*)\s*\)|([^\W\d][\w.]*)|(\d+))")


@dataclass(frozen=True, slots=True)
class Factor:
    """One variable of a term; `is_forced` where the formula says `C(name)`: labels, whatever the column holds."""

    name: str
    is_forced: bool = False


Term = tuple[Factor, ...]  # the empty term is the intercept


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A response and its terms, those of fewer variables first."""

    text: str
    response: str
    terms: tuple[Term, ...] | None  # None: not plain, for formulaic to read
    right: str


def read_formula(text: str) -> Formula:
    """Read `response ~ terms`.

    Raises BadValues where there is no response, or where it is not the name of a column.
    """
    left, sign, right = text.partition("~")
    response = left.strip().strip("`")
    if not sign or not response or not right.strip():
        raise BadValues(f"formula: found {text!r}; allowed: 'score ~ arm * visit + ...'")
    if re.search(r"[-+*:^()\[\]{}/]|\s{2,}", response) and "`" not in left:
        raise BadValues(f"formula: found {response!r} left of '~'; allowed: the name of one column; compute it first")
    try:
        terms = _Reader(right).read()
        _refuse_two_readings(terms)
    except _NotPlain:
        return Formula(text=text, response=response, terms=None, right=right.strip())
    ordered = sorted(terms, key=len)
    return Formula(text=text, response=response, terms=tuple(ordered), right=right.strip())


def _refuse_two_readings(terms: list[Term]) -> None:
    """Leave `month + C(month)` to formulaic: here a variable is a number or labels, in all terms alike."""
    factors = {factor for term in terms for factor in term}
    if len(factors) > len({factor.name for factor in factors}):
        raise _NotPlain


class _NotPlain(Exception):  # noqa: N818 - says what the formula is
    pass


class _Reader:
    """Reads the right side by descent: sums of products of interactions of powers."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        place = 0
        text = text.rstrip()
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise _NotPlain
            sign, quoted, forced, name, number = found.groups()
            kinds = (("sign", sign), ("name", quoted), ("forced", forced), ("name", name), ("number", number))
            self._tokens.append(next((kind, each) for kind, each in kinds if each is not None))
            place = found.end()
        self._next = 0

    def read(self) -> list[Term]:
        terms = self._sum([()])
        if self._next != len(self._tokens):
            raise _NotPlain
        return terms

    def _peek(self) -> str | None:
        if self._next < len(self._tokens) and self._tokens[self._next][0] == "sign":
            return self._tokens[self._next][1]
        return None

    def _sum(self, terms: list[Term]) -> list[Term]:
        sign = self._take() if self._peek() in {"+", "-"} else "+"
        while True:
            intercept = self._intercept()
            if intercept is not None:  # `+ 0` and `- 1` take the intercept away, `+ 1` and `- 0` have it
                is_wanted = intercept == (sign == "+")
                terms = _joined(terms, [()]) if is_wanted else [each for each in terms if each != ()]
            else:
                given = self._product()
                terms = _joined(terms, given) if sign == "+" else _without(terms, given)
            if self._peek() not in {"+", "-"}:
                return terms
            sign = self._take()

    def _intercept(self) -> bool | None:
        """Take a 0 or a 1 that stands alone; None where something else stands there."""
        if self._next < len(self._tokens) and self._tokens[self._next] in {("number", "0"), ("number", "1")}:
            return self._take() == "1"
        return None

    def _product(self) -> list[Term]:
        terms = self._interaction()
        while self._peek() == "*":
            self._take()
            other = self._interaction()
            terms = _joined(_joined(terms, other), _crossed(terms, other))
        return terms

    def _interaction(self) -> list[Term]:
        terms = self._power()
        while self._peek() == ":":
            self._take()
            terms = _crossed(terms, self._power())
        return terms

    def _power(self) -> list[Term]:
        terms = self._atom()
        while self._peek() in {"^", "**"}:
            self._take()
            kind, number = self._tokens[self._next] if self._next < len(self._tokens) else ("", "")
            if kind != "number" or int(number) < 1:
                raise _NotPlain
            self._next += 1
            base = terms
            for _ in range(int(number) - 1):
                terms = _joined(terms, _crossed(terms, base))
        return terms

    def _atom(self) -> list[Term]:
        if self._next >= len(self._tokens):
            raise _NotPlain
        kind = self._tokens[self._next][0]
        text = self._take()
        if kind in {"name", "forced"}:
            return [(Factor(text, kind == "forced"),)]
        if text == "(":
            terms = self._sum([])
            if self._peek() == ")":
                self._take()
                return terms
        raise _NotPlain

    def _take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][1]


def _joined(terms: list[Term], more: list[Term]) -> list[Term]:
    known = {frozenset(each) for each in terms}
    return terms + [each for each in more if frozenset(each) not in known]


def _without(terms: list[Term], taken: list[Term]) -> list[Term]:
    gone = {frozenset(each) for each in taken}
    return [each for each in terms if frozenset(each) not in gone]


def _crossed(terms: list[Term], others: list[Term]) -> list[Term]:
    made: list[Term] = []
    for one in terms:
        for other in others:
            made = _joined(made, [one + tuple(each for each in other if each not in one)])
    return made

"""What a questionnaire is made of: items with their lists, parts with their missing rules, the source of each rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question: its usual id, the lowest and highest answer, and whether only whole numbers are answers."""

    name: str
    low: float = 0
    high: float = 4
    whole: bool = True
    is_reversed: bool = False  # a high answer is the bad one on a scale where high is good

    @property
    def allowed(self) -> str:
        """Say the list of answers, as errors show it."""
        if self.whole and self.high - self.low <= 10:
            return ", ".join(str(code) for code in range(int(self.low), int(self.high) + 1))
        return f"{'a whole number' if self.whole else 'a number'} from {self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One score of a questionnaire.

    items : the items that it is made of; empty where it is made of other parts
    needed : how many of them must be answered, by rule
    made_of : the parts that it is the mean or the sum of
    rule_found : whether a source says what to do about missing items; where none does, every item is needed
    """

    name: str
    low: float
    high: float
    better: Better
    items: tuple[str, ...] = ()
    needed: Mapping[str, int] = field(default_factory=dict)
    made_of: tuple[str, ...] = ()
    rule_found: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A questionnaire in one version.

    sources : where each rule was read, by the rule's name; the first rule is the one taken where none is named
    notes : what a reader of its scores has to know: warnings of tables, rules that were not found
    """

    name: str
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    sources: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def rule_named(self, rule: str | None) -> str:
        """Give the rule to use; raises BadValues where the instrument has none of that name."""
        if rule is None:
            return next(iter(self.sources))
        if str(rule) not in self.sources:
            raise BadValues(f"rule of {self.name}: found {rule!r}; allowed: {', '.join(self.sources)}")
        return str(rule)

    def parts_named(self, names: Sequence[str] | None) -> tuple[Part, ...]:
        """Give the parts asked for, in the instrument's order, with those that a part asked for is made of."""
        if names is None:
            return self.parts
        known = {part.name: part for part in self.parts}
        wanted = [names] if isinstance(names, str) else list(names)
        if unknown := [name for name in wanted if name not in known]:
            raise BadValues(f"parts of {self.name}: found {unknown[0]!r}; allowed: {', '.join(known)}")
        if not wanted:
            raise BadValues(f"parts of {self.name}: found an empty list; allowed: {', '.join(known)}")
        beneath = {each for name in wanted for each in known[name].made_of}
        return tuple(part for part in self.parts if part.name in wanted or part.name in beneath)

    def items_of(self, parts: Iterable[Part]) -> tuple[Item, ...]:
        """Give the items of these parts, in the instrument's order."""
        wanted = {name for part in parts for name in part.items}
        return tuple(item for item in self.items if item.name in wanted)


def numbered(letter: str, last: int, *, low: float = 0, high: float = 4, whole: bool = True) -> tuple[Item, ...]:
    """Make items of one kind: P1, P2, ..."""
    return tuple(Item(name=f"{letter}{number}", low=low, high=high, whole=whole) for number in range(1, last + 1))


def names_of(items: Iterable[Item]) -> tuple[str, ...]:
    """Give the ids of items."""
    return tuple(item.name for item in items)

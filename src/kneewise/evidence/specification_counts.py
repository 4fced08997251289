"""On which side of zero, and of the smallest difference that matters, the paths of a multiverse end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Side = Literal["better", "either", "worse"]
# Of the margin, seen in the direction of benefit: the whole interval beyond it, about it, or short of it.
Reach = Literal["beyond", "either", "short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One path and where it ends.

    left_out : the trial left out, or "none"
    chosen : dimension and choice, in the order of the dimensions
    k : trials; estimate, low, high, between : pooled effect, its interval, tau2; None where they cannot be told
    """

    measure: str
    tau2: str
    interval: str
    left_out: str
    chosen: tuple[tuple[str, str], ...]
    k: int
    estimate: float | None
    low: float | None
    high: float | None
    between: float | None

    @property
    def path(self) -> dict[str, str]:
        """Every choice by its dimension."""
        fixed = {"measure": self.measure, "tau2": self.tau2, "interval": self.interval, "left out": self.left_out}
        return {**fixed, **dict(self.chosen)}

    def side(self, better: str) -> Side:
        """Where the interval is of zero: wholly on the good side, wholly on the other, or on both."""
        low, high = self._turned(better)
        return "better" if low > 0 else "worse" if high < 0 else "either"

    def reach(self, margins: Mapping[str, float], better: str) -> Reach | None:
        """Where the interval is of the margin of its measure; None where the measure has none."""
        margin = margins.get(self.measure)
        if margin is None:
            return None
        low, high = self._turned(better)
        return "beyond" if low > margin else "short" if high < margin else "either"

    def benefit(self, better: str) -> float:
        """The estimate, positive where it is good."""
        return (self.estimate or 0.0) * (1.0 if better == "higher" else -1.0)

    def in_margins(self, margins: Mapping[str, float]) -> float:
        """The estimate as a multiple of its margin where every measure has one, else as it is."""
        return (self.estimate or 0.0) / margins.get(self.measure, 1.0)

    def _turned(self, better: str) -> tuple[float, float]:
        low, high = float(self.low or 0.0), float(self.high or 0.0)
        return (low, high) if better == "higher" else (-high, -low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many paths end where.

    estimate_better, estimate_worse : by the estimate's own side of zero
    better, either, worse : by the interval's side of zero
    estimate_beyond : estimates at least as large as the margin, in the good direction; None without margins
    beyond, about, short : by the interval's side of the margin; None without margins
    """

    n: int
    estimate_better: int
    estimate_worse: int
    better: int
    either: int
    worse: int
    estimate_beyond: int | None
    beyond: int | None
    about: int | None
    short: int | None
    median: float | None
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of one dimension, and the counts of the paths that take it."""

    dimension: str
    choice: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One choice, away from the reference, that changes where the interval lies."""

    dimension: str
    choice: str
    specification: Specification
    side: Side
    reach: Reach | None


def count_sides(found: Sequence[Specification], margins: Mapping[str, float], better: str) -> Counts:
    """Count the paths by side; `median`, `lowest`, `highest` are estimates, of one measure only (else None)."""
    benefits = [each.benefit(better) for each in found]
    sides = [each.side(better) for each in found]
    reaches = [each.reach(margins, better) for each in found]
    judged = [each for each in reaches if each is not None]
    alone = len({each.measure for each in found}) == 1
    values = [each.estimate or 0.0 for each in found]
    return Counts(
        n=len(found),
        estimate_better=sum(each > 0 for each in benefits),
        estimate_worse=sum(each < 0 for each in benefits),
        better=sides.count("better"),
        either=sides.count("either"),
        worse=sides.count("worse"),
        estimate_beyond=_beyond(found, margins, benefits) if judged else None,
        beyond=judged.count("beyond") if judged else None,
        about=judged.count("either") if judged else None,
        short=judged.count("short") if judged else None,
        median=float(np.median(values)) if alone else None,
        lowest=min(values),
        highest=max(values),
    )


def _beyond(found: Sequence[Specification], margins: Mapping[str, float], benefits: Sequence[float]) -> int:
    pairs = zip(found, benefits, strict=True)
    return sum(each.measure in margins and benefit >= margins[each.measure] for each, benefit in pairs)


def weigh_choices(found: Sequence[Specification], margins: Mapping[str, float], better: str) -> tuple[Choice, ...]:
    """Count the paths of every choice, of dimensions with more than one."""
    made = []
    for dimension in found[0].path:
        choices = dict.fromkeys(each.path[dimension] for each in found)
        if len(choices) < 2:
            continue
        for choice in choices:
            taken = [each for each in found if each.path[dimension] == choice]
            made.append(Choice(dimension=dimension, choice=choice, counts=count_sides(taken, margins, better)))
    return tuple(made)


def find_turns(
    found: Iterable[Specification], reference: Specification, margins: Mapping[str, float], better: str
) -> tuple[Turn, ...]:
    """Find the paths that differ from the reference by one choice and end elsewhere."""
    if reference.estimate is None or reference.low is None:
        return ()
    home = (reference.side(better), reference.reach(margins, better), reference.benefit(better) > 0)
    turns = []
    for each in found:
        away = [name for name, choice in each.path.items() if choice != reference.path[name]]
        if len(away) != 1:
            continue
        end = (each.side(better), each.reach(margins, better), each.benefit(better) > 0)
        if end != home:
            turns.append(
                Turn(dimension=away[0], choice=each.path[away[0]], specification=each, side=end[0], reach=end[1])
            )
    return tuple(turns)

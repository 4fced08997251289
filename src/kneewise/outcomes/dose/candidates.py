"""Candidates: shapes with guessed parameters, agreed before the data are seen, and what they expect at each dose."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.dose.reached import Curve, highest_rise
from kneewise.outcomes.dose.shapes import Quadratic, Shape, shape_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Guess = float | Sequence[float] | Sequence[Sequence[float]] | None

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A shape with its guesses.

    name : the shape's name, numbered where the set has several of one shape
    guesses : in the order of the shape's parameters; for quadratic b2 / |b1|
    """

    name: str
    shape: Shape
    guesses: tuple[float, ...] = ()


def candidate_set(
    guesses: Mapping[str, Guess], highest: float, *, offset: float | None = None, scale: float | None = None
) -> tuple[Candidate, ...]:
    """Read a set such as {"linear": None, "emax": [0.05, 0.2], "sigEmax": [(0.3, 4)]}.

    guesses : by shape; None for linear and linlog, one or several guesses for emax (ed50), exponential (delta) and
        quadratic (b2 / |b1|, below 0 for a curve that turns), one or several pairs for sigEmax (ed50, h), logistic
        (ed50, delta) and betaMod (delta1, delta2)
    highest : the highest dose
    offset, scale : as in `shape_named`

    Raises BadValues where a guess cannot be.
    """
    found: list[Candidate] = []
    for name, given in guesses.items():
        shape = shape_named(name, highest, offset=offset, scale=scale)
        wanted = 1 if isinstance(shape, Quadratic) else len(shape.parameters)
        rows = _rows(name, given, wanted)
        for number, row in enumerate(rows, 1):
            _check(shape, row, highest)
            found.append(Candidate(name=f"{name}{number}" if len(rows) > 1 else name, shape=shape, guesses=row))
    if not found:
        raise BadValues("candidates: found none; allowed: at least one shape")
    return tuple(found)


def default_candidates(highest: float) -> dict[str, Guess]:
    """A broad set for a first look, where no protocol has one: linear and curves that bend early, late, or turn.

    The guesses are those of Bretz, Pinheiro, Branson (Biometrics 2005;61:738-748, doses 0 to 1) drawn out to the
    highest dose. A confirmatory trial names its own set in the protocol.
    """
    return {
        "linear": None,
        "emax": 0.2 * highest,
        "exponential": 0.279 * highest,
        "logistic": (0.4 * highest, 0.09 * highest),
        "quadratic": -0.854 / highest,
    }


def standard_means(candidates: Sequence[Candidate], doses: ArrayLike, *, better: Better = "higher") -> Floats:
    """What each candidate expects at each dose, shape (doses, candidates): 0 at dose 0, largest effect 1 up to the
    highest dose (-1 where lower is better).

    Agrees with DoseFinding 1.4.1 `getResp(Mods(...))` to 1e-14 (tests/alignment/test_mcpmod.py).
    """
    at = np.asarray(doses, dtype=np.float64)
    sign = 1.0 if better == "higher" else -1.0
    columns = []
    for each in candidates:
        curve = _curve(each)
        _, size = highest_rise(curve, over=0.0, up_to=float(at.max()))
        basis = each.shape.basis(np.append(at, 0.0), curve.parameters) @ np.array(curve.coefficients)
        columns.append(sign * (basis[:-1] - basis[-1]) / size)
    return np.column_stack(columns)


def guess_from_shares(shape: str, doses: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    """Guesses from what clinicians say: "at this dose, this share of the largest effect".

    shape : emax (one dose or more; the mean is taken), sigEmax or logistic (two doses), exponential is by
        `candidate_set` alone, since its largest effect is where the doses end
    doses : above 0, rising; shares : above 0 and below 1, rising

    Raises BadValues otherwise. Agrees with DoseFinding `guesst` (its default, not `local`): the curve passes through
    the shares (tests/unit/outcomes/test_candidates.py).
    """
    rising = all(low < high for low, high in pairwise(shares)) and all(low < high for low, high in pairwise(doses))
    if len(doses) != len(shares) or not rising or min(doses) <= 0 or min(shares) <= 0 or max(shares) >= 1:
        raise BadValues("doses, shares: allowed: rising doses above 0, rising shares above 0 and below 1")
    if shape == "emax":
        return (sum(d * (1 - p) / p for d, p in zip(doses, shares, strict=True)) / len(doses),)
    if shape not in {"sigEmax", "logistic"} or len(doses) != 2:
        raise BadValues(f"shape: found {shape!r} with {len(doses)} doses; allowed: emax, or sigEmax, logistic with 2")
    odds = [log(p / (1 - p)) for p in shares]
    if shape == "logistic":
        delta = (doses[1] - doses[0]) / (odds[1] - odds[0])
        return (doses[0] - delta * odds[0], delta)
    h = (odds[1] - odds[0]) / log(doses[1] / doses[0])
    return (doses[0] * float(np.exp(-odds[0] / h)), h)


def _curve(candidate: Candidate) -> Curve:
    if isinstance(candidate.shape, Quadratic):
        return Curve(shape=candidate.shape, coefficients=(1.0, candidate.guesses[0]), parameters=())
    return Curve(shape=candidate.shape, coefficients=(1.0,), parameters=candidate.guesses)


def _rows(name: str, given: Guess, wanted: int) -> list[tuple[float, ...]]:
    try:
        if given is None:
            rows: list[tuple[float, ...]] = [()]
        elif isinstance(given, int | float):
            rows = [(float(given),)]
        elif wanted == 1:
            rows = [(float(each),) for each in given]  # type: ignore[arg-type]
        elif all(isinstance(each, int | float) for each in given):
            rows = [tuple(float(each) for each in given)]  # type: ignore[arg-type]
        else:
            rows = [tuple(float(value) for value in each) for each in given]  # type: ignore[union-attr]
    except (TypeError, ValueError):
        rows = []
    if not rows or any(len(row) != wanted for row in rows):
        allowed = "None" if wanted == 0 else "numbers" if wanted == 1 else "pairs of numbers"
        raise BadValues(f"candidates: found guesses of {name!r} that do not fit; allowed: {allowed}")
    return rows


def _check(shape: Shape, guesses: tuple[float, ...], highest: float) -> None:
    if isinstance(shape, Quadratic):
        # Below -1/highest the curve would end lower than it began: a harm, not a turning benefit.
        if not np.isfinite(guesses[0]) or guesses[0] * highest <= -1:
            raise BadValues(f"candidates: found a quadratic guess at or below {-1 / highest:g}; allowed: above it")
        return
    if not all(np.isfinite(guesses)):
        raise BadValues(f"candidates: found a guess of {shape.name!r} that is not finite; allowed: numbers")
    if problem := shape.problem(guesses, highest):
        raise BadValues(f"candidates: found a guess of {shape.name!r} outside its range; allowed: {problem}")

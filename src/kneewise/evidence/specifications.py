"""One question under every defensible choice: which estimator, interval, measure, trials, times; and what turns it.

A pooled effect is one path through many choices that nobody could have called wrong beforehand. Here all paths are
walked, and counted by the side of zero and of the smallest difference that matters on which they end.

Source: Voracek M, Kossmeier M, Tran US. Which data to meta-analyze, and how? Z Psychol 2019;227:64-82; Simonsohn U,
Simmons JP, Nelson LD. Specification curve analysis. Nat Hum Behav 2020;4:1208-1214.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.specification_counts import (
    Choice,
    Counts,
    Specification,
    Turn,
    count_sides,
    find_turns,
    weigh_choices,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Mask = NDArray[np.bool_]

TAU2: Final = ("REML", "DL", "PM", "ML", "SJ", "HE", "HS", "fixed")
INTERVALS: Final = ("wald", "knapp-hartung", "knapp-hartung-floor", "t")
NONE: Final = "none"
MOST: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiverse:
    """What the paths of one question say.

    specifications : every path that uses its own trials, from the lowest estimate to the highest; the reference, the
        first choice of every dimension, is `reference`
    counts : of those with an estimate, on which side they are
    choices : for each choice of each dimension, the counts of the paths that take it
    turns : paths one choice away from the reference that end on another side of zero or of the margin
    n_same : paths left out since they use the same trials as another by another name
    missing : paths that gave no figure, with the reason
    margins : smallest difference that matters, by measure, above 0; better : direction of benefit
    """

    specifications: tuple[Specification, ...]
    reference: Specification
    counts: Counts
    choices: tuple[Choice, ...]
    turns: tuple[Turn, ...]
    n_same: int
    missing: tuple[tuple[Specification, str], ...]
    margins: tuple[tuple[str, float], ...]
    better: str
    level: float


def multiverse(
    studies: Sequence[Any] | NDArray[Any],
    effects: Mapping[str, ArrayLike],
    variances: Mapping[str, ArrayLike],
    *,
    better: Literal["lower", "higher"],
    margins: Mapping[str, float] | None = None,
    subsets: Mapping[str, Mapping[str, ArrayLike]] | None = None,
    leave_out: bool = True,
    tau2: Sequence[str] = TAU2,
    interval: Sequence[str] = INTERVALS,
    level: float = 0.95,
) -> Multiverse:
    """Pool one question under every combination of choices.

    studies : shape (n,), the trial of each row
    effects, variances : by measure ("MD", "SMD", "log RR", ...), each of shape (n,), NaN where a row has none
    better : which direction is good
    margins : by measure, the smallest difference that matters, above 0; None or a measure left out: not compared
    subsets : by dimension ("time", "bias", ...) and choice, which rows it takes, shape (n,); the first choice of each
        is the reference
    leave_out : also without each trial in turn
    tau2, interval : names that `pool` takes; the fixed effect goes with "wald" only

    A path that would hold two rows of one trial is refused: choose one row of each before, or a dimension that does.
    Raises BadValues for that, for shapes that differ and for more than 200,000 paths; NotEstimable where no path has
    an estimate.

    Every figure is that of `pool` on the rows of the path (tests/unit/evidence/test_multiverse.py).
    """
    question = _question(studies, effects, variances, subsets or {})
    _check(better, margins or {}, question)
    dims = {name: tuple(masks) for name, masks in question.subsets.items()}
    without = (NONE, *dict.fromkeys(str(each) for each in question.studies)) if leave_out else (NONE,)
    methods = [(each, how) for each in tau2 for how in interval if each != "fixed" or how == "wald"]
    if not methods:
        raise BadValues("tau2, interval: found no pair to try; allowed: the fixed effect goes with 'wald'")
    n_paths = len(question.effects) * len(methods) * len(without) * int(np.prod([len(each) for each in dims.values()]))
    if n_paths > MOST:
        raise BadValues(f"multiverse: found {n_paths:,} paths; allowed: at most {MOST:,}; give fewer choices")
    sets, n_same = _sets(question, dims, without)
    tried = [
        each
        for measure in question.effects
        for method in methods
        for each in _pool(question, sets[measure], measure, method, level)
    ]
    return _tell(tried, dict(margins or {}), better, level, n_same * len(methods))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    studies: NDArray[Any]
    effects: dict[str, NDArray[np.float64]]
    variances: dict[str, NDArray[np.float64]]
    subsets: dict[str, dict[str, Mask]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """Rows of a path, and by which choices they were taken."""

    rows: Mask
    left_out: str
    chosen: tuple[tuple[str, str], ...]


def _question(
    studies: Any, effects: Mapping[str, ArrayLike], variances: Mapping[str, ArrayLike], subsets: Mapping[str, Any]
) -> _Question:
    names = np.asarray(studies, dtype=object)
    if not effects or set(effects) != set(variances):
        raise BadValues("effects, variances: found measures that differ; allowed: the same names in both, one or more")

    def column(values: ArrayLike, what: str, kind: type) -> NDArray[Any]:
        taken: NDArray[Any] = np.asarray(values, dtype=kind)
        if taken.shape != names.shape:
            raise BadValues(f"{what}: found shape {taken.shape}; allowed: {names.shape}, one value a row")
        return taken

    return _Question(
        studies=names,
        effects={name: column(each, f"effects[{name!r}]", np.float64) for name, each in effects.items()},
        variances={name: column(each, f"variances[{name!r}]", np.float64) for name, each in variances.items()},
        subsets={
            dimension: {choice: column(mask, f"subsets[{dimension!r}][{choice!r}]", np.bool_)
                        for choice, mask in choices.items()}
            for dimension, choices in subsets.items()
        },
    )  # fmt: skip


def _check(better: str, margins: Mapping[str, float], question: _Question) -> None:
    if better not in ("lower", "higher"):
        raise BadValues(f"better: found {better!r}; allowed: 'lower' or 'higher'")
    for name, value in margins.items():
        if name not in question.effects or not value > 0:
            raise BadValues(f"margins: found {name!r}: {value}; allowed: measures of effects, numbers above 0")


def _sets(
    question: _Question, dims: Mapping[str, tuple[str, ...]], without: Sequence[str]
) -> tuple[dict[str, list[_Set]], int]:
    """Give the sets of rows of each measure, each set once, and how many were another's by another name."""
    sets: dict[str, list[_Set]] = {}
    n_same = 0
    for measure, values in question.effects.items():
        known = np.isfinite(values) & np.isfinite(question.variances[measure])
        seen: set[bytes] = set()
        sets[measure] = []
        for left_out, *choices in product(without, *dims.values()):
            rows = known & (question.studies.astype(str) != left_out)
            for dimension, choice in zip(dims, choices, strict=True):
                rows &= question.subsets[dimension][choice]
            _check_once(question.studies[rows])
            if rows.tobytes() in seen:
                n_same += 1
                continue
            seen.add(rows.tobytes())
            sets[measure].append(_Set(rows=rows, left_out=left_out, chosen=tuple(zip(dims, choices, strict=True))))
    return sets, n_same


def _check_once(studies: NDArray[Any]) -> None:
    names, counts = np.unique(studies.astype(str), return_counts=True)
    if (counts > 1).any():
        twice = str(names[int(counts.argmax())])
        raise BadValues(
            f"studies: found '{twice}' {counts.max()} times in one path; allowed: one row a trial in each path: "
            "choose a time, an outcome or an arm first, or by a dimension of subsets"
        )


def _pool(
    question: _Question, sets: Sequence[_Set], measure: str, method: tuple[str, str], level: float
) -> list[Specification]:
    """Pool all sets of a measure at once."""
    from kneewise.evidence.pooling.pool import pool

    tau2, interval = method
    rows = np.array([each.rows for each in sets])
    effects = np.where(rows, question.effects[measure], np.nan)
    variances = np.where(rows, question.variances[measure], np.nan)
    pooled = pool(effects, variances, tau2=tau2, interval=interval, level=level, tau2_interval=None)
    estimates, limits, between = (
        np.asarray(each, dtype=np.float64) for each in (pooled.estimate, pooled.ci, pooled.tau2)
    )
    return [
        Specification(
            measure=measure, tau2=tau2, interval=interval, left_out=each.left_out, chosen=each.chosen,
            k=int(each.rows.sum()), estimate=_known(estimates[n]), low=_known(limits[n, 0]), high=_known(limits[n, 1]),
            between=_known(between[n]),
        )
        for n, each in enumerate(sets)
    ]  # fmt: skip


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _tell(tried: list[Specification], margins: dict[str, float], better: str, level: float, n_same: int) -> Multiverse:
    found = [each for each in tried if each.estimate is not None and each.low is not None]
    if not found:
        raise NotEstimable("no path gives an estimate with an interval: too few trials are left in every one")
    reference = tried[0]
    missing = tuple(
        (each, "no trial is left" if each.k == 0 else "one trial alone has no such interval")
        for each in tried
        if each.estimate is None or each.low is None
    )
    ranked = tuple(sorted(found, key=lambda each: each.in_margins(margins)))
    return Multiverse(
        specifications=ranked,
        reference=reference,
        counts=count_sides(found, margins, better),
        choices=weigh_choices(found, margins, better),
        turns=find_turns(found, reference, margins, better),
        n_same=n_same,
        missing=missing,
        margins=tuple(margins.items()),
        better=better,
        level=level,
    )

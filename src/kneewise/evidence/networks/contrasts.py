"""Trials from contrasts: one row a comparison, effect and standard error of the first treatment against the second."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.networks.trials import Block, Trials, block_of
from kneewise.evidence.taken import only_used, rows_told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# As netmeta's tol.multiarm.
TOLERANCE = 0.001


def trials_from_contrasts(
    study: Ints,
    first: Ints,
    second: Ints,
    effect: Floats,
    se: Floats,
    *,
    studies: tuple[str, ...],
    treatments: tuple[str, ...],
    tolerance: float = TOLERANCE,
    correlated: Collection[str] = (),
) -> Trials:
    """Check the rows, put every trial's comparisons together and make blocks of arms.

    study, first, second : shape (m,), places in `studies` and `treatments`
    effect, se : shape (m,), first against second; a row without one of them is left out and told
    tolerance : how far the effects of a trial of several arms may be from adding up
    correlated : trials whose arms are not independent persons (two knees of one person), which may then have arms
        that seem to have a negative variance

    Raises BadValues, with the rows, for a standard error of 0 or less, a treatment against itself, a comparison twice,
    comparisons of a trial that are not complete or do not add up, and variances that no arms can have.
    """
    rows = np.arange(len(study))
    _check_rows(first, second, se, rows)
    known = np.isfinite(effect) & np.isfinite(se)
    told = tuple(
        f"{rows_told([row])}: {studies[study[row]]} has no effect or no standard error" for row in rows[~known]
    )
    if not known.any():
        raise BadValues("effect, se: found no row with both; allowed: at least one comparison")
    turned = first > second
    effect = np.where(turned, -effect, effect)
    taken = _Rows(study, np.minimum(first, second), np.maximum(first, second), effect, se**2, rows)
    taken = taken.each(lambda values: values[known])
    both, treatments = only_used(np.concatenate([taken.first, taken.second]), treatments)
    order = np.lexsort((taken.second, taken.first, taken.study))
    taken = replace(taken, first=both[: len(order)], second=both[len(order) :]).each(lambda values: values[order])
    count = np.bincount(taken.study, minlength=len(studies))[taken.study]
    blocks = []
    for size in np.unique(count).tolist():
        place = np.flatnonzero(count == size).reshape(-1, size)
        mine = taken.each(lambda values, place=place: values[place])  # type: ignore[misc]
        blocks.append(_block(mine, studies=studies, tolerance=tolerance, correlated=correlated))
    return Trials(treatments, studies, tuple(blocks), told)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Comparisons, first treatment before second, all of one shape: (m,), or (trials, comparisons)."""

    study: Ints
    first: Ints
    second: Ints
    effect: Floats
    variance: Floats
    row: Ints

    def each(self, taken: Callable[[NDArray[Any]], NDArray[Any]]) -> _Rows:
        """Do the same with every column."""
        return _Rows(*(taken(getattr(self, field.name)) for field in fields(self)))


def _check_rows(first: Ints, second: Ints, se: Floats, rows: Ints) -> None:
    with np.errstate(invalid="ignore"):
        if (bad := rows[se <= 0]).size:
            raise BadValues(f"se, {rows_told(bad)}: found a standard error of 0 or less; allowed: above 0, or nothing")
    if (bad := rows[first == second]).size:
        raise BadValues(f"treatments, {rows_told(bad)}: found a treatment against itself; allowed: two treatments")


def _block(rows: _Rows, *, studies: tuple[str, ...], tolerance: float, correlated: Collection[str]) -> Block:
    """Make the block of all trials with so many comparisons."""
    first, second = rows.first, rows.second
    b, size = first.shape
    n_arms = round((1 + np.sqrt(8 * size + 1)) / 2)
    names = [studies[each] for each in rows.study[:, 0].tolist()]
    one, two = np.triu_indices(n_arms, 1)
    arm = np.concatenate([first[:, :1], second[:, : n_arms - 1]], axis=1)
    complete = np.zeros(b, dtype=bool)
    if len(one) == size:
        complete = (first == arm[:, one]).all(axis=1) & (second == arm[:, two]).all(axis=1)
    if not complete.all():
        worst = int(complete.argmin())
        _refuse_incomplete(names[worst], first[worst], second[worst], rows.row[worst])
    effect, variance = np.zeros((b, n_arms, n_arms)), np.zeros((b, n_arms, n_arms))
    effect[:, one, two], effect[:, two, one] = rows.effect, -rows.effect
    variance[:, one, two] = variance[:, two, one] = rows.variance
    of_arm = effect.mean(axis=2)
    left = abs(rows.effect - of_arm[:, one] + of_arm[:, two]).max(axis=1)
    if (left > tolerance).any():
        worst = int(left.argmax())
        raise BadValues(
            f"effect, {rows_told(rows.row[worst])}: found comparisons of {names[worst]!r} that do not add up (off by "
            f"{left[worst]:.3g}); allowed: A against C is A against B plus B against C, within tolerance={tolerance:g}"
        )
    block = block_of(rows.study[:, 0], arm, of_arm, -variance / 2)
    _check_variances(block, variance, names, rows.row, correlated)
    return block


def _check_variances(block: Block, variance: Floats, names: list[str], rows: Ints, correlated: Collection[str]) -> None:
    n_arms = variance.shape[1]
    if n_arms == 2:
        return
    sums = variance.sum(axis=2)
    own = (sums - sums.sum(axis=1, keepdims=True) / (2 * (n_arms - 1))) / (n_arms - 2)
    free = np.array([name in correlated for name in names])
    # The last digits of printed standard errors may leave an arm of almost no variance a little below 0.
    negative = (own < -1e-12 * sums.max(axis=1, keepdims=True)).any(axis=1) & ~free
    impossible = block.roots[:, 0] <= 1e-12 * block.roots[:, -1]
    if (negative | impossible).any():
        b = int((negative | impossible).argmax())
        hint = "" if impossible[b] else "; if its arms are the same persons, name it in correlated"
        raise BadValues(
            f"se, {rows_told(rows[b])}: found standard errors of {names[b]!r} that no {n_arms} arms can have; allowed: "
            f"each variance the sum of the variances of two arms{hint}"
        )


def _refuse_incomplete(name: str, first: Ints, second: Ints, rows: Ints) -> None:
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    twice = [row for row, pair in zip(rows.tolist(), pairs, strict=True) if pairs.count(pair) > 1]
    if twice:
        raise BadValues(f"study, {rows_told(twice)}: found a comparison of {name!r} twice; allowed: each pair once")
    n_arms = len(set(first.tolist()) | set(second.tolist()))
    raise BadValues(
        f"study, {rows_told(rows)}: found {len(pairs)} comparisons of the {n_arms} arms of {name!r}; allowed: every "
        f"pair of arms once ({n_arms * (n_arms - 1) // 2})"
    )

"""Differences between least-squares means, within each combination of the other factors."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array


def differences(
    means: Array, labels: Sequence[tuple[Any, ...]], *, reference: Any | None
) -> tuple[Array, tuple[tuple[Any, ...], ...]]:  # fmt: skip
    """Give differences of the first factor's levels within the same labels of the others.

    means : shape (cells, p); labels : of the cells, the compared factor's first
    reference : the level that the others are compared with; None: every two levels, the later less the earlier

    Labels of the result: "A - B", then those of the other factors. Raises BadValues where there is nothing to compare,
    or no such level.
    """
    levels = list(dict.fromkeys(label[0] for label in labels))
    within = list(dict.fromkeys(label[1:] for label in labels))
    if len(levels) < 2:
        raise BadValues(f"contrasts: found {len(levels)} level to compare; at least two are needed")
    if reference is None:
        pairs = [(later, earlier) for earlier, later in combinations(levels, 2)]
    elif reference in levels:
        pairs = [(level, reference) for level in levels if level != reference]
    else:
        raise BadValues(f"reference: found {reference!r}; allowed: {', '.join(map(repr, levels))}")
    place = {label: row for row, label in enumerate(labels)}
    rows, named = [], []
    for rest in within:
        for one, other in pairs:
            rows.append(means[place[one, *rest]] - means[place[other, *rest]])
            named.append((f"{one} - {other}", *rest))
    return np.array(rows), tuple(named)

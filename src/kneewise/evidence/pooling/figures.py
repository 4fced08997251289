"""Columns of figures turned into what the caller gets: floats and pairs of one set, arrays of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.evidence.pooling.result import Figure, Pair
    from kneewise.evidence.pooling.sets import Floats

    Case = tuple[NDArray[Any], str]


def figure(values: Floats, is_batch: bool) -> Figure:
    """Give an array of a batch as it is, of one set its only value."""
    return values if is_batch else float(values[0])


def figure_or_none(values: Floats | None, is_batch: bool) -> Figure | None:
    """Give what `figure` gives, but None for a single NaN and for nothing."""
    if values is None or (not is_batch and np.isnan(values[0])):
        return None
    return figure(values, is_batch)


def pair(low: Floats, high: Floats, is_batch: bool) -> Pair | None:
    """Limits of an interval: a pair of one set (None where it is unknown), an array (batch, 2) of many."""
    if is_batch:
        return np.stack([low, high], axis=1)
    return None if np.isnan(low[0]) or np.isnan(high[0]) else (float(low[0]), float(high[0]))


def note_lines(cases: Sequence[Case], is_batch: bool) -> tuple[str, ...]:
    """Turn (which sets, what is so there) into sentences; of a batch with the number of sets."""
    lines = []
    for which, text in cases:
        if count := int(np.count_nonzero(which)):
            lines.append(f"{count} of {np.size(which)} sets: {text}" if is_batch else text)
    return tuple(lines)

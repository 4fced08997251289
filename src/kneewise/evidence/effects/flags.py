"""What is said of single rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Flags:
    """Sentences of each row, gathered while its effect is worked out."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._of_row: list[list[str]] = [[] for _ in range(size)]

    def add(self, which: NDArray[Any], text: str) -> None:
        """Say `text` of the rows of a mask, shape (n,)."""
        for row in np.flatnonzero(which):
            self._of_row[row].append(text)

    def none(self) -> NDArray[np.bool_]:
        """Say which rows have no flag, shape (n,)."""
        return np.array([not each for each in self._of_row], dtype=bool)

    def as_tuples(self) -> tuple[tuple[str, ...], ...]:
        """Give the sentences of all rows."""
        return tuple(tuple(each) for each in self._of_row)

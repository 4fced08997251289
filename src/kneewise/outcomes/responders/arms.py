"""Arms as codes: one label a person, in the order in which they are to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.columns import Codes, codes
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def arm_codes(arm: ArrayLike, n: int) -> Codes:
    """Take the arm of each of n persons; a categorical column keeps its own order, other labels are sorted."""
    column: Any = arm
    table = column.to_frame("arm") if hasattr(column, "to_frame") else {"arm": column}
    labels = codes(table, "arm")
    if len(labels.codes) != n:
        raise BadValues(f"arm: found {len(labels.codes)}; allowed: one for each of {n} persons")
    return labels

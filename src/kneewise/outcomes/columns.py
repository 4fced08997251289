"""Moved to `kneewise.columns`."""

from typing import TYPE_CHECKING

from kneewise.columns import Codes, codes, column, column_names, holds_labels, numbers

if TYPE_CHECKING:
    from kneewise.columns import Table

__all__ = ["Codes", "Table", "codes", "column", "column_names", "holds_labels", "numbers"]

"""The design matrix of any formula that formulaic reads: transforms, splines, nesting. Loads pandas with it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.design import Variable


def required_columns(right: str, names: Collection[str]) -> list[str]:
    """Name the columns that the right side of a formula needs, `names` being those of the table.

    formulaic's own list leaves out what stands inside `poly()`, `bs()` and its other transforms that learn.

    Raises BadValues where formulaic cannot read it.
    """
    from formulaic import Formula, SimpleFormula
    from formulaic.errors import FormulaicError

    try:
        read = Formula(right)
    except FormulaicError as error:
        raise _refused(right, error) from None
    if not isinstance(read, SimpleFormula):
        raise BadValues(f"formula: found {right!r}, of several parts; allowed: one part, without '|' or a second '~'")
    factors = sorted({(factor.eval_method.value, factor.expr) for term in read for factor in term.factors})
    needed: dict[str, None] = {}
    for how, text in factors:
        if how == "lookup":
            needed[text] = None
        elif how == "python":
            found = (node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name))
            needed |= dict.fromkeys(name for name in found if name in names)
    return sorted(needed)


def _refused(right: str, error: Exception) -> BadValues:
    """Tell what formulaic said, without its colours and the caret below its lines."""
    said = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines() or [type(error).__name__]
    return BadValues(f"formula: found {right!r}, which cannot be read or worked out: {said[0]}")


class GeneralDesign:
    """The design of a right side that formulaic evaluates; what it learnt of the data (splines, levels) is kept."""

    def __init__(self, right: str, variables: Mapping[str, Variable], values: Mapping[str, NDArray[Any]]) -> None:
        """Take the text, its variables, and the values of all rows that are used."""
        from formulaic import Formula
        from formulaic.errors import FormulaicError

        self.variables = dict(variables)
        self._right = right
        try:
            made = Formula(right).get_model_matrix(self._frame(values), context={"np": np}, na_action="raise")
        except (FormulaicError, ValueError, TypeError, KeyError, NameError) as error:
            raise _refused(right, error) from None
        self._spec = made.model_spec
        self.names = tuple(str(name) for name in self._spec.column_names)

    def fill(self, values: Mapping[str, NDArray[Any]], out: Array) -> None:
        """Write the design of these values into `out`, shape (n, p)."""
        from formulaic.errors import FormulaicError

        try:
            made = self._spec.get_model_matrix(self._frame(values), context={"np": np}, na_action="raise")
        except (FormulaicError, ValueError, TypeError) as error:
            raise _refused(self._right, error) from None
        out[:] = made.to_numpy(dtype=np.float64)

    def variables_of(self, term: str) -> frozenset[str] | None:
        """Name the variables of a term written as formulaic prints it; None where the model has no such term."""
        wanted = _parts(term)
        for each, variables in self._spec.term_variables.items():
            if _parts(str(each)) == wanted:
                return frozenset(str(name) for name in variables)
        return None

    def columns_of(self, term: str) -> list[int]:
        """Give the columns of a term."""
        wanted = _parts(term)
        return [
            column
            for each, places in self._spec.term_indices.items()
            if _parts(str(each)) == wanted
            for column in places
        ]

    def _frame(self, values: Mapping[str, NDArray[Any]]) -> Any:
        # The pandas that formulaic works with: this room has no other use for it.
        from formulaic.materializers.pandas import pandas as pd

        columns: dict[str, Any] = {}
        for name, variable in self.variables.items():
            given = values[name]
            if variable.levels is None:
                columns[name] = given
            else:
                columns[name] = pd.Categorical.from_codes(given, categories=list(variable.levels))
        return pd.DataFrame(columns)


def _parts(term: str) -> frozenset[str]:
    return frozenset(part.strip() for part in term.split(":"))

"""Tables with some rows a knee, in the order of the cases.

A table has a few places a knee; a place that this knee does not fill is left out. Rows are laid out by
unnesting the places beside the plan, which keeps the order of the cases and works the plan out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.review.demo.columns import KEY

if TYPE_CHECKING:
    from kneewise.review.demo.coded import Types
    from kneewise.review.demo.numbering import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One table of rows: `needs` is worked out once a case, `keep` and `columns` for each place from 0."""

    places: int
    needs: Layer
    keep: str
    columns: Layer

    def query(self, plan: str, table: str, types: Types) -> str:
        """SQL of the table; its texts share one type, since what is needed and written meet in one CASE."""
        places = list(range(self.places))
        written = types.coded(f"texts_of_{table}", [*self.needs.values(), *self.columns.values()])
        named = list(zip([*self.needs, *self.columns], written, strict=True))
        needs = "".join(f", {expression} AS {name}" for name, expression in named[: len(self.needs)])
        columns = "".join(f", {expression} AS {name}" for name, expression in named[len(self.needs) :])
        return (
            f'SELECT "case"{columns} FROM (SELECT *, unnest({places}) AS place_of FROM'
            f' (SELECT {KEY} AS "case"{needs} FROM {plan})) WHERE {self.keep}'
        )


def by_place(values: list[str]) -> str:
    """SQL of the value of this place."""
    return (
        "CASE place_of "
        + " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
        + " END"
    )

"""Scores that were worked out elsewhere: of cases, or of a table with a part and a score a row; ranges are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.columns import codes
from kneewise.errors import BadInput, BadValues
from kneewise.outcomes.instruments.score import definition_of
from kneewise.outcomes.instruments.scores import PartScores, Why

if TYPE_CHECKING:
    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.instruments.definition import Instrument, Part

_SHOWN = 20


def scores_by_part(
    table: InputTable, *, instrument: str | None, form: str | None, country: str | None
) -> tuple[list[tuple[Instrument, PartScores, InputTable]], tuple[str, ...]]:
    """Check given scores against the range of their part, instrument by instrument.

    table : columns part and score, and instrument where `instrument` does not name the one
    form, country : for instruments that come in several

    Gives the scores of each part with the rows of the table that they are, in the order of the parts; and what is
    told: instruments and parts that are not held, whose scores were left out.
    Raises BadInput at a score outside the range of its part.
    """
    if instrument is not None and "instrument" in table.columns:
        names = codes(table.columns, "instrument")
        wanted = [_plain(str(level)) == _plain(instrument) for level in names.levels]
        table = table.keep(np.array([*wanted, False])[names.codes], f"not of {instrument}")
    found: list[tuple[Instrument, PartScores, InputTable]] = []
    told: list[str] = []
    for name, of_instrument in _groups(table, "instrument", instrument):
        try:
            held = definition_of(name, form=form, country=country)
        except BadValues as error:
            told.append(f"scores of {name} left out: {error}")
            continue
        parts = {part_name.casefold(): rows for part_name, rows in _groups(of_instrument, "part", None)}
        of_parts = [(part, parts.pop(part.name.casefold(), None)) for part in held.parts]
        found += [(held, _checked(rows, held, part), rows) for part, rows in of_parts if rows is not None]
        told += [f"scores of {held.name} {part_name} left out: it has {_names(held)}" for part_name in parts]
    return found, tuple(told)


def _groups(table: InputTable, column: str, only: str | None) -> list[tuple[str, InputTable]]:
    if column not in table.columns:
        return [(str(only), table)]
    labels = codes(table.columns, column)
    if (empty := labels.codes < 0).any():
        row = int(empty.argmax())
        raise BadInput([table.problem(row, column, "an empty cell", f"the {column} that the score is of")])
    return [(str(level), table.keep(labels.codes == place)) for place, level in enumerate(labels.levels)]


def _checked(table: InputTable, held: Instrument, part: Part) -> PartScores:
    scores = np.asarray(table.columns["score"], dtype=np.float64)
    slack = 1e-9 * (part.high - part.low)
    outside = np.flatnonzero((scores < part.low - slack) | (scores > part.high + slack))
    if outside.size:
        allowed = f"{part.low:g} to {part.high:g}, or an empty cell"
        raise BadInput(
            [
                table.problem(
                    int(row),
                    f"score of {held.name} {part.name}{_whose(table, int(row))}",
                    f"a score {'below' if scores[row] < part.low else 'above'} its range",
                    allowed,
                )
                for row in outside[:_SHOWN]
            ],
            total=outside.size,
        )
    known = ~np.isnan(scores)
    return PartScores(
        part=part.name,
        scores=scores,
        n_answered=np.zeros(len(scores), dtype=np.int16),
        why=np.where(known, Why.SCORED, Why.NO_FORM).astype(np.int8),
        n_items=len(part.items),
        needed=0,
        low=part.low,
        high=part.high,
        better=part.better,
    )


def _whose(table: InputTable, row: int) -> str:
    """Name the case of a row, where rows were made of cases: they stand on no line of a file."""
    return f", case {table.columns['case'][row]}" if not table.rows[row] and "case" in table.columns else ""


def _names(held: Instrument) -> str:
    return ", ".join(part.name for part in held.parts)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())

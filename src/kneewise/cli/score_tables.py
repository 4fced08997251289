"""Scores by person and visit for the commands that need both: everybody there is, and the rows of one score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.cli.table_kinds import InputTable, Wanted
    from kneewise.outcomes.instruments.definition import Part

_ROW = "#person"  # no column of a file: names of cases and forms cannot hold a #


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """What a table says of scores.

    everybody : rows that name every person, also those without a score
    rows : the rows of the score that was asked for, with a visit
    subject, score, visit : their columns
    """

    everybody: InputTable
    rows: InputTable
    subject: str
    score: str
    visit: str

    @property
    def told(self) -> tuple[str, ...]:
        """What was left out on the way."""
        return self.rows.told


def read_scores(source: str, options: dict[str, Any], *, visits: bool, wanted: Sequence[Wanted] = ()) -> ScoreTable:
    """Read the scores that the options name: subject, score, visit, scores_as, instrument, part.

    visits : whether visits are needed; without, each person has one row
    wanted : what other columns must hold, where they are there
    """
    from kneewise.cli.persons import need_columns
    from kneewise.cli.source import read_source
    from kneewise.cli.table_kinds import Wanted
    from kneewise.cli.wide_tables import turn_long

    numeric = [] if options["scores_as"] else [Wanted(name=options["score"] or "score", kind="number", must=False)]
    table = read_source(source, "scores", [*numeric, *wanted] if visits else wanted)
    subject = options["subject"] or ("case" if table.of_cases else "subject")
    if options["subject"]:
        need_columns(table, {"--subject": subject})
    if subject not in table.columns:
        if visits and options["scores_as"] is None:
            need_columns(table, {"--subject": subject})
        table = replace(table, columns={**table.columns, _ROW: np.arange(table.n_rows)})
        subject = _ROW
    everybody = table
    score, visit = options["score"] or "score", options["visit"]
    if options["scores_as"] is not None:
        table = turn_long(table, [options["scores_as"]], value=score)
    table = _of_one_score(table, options)
    if table.of_cases:
        everybody = _all_cases(source, table)
        if everybody is table:
            told = "standard input is read once: cases without any score are not counted, not even as unknown"
            table = replace(table, told=(*table.told, told))
    if visits:
        table = _with_visits(table, subject, visit)
        need_columns(table, {"--score": score, "--visit": visit})
    return ScoreTable(everybody=everybody, rows=table, subject=subject, score=score, visit=visit)


def check_range(table: InputTable, name: str, part: Part | None) -> None:
    """Refuse scores outside the range of their questionnaire's part."""
    from kneewise.cli.persons import number_column
    from kneewise.errors import BadInput

    if part is None:
        return
    scores = number_column(table, name)
    slack = 1e-9 * (part.high - part.low)
    rows = np.flatnonzero((scores < part.low - slack) | (scores > part.high + slack)).tolist()
    if rows:
        allowed = f"{part.low:g} to {part.high:g}, or an empty cell"
        problems = [table.problem(row, name, f"a score outside the range of {part.name}", allowed) for row in rows[:20]]
        raise BadInput(problems, total=len(rows))


def _of_one_score(table: InputTable, options: dict[str, Any]) -> InputTable:
    """Keep the rows of one questionnaire and one part; several in one table must not be mixed."""
    for name in ("instrument", "part"):
        if name not in table.columns:
            continue
        cells = table.columns[name].tolist()
        found = sorted({str(each) for each in cells if each is not None})
        asked = options.get(name)
        if asked is None and len(found) > 1:
            raise click.UsageError(
                f"the scores are of several {name}s ({', '.join(found[:20])}): choose with --{name}."
            )
        if asked is not None:
            mask = np.array([_plain(str(each)) == _plain(asked) for each in cells], dtype=bool)
            if not mask.any():
                raise click.UsageError(
                    f"--{name} {asked}: no score of it; there are: {', '.join(found[:20]) or 'none'}."
                )
            table = table.keep(mask)
    return table


def _with_visits(table: InputTable, subject: str, visit: str) -> InputTable:
    from kneewise.cli.visits import add_visits

    # Only where no column of visits was named: a name that is not there is a mistake, not a wish for days.
    if visit != "visit" or visit in table.columns or "day" not in table.columns:
        return table
    return add_visits(table, per=[subject])


def _all_cases(source: str, table: InputTable) -> InputTable:
    """Every case, also those without a score: they are the unknown."""
    from kneewise.cli.source import read_source

    if source == "-":
        return table  # standard input cannot be read twice; those without any score are not in it
    return read_source(source, "followed")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())

"""Scores before and after of every person, with what is constant of each: from visits or from two columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.score_tables import ScoreTable
    from kneewise.outcomes.instruments.definition import Part

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePairs:
    """Scores of every person at two visits, NaN where there is none.

    columns : shape (persons,), what is constant of each
    table : where they come from; told : how they were found
    """

    before: Floats
    after: Floats
    columns: Mapping[str, NDArray[Any]]
    table: ScoreTable
    told: tuple[str, ...]


def read_pairs(
    source: str, options: dict[str, Any], part: Part | None, *, constant: Callable[[ScoreTable], Mapping[str, str]]
) -> ScorePairs:
    """Read scores before and after.

    constant : options with the columns that say one thing of a person, once the table is known

    Scores outside the range of the part are refused, and columns that are not there.
    """
    from kneewise.cli.persons import need_columns, number_column, persons_of, scores_at, visit_named
    from kneewise.cli.score_tables import check_range, read_scores
    from kneewise.cli.table_kinds import Wanted
    from kneewise.report.section_cells import label

    pair = {name: options[name] for name in ("before", "after") if options[name] is not None}
    if len(pair) == 1:
        raise click.UsageError("--before, --after: give both columns.")
    wanted = [Wanted(name=column, kind="number", must=False) for column in pair.values()]
    table = read_scores(source, options, visits=not pair, wanted=wanted)
    named = constant(table)
    need_columns(table.everybody, {**named, **{f"--{name}": each for name, each in pair.items()}})
    persons = persons_of(table.everybody, table.subject, list(named.values()))
    if pair:
        if persons.n < table.everybody.n_rows:
            raise click.UsageError(f"{table.subject}: a person stands in several rows; such columns need one a person.")
        for column in pair.values():
            check_range(table.everybody, column, part)
        before, after = (number_column(table.everybody, pair[name]) for name in ("before", "after"))
        return ScorePairs(before=before, after=after, columns=persons.columns, table=table, told=())
    check_range(table.rows, table.score, part)
    first = visit_named(table.rows, table.visit, options["baseline"], last=False)
    last = visit_named(table.rows, table.visit, options["at"], last=True)
    if first == last:
        raise click.UsageError(f"--baseline, --at: both are the visit {label(first)}; a change needs two.")
    before, after = (
        scores_at(table.rows, persons, subject=table.subject, score=table.score, visit=table.visit, wanted=each)
        for each in (first, last)
    )
    told = (f"baseline: visit {label(first)}; judged at visit {label(last)}",)
    return ScorePairs(before=before, after=after, columns=persons.columns, table=table, told=told)

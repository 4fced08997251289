"""What `kneewise outcomes change` is told: scores by visit, a column of changes, or printed means by arm and visit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kneewise.cli.persons import is_gap, need_columns, number_column, persons_of, scores_at, visit_named
from kneewise.cli.table_kinds import refuse_table
from kneewise.errors import BadInput
from kneewise.outcomes.repeated_measures.change import ChangeColumns
from kneewise.report.section_cells import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.cli.persons import Persons
    from kneewise.cli.score_tables import ScoreTable
    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.instruments.definition import Part

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTrial:
    """A trial as it was given.

    table : columns by name, one row a score after baseline
    visits : in order
    first : the visit before treatment that the change is from; None where there is none
    n_persons : how many there are by arm, also those without any score; by None where there is no arm
    of_cases : visits are then months after the injection
    """

    table: dict[str, NDArray[Any]]
    columns: ChangeColumns
    visits: tuple[Any, ...]
    first: Any | None
    n_persons: dict[Any, int]
    told: tuple[str, ...]
    of_cases: bool


def read_trial(source: str, options: dict[str, Any], part: Part | None) -> ChangeTrial:
    """Read scores by visit, or changes where the option --change is given."""
    from kneewise.cli.score_tables import check_range, read_scores
    from kneewise.cli.table_kinds import Wanted

    given = options["change"]
    wanted = [Wanted(name=name, kind="number", must=False) for name in (given, options["baseline_score"]) if name]
    asked = {**options, "score": given} if given else options
    found = read_scores(source, asked, visits=given is None, wanted=wanted)
    found = _where(found, options["where"])
    rows, visit = found.rows, options["visit"]
    if given is not None and visit not in rows.columns:
        rows = replace(rows, columns={**rows.columns, visit: np.zeros(rows.n_rows)})
    arm = _arm_of(options, found)
    constant = [each for each in (arm, options["baseline_score"], *options["covariates"]) if each is not None]
    need_columns(found.everybody, {f"--{_option(each, options)}": each for each in constant})
    need_columns(rows, {"--change" if given else "--score": found.score, "--visit": visit})
    if given is None:
        check_range(rows, found.score, part)
    persons = persons_of(found.everybody, found.subject, constant)
    rows = _known(rows, found.score, visit)
    _refuse_second_scores(rows, found.subject, found.score, visit)
    columns = ChangeColumns(
        response=found.score, subject=found.subject, visit=visit, arm=arm, baseline=options["baseline_score"],
        covariates=tuple(options["covariates"]), is_change=given is not None,
    )  # fmt: skip
    told = list(found.told)
    first: Any | None = None
    table = _person_columns(rows, persons, found.subject, constant)
    if given is None and options["baseline_score"] is None and options["baseline"] != "none":
        first = visit_named(rows, visit, options["baseline"], last=False)
        table, columns, more = _from_baseline(rows, table, columns, persons, first)
        told += more
    elif given is None and options["baseline_score"] is not None:
        table, columns = _from_column(table, columns)
    order, table = in_order(table, columns.visit, options["visits"])
    return ChangeTrial(
        table=table,
        columns=columns,
        visits=order,
        first=first,
        n_persons=_by_arm(persons, arm),
        told=tuple(told),
        of_cases=found.rows.of_cases,
    )


def _where(found: ScoreTable, conditions: Sequence[str]) -> ScoreTable:
    rows, everybody = (filtered(table, conditions) for table in (found.rows, found.everybody))
    return replace(found, rows=rows, everybody=everybody)


def filtered(table: InputTable, conditions: Sequence[str]) -> InputTable:
    """Keep the rows in which every column named has the value named: 'COLUMN=VALUE'."""
    for condition in conditions:
        name, sign, value = condition.partition("=")
        if not sign:
            raise click.UsageError(f"--where {condition}: give it as COLUMN=VALUE.")
        need_columns(table, {"--where": name})
        mask = np.array(
            [not is_gap(each) and label(each) == value for each in table.columns[name].tolist()], dtype=bool
        )
        if not mask.any():
            raise click.UsageError(f"--where {condition}: no row has it.")
        table = table.keep(mask)
    return table


def _arm_of(options: dict[str, Any], found: ScoreTable) -> str | None:
    """The column of the arm; none where there is no such column and none was asked for."""
    usual = "technology" if found.rows.of_cases else "arm"
    if options["arm"] is not None:
        return str(options["arm"])
    return usual if usual in found.everybody.columns else None


def _option(column: str, options: dict[str, Any]) -> str:
    if column in options["covariates"]:
        return "covariate"
    return "baseline-score" if column == options["baseline_score"] else "arm"


def _known(rows: InputTable, score: str, visit: str) -> InputTable:
    """Keep rows with a score; one without a visit is refused, since it would be lost in silence."""
    rows = rows.keep(~np.isnan(number_column(rows, score)), "no score")
    if not rows.n_rows:
        raise refuse_table(rows.file, "no score", "one or more", field=score)
    lost = [row for row, each in enumerate(rows.columns[visit].tolist()) if is_gap(each)]
    if lost:
        problems = [rows.problem(row, visit, "a score at no visit", "a visit") for row in lost[:_SHOWN]]
        raise BadInput(problems, total=len(lost))
    return rows


def _refuse_second_scores(rows: InputTable, subject: str, score: str, visit: str) -> None:
    seen: set[tuple[Any, Any]] = set()
    again = []
    for row, key in enumerate(zip(rows.columns[subject].tolist(), rows.columns[visit].tolist(), strict=True)):
        if key in seen:
            again.append(row)
        seen.add(key)
    if again:
        problems = [rows.problem(row, score, "a second score of one visit", "one a person") for row in again[:_SHOWN]]
        raise BadInput(problems, total=len(again))


def _person_columns(
    rows: InputTable, persons: Persons, subject: str, constant: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Give the columns of the rows, with what is constant of a person filled in from his other rows."""
    places = np.array([persons.places[each] for each in rows.columns[subject].tolist()], dtype=np.int64)
    return {**rows.columns, **{name: persons.columns[name][places] for name in constant}}


def _from_baseline(
    rows: InputTable, table: dict[str, NDArray[Any]], columns: ChangeColumns, persons: Persons, first: Any
) -> tuple[dict[str, NDArray[Any]], ChangeColumns, list[str]]:
    """Take the change from the visit before treatment, and leave that visit out."""
    score, visit, subject = columns.response, columns.visit, columns.subject
    before = scores_at(rows, persons, subject=subject, score=score, visit=visit, wanted=first)
    places = np.array([persons.places[each] for each in table[subject].tolist()], dtype=np.int64)
    later = np.array([each != first for each in table[visit].tolist()], dtype=bool)
    if not later.any():
        raise click.UsageError(
            f"--baseline: {label(first)} is the only visit; --baseline none takes scores as they are."
        )
    named = {"change": number_column(rows, score) - before[places], "baseline": before[places]}
    for name in named:
        if name in (subject, visit, columns.arm, *columns.covariates):
            raise click.UsageError(f"column {name}: the name is taken by what is computed here; rename the column.")
    told = [f"change from visit {label(first)}"]
    lost = len({place for place in places[later].tolist() if np.isnan(before[place])})
    if lost:
        told.append(f"{lost:,} persons without a score at visit {label(first)} left out")
    made = {name: cells[later] for name, cells in {**table, **named}.items()}
    return made, replace(columns, response="change", baseline="baseline", is_change=True), told


def _from_column(
    table: dict[str, NDArray[Any]], columns: ChangeColumns
) -> tuple[dict[str, NDArray[Any]], ChangeColumns]:
    """Take the change from a column that holds the score before treatment in every row."""
    if "change" in (columns.subject, columns.visit, columns.arm, columns.baseline, *columns.covariates):
        raise click.UsageError("column change: the name is taken by what is computed here; rename the column.")
    change = table[columns.response].astype(np.float64) - table[str(columns.baseline)].astype(np.float64)
    return {**table, "change": change}, replace(columns, response="change", is_change=True)


def in_order(
    table: dict[str, NDArray[Any]], visit: str, asked: str | None
) -> tuple[tuple[Any, ...], dict[str, NDArray[Any]]]:
    """Put visits in order: numbers by size, text by the numbers in it; or take those that are named, as named."""
    found = {label(each): each for each in table[visit].tolist()}
    if asked is None:
        return tuple(sorted(found.values(), key=_natural)), table
    names = [each.strip() for each in asked.split(",") if each.strip()]
    if not names:
        raise click.UsageError("--visits: name one at least.")
    if strange := [each for each in names if each not in found]:
        raise click.UsageError(f"--visits {strange[0]}: no such visit; there are: {', '.join(found)}.")
    chosen = tuple(found[each] for each in dict.fromkeys(names))
    mask = np.array([each in chosen for each in table[visit].tolist()], dtype=bool)
    return chosen, {name: cells[mask] for name, cells in table.items()}


def _natural(visit: Any) -> tuple[Any, ...]:
    if isinstance(visit, int | float):
        return (float(visit),)
    return tuple((0, float(part), "") if part.isdigit() else (1, 0.0, part) for part in re.split(r"(\d+)", str(visit)))


def _by_arm(persons: Persons, arm: str | None) -> dict[Any, int]:
    if arm is None:
        return {None: persons.n}
    counts: dict[Any, int] = {}
    for each in persons.columns[arm].tolist():
        if not is_gap(each):
            counts[each] = counts.get(each, 0) + 1
    return counts

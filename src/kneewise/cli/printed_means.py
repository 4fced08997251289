"""Means by arm and visit that a paper prints, read from a table with a row an arm and visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kneewise.errors import BadInput

if TYPE_CHECKING:
    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.repeated_measures.printed import PrintedMeans


def read_printed(source: str, options: dict[str, Any]) -> tuple[PrintedMeans, tuple[str, ...]]:
    """Read the columns that --mean, --se, --sd, --n, --arm and --visit name; rows without a mean are left out."""
    from kneewise.cli.change_input import filtered, in_order
    from kneewise.cli.persons import need_columns, number_column
    from kneewise.cli.source import read_source
    from kneewise.cli.table_kinds import Wanted
    from kneewise.outcomes.repeated_measures.printed import printed_means

    names = {name: options[name] for name in ("mean", "se", "sd", "n") if options[name] is not None}
    if "se" not in names and not {"sd", "n"} <= set(names):
        raise click.UsageError("--mean: give --se beside it, or --sd and --n.")
    wanted = [Wanted(name=name, kind="number", must=False) for name in names.values()]
    table = filtered(read_source(source, "scores", wanted), options["where"])
    arm = options["arm"] or ("arm" if "arm" in table.columns else None)
    need_columns(table, {f"--{option}": name for option, name in names.items()} | {"--visit": options["visit"]})
    need_columns(table, {"--arm": arm} if arm else {})
    table = table.keep(~np.isnan(number_column(table, names["mean"])), "no mean")
    _check_figures(table, names)
    visits, columns = in_order(dict(table.columns), options["visit"], options["visits"])
    place = {visit: number for number, visit in enumerate(visits)}
    arms = columns[arm].tolist() if arm else [None] * len(columns[options["visit"]])
    held = [place[each] for each in columns[options["visit"]].tolist()]
    # By arm as they first come, then by visit.
    first = {each: number for number, each in reversed(list(enumerate(arms)))}
    order = sorted(range(len(arms)), key=lambda row: (first[arms[row]], held[row]))
    figures = {option: columns[name].astype(np.float64)[order] for option, name in names.items()}
    result = printed_means(
        [arms[row] for row in order],
        [visits[held[row]] for row in order],
        figures["mean"],
        se=figures.get("se"),
        sd=figures.get("sd"),
        n=figures.get("n"),
        level=options["confidence"],
    )
    return result, table.told


def _check_figures(table: InputTable, names: dict[str, str]) -> None:
    """Refuse, by the row of the file, what no interval can be made of."""
    from kneewise.cli.persons import number_column

    problems = []
    for option in ["se" if "se" in names else "sd", *(["n"] if "n" in names else [])]:
        cells = number_column(table, names[option])
        if option == "n":  # it may be left out beside a standard error
            wrong = (cells < 2.0) | (np.nan_to_num(cells) % 1.0 != 0.0) | (np.isnan(cells) & ("se" not in names))
            allowed = "a whole number from 2"
        else:
            wrong, allowed = ~(cells > 0.0), "a number above 0"
        for row in np.flatnonzero(wrong).tolist():
            found = "an empty cell" if np.isnan(cells[row]) else f"{cells[row]:g}"
            problems.append(table.problem(row, names[option], found, allowed))
    if problems:
        raise BadInput(problems)

"""`kneewise evidence check`: rows of trial results that cannot be, and rows to look at once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import SHIPPED, deliver, shipped_or_source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.plausibility import Finding

EXAMPLE = """\b
Examples:
  kneewise evidence check trials.csv
  kneewise evidence check trials.csv --out findings.csv
  kneewise evidence check
\b
A row is a comparison (study, n1, mean1, sd1, n2, mean2, sd2; events1, events2; effect, se, ci_low, ci_high, p) or an
arm (study, arm, n, mean, sd, ci_low, ci_high, median ...), with scale_low, scale_high and percent where there are any.
Without SOURCE the shipped rows are checked.
\b
Exit statuses:
  0    nothing that cannot be; doubtful rows may have been told
  1    a row that cannot be
  2    the command line cannot be taken
  3    the file cannot be taken
  130  stopped by Ctrl-C; nothing half-written is left behind
"""


@click.command(short_help="Rows that cannot be, or should be looked at.", epilog=EXAMPLE)
@shipped_or_source_and_outputs
def check(*, outputs: Outputs) -> None:
    """Check rows of trial results: impossible figures, and figures that are more often a slip.

    Negative SD, nobody in a group, an interval that does not hold its estimate, a mean off its scale, an SD that looks
    like a standard error, per cents that are no whole number of people, the same arms twice.
    """
    from kneewise.report.evidence.check import check_title, present_check

    is_shipped = outputs.source == SHIPPED
    findings, n_rows = _of_shipped() if is_shipped else _of_table(outputs.source)
    deliver(
        outputs,
        title=check_title(outputs.lang),
        document={"n_rows": n_rows, "findings": findings},
        rows=_rows(findings),
        sections=[present_check(findings, n_rows, outputs.lang, shipped=is_shipped)],
    )
    if any(each.kind == "impossible" for each in findings):
        click.get_current_context().exit(1)


def _check(columns: Mapping[str, Any]) -> list[Finding]:
    from kneewise.evidence.percents import check_percents
    from kneewise.evidence.plausibility import check_rows

    studies = columns.get("study")
    percents = [
        replace(each, study=None if studies is None else str(studies[each.row - 1])) for each in check_percents(columns)
    ]
    return sorted([*check_rows(columns), *percents], key=lambda each: (each.row, each.kind != "impossible"))


def _of_table(source: str) -> tuple[list[Finding], int]:
    from kneewise.cli.table_input import read_table
    from kneewise.cli.table_kinds import Wanted
    from kneewise.evidence.plausibility import NUMBER_COLUMNS, PERCENT_COLUMNS

    names = (*NUMBER_COLUMNS, *PERCENT_COLUMNS)
    table = read_table(source, [Wanted(name=each, kind="number", must=False) for each in names])
    lines = table.rows.tolist()
    return [replace(each, row=int(lines[each.row - 1])) for each in _check(table.columns)], table.n_rows


def _of_shipped() -> tuple[list[Finding], int]:
    """Check the shipped outcomes, events and pooled numbers; rows are the lines of their files."""
    from kneewise.cli.shipped_columns import event_columns, outcome_columns, review_columns
    from kneewise.evidence.shipped import shipped_trials

    trials = shipped_trials()
    found: list[Finding] = []
    n_rows = 0
    for name, columns in (
        ("outcomes", outcome_columns(trials)), ("events", event_columns(trials)), ("reviews", review_columns(trials)),
    ):  # fmt: skip
        n_rows += len(columns["study"])
        found += [replace(each, row=each.row + 1, study=f"{name}.csv: {each.study}") for each in _check(columns)]
    return found, n_rows


def _rows(findings: list[Finding]) -> dict[str, list[Any]]:
    names = ("row", "study", "kind", "rule", "found", "allowed")
    rows: dict[str, list[Any]] = {name: [getattr(each, name) for each in findings] for name in names}
    rows["columns"] = ["; ".join(each.columns) for each in findings]
    return rows

"""`kneewise outcomes agreement`: how far readers agree, on which boundary they differ, what to read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, check_folder, check_places_apart, deliver, source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.cli.outputs import Outputs
    from kneewise.cli.table_kinds import InputTable, Wanted
    from kneewise.outcomes.agreement.adjudication import Dispute
    from kneewise.outcomes.agreement.comparison import ReaderComparison
    from kneewise.outcomes.agreement.grades import ReaderGrades

EXAMPLE = """\b
Examples:
  kneewise outcomes agreement readings.csv --subject image --scale KL --html readers.html
  kneewise outcomes agreement wide.csv --readers a,b,c --grades 0,1,2,3,4 --adjudicate again.csv
  kneewise outcomes agreement cases/ --scale ICRS --crossing '2|3'
\b
A long table has one row a reading: a subject (knee or image), a reader, a grade; a wide one has a column a reader.
Of cases, the readings count that decide the grade: of each reader the latest, on an eligible image taken no later
than the injection.
"""
_SCALES = {"KL": (0, 1, 2, 3, 4), "ICRS": (0, 1, 2, 3, 4)}


@click.command(short_help="How far readers agree, where they differ.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--subject", metavar="COLUMN", help="Column of the knee or image.  [default: subject; of cases: case]")
@click.option("--reader", metavar="COLUMN", default="reader", show_default=True, help="Column of the reader.")
@click.option("--grade", metavar="COLUMN", default="grade", show_default=True, help="Column of the grade.")
@click.option("--readers", metavar="A,B,...", help="Wide table: the columns of the readers.")
@click.option("--scale", type=click.Choice(list(_SCALES)), help="Scale; a column 'scale' is cut to it.")
@click.option("--grades", metavar="A,B,...", help="The grades of the scale in order, also those nobody gave.")
@click.option("--weights", type=click.Choice(["unweighted", "linear", "quadratic", "ordinal"]), default="quadratic",
              show_default=True, help="Credit for near misses.")  # fmt: skip
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
              help="Confidence of intervals.")  # fmt: skip
@click.option("--draws", type=click.IntRange(0, 100_000), default=2000, show_default=True,
              help="Samples for the interval of alpha.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same interval.")
@click.option("--adjudicate", metavar="FILE", type=click.Path(dir_okay=False), help="Write what to read again: .csv.")
@click.option("--at-least", type=click.IntRange(1), default=1, show_default=True,
              help="Only what differs by so many steps is to be read again.")  # fmt: skip
@click.option("--crossing", metavar="'A|B'", help="Only what differs across this boundary.")
@source_and_outputs
def agreement(*, adjudicate: str | None, at_least: int, crossing: str | None, outputs: Outputs, **options: Any) -> None:
    """Compare the readers of one scale: kappa, AC1/AC2, alpha, intraclass correlation, boundaries, disputes."""
    _check_list(adjudicate, outputs)
    from kneewise.outcomes.agreement.adjudication import adjudication_list
    from kneewise.outcomes.agreement.comparison import compare_readers
    from kneewise.report.outcomes.agreement import agreement_title, present_agreement

    grades, told = _read(outputs.source, options)
    if options["grades"] is None and options["scale"] is None:
        from kneewise.report.section_cells import label

        occur = ", ".join(map(label, grades.levels))
        if len(grades.levels) > 2 and any(isinstance(level, str) for level in grades.levels):
            raise click.UsageError(f"--grades: give the grades in their order ({occur}); text does not tell it.")
        told = (*told, f"grades taken as those that occur: {occur}; --scale or --grades names those nobody gave, too")
    result = compare_readers(
        grades, weights=options["weights"], confidence=options["confidence"], n_draws=options["draws"],
        seed=options["seed"],
    )  # fmt: skip
    edge = None if crossing is None else _boundary(crossing, grades.levels)
    disputes = adjudication_list(grades, at_least=at_least, crossing=edge)
    scale = options["scale"]
    if adjudicate is not None:
        from kneewise.cli.table_files import csv_text, write_whole

        write_whole(adjudicate, csv_text(_list_rows(disputes, grades.readers)).encode("utf-8"))
        told = (*told, f"{len(disputes):,} to read again: {adjudicate}")
    deliver(
        outputs,
        title=agreement_title(scale, outputs.lang),
        document=replace(result, disputes=disputes),
        rows=_result_rows(result),
        sections=[present_agreement(result, outputs.lang, scale=scale, disputes=disputes)],
        told=told,
    )


def _check_list(adjudicate: str | None, outputs: Outputs) -> None:
    if adjudicate is None:
        return
    if not adjudicate.lower().endswith(".csv"):
        raise click.UsageError(f"--adjudicate {adjudicate}: its ending must be .csv.")
    check_folder(adjudicate)
    others = (outputs.out, outputs.picture, outputs.html, outputs.source)
    check_places_apart([adjudicate, *(each for each in others if each not in (None, "-") and each is not None)])


def _read(source: str, options: dict[str, Any]) -> tuple[ReaderGrades, tuple[str, ...]]:
    from kneewise.cli.source import read_source
    from kneewise.outcomes.agreement.grades import grades_from_long, grades_from_wide

    levels = _levels(options)
    wide = options["readers"] is not None
    readers = [each.strip() for each in (options["readers"] or "").split(",") if each.strip()]
    graded = readers if wide else [options["grade"]]
    table = read_source(source, "grades", [_wanted(name, levels) for name in graded])
    if wide:
        _check_columns(table, [*readers, *([options["subject"]] if options["subject"] else [])])
        _check_on_scale(table, readers, levels)
        return grades_from_wide(table.columns, readers=readers, subject=options["subject"], levels=levels), table.told
    table = _cut_to_scale(table, options["scale"])
    subject = options["subject"] or ("case" if table.of_cases else "subject")
    names = (subject, options["reader"], options["grade"])
    _check_columns(table, names)
    _check_on_scale(table, graded, levels)
    table = _whole_rows(table, names)
    grades = grades_from_long(
        table.columns, subject=subject, reader=options["reader"], grade=options["grade"], levels=levels
    )
    return grades, table.told


def _wanted(name: str, levels: tuple[Any, ...] | None) -> Wanted:
    """A column of grades: numbers where the scale has numbers; whether it is there is checked after reading."""
    from kneewise.cli.table_kinds import Wanted

    numbers = levels is not None and all(isinstance(level, int | float) for level in levels)
    return Wanted(name=name, kind="number" if numbers else "label", must=False)


def _check_on_scale(table: InputTable, names: Sequence[str], levels: tuple[Any, ...] | None) -> None:
    """Refuse grades that are not on the scale, by the rows of the file."""
    if levels is None:
        return
    from kneewise.errors import BadInput
    from kneewise.report.section_cells import label

    allowed = "one of " + ", ".join(map(label, levels)) + " or an empty cell"
    problems = [
        table.problem(row, name, "a grade that is not on the scale", allowed)
        for name in names
        for row, grade in enumerate(table.columns[name].tolist())
        if grade is not None and grade == grade and grade not in levels  # noqa: PLR0124 - NaN is a gap
    ]
    if problems:
        raise BadInput(problems[:20], total=len(problems))


def _levels(options: dict[str, Any]) -> tuple[Any, ...] | None:
    if options["grades"] is None:
        return None if options["scale"] is None else _SCALES[options["scale"]]
    given = [each.strip() for each in options["grades"].split(",") if each.strip()]
    if len(given) < 2:
        raise click.UsageError("--grades: give the grades of the scale in their order, as 0,1,2,3,4.")
    try:
        return tuple(float(each) for each in given)
    except ValueError:
        return tuple(given)


def _check_columns(table: InputTable, names: Sequence[str]) -> None:
    from kneewise.cli.table_kinds import Wanted, check_names

    check_names(table.file, list(table.columns), [Wanted(name=name) for name in names])


def _cut_to_scale(table: InputTable, scale: str | None) -> InputTable:
    """Keep the readings of one scale; several scales in one table must not be mixed."""
    import numpy as np

    if "scale" not in table.columns:
        return table
    scales = table.columns["scale"]
    if scale is not None:
        return table.keep(np.array([each == scale for each in scales], dtype=bool), f"another scale than {scale}")
    found = sorted({str(each) for each in scales if each is not None})
    if len(found) > 1:
        raise click.UsageError(f"the readings are of several scales ({', '.join(found)}): choose one with --scale.")
    return table


def _whole_rows(table: InputTable, names: Sequence[str]) -> InputTable:
    import numpy as np

    for name in names:
        cells = table.columns[name]
        known = np.array([each is not None and each == each for each in cells.tolist()], dtype=bool)  # noqa: PLR0124
        table = table.keep(known, f"no {name}")
    return table


def _boundary(crossing: str, levels: tuple[Any, ...]) -> tuple[Any, Any]:
    """Take a boundary as '1|2'; the grades are found on the scale by what is shown of them."""
    from kneewise.report.section_cells import label

    by_name = {label(level): level for level in levels}
    parts = [each.strip() for each in crossing.split("|")]
    if len(parts) != 2 or any(each not in by_name for each in parts):
        raise click.UsageError(
            f"--crossing {crossing}: give two neighbouring grades, as '{'|'.join(list(by_name)[:2])}'."
        )
    return by_name[parts[0]], by_name[parts[1]]


def _list_rows(disputes: Sequence[Dispute], readers: Sequence[Any]) -> dict[str, list[Any]]:
    """The adjudication list as columns: one a reader, then how far apart they are."""
    from kneewise.report.section_cells import key_text, label

    rows: dict[str, list[Any]] = {"subject": [key_text(each.subject) for each in disputes]}
    for place, reader in enumerate(readers):
        given = [each.grades[place] for each in disputes]
        rows[f"grade_{label(reader)}"] = [None if grade is None else label(grade) for grade in given]
    rows["steps_apart"] = [each.steps for each in disputes]
    rows["crosses"] = [" ".join(f"{label(below)}|{label(above)}" for below, above in each.crosses) for each in disputes]
    return rows


def _result_rows(result: ReaderComparison) -> dict[str, list[Any]]:
    """One row a figure: coefficients of all readers, kappas of pairs, AC1 and kappa of boundaries."""
    from kneewise.report.section_cells import label

    lines: list[tuple[str, Any]] = [("all", each) for each in result.coefficients]
    for pair in result.pairs:
        lines += [(f"{label(pair.first)} and {label(pair.second)}", each) for each in (pair.plain, pair.weighted)]
    for edge in result.boundaries:
        lines += [(f"{label(edge.below)} | {label(edge.above)}", each) for each in (edge.gwet, edge.kappa)]
    lines += [("all", each) for each in (result.alpha, *result.intraclass)]
    known = [(what, each) for what, each in lines if each is not None]
    names = {"Kappa": "cohen", "Alpha": "krippendorff"}
    return {
        "what": [what for what, _ in known],
        "method": [_first(each, "method", "form") or names[type(each).__name__] for _, each in known],
        "weights": [_first(each, "weights", "metric") for _, each in known],
        "estimate": [each.estimate for _, each in known],
        "standard_error": [_first(each, "standard_error") for _, each in known],
        "low": [each.low for _, each in known],
        "high": [each.high for _, each in known],
        "n": [_first(each, "n_compared", "n_subjects") for _, each in known],
    }


def _first(figure: object, *names: str) -> Any:
    """The first of these fields that a figure has; the kinds of figures name them differently."""
    return next((getattr(figure, name) for name in names if hasattr(figure, name)), None)

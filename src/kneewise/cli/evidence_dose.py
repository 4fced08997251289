"""`kneewise evidence dose`: how an effect changes with the dose over several studies, of one kind of product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.outputs import Outputs
    from kneewise.cli.table_kinds import InputTable
    from kneewise.evidence.doses.result import DoseResponse

EXAMPLE = """\b
Examples:
  kneewise evidence dose arms.csv --product-kind cultured-cells --html dose.html
  kneewise evidence dose arms.csv --product-kind product --curve quadratic --at 10,50,100
  kneewise evidence dose rates.csv --design cumulative-incidence --curve spline --knots 3 --stages 1
\b
SOURCE has one row a dose of a study: study, dose, and mean, sd, n (the lowest dose of a study is its reference), or
effect, se, cases, n (log relative risk; the row with se of 0, or without one, is the reference).
Kinds of product: marrow-concentrate, cultured-cells, fat-fraction, surgical-implant; they are never put on one axis.
"""
_COLUMNS = ("study", "dose", "mean", "sd", "n", "effect", "se", "cases")


@click.command(short_help="How an effect changes with the dose.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option(
    "--column", "renamed", multiple=True, metavar="NAME=COLUMN", help="The table's own name of a column listed below."
)
@click.option("--product-kind", metavar="KIND|COLUMN", help="What the doses are doses of: one kind, or a column.")
@click.option("--curve", type=click.Choice(["linear", "quadratic", "spline"]), default="linear", show_default=True,
              help="Shape of the curve.")  # fmt: skip
@click.option("--knots", metavar="N|A,B,C", help="Of a spline: how many (3 to 7), or where.")
@click.option("--measure", type=click.Choice(["MD", "MD-POOLED", "SMD", "SMD-COHEN", "SMD-GLASS"]),
              help="Of means.  [default: MD]")  # fmt: skip
@click.option(
    "--design", metavar="NAME|COLUMN", help="case-control, incidence-rate, cumulative-incidence, or a column."
)
@click.option("--covariance", type=click.Choice(["greenland-longnecker", "hamling", "independent"]),
              default="greenland-longnecker", show_default=True, help="Of ratios that share a reference.")  # fmt: skip
@click.option("--method", type=click.Choice(["REML", "ML", "MM", "fixed"]), default="REML", show_default=True,
              help="How studies vary; fixed: not at all.")  # fmt: skip
@click.option("--stages", type=click.Choice(["2", "1"]), default="2", show_default=True,
              help="1: all studies at once, also those with too few doses for a curve.")  # fmt: skip
@click.option("--at", "at", metavar="A,B,...", help="Doses to tell.  [default: those that studies gave]")
@click.option("--reference", type=float, help="Dose to tell them against.  [default: the lowest]")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="Of all intervals.")
@source_and_outputs
def dose(*, outputs: Outputs, **options: Any) -> None:
    """Estimate a dose-response over several studies, of doses that count the same thing."""
    from kneewise.cli.source import read_source
    from kneewise.evidence.doses.respond import dose_response
    from kneewise.report.evidence.dose_response import dose_title, present_dose_response

    table = read_source(outputs.source, "scores")
    result = dose_response(
        table.columns,
        **_columns(table, options),
        product_kind=_kind(table, options["product_kind"]),
        curve=options["curve"],
        knots=_knots(options["knots"]),
        covariance=options["covariance"],
        method=options["method"],
        stages=1 if options["stages"] == "1" else 2,
        level=options["level"],
    )
    reference = result.dose_low if options["reference"] is None else options["reference"]
    at = _doses(options["at"], result, reference)
    shown = result.predict(at, reference=reference)
    deliver(
        outputs,
        title=dose_title(outputs.lang),
        document={"dose_response": result, "predicted": shown},
        rows={
            "dose": shown.dose.tolist(),
            "against": [reference] * len(at),
            **{name: getattr(shown, name).tolist() for name in ("estimate", "se", "low", "high")},
            **{name: [None] * len(at) if getattr(shown, name) is None else getattr(shown, name).tolist()
               for name in ("study_low", "study_high")},
        },
        sections=[present_dose_response(result, outputs.lang, at=at, reference=reference)],
        told=table.told,
    )  # fmt: skip


def _columns(table: InputTable, options: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of means where the table has them, else of ratios; all must be there."""
    from kneewise.cli.table_kinds import Wanted, check_names

    names = {name: name for name in _COLUMNS}
    for each in options["renamed"]:
        name, mark, column = each.partition("=")
        if not mark or name not in names or not column:
            raise click.UsageError(f"--column {each}: give NAME=COLUMN with a NAME of {', '.join(_COLUMNS)}.")
        names[name] = column
    of_means = names["mean"] in table.columns
    if of_means:
        wanted: tuple[str, ...] = ("study", "dose", "mean", "sd", "n")
    elif options["covariance"] == "independent":
        wanted = ("study", "dose", "effect", "se")
    else:
        wanted = ("study", "dose", "effect", "se", "cases", "n")
    check_names(table.file, list(table.columns), [Wanted(name=names[name]) for name in wanted])
    taken: dict[str, Any] = {name: names[name] for name in wanted}
    if of_means:
        return {**taken, "measure": options["measure"]}
    if options["measure"]:
        raise click.UsageError("--measure: is for means; this table has effects.")
    if options["covariance"] != "independent":
        if options["design"] is None:
            raise click.UsageError("--design: say how studies counted: case-control, incidence-rate or "
                                   "cumulative-incidence; or take --covariance independent.")  # fmt: skip
        taken["design"] = options["design"]
    return taken


def _kind(table: InputTable, given: str | None) -> Any:
    """A kind as it is, a column by its cells: a name that is neither is told with both."""
    if given is None or given not in table.columns:
        from kneewise.evidence.doses.kinds import dose_kinds

        known = [name for kind in dose_kinds().values() for name in (kind.kind, *kind.also)]
        if given is not None and given not in known:
            raise click.UsageError(f"--product-kind {given}: is neither a column nor one of {', '.join(known)}.")
        return given
    return table.columns[given]


def _knots(text: str | None) -> int | list[float] | None:
    if text is None:
        return None
    try:
        return [float(each) for each in text.split(",")] if "," in text else int(text)
    except ValueError:
        raise click.UsageError(f"--knots {text}: give a number from 3 to 7, or places as 10,50,100.") from None


def _doses(text: str | None, result: DoseResponse, reference: float) -> list[float]:
    if text is not None:
        try:
            return [float(each) for each in text.split(",")]
        except ValueError:
            raise click.UsageError(f"--at {text}: give doses as 10,50,100.") from None
    given = sorted({float(each) for study in result.studies for each in study.doses} - {reference})
    if len(given) <= 10:
        return given
    # More than ten say no more than the picture: ten of them, the lowest and the highest among them.
    return [given[round(k * (len(given) - 1) / 9)] for k in range(10)]

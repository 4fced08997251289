"""`kneewise outcomes safety`: adverse events by arm, time to an event, signals per kit and hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs

if TYPE_CHECKING:
    from kneewise.cli.outputs import Outputs
    from kneewise.cli.table_kinds import InputTable

EXAMPLE = """\b
Examples:
  kneewise outcomes safety events.csv --persons patients.csv --control placebo --html safety.html
  kneewise outcomes safety reports.csv --control HA,saline --difference exact
  kneewise outcomes safety patients.csv --time months --event tka --arm dose --covariates age,kl
  kneewise outcomes safety cases/ --by provider --only serious --baseline-rate 0.02
\b
A list of events has one row an event (subject, arm, term; serious, related, began and exposure where known),
and one without a term for a person without events, unless --persons names a table of all persons. A table of
counts has one row an arm and term (n_affected of n_at_risk). With --time and --event, a row is a person.
"""

_OPTIONS = [
    click.option("--arm", metavar="COLUMN", help="Column of the arm.  [default: arm; of cases: technology]"),
    click.option("--control", metavar="A,B,...", help="The control arm; several: the first that a study has."),
    click.option("--subject", metavar="COLUMN", help="Column of the person or knee.  [default: subject]"),
    click.option("--term", metavar="COLUMN", help="Column of what happened.  [default: term; of counts also event]"),
    click.option("--serious", metavar="COLUMN", help="Whether it was serious.  [default: serious]"),
    click.option("--related", metavar="COLUMN", help="Whether the treatment caused it.  [default: related]"),
    click.option("--began", metavar="COLUMN", help="Time from treatment to event.  [default: began]"),
    click.option("--exposure", metavar="COLUMN", help="Time that the person was followed.  [default: exposure]"),
    click.option("--unit", type=click.Choice(["days", "weeks", "months", "years"]), default=None,
                 help="Unit of all times.  [default: days of cases, else months]"),
    click.option("--persons", metavar="FILE", type=click.Path(dir_okay=False, exists=True),
                 help="Table of all persons, with subject, arm and exposure."),
    click.option("--affected", metavar="COLUMN", default="n_affected", show_default=True,
                 help="Counts: persons affected."),
    click.option("--at-risk", metavar="COLUMN", default="n_at_risk", show_default=True,
                 help="Counts: persons at risk."),
    click.option("--events", metavar="COLUMN", help="Counts: events.  [default: n_events]"),
    click.option("--study", metavar="COLUMN", help="Counts: the study.  [default: study or study_id]"),
    click.option("--interval", type=click.Choice(["exact", "mid-p", "wilson"]), default="exact", show_default=True,
                 help="Interval of shares; mid-p also of rates."),
    click.option("--difference", type=click.Choice(["miettinen-nurminen", "newcombe", "exact"]),
                 default="miettinen-nurminen", show_default=True, help="Interval of the risk difference."),
    click.option("--rates", type=click.Choice(["all", "first"]), default="all", show_default=True,
                 help="Ratio of rates of all events, or of each person's first."),
    click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
                 help="Confidence of intervals."),
    click.option("--time", metavar="COLUMN", help="Time to the event or the end of follow-up, a row a person."),
    click.option("--event", metavar="COLUMN",
                 help="With --time: 1 with the event, 0 without, 2 where death came first."),
    click.option("--time-to", metavar="TERM", help="Of a list: the time to each person's first event of this term."),
    click.option("--at", metavar="T,T,...", help="Times at which curves are told."),
    click.option("--horizon", type=float, help="Up to which mean times are taken.  [default: the last common time]"),
    click.option("--curve-interval", type=click.Choice(["beta-product", "log", "log-log", "plain"]),
                 default="beta-product", show_default=True, help="Limits of curves."),
    click.option("--covariates", metavar="A,B,...", help="Columns of a Cox model, beside the arm."),
    click.option("--strata", metavar="COLUMN", help="Compare within this column, such as the hospital."),
    click.option("--cluster", metavar="COLUMN", help="Rows that belong together: two knees of one patient."),
    click.option("--by", metavar="COLUMN", help="Signals by this column; of cases kit (kit_model) or provider."),
    click.option("--outcome", metavar="COLUMN", help="A row a case: whether it had the event.  [of a list: any event]"),
    click.option("--only", type=click.Choice(["serious", "related"]), help="Signals of such events only."),
    click.option("--watch", metavar="TERM", help="Signals of this term only."),
    click.option("--order", metavar="COLUMN", help="Order of the cases.  [default: service_on of cases]"),
    click.option("--baseline-rate", type=click.FloatRange(0, 1, min_open=True, max_open=True),
                 help="Chance of the event where all is well.  [default: that of all]"),
    click.option("--risk", metavar="COLUMN", help="Chance of the event of each case."),
    click.option("--odds-ratio", type=click.FloatRange(0, min_open=True), default=2.0, show_default=True,
                 help="The change that charts watch for."),
    click.option("--false-alarm", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.05,
                 show_default=True, help="Chance of a false alarm within a unit's cases, at most."),
    click.option("--limit", type=click.FloatRange(0, min_open=True), help="Limit of the charts, in place of it."),
]  # fmt: skip


def _with_options(command: Any) -> Any:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(short_help="Adverse events, time to arthroplasty, signals.", epilog=EXAMPLE + EXIT_STATUSES)
@_with_options
@source_and_outputs
def safety(*, outputs: Outputs, **options: Any) -> None:
    """Count adverse events by arm; compare arms; follow time to an event; watch kits and hospitals.

    SOURCE is a list of events, a table of counts, a table with a row a person or case, or cases.
    """
    _check(options)
    from kneewise.cli.safety_results import of_counts, of_list, of_rows
    from kneewise.cli.source import read_source

    table = read_source(outputs.source, "safety")
    options["unit"] = options["unit"] or ("days" if table.of_cases else "months")
    from kneewise.cli.safety_events import holds_counts

    if options["time"] or options["outcome"]:
        result = of_rows(table, options, outputs.lang)
    elif holds_counts(table, options):
        result = of_counts(table, options, outputs.lang)
    else:
        result = of_list(table, options, outputs.lang, _persons(options))
    deliver(
        outputs,
        title=result.sections[0].title,
        document=result.document,
        rows=result.rows,
        sections=result.sections,
        told=result.told,
    )


def _check(options: dict[str, Any]) -> None:
    """Refuse options that do not go together, before anything is read."""
    for one, other in (("time", "event"), ("event", "time"), ("outcome", "by")):
        if options[one] and not options[other]:
            raise click.UsageError(f"--{one} needs --{other}.")
    if options["time"] and options["time_to"]:
        raise click.UsageError("give --time of a table of persons, or --time-to of a list of events, not both.")
    if options["risk"] and options["baseline_rate"]:
        raise click.UsageError("give --risk of each case, or one --baseline-rate, not both.")
    if options["odds_ratio"] == 1:
        raise click.UsageError("--odds-ratio 1 is no change: give 2 for twice the odds, 0.5 for half.")
    if not options["by"] and (options["only"] or options["watch"] or options["risk"] or options["limit"]):
        raise click.UsageError("--only, --watch, --risk and --limit are of signals: name the units with --by.")
    if options["at"]:
        options["at"] = _times(options["at"])


def _times(given: str) -> tuple[float, ...]:
    try:
        found = tuple(sorted({float(each) for each in given.split(",")}))
    except ValueError:
        raise click.UsageError(f"--at {given}: give times, as 6,12,24.") from None
    if not found[0] > 0 or not found[-1] < float("inf"):
        raise click.UsageError(f"--at {given}: give times above 0, as 6,12,24.")
    return found


def _persons(options: dict[str, Any]) -> InputTable | None:
    if options["persons"] is None:
        return None
    from kneewise.cli.table_input import read_table

    return read_table(options["persons"])

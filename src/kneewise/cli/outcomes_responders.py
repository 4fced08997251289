"""`kneewise outcomes responders`: how many got better, by which criterion, in which arm; the unknown beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.criteria import NumberOrPublished
from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs
from kneewise.cli.score_options import score_options

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.outputs import Outputs
    from kneewise.cli.score_tables import ScoreTable
    from kneewise.cli.table_kinds import Kind
    from kneewise.outcomes.instruments.definition import Part
    from kneewise.outcomes.responders.analysis import ResponderAnalysis
    from kneewise.outcomes.responders.criterion import Better, Criterion

    Floats = NDArray[np.float64]

EPILOG = """\b
Examples:
  kneewise outcomes responders scores.csv --score koos_pain --arm dose --better higher --mcid 10 --mdc 14
  kneewise outcomes responders wide.csv --before p0 --after p12 --arm arm --better lower --percent 50
  kneewise outcomes responders cases/ --instrument KOOS --part pain --arm technology --mcid 10

In place of a number, 'published:POPULATION' takes the threshold that is held for the questionnaire and part
(docs/reference/thresholds.md); where several are held, none is chosen. A person without a score at the visit stays in
the number of his arm, and is counted as unknown.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What the table says of each person; what a criterion needs and it does not have is None."""

    arm: NDArray[Any]
    before: Floats | None = None
    after: Floats | None = None
    improved: Floats | None = None
    responded: Floats | None = None


@click.command(short_help="How many got better, arm by arm.", epilog=EPILOG + EXIT_STATUSES)
@click.option("--arm", metavar="COLUMN", help="Column of the arm.  [default: arm; of cases: technology]")
@click.option("--reference", metavar="ARM", help="Arm to compare with.  [default: the first]")
@score_options
@click.option("--improved", metavar="COLUMN", help="Or column of the improvement itself, above 0 where better.")
@click.option("--responded", metavar="COLUMN", help="Or column that says who responded: true or false.")
@click.option("--mcid", type=NumberOrPublished(), help="Improved by at least this much.")
@click.option("--mdc", type=NumberOrPublished(), help="Improved by more than this, one person's measurement error.")
@click.option("--percent", type=click.FloatRange(0, min_open=True), help="Improved by this share of the baseline.")
@click.option("--pass", "pass_", type=NumberOrPublished(), help="A score at least as good as this (PASS).")
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
              help="Confidence of intervals.")  # fmt: skip
@source_and_outputs
def responders(*, outputs: Outputs, **options: Any) -> None:
    """Count responders: shares with exact intervals, differences, ratios, numbers needed to treat, curves."""
    from kneewise.cli.criteria import part_of
    from kneewise.report.outcomes.responders import present_responders, responders_title

    part = part_of(options["instrument"], options["part"], options["form"])
    given, told = _read(outputs.source, options, part)
    result = _analyse(given, options, part)
    deliver(
        outputs,
        title=responders_title(result, outputs.lang),
        document=result,
        rows=_rows(result),
        sections=present_responders(result, outputs.lang),
        told=told,
    )


def _read(source: str, options: dict[str, Any], part: Part | None) -> tuple[_Given, tuple[str, ...]]:
    from kneewise.cli.score_pairs import read_pairs

    judged = next((name for name in ("responded", "improved") if options[name] is not None), None)
    if judged is not None:
        return _read_judged(source, options, judged)
    arm = _arm_of(options)
    pairs = read_pairs(source, options, part, constant=lambda table: {"--arm": arm(table)})
    given = _Given(arm=pairs.columns[arm(pairs.table)], before=pairs.before, after=pairs.after)
    return given, (*pairs.table.told, *pairs.told)


def _read_judged(source: str, options: dict[str, Any], judged: str) -> tuple[_Given, tuple[str, ...]]:
    """A table with one row a person that holds the improvement, or who responded."""
    from kneewise.cli.persons import need_columns, number_column, persons_of
    from kneewise.cli.score_tables import read_scores
    from kneewise.cli.table_kinds import Wanted

    kind: Kind = "truth" if judged == "responded" else "number"
    table = read_scores(source, options, visits=False, wanted=[Wanted(name=options[judged], kind=kind, must=False)])
    arm = _arm_of(options)(table)
    need_columns(table.everybody, {"--arm": arm, f"--{judged}": options[judged]})
    persons = persons_of(table.everybody, table.subject, [arm])
    if persons.n < table.everybody.n_rows:
        raise click.UsageError(f"{table.subject}: a person stands in several rows; --{judged} needs one a person.")
    values = number_column(table.everybody, options[judged])
    return _Given(arm=persons.columns[arm], **{judged: values}), table.told


def _arm_of(options: dict[str, Any]) -> Callable[[ScoreTable], str]:
    return lambda table: options["arm"] or ("technology" if table.rows.of_cases else "arm")


def _analyse(given: _Given, options: dict[str, Any], part: Part | None) -> ResponderAnalysis:
    from kneewise.cli.criteria import better_end, criteria_of
    from kneewise.outcomes.responders.analysis import analyse_responders

    criteria: tuple[Criterion, ...] = ()
    if given.responded is None:
        better: Better = "higher"
        if given.improved is None:
            better = better_end(options["better"], part, wanted_for="scores before and after")
        criteria = criteria_of(options, better=better, part=part)
    return analyse_responders(
        given.arm,
        criteria,
        baseline=given.before,
        follow_up=given.after,
        improved=given.improved,
        responded=given.responded,
        reference=_reference(given.arm, options["reference"]),
        level=options["confidence"],
    )


def _reference(arms: NDArray[Any], asked: str | None) -> Any:
    """The arm that an option names, found by what is shown of it."""
    from kneewise.cli.persons import is_gap
    from kneewise.report.section_cells import label

    if asked is None:
        return None
    known = {label(each): each for each in arms.tolist() if not is_gap(each)}
    if asked not in known:
        raise click.UsageError(f"--reference {asked}: no such arm; there are: {', '.join(sorted(known))}.")
    return known[asked]


def _rows(result: ResponderAnalysis) -> dict[str, list[Any]]:
    """One row a figure and interval: shares of arms, then comparisons, under each reading of the unknown."""
    lines: list[tuple[Any, ...]] = []
    for each in result.results:
        name = "responded" if each.criterion is None else str(each.criterion)
        for arm in each.responders.arms:
            for view in arm.views:
                about = ("share", arm.arm, None, view.handling, view.n_responders, view.n, view.share)
                lines += [(name, *about, limits) for limits in view.intervals]
        for pair in each.responders.comparisons:
            for seen in pair.views:
                counts = (seen.handling, seen.n_responders, seen.n)
                for what in ("difference", "risk_ratio", "odds_ratio"):
                    measure = getattr(seen, what)
                    of = (what, pair.arm, pair.reference, *counts, measure.estimate)
                    lines += [(name, *of, limits) for limits in measure.intervals]
    heads = ("criterion", "what", "arm", "reference", "unknown", "n_responders", "n", "estimate")
    rows = {head: [line[place] for line in lines] for place, head in enumerate(heads)}
    return rows | {name: [getattr(line[-1], name) for line in lines] for name in ("method", "lower", "upper")}

"""`kneewise evidence multiverse`: the same question under every defensible choice, and what turns the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_or_source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.cli.evidence_question import Question
    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.specifications import Multiverse

EXAMPLE = """\b
Examples:
  kneewise evidence multiverse trials.csv --better lower --margin 1.5 --html multiverse.html
  kneewise evidence multiverse trials.csv --measure MD --measure SMD --margin MD=1.5 --margin SMD=0.37 --better lower
  kneewise evidence multiverse --outcome pain --product cultured-marrow-autologous
\b
A row is a comparison: study, and n1, mean1, sd1, n2, mean2, sd2 (1 is the treatment), or events1, n1, events2, n2, or
effect, se. Columns `months` and `risk_of_bias` (low, some, high) become choices of time and of bias; `product` is
refused where it holds several, unless they are named or --mixed is given.
Without SOURCE: the trials that are shipped, in points of 0 to 100.
"""


def _names(_context: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",")) if text else ()


@click.command(short_help="One question under every defensible choice.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--outcome", "domain", metavar="DOMAIN", help="Shipped trials: pain, function, total-score, structure.")
@click.option("--product", "products", multiple=True, metavar="NAME", help="Only this product; several are pooled.")
@click.option("--comparator", "comparators", multiple=True, metavar="NAME", help="Shipped trials: only against this.")
@click.option("--mixed", is_flag=True, help="Pool whatever products there are.")
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="Effect measure: MD, SMD, RR ...; several vary."
)
@click.option("--better", type=click.Choice(["lower", "higher"]), help="Which direction is good.")
@click.option("--margin", "margins", multiple=True, metavar="[NAME=]VALUE",
              help="Smallest difference that matters, above 0; of ratios on the log scale.")  # fmt: skip
@click.option("--tau2", callback=_names, metavar="A,B,...", help="Estimators to vary, first the reference.")
@click.option("--interval", callback=_names, metavar="A,B,...", help="Intervals to vary, first the reference.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Also all rows, or only those with each value.")
@click.option("--each", "each_of", multiple=True, metavar="COLUMN", help="One value of this column a path.")
@click.option("--no-leave-out", is_flag=True, help="Do not leave out each trial in turn.")
@shipped_or_source_and_outputs
def multiverse(*, outputs: Outputs, **options: Any) -> None:
    """Pool one question under every combination of choices: estimator, interval, measure, trials, time, bias.

    The whole is one picture: each path's estimate, on which side of zero and of the smallest difference that matters
    its interval lies, and which single choice turns the answer.
    """
    from kneewise.cli.evidence_question import ask, said_margins
    from kneewise.report.evidence.multiverse import multiverse_title, present_multiverse

    question = ask(outputs, options)
    result = _walk(question, options)
    deliver(
        outputs,
        title=multiverse_title(outputs.lang),
        document={"products": question.products, "result": result},
        rows=_rows(result),
        sections=[
            present_multiverse(
                result, outputs.lang, products=question.products, margin_notes=said_margins(question, outputs.lang)
            )
        ],
        told=question.told,
    )  # fmt: skip


def _walk(question: Question, options: Mapping[str, Any]) -> Multiverse:
    from kneewise.evidence.specifications import INTERVALS, TAU2
    from kneewise.evidence.specifications import multiverse as walk

    return walk(
        question.columns["study"],
        question.effects,
        question.variances,
        better=question.better,  # type: ignore[arg-type]
        margins=question.margins,
        subsets=_subsets(question, options["by"], options["each_of"]),
        leave_out=not options["no_leave_out"],
        tau2=options["tau2"] or TAU2,
        interval=options["interval"] or INTERVALS,
    )


def _subsets(question: Question, by: Sequence[str], each_of: Sequence[str]) -> dict[str, dict[str, Any]]:
    from kneewise.evidence.paths import bias_choices, time_choices, value_choices

    columns = question.columns
    for name in (*by, *each_of):
        if name not in columns:
            raise click.UsageError(f"--by/--each {name}: there is no such column; there are: {', '.join(columns)}.")
    keys = list(zip(*(columns[name].tolist() for name in ("study", *each_of)), strict=True))
    subsets: dict[str, dict[str, Any]] = {}
    if "months" in columns:
        subsets["time"] = dict(time_choices(columns["months"], keys))
    if "risk_of_bias" in columns:
        subsets["bias"] = dict(bias_choices(columns["risk_of_bias"].tolist()))
    for name in by:
        subsets[name] = dict(value_choices(columns[name].tolist()))
    for name in each_of:
        subsets[name] = dict(value_choices(columns[name].tolist(), with_all=False))
    return subsets


def _rows(result: Multiverse) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for each in result.specifications:
        ends = {
            "k": each.k, "estimate": each.estimate, "ci_low": each.low, "ci_high": each.high,
            "tau2_estimate": each.between, "side": each.side(result.better),
            "reach": each.reach(dict(result.margins), result.better),
        }  # fmt: skip
        for name, value in {**{key.replace(" ", "_"): path for key, path in each.path.items()}, **ends}.items():
            rows.setdefault(name, []).append(value)
    return rows

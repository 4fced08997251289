"""`kneewise outcomes change`: how scores changed over visits, by arm, by the mixed model for repeated measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.cli.outputs import Outputs
    from kneewise.outcomes.repeated_measures.change import ChangeAnalysis

EPILOG = """\b
Examples:
  kneewise outcomes change scores.csv --score koos_pain --arm dose --covariate age
  kneewise outcomes change wide.csv --scores-as 'pain_m{visit}' --covariance us,toeph,ar1h --html change.html
  kneewise outcomes change cases/ --instrument KOOS --part pain --arm technology
  kneewise outcomes change paper.csv --mean mean --se se --arm arm --visit month --picture change.svg

The covariance is that of the protocol; several, divided by commas, are tried in their order, and the first that the
data determine is taken and told. With --mean nothing is modelled: printed means get their intervals and their picture.

"""

_MODEL = ("us", "toep", "toeph", "ar1", "ar1h", "cs", "csh", "ad", "adh")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in (
        click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
                     help="Confidence of intervals."),
        click.option("--vcov", type=click.Choice(["model", "empirical", "jackknife", "bias-reduced"]), default="model",
                     show_default=True, help="Covariance of the coefficients."),
        click.option("--df", type=click.Choice(["satterthwaite", "kenward-roger", "kenward-roger-linear",
                     "between-within", "residual"]),
                     help="Degrees of freedom.  [default: kenward-roger-linear; satterthwaite with another --vcov]"),
        click.option("--by-arm", is_flag=True, help="Each arm has a covariance of its own."),
        click.option("--covariance", "covariances", metavar="NAMES", default="us,toeph,ar1h,cs", show_default=True,
                     help=f"Covariance over the visits: {', '.join(_MODEL)}; tried in this order."),
        click.option("--formula", metavar="TEXT",
                     help="Model of your own: 'change ~ arm * visit + baseline + age'; names are columns."),
        click.option("--covariate", "covariates", metavar="COLUMN", multiple=True,
                     help="Adjust for it; may be given again."),
        click.option("--n", metavar="COLUMN", help="... and of the number of persons."),
        click.option("--sd", metavar="COLUMN", help="... or of the standard deviation ..."),
        click.option("--se", metavar="COLUMN", help="... of its standard error,"),
        click.option("--mean", metavar="COLUMN", help="Or one row an arm and visit: column of the mean ..."),
        click.option("--where", metavar="COLUMN=VALUE", multiple=True, help="Only these rows; may be given again."),
        click.option("--form", metavar="FORM", help="WOMAC: Likert, VAS or NRS; pain: 'VAS mm', 'VAS cm' or NRS."),
        click.option("--part", metavar="NAME", help="Its part; a column 'part' is cut to it."),
        click.option("--instrument", metavar="NAME", help="Questionnaire of the scores: their range."),
        click.option("--change", metavar="COLUMN", help="Or column of the change itself, one row a visit."),
        click.option("--baseline-score", metavar="COLUMN", help="Or column of the score before treatment."),
        click.option("--baseline", metavar="VISIT",
                     help="Visit before treatment; none: model scores as they are.  [default: the first number]"),
        click.option("--visits", metavar="A,B,...", help="Visits to take after it, in order."),
        click.option("--scores-as", metavar="PATTERN", help="How columns of visits are named: 'pain_m{visit}'."),
        click.option("--visit", metavar="COLUMN", default="visit", show_default=True, help="Column of the visit."),
        click.option("--score", metavar="COLUMN", help="Column of the score, one row a visit.  [default: score]"),
        click.option("--subject", metavar="COLUMN", help="Column of the person.  [default: subject]"),
        click.option("--reference", metavar="ARM", help="Arm to compare with.  [default: the first]"),
        click.option("--arm", metavar="COLUMN", help="Column of the arm.  [default: arm; of cases: technology]"),
    ):  # fmt: skip
        command = decorate(command)
    return command


@click.command(short_help="How scores changed over visits, by arm.", epilog=EPILOG + EXIT_STATUSES)
@_options
@source_and_outputs
def change(*, outputs: Outputs, **options: Any) -> None:
    """Say how scores changed over visits: least-squares means and differences by a mixed model (MMRM)."""
    from kneewise.report.outcomes.change import change_title, present_change, present_printed

    if options["mean"] is not None:
        from kneewise.cli.printed_means import read_printed

        printed, told = read_printed(outputs.source, options)
        deliver(outputs, title=change_title(outputs.lang), document=printed, rows=printed.columns(),
                sections=present_printed(printed, outputs.lang), told=told)  # fmt: skip
        return
    from kneewise.cli.change_input import read_trial
    from kneewise.cli.criteria import part_of

    part = part_of(options["instrument"], options["part"], options["form"])
    trial = read_trial(outputs.source, options, part)
    result = _analyse(trial, options)
    deliver(
        outputs,
        title=change_title(outputs.lang),
        document=result,
        rows=_rows(result),
        sections=present_change(
            result, outputs.lang, n_persons=trial.n_persons, first=trial.first, months=trial.of_cases
        ),
        told=trial.told,
    )


def _analyse(trial: Any, options: dict[str, Any]) -> ChangeAnalysis:
    from kneewise.outcomes.repeated_measures.change import analyse_change, quoted

    structures = [each.strip() for each in options["covariances"].split(",") if each.strip()]
    if strange := [each for each in structures if each not in _MODEL]:
        raise click.UsageError(f"--covariance {strange[0]}: no such covariance; there are: {', '.join(_MODEL)}.")
    if not structures:
        raise click.UsageError("--covariance: name one at least.")
    formula = options["formula"]
    if formula is not None and "~" not in formula:
        formula = f"{quoted(trial.columns.response)} ~ {formula}"
    df = options["df"] or ("kenward-roger-linear" if options["vcov"] == "model" else "satterthwaite")
    if df.startswith("kenward-roger") and options["vcov"] != "model":
        raise click.UsageError(f"--vcov {options['vcov']}: not with the degrees of freedom of Kenward and Roger.")
    return analyse_change(
        trial.table,
        trial.columns,
        formula=formula,
        covariances=structures,
        df=df,
        vcov=options["vcov"],
        by_arm=options["by_arm"],
        visits=trial.visits,
        reference=_reference(trial, options["reference"]),
        level=options["confidence"],
    )


def _reference(trial: Any, asked: str | None) -> Any:
    """The arm that an option names, found by what is shown of it."""
    from kneewise.report.section_cells import label

    if asked is None:
        return None
    known = {label(each): each for each in trial.n_persons if each is not None}
    if asked not in known:
        raise click.UsageError(f"--reference {asked}: no such arm; there are: {', '.join(sorted(known)) or 'none'}.")
    return known[asked]


def _rows(result: ChangeAnalysis) -> dict[str, list[Any]]:
    """One row a figure: means by arm and visit, then differences from the reference arm."""
    means, differences = result.cells(), result.compared()
    tables = [result.means, *([result.differences] if result.differences is not None else [])]
    rows: dict[str, list[Any]] = {
        "what": ["mean"] * len(means) + ["difference"] * len(differences),
        "arm": [arm for arm, _, _ in means] + [arm for arm, _ in differences],
        "reference": [None] * len(means) + [result.arms[0] for _ in differences],
        "visit": [visit for _, visit, _ in means] + [visit for _, visit in differences],
        "n_scores": [n for _, _, n in means] + [None] * len(differences),
    }
    for name in ("estimate", "se", "df", "lower", "upper", "p"):
        rows["standard_error" if name == "se" else name] = [
            float(value) for table in tables for value in getattr(table, name)
        ]
    return rows | {"reason": [reason for table in tables for reason in table.reasons]}

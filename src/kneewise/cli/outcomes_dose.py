"""`kneewise outcomes dose`: does more help more, in which shape, and which dose brings the effect that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs
from kneewise.cli.score_options import score_options

if TYPE_CHECKING:
    from kneewise.cli.dose_input import DoseTrial
    from kneewise.cli.outputs import Outputs
    from kneewise.outcomes.dose.analysis import DoseAnalysis
    from kneewise.outcomes.dose.candidates import Candidate

EPILOG = """\b
Examples:
  kneewise outcomes dose scores.csv --score koos_pain --better higher --at 12 --target 10
  kneewise outcomes dose wide.csv --response change --candidate linear --candidate emax:5,20 --share 0.9
  kneewise outcomes dose paper.csv --mean mean --sd sd --n n --better lower --target 15

A candidate is a shape with its guesses: linear, linlog, emax:ED50, exponential:DELTA, quadratic:RATIO, sigEmax:ED50/H,
logistic:ED50/DELTA, betaMod:D1/D2; several guesses of one shape are divided by commas. Candidates belong in the
protocol; those taken where none is given are for a first look.

"""


@click.command(short_help="Does more help more: trend, MCP-Mod, doses.", epilog=EPILOG + EXIT_STATUSES)
@click.option("--dose", metavar="COLUMN", help="Column of the dose.  [default: dose; of cases: dose_million_cells]")
@click.option("--doses", metavar="A,B,...", help="Planned doses; each is taken as the nearest of them.")
@score_options
@click.option("--response", metavar="COLUMN", help="Or column of the response itself, one row a person.")
@click.option("--mean", metavar="COLUMN", help="Or one row a dose: column of the mean ...")
@click.option("--sd", metavar="COLUMN", help="... of the standard deviation ...")
@click.option("--n", metavar="COLUMN", help="... of the number of persons;")
@click.option("--se", metavar="COLUMN", help="or, in place of both, of the standard error (an estimate of any model).")
@click.option("--covariate", "covariates", metavar="COLUMN", multiple=True, help="Adjust for it; may be given again.")
@click.option("--adjust-baseline/--no-adjust-baseline", default=True, show_default=True,
              help="Adjust an improvement for the score before.")  # fmt: skip
@click.option("--candidate", "candidates", metavar="SHAPE[:GUESSES]", multiple=True,
              help="A shape to test and fit; may be given again.")  # fmt: skip
@click.option(
    "--target", type=click.FloatRange(0, min_open=True), help="Effect over the lowest dose whose dose is sought."
)
@click.option("--share", type=click.FloatRange(0, 1, min_open=True, max_open=True),
              help="Share of the largest effect whose dose is sought.")  # fmt: skip
@click.option("--mcid", type=float, help="A response at least as good makes a responder: trend of their shares.")
@click.option("--alpha", type=click.FloatRange(0, 0.5, min_open=True), default=0.025, show_default=True,
              help="Chance of a false confirmation.")  # fmt: skip
@click.option("--two-sided", is_flag=True, help="Look for harm as well as for benefit.")
@click.option("--fit", type=click.Choice(["confirmed", "all"]), default="confirmed", show_default=True,
              help="Fit the shapes that the test confirms, or all.")  # fmt: skip
@click.option("--criterion", type=click.Choice(["aic", "aicc"]), default="aic", show_default=True,
              help="What weighs the fits against each other.")  # fmt: skip
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
              help="Confidence of intervals.")  # fmt: skip
@click.option("--unit", metavar="TEXT", help="Unit of the dose, for tables and pictures.")
@source_and_outputs
def dose(*, outputs: Outputs, **options: Any) -> None:
    """Analyse a dose trial: trends across arms, MCP-Mod, the model-averaged dose, honest cautions."""
    from kneewise.cli.criteria import part_of
    from kneewise.cli.dose_input import read_trial
    from kneewise.report.outcomes.dose import dose_title, present_dose
    from kneewise.report.outcomes.shared_words import shared_word

    part = part_of(options["instrument"], options["part"], options["form"])
    trial = read_trial(outputs.source, options, part)
    result = _analyse(trial, options)
    unit = options["unit"]
    if unit is None and options["dose"] in (None, "dose_million_cells") and trial.of_cases:
        unit = shared_word("million-cells", outputs.lang)
    deliver(
        outputs,
        title=dose_title(outputs.lang),
        document=result,
        rows=_rows(result),
        sections=present_dose(result, outputs.lang, unit=unit),
        told=trial.told,
    )


def _analyse(trial: DoseTrial, options: dict[str, Any]) -> DoseAnalysis:
    from kneewise.outcomes.dose.analysis import analyse_dose

    return analyse_dose(
        trial.arms,
        _candidates(options["candidates"], trial.arms.highest),
        dose=trial.dose,
        response=trial.response,
        threshold=options["mcid"],
        better=trial.better,
        alpha=options["alpha"],
        two_sided=options["two_sided"],
        target=options["target"],
        share=options["share"],
        fit=options["fit"],
        criterion=options["criterion"],
        level=options["confidence"],
    )


def _candidates(given: tuple[str, ...], highest: float) -> tuple[Candidate, ...]:
    from kneewise.errors import BadValues
    from kneewise.outcomes.dose.candidates import candidate_set, default_candidates

    if not given:
        return candidate_set(default_candidates(highest), highest)
    guesses: dict[str, Any] = {}
    try:
        for each in given:
            shape, _, text = each.partition(":")
            found = [tuple(float(value) for value in part.split("/")) for part in text.split(",") if part.strip()]
            if shape in guesses:
                raise BadValues(f"found {shape!r} twice; allowed: once, its guesses divided by commas")
            single = all(len(one) == 1 for one in found)
            guesses[shape] = None if not found else [one[0] for one in found] if single else found
        return candidate_set(guesses, highest)
    except (BadValues, ValueError) as error:
        raise click.UsageError(f"--candidate: {error}") from None


def _rows(result: DoseAnalysis) -> dict[str, list[Any]]:
    """One row a figure: means of arms, tests of candidates, doses sought."""
    found = result.mcp_mod
    lines: list[tuple[Any, ...]] = []
    for place, dose_ in enumerate(found.arms.doses.tolist()):
        error = float(found.arms.covariance[place, place]) ** 0.5
        lines.append(("mean", "", dose_, float(found.arms.means[place]), error, None, None, None))
    for place, name in enumerate(found.test.candidates):
        values = (found.test.estimates, found.test.standard_errors)
        estimate, error = (float(each[place]) for each in values)
        lines.append(("contrast", name, None, estimate, error, None, None, float(found.test.p[place])))
    lines += [("weight", fit.shape, None, float(weight), None, None, None, None)
              for fit, weight in zip(found.fits, found.weights, strict=True)]  # fmt: skip
    lines += [(f"{each.kind} dose", name, each.dose, each.effect, None, each.lower, each.upper, None)
              for name, each in found.doses]  # fmt: skip
    heads = ("what", "shape", "dose", "estimate", "standard_error", "dose_lower", "dose_upper", "p")
    return {head: [line[place] for line in lines] for place, head in enumerate(heads)}

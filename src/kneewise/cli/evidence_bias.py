"""`kneewise evidence bias`: do small trials say more, and what would be left if trials were missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.effect_rows import effect_columns, effect_options, shipped_options, take_effects
from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_or_source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kneewise.cli.effect_rows import EffectRows
    from kneewise.cli.outputs import Outputs

EXAMPLE = """\b
Examples:
  kneewise evidence bias trials.csv --favours lower --html funnel.html
  kneewise evidence bias trials.csv --measure OR --favours higher --fill R0
\b
Rows as `kneewise evidence effect` takes them; at least three effects. --favours says on which side an effect is
welcome (pain: lower), for the selection model. Without SOURCE: the shipped trials.
"""


@click.command(short_help="Tests of the funnel, trim and fill, selection.", epilog=EXAMPLE + EXIT_STATUSES)
@effect_options
@click.option(
    "--favours", type=click.Choice(["lower", "higher"]), help="Which side is welcome; a column `better` tells."
)
@click.option("--tau2", default="REML", show_default=True, metavar="NAME", help="As `kneewise evidence pool`.")
@click.option("--fill", type=click.Choice(["L0", "R0", "Q0"]), default="L0", show_default=True,
              help="How the number of missing trials is estimated.")  # fmt: skip
@shipped_options
@shipped_or_source_and_outputs
def bias(*, outputs: Outputs, **options: Any) -> None:
    """Test whether small trials show larger effects, and pool as if the missing ones were there.

    Lopsidedness has other causes than trials in drawers, and with fewer than ten trials it can hardly be told.
    """
    from kneewise.report.evidence.bias import bias_title, present_bias

    taken = take_effects(outputs, options)
    favours = _favours(taken, options["favours"])
    found, why = _tests(taken, favours, options)
    deliver(
        outputs,
        title=bias_title(outputs.lang),
        document={"effects": taken.sizes, "favours": favours, "found": found, "not_told": why},
        rows=effect_columns(taken.sizes),
        sections=[present_bias(taken.sizes, found, why, outputs.lang, favours=favours)],
        told=taken.told,
    )


def _favours(taken: EffectRows, asked: str | None) -> str:
    if asked is not None:
        return asked
    better = taken.columns.get("better")
    there = set() if better is None else {str(each) for each in better.tolist()}
    if there in ({"lower"}, {"higher"}):
        return there.pop()
    raise click.UsageError("--favours: say on which side an effect is welcome, lower or higher.")


def _tests(taken: EffectRows, favours: str, options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Run each test; one that these trials do not determine says why instead."""
    from kneewise.errors import NotEstimable
    from kneewise.evidence.bias.asymmetry import egger_test, peters_test, rank_test
    from kneewise.evidence.bias.fail_safe import fail_safe_n
    from kneewise.evidence.bias.selection import selection_model
    from kneewise.evidence.bias.trim_and_fill import trim_and_fill
    from kneewise.evidence.pooling.pool import pool

    sizes, tau2 = taken.sizes, options["tau2"]
    found: dict[str, Any] = {"pooled": pool(sizes, tau2=tau2)}
    asked: dict[str, Callable[[], Any]] = {
        "egger": lambda: egger_test(sizes),
        "egger-rma": lambda: egger_test(sizes, model="rma", tau2=tau2),
        "egger-variance": lambda: egger_test(sizes, predictor="variance"),
        "rank": lambda: rank_test(sizes),
        "filled": lambda: trim_and_fill(sizes, estimator=options["fill"], tau2=tau2),
        "selection": lambda: selection_model(sizes, favours=favours),
        "fail-safe": lambda: fail_safe_n(sizes),
    }
    if taken.of_events:
        cells = [taken.columns[name] for name in ("events1", "n1", "events2", "n2")]
        asked["peters"] = lambda: peters_test(*cells)
    why: dict[str, str] = {}
    for name, test in asked.items():
        try:
            found[name] = test()
        except NotEstimable as error:
            why[name] = str(error)
    return found, why

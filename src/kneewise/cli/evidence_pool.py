"""`kneewise evidence pool`: trials pooled, and how much the pool rests on single trials and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.effect_rows import LIKE, effect_options, shipped_options, take_effects
from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_or_source_and_outputs
from kneewise.cli.pool_rows import pool_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.effect_rows import EffectRows
    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.pooling.result import Pooled

EXAMPLE = """\b
Examples:
  kneewise evidence pool trials.csv --html forest.html
  kneewise evidence pool trials.csv --measure RR --like revman --group dose --leave-one-out
  kneewise evidence pool trials.csv --moderator year --interval knapp-hartung
  kneewise evidence pool --outcome pain --product cultured-marrow-autologous
\b
Rows as `kneewise evidence effect` takes them. Without SOURCE: the shipped trials, in points of 0 to 100. A column
`product` that holds several products is refused unless they are named or --mixed is given. Several rows of one trial:
--trial COLUMN. JSON holds ratios as logs; people see ratios.
"""
EVENTS = ("mantel-haenszel", "peto", "exact", "beta-binomial", "mixed-model")


@click.command(short_help="Trials pooled, with forest, groups and doubts.", epilog=EXAMPLE + EXIT_STATUSES)
@effect_options
@click.option("--tau2", metavar="NAME", help="fixed, DL, DL2, DL-MH, PM, REML, ML, EB, SJ, HS, HE ...  [default: REML]")
@click.option("--interval", default="wald", show_default=True, metavar="NAME",
              help="wald, t, knapp-hartung, knapp-hartung-floor.")  # fmt: skip
@click.option("--prediction", default="matching", show_default=True, metavar="NAME", help="z, t-k1, t-k2, HTS.")
@click.option("--tau2-interval", default="Q-profile", show_default=True, metavar="NAME",
              help="Q-profile, profile-likelihood, generalised-Q.")  # fmt: skip
@click.option("--group", metavar="COLUMN", help="Pool the groups of this column too, and test between them.")
@click.option("--shared-tau2", is_flag=True, help="One variance between trials for all groups.")
@click.option(
    "--moderator", "moderators", multiple=True, metavar="COLUMN", help="Explain the effects; several together."
)
@click.option("--trial", metavar="COLUMN", help="Several rows are of one trial: three levels, robust errors.")
@click.option("--leave-one-out", is_flag=True, help="The pool without each trial, and which trials pull it.")
@click.option("--cumulate", metavar="COLUMN", help="The pool trial by trial, by this column, as year.")
@click.option("--events", "events", multiple=True, type=click.Choice(EVENTS), help="Pool the events as they are too.")
@shipped_options
@shipped_or_source_and_outputs
def pool(*, outputs: Outputs, **options: Any) -> None:
    """Pool trials: the effect with its interval, how much trials differ, and where the next one may lie.

    A pool answers one question on one product: --mixed says that you know it does not.
    """
    from kneewise.cli.pool_parts import further_parts
    from kneewise.report.evidence.pool import pool_title, present_pool

    taken = take_effects(outputs, options)
    whole = pool_rows(taken, options)
    first = present_pool(taken.sizes, whole, outputs.lang, variance=taken.variance, zero_cells=taken.zero_cells)
    documents, sections = further_parts(taken, whole, options, outputs.lang)
    deliver(
        outputs,
        title=pool_title(outputs.lang),
        document={"effects": taken.sizes, "pooled": whole, **documents},
        rows=pool_columns(taken.sizes, whole),
        sections=[first, *sections],
        told=taken.told,
    )


def pool_rows(taken: EffectRows, options: Mapping[str, Any]) -> Pooled:
    """Pool the effects as the options say; DL-MH takes the events."""
    from kneewise.evidence.pooling.pool import pool as pool_effects
    from kneewise.evidence.rare_events.inverse_variance import pool_events

    how = tau2_of(taken, options)
    if how.upper() == "DL-MH":
        if not taken.of_events:
            raise click.UsageError("--tau2 DL-MH: needs events1, n1, events2, n2, and RR, OR or RD.")
        cells = [taken.columns[name] for name in ("events1", "n1", "events2", "n2")]
        return pool_events(
            *cells,
            measure=taken.sizes.measure,
            zero_cells=taken.zero_cells or "only0",
            interval=options["interval"],
            prediction=options["prediction"],
        )
    return pool_effects(
        taken.sizes,
        tau2=how,
        interval=options["interval"],
        prediction=options["prediction"],
        tau2_interval=options["tau2_interval"],
    )


def tau2_of(taken: EffectRows, options: Mapping[str, Any]) -> str:
    """The estimator asked for, or the one that the program named with --like takes."""
    if options["tau2"]:
        return str(options["tau2"])
    like = LIKE[options["like"]] if options["like"] else {}
    is_mh = taken.of_events and taken.sizes.measure in ("RR", "OR", "RD")
    return like.get("tau2_events" if is_mh else "tau2", "REML")
